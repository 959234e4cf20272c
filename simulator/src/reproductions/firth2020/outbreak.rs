//! One outbreak, day by day.
//!
//! Knows the order of a day: what keeps people away begins or ends, people recover, some
//! are infected from outside, some by each other, and contacts of who fell ill are traced.
//! Each draw is named by run, day or person, so that policies differ by what they do alone.

use super::person::{Course, Person};
use super::policy::Policy;
use super::ties::{Tie, Ties};
use corona_transport_sim::chance::{Chance, Purpose};

/// Days 1 to 68 are lived; the paper speaks of 70 days, and counts who falls ill in them.
const LAST_DAY: u32 = 68;
const COUNTED_DAYS: f64 = 70.0;
/// Days of the fourth week, which is called week 3.
const WEEK_3: std::ops::RangeInclusive<u32> = 21..=27;
/// Probability per day of being infected by somebody outside the network.
const OUTSIDE: f64 = 0.001;
/// Share of people who have no symptoms, and how infectious they are beside others.
const ASYMPTOMATIC: f64 = 0.4;
const ASYMPTOMATIC_INFECTIOUSNESS: f64 = 0.5;
/// Days from infection to onset: Weibull, shape and scale.
const INCUBATION: (f64, f64) = (2.322_737, 6.492_272);
/// Mean days from onset to isolation, and from being traced to quarantine; exponential.
const DELAY_DAYS: f64 = 1.4;
/// Hazard of a meeting on one of three days, before the course of infectiousness.
const INFECTIOUSNESS: f64 = 0.8;
/// Probability that an encounter counts as one before onset.
const BEFORE_ONSET: f64 = 0.2;
/// Standard deviations of infectiousness in days, before and after onset.
const SIGMA_BEFORE: f64 = 3.0;
const SIGMA_AFTER: f64 = 2.0;
/// Probability that a contact is found.
const FOUND: f64 = 0.9;

/// What became of an outbreak, as shares (0–1) of all people.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Outcome {
    /// Whose symptoms begin, or would, within 70 days.
    pub(super) infected: f64,
    /// Quarantined in week 3, on average of its days.
    pub(super) quarantined_in_week_3: f64,
}

/// An outbreak under way.
struct Outbreak<'a> {
    chance: &'a Chance,
    run: u64,
    ties: &'a Ties,
    policy: Policy,
    people: Vec<Person>,
}

/// An encounter that may pass on the disease.
struct Encounter {
    infector: usize,
    tie: Tie,
    before_onset: bool,
}

impl Outcome {
    /// Lives the outbreak of this number.
    pub(super) fn of(chance: &Chance, run: u32, ties: &Ties, policy: Policy) -> Self {
        let mut outbreak = Outbreak::new(chance, run, ties, policy);
        let mut quarantined = 0;
        for day in 1..=LAST_DAY {
            outbreak.live(day);
            if WEEK_3.contains(&day) {
                quarantined += outbreak.people.iter().filter(|person| person.quarantined).count();
            }
        }
        let people = outbreak.people.len() as f64;
        let ill = outbreak.people.iter().filter(|person| person.onset < COUNTED_DAYS).count();
        Self {
            infected: ill as f64 / people,
            quarantined_in_week_3: quarantined as f64 / people / WEEK_3.count() as f64,
        }
    }
}

impl<'a> Outbreak<'a> {
    /// One person is infected on day 0.
    fn new(chance: &'a Chance, run: u32, ties: &'a Ties, policy: Policy) -> Self {
        let run = u64::from(run);
        let people = (0..ties.people())
            .map(|person| {
                let course = chance.uniform(Purpose::OutbreakCourse, name(run, person as u64), 0);
                Person::new(course < ASYMPTOMATIC)
            })
            .collect();
        let mut outbreak = Self { chance, run, ties, policy, people };
        let first = chance.draws(Purpose::OutbreakSource, name(run, 0)).below(ties.people() as u64);
        outbreak.infect(first as usize, 0);
        outbreak
    }

    fn live(&mut self, day: u32) {
        let now = f64::from(day);
        self.people.iter_mut().for_each(|person| person.begin_day(now));
        self.people.iter_mut().for_each(|person| person.recover(now));
        self.infect_from_outside(day);
        self.infect_by_encounters(day);
        if self.policy.traces_contacts() {
            self.trace(day);
        }
    }

    fn infect(&mut self, person: usize, day: u32) {
        let mut course = self.chance.draws(Purpose::OutbreakCourse, name(self.run, person as u64));
        // The first draw was for having symptoms.
        course.uniform();
        let (shape, scale) = INCUBATION;
        let incubation = scale * libm::pow(course.exponential(1.0), 1.0 / shape);
        let isolates_after = course.exponential(DELAY_DAYS);
        self.people[person].infect(f64::from(day) + incubation, isolates_after);
    }

    fn infect_from_outside(&mut self, day: u32) {
        for person in 0..self.people.len() {
            let today = name(self.run, u64::from(day));
            if self.people[person].catches()
                && self.chance.happens(Purpose::OutbreakSource, today, person as u64, OUTSIDE)
            {
                self.infect(person, day);
            }
        }
    }

    /// Everybody infectious meets all their contacts once a day.
    fn infect_by_encounters(&mut self, day: u32) {
        let mut draws = self.chance.draws(Purpose::OutbreakSpread, name(self.run, u64::from(day)));
        let mut encounters = Vec::new();
        for infector in (0..self.people.len()).filter(|person| self.people[*person].infects()) {
            for tie in self.ties.of(infector) {
                if self.people[tie.contact].catches() {
                    let before_onset = draws.happens(BEFORE_ONSET);
                    encounters.push(Encounter { infector, tie: *tie, before_onset });
                }
            }
        }
        // How wide infectiousness is spread before onset hangs on the latest onset of all those
        // who happen to be drawn, over from whom they are: so the program has it.
        let latest_onset = (encounters.iter())
            .filter(|encounter| encounter.before_onset)
            .map(|encounter| self.people[encounter.infector].onset)
            .fold(0.0, f64::max);
        let infected: Vec<usize> = (encounters.iter())
            .filter(|encounter| {
                draws.happens(self.probability(encounter, f64::from(day), latest_onset))
            })
            .map(|encounter| encounter.tie.contact)
            .collect();
        for person in infected {
            if self.people[person].course == Course::Susceptible {
                self.infect(person, day);
            }
        }
    }

    /// That the encounter infects.
    fn probability(&self, encounter: &Encounter, day: f64, latest_onset: f64) -> f64 {
        let infector = &self.people[encounter.infector];
        let since_onset = day - infector.onset;
        let density = if encounter.before_onset {
            half_normal(-since_onset, SIGMA_BEFORE * infector.onset / latest_onset)
        } else {
            half_normal(since_onset, SIGMA_AFTER)
        };
        let infectiousness = if infector.asymptomatic { ASYMPTOMATIC_INFECTIOUSNESS } else { 1.0 };
        let days = f64::from(encounter.tie.days);
        -libm::expm1(-INFECTIOUSNESS * days * infectiousness * density)
    }

    /// Contacts of whoever fell ill since yesterday are quarantined after a delay, and as the
    /// policy says their contacts, too. Each tie to one of them is a chance to be found.
    fn trace(&mut self, day: u32) {
        let now = f64::from(day);
        let ill = (0..self.people.len())
            .filter(|person| self.people[*person].fell_ill_since_yesterday(now));
        let ill: Vec<usize> = ill.collect();
        let mut draws = self.chance.draws(Purpose::OutbreakTracing, name(self.run, u64::from(day)));
        let mut traced = vec![false; self.people.len()];
        let mut asked = vec![false; self.people.len()];
        let findable = |person: &Person| person.course != Course::Recovered && person.at_large();
        for tie in ill.iter().flat_map(|person| self.ties.of(*person)) {
            asked[tie.contact] = true;
            traced[tie.contact] |= findable(&self.people[tie.contact]) && draws.happens(FOUND);
        }
        if self.policy.traces_contacts_of_contacts() {
            // They are asked for whether or not their contact was found.
            let asked = (0..asked.len()).filter(|person| asked[*person]);
            for tie in asked.flat_map(|person| self.ties.of(person)) {
                traced[tie.contact] |= findable(&self.people[tie.contact]) && draws.happens(FOUND);
            }
        }
        if !traced.contains(&true) {
            return;
        }
        for (person, _) in self.people.iter_mut().zip(traced).filter(|(_, traced)| *traced) {
            person.quarantine_at(now + draws.exponential(DELAY_DAYS));
        }
        self.people.iter_mut().for_each(Person::set_release);
    }
}

/// Names a run's day or person among all runs.
const fn name(run: u64, part: u64) -> u64 {
    run << 32 | part
}

/// Density of a normal's upper half at `x`; nothing at and below 0.
fn half_normal(x: f64, sigma: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let z = x / sigma;
    libm::sqrt(2.0 / std::f64::consts::PI) / sigma * libm::exp(-z * z / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ring in which everybody meets both neighbours daily.
    fn ring(people: u32) -> Ties {
        let pairs: Vec<[u32; 3]> =
            (0..people).map(|person| [person, (person + 1) % people, 3]).collect();
        Ties::new(people as usize, &pairs)
    }

    fn mean(policy: Policy, get: impl Fn(Outcome) -> f64) -> f64 {
        let (chance, ties) = (Chance::new(5), ring(60));
        (0..60).map(|run| get(Outcome::of(&chance, run, &ties, policy))).sum::<f64>() / 60.0
    }

    #[test]
    fn a_half_normal_has_its_mass_on_one_side() {
        let sum: f64 = (1..2_000).map(|step| half_normal(f64::from(step) * 0.01, 2.0) * 0.01).sum();
        assert!((sum - 1.0).abs() < 0.01, "{sum}");
        assert_eq!(half_normal(0.0, 2.0), 0.0);
        assert_eq!(half_normal(-1.0, 2.0), 0.0);
    }

    #[test]
    fn the_more_is_done_the_fewer_are_infected() {
        let infected = |policy| mean(policy, |outcome| outcome.infected);
        let isolation = infected(Policy::Isolation);
        let primary = infected(Policy::PrimaryTracing);
        let secondary = infected(Policy::SecondaryTracing);
        assert!(isolation > primary && primary > secondary, "{isolation} {primary} {secondary}");
    }

    #[test]
    fn only_tracing_quarantines() {
        let quarantined = |policy| mean(policy, |outcome| outcome.quarantined_in_week_3);
        assert_eq!(quarantined(Policy::Isolation), 0.0);
        let (primary, secondary) =
            (quarantined(Policy::PrimaryTracing), quarantined(Policy::SecondaryTracing));
        assert!(0.0 < primary && primary < secondary && secondary < 1.0, "{primary} {secondary}");
    }

    #[test]
    fn people_without_ties_are_infected_from_outside_alone() {
        let (chance, ties) = (Chance::new(5), Ties::new(2_000, &[]));
        let infected = Outcome::of(&chance, 0, &ties, Policy::Isolation).infected;
        // Infected by day 68 with 1 - 0.999^68 = 6.6 %, and some will fall ill after day 70.
        assert!((0.04..0.08).contains(&infected), "{infected}");
    }
}
