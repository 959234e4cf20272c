//! Every random draw of a world, named by (seed, purpose, entity, counter).
//!
//! Knows no state: a draw depends on its name alone, never on how many others were
//! made before or in which order, so switching one thing off leaves everybody
//! else's luck alone and results don't depend on threads. Which names a draw has is
//! left to whoever makes it; two draws of one name are equal. The simulated network and
//! the world around it share one list of purposes.
//!
//! Single draws come from SipHash-1-3 keyed by the seed, over the purpose, entity
//! and counter as 24 bytes: a keyed pseudorandom function whose outputs for
//! neighbouring names show no relation, at about ten nanoseconds each. It is not
//! meant to keep a secret; keys of phones come from [`Chance::stream`], a ChaCha
//! stream.

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use siphasher::sip::SipHasher13;

/// What a draw is for. Closed, so that no two uses can share a name by accident:
/// whoever needs a new kind of draw adds a purpose at the end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u64)]
pub enum Purpose {
    /// Whether a person has the app. By person.
    Adoption = 1,
    /// Whether a guest checks in. By person, gathering.
    CheckIn = 2,
    /// Whether two tied people pair. By the two people.
    Pairing = 3,
    /// Whether a person shares their status. By person.
    ShareStatus = 4,
    /// Whether a person consents to a revealing report. By person, event.
    Consent = 5,
    /// A phone's times on and off. By person.
    Churn = 6,
    /// A phone's crashes. By person.
    Crash = 7,
    /// A phone's clock skew. By person.
    ClockSkew = 8,
    /// Random suspicions. By person.
    Suspicion = 9,
    /// Random positive tests. By person.
    PositiveTest = 10,
    /// Whether a suspicion is tested, and the result. By person, suspicion.
    TestAfterSuspicion = 11,
    /// A phone's own randomness: keys, nonces. By person.
    Phone = 12,
    /// On which side of a partition a phone is. By person, partition.
    Partition = 13,
    /// Whether an ill person stays home. By person, gathering.
    StayHome = 14,
    /// Whether an organizer confirms a report. By gathering, guest.
    Confirm = 15,
    /// Whether somebody hosts for an organizer without the app. By gathering.
    TakeOver = 16,
    /// In which hours a phone is off. By person, day.
    Hours = 17,
    /// Whether a phone suspends apps that nobody looks at, and when it lets them run. By person.
    Background = 18,
    /// Sizes of households.
    Household = 32,
    /// Who is in which team, and its size and hours. By team, or workplace of a table.
    Team = 33,
    /// Who is in which circle. By circle.
    Circle = 34,
    /// A team's meetings. By team.
    TeamMeetings = 35,
    /// A circle's meetings. By circle.
    CircleMeetings = 36,
    /// Leisure events and who goes. By event.
    Leisure = 37,
    /// How outgoing a person is. By person.
    Sociability = 38,
    /// Who of a team or circle turns up, and when. By gathering, person.
    TurnOut = 39,
    /// How long a dial takes to reach its host. By dial.
    DialDelay = 64,
    /// Whether a dial fails though its host is there. By dial.
    DialFailure = 65,
    /// How long a dial in vain takes to be known as such. By dial.
    UnreachableDelay = 66,
    /// How long a frame is under way. By dial, direction and number of the frame.
    DeliveryDelay = 67,
    /// Whether a frame breaks its link. By dial, direction and number of the frame.
    LinkBreak = 68,
    /// Whether a frame stalls its link. By dial, direction and number of the frame.
    LinkStall = 69,
    /// Whether an end of a broken link is told. By dial, end.
    BreakTold = 70,
    /// When an end of a broken link is told. By dial, end.
    BreakNotice = 71,
    /// How long a descriptor takes to be out. By phone, publish.
    PublishDelay = 72,
    /// How long a phone takes to be back on the network. By phone, coming on.
    Bootstrap = 73,
    /// The name of a dial, by which all its luck is named. By phone and host, time and service.
    Dial = 74,
    /// Who is infected when the world begins. By draw.
    FirstCase = 128,
    /// Infections brought in from outside: when, and whom they would be. By number.
    Import = 129,
    /// How an infection goes through a body, should it come there. By person.
    Course = 130,
    /// How much more or less than others a person infects. By person.
    Infectivity = 131,
    /// Whether a day at home infects. By pair, day.
    HouseholdRisk = 132,
    /// How many and whom a person meets by chance. By person and day.
    CasualMeeting = 133,
    /// Whether such a meeting infects. By pair, day.
    CasualRisk = 134,
    /// Whether a gathering infects. By pair, gathering.
    GatheringRisk = 135,
    /// Whether a careful person has a meeting all the same. By pair, day.
    Avoidance = 136,
    /// Symptoms of other illnesses: when, and whose. By number.
    OtherIllness = 137,
    /// Whether the ill get a test. By person, time.
    TestAccess = 138,
    /// What a test says. By person, time of the sample.
    TestOutcome = 139,
    /// Whether a person tells the phone of symptoms. By person, time.
    SymptomReport = 140,
    /// Whether a person tells the phone of a result. By person, time of the sample.
    ResultReport = 141,
    /// Whether a person does what symptoms, a result or a warning ask for. By person, occasion.
    Adherence = 142,
    /// How long a person keeps to it. By person, occasion.
    Endurance = 143,
    /// Whether a distancing person misses a gathering. By person, gathering.
    Distancing = 144,
    /// Whether a warned person takes a test. By person, warning.
    WarnedTest = 145,
    /// Whether a person lies about infections. By person.
    Liar = 146,
    /// When a liar lies. By person, number.
    Lie = 147,
    /// Whether an organizer who calls finds out that a report is a lie. By gathering, guest.
    FindOut = 198,
    /// Whom a rival of the cascade reaches. By pair, gathering or day.
    Tracing = 148,
    /// Contacts that Bluetooth sees and aren't. By person and number, sample.
    FalseContact = 149,
    /// Who an index case of a reproduction is, and how they fall ill. By case.
    IndexCase = 160,
    /// Whom an index case infects. By case.
    IndexInfection = 161,
    /// Whether a measure prevents such an infection, and how late. By case.
    Prevention = 162,
    /// How a disease takes its course in a person of a reproduced outbreak. By run and person.
    OutbreakCourse = 163,
    /// Who is infected from outside the network. By run and day, person.
    OutbreakSource = 164,
    /// Who infects whom. By run and day.
    OutbreakSpread = 165,
    /// Whom tracing reaches, and when. By run and day.
    OutbreakTracing = 166,
    /// Degrees and ties of a random network that a law is tested on. By network.
    RandomNetwork = 192,
    /// Who has the app in such a network. By person.
    NetworkAdoption = 193,
    /// Which of its events have a host. By event.
    NetworkHosting = 194,
    /// Who reports in it. By network.
    NetworkReporter = 195,
    /// Whom an infected person infects, and when, in a chain that a law is tested on. By chain.
    ChainOffspring = 196,
    /// How long each step of a chain of warnings takes. By chain.
    ChainDelay = 197,
}

/// A seed's luck.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    hasher: SipHasher13,
    seed: u64,
}

impl Chance {
    /// All draws of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // The second half of the key only has to be fixed.
        Self { hasher: SipHasher13::new_with_keys(seed, 0x636f_726f_6e61_7369), seed }
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// 64 uniform bits.
    #[must_use]
    pub fn bits(&self, purpose: Purpose, entity: u64, counter: u64) -> u64 {
        let mut name = [0_u8; 24];
        name[..8].copy_from_slice(&(purpose as u64).to_le_bytes());
        name[8..16].copy_from_slice(&entity.to_le_bytes());
        name[16..].copy_from_slice(&counter.to_le_bytes());
        self.hasher.hash(&name)
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    #[must_use]
    pub fn uniform(&self, purpose: Purpose, entity: u64, counter: u64) -> f64 {
        unit_interval(self.bits(purpose, entity, counter))
    }

    /// True with this probability: never at 0, always at 1.
    #[must_use]
    pub fn happens(&self, purpose: Purpose, entity: u64, counter: u64, probability: f64) -> bool {
        self.uniform(purpose, entity, counter) < probability
    }

    /// As many draws as needed under one name, for one entity. They are the draws
    /// of counters 0, 1, 2, …
    #[must_use]
    pub const fn draws(&self, purpose: Purpose, entity: u64) -> Draws<'_> {
        Draws { chance: self, purpose, entity, counter: 0 }
    }

    /// A cryptographic stream, for what asks for a generator: 2⁶⁴ blocks of its own
    /// for every name. Building it costs about a microsecond.
    #[must_use]
    pub fn stream(&self, purpose: Purpose, entity: u64, counter: u64) -> ChaCha8Rng {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&self.seed.to_le_bytes());
        key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
        key[16..24].copy_from_slice(&entity.to_le_bytes());
        key[24..].copy_from_slice(&counter.to_le_bytes());
        ChaCha8Rng::from_seed(key)
    }
}

/// Successive draws of one purpose and entity.
#[derive(Clone, Debug)]
pub struct Draws<'a> {
    chance: &'a Chance,
    purpose: Purpose,
    entity: u64,
    counter: u64,
}

impl Draws<'_> {
    /// 64 uniform bits.
    pub fn bits(&mut self) -> u64 {
        let bits = self.chance.bits(self.purpose, self.entity, self.counter);
        self.counter += 1;
        bits
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        unit_interval(self.bits())
    }

    /// True with this probability.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Uniform below `n`, without modulo bias; 0 if `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        // Lemire, "Fast random integer generation in an interval" (2019): the low
        // half of the product tells whether this draw belongs to the uneven rest.
        let uneven = n.wrapping_neg().checked_rem(n).unwrap_or(0);
        loop {
            let product = u128::from(self.bits()) * u128::from(n);
            if product as u64 >= uneven {
                return (product >> 64) as u64;
            }
        }
    }

    /// Uniform from `low` to `high`, both included; `low` if `high` is less.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).max(0) as u64;
        low.saturating_add_unsigned(self.below(width + 1))
    }

    /// Exponentially distributed.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        // 1 - u lies in (0, 1], whose logarithm is finite.
        -mean * libm::log(1.0 - self.uniform())
    }

    /// Normal with mean 0 and variance 1 (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Lognormal: `median · e^(sigma · normal)`.
    pub fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal())
    }

    /// Power law truncated to [low, high]: density in proportion to x^-exponent.
    pub fn power_law(&mut self, low: f64, high: f64, exponent: f64) -> f64 {
        let u = self.uniform();
        let k = 1.0 - exponent;
        if libm::fabs(k) < 1e-9 {
            return low * libm::pow(high / low, u);
        }
        let (a, b) = (libm::pow(low, k), libm::pow(high, k));
        libm::pow(a + u * (b - a), 1.0 / k).clamp(low, high)
    }
}

fn unit_interval(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand_core::Rng;

    fn mean(n: u64, mut draw: impl FnMut() -> f64) -> f64 {
        (0..n).map(|_| draw()).sum::<f64>() / n as f64
    }

    #[test]
    fn a_draw_depends_on_each_part_of_its_name() {
        let chance = Chance::new(1);
        let draw = chance.bits(Purpose::Churn, 2, 3);
        assert_eq!(draw, Chance::new(1).bits(Purpose::Churn, 2, 3));
        assert_ne!(draw, Chance::new(2).bits(Purpose::Churn, 2, 3));
        assert_ne!(draw, chance.bits(Purpose::Crash, 2, 3));
        assert_ne!(draw, chance.bits(Purpose::Churn, 3, 3));
        assert_ne!(draw, chance.bits(Purpose::Churn, 2, 4));
        let bytes = |entity| chance.stream(Purpose::Phone, entity, 0).next_u64();
        assert_eq!(bytes(7), bytes(7));
        assert_ne!(bytes(7), bytes(8));
    }

    /// The numbers were computed with independent implementations of SipHash and ChaCha.
    #[test]
    fn draws_stay_what_they_were_when_published_results_were_made() {
        let chance = Chance::new(42);
        assert_eq!(chance.bits(Purpose::Adoption, 0, 0), 16_913_119_837_514_689_492);
        assert_eq!(chance.stream(Purpose::Phone, 0, 0).next_u64(), 8_775_443_303_814_664_388);
    }

    #[test]
    fn neighbouring_names_have_unrelated_draws() {
        let chance = Chance::new(1);
        let n = 100_000;
        let pair =
            |i| (chance.uniform(Purpose::Churn, i, 0), chance.uniform(Purpose::Churn, i + 1, 0));
        let covariance =
            (0..n).map(pair).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum::<f64>() / n as f64;
        assert!(covariance.abs() < 4.0 / 12.0 / (n as f64).sqrt(), "{covariance}");
        // Chi-squared over 256 cells: mean 255, standard deviation 22.6.
        let mut cells = [0_u32; 256];
        (0..n).for_each(|i| cells[(chance.uniform(Purpose::Churn, 0, i) * 256.0) as usize] += 1);
        let expected = n as f64 / 256.0;
        let chi: f64 = cells.iter().map(|c| (f64::from(*c) - expected).powi(2) / expected).sum();
        assert!((165.0..345.0).contains(&chi), "{chi}");
    }

    #[test]
    fn distributions_have_the_means_of_their_formulas() {
        let chance = Chance::new(9);
        let mut draws = chance.draws(Purpose::Leisure, 0);
        let n = 200_000;
        let near =
            |got: f64, wanted: f64| assert!((got / wanted - 1.0).abs() < 0.02, "{got} {wanted}");
        near(mean(n, || draws.exponential(3.0)), 3.0);
        near(mean(n, || draws.normal().powi(2)), 1.0);
        near(mean(n, || draws.lognormal(2.0, 0.5)), 2.0 * libm::exp(0.125));
        near(mean(n, || f64::from(u8::from(draws.happens(0.2)))), 0.2);
        near(mean(n, || draws.below(7) as f64), 3.0);
        // Density x^-2.5 on [4, 300] has the mean (∫x^-1.5)/(∫x^-2.5).
        let integral = |k: f64| (libm::pow(300.0, k) - libm::pow(4.0, k)) / k;
        near(mean(n, || draws.power_law(4.0, 300.0, 2.5)), integral(-0.5) / integral(-1.5));
    }

    proptest! {
        #[test]
        fn integers_stay_in_their_range(seed: u64, n in 1_u64.., low in -1_000_i64..1_000, width in 0_i64..1_000) {
            let chance = Chance::new(seed);
            let mut draws = chance.draws(Purpose::Team, 1);
            prop_assert!(draws.below(n) < n);
            let drawn = draws.between(low, low + width);
            prop_assert!((low..=low + width).contains(&drawn));
        }
        #[test]
        fn power_laws_stay_within_their_ends(seed: u64, exponent in 1.0..5.0_f64) {
            let chance = Chance::new(seed);
            let x = chance.draws(Purpose::Leisure, 1).power_law(4.0, 300.0, exponent);
            prop_assert!((4.0..=300.0).contains(&x));
        }
    }
}
