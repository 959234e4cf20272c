//! How many infections measures prevent, summed over index cases.
//!
//! Knows what a measure does to one infection. All measures meet the same cases, the same
//! infections and the same luck, so that they differ by what they do alone.

use super::diaries::Diaries;
use super::index_case::{INFECTIOUS_DAYS, IndexCase, Setting};
use super::measures::{Isolation, Measures, Traced};
use corona_transport_sim::chance::{Chance, Purpose};
use rayon::prelude::*;

/// Share of traced people who stay in quarantine.
pub(super) const ADHERENCE: f64 = 0.9;
/// Days until people are reached, unless the app reaches them at once.
pub(super) const TRACING_DAYS: u32 = 2;
/// Days from infection to becoming infectious.
pub(super) const LATENT_DAYS: u32 = 4;
/// Index cases that one thread takes at a time.
const CHUNK: u64 = 4_096;

/// Counts over index cases. Whole numbers, so that no order of summation changes them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Tally {
    /// Infections if nothing is done.
    infections: u64,
    /// For each of the measures, what is prevented, in fifths of an infection: who is
    /// quarantined some days too late has been infectious for so many days of five.
    prevented_fifths: Vec<u64>,
}

impl Tally {
    /// Counts over the cases 0 to `cases` - 1.
    pub(super) fn count(
        chance: &Chance,
        cases: u32,
        diaries: &Diaries,
        measures: &[Measures],
    ) -> Self {
        let cases = u64::from(cases);
        let chunks = (0..cases.div_ceil(CHUNK)).into_par_iter();
        let empty = || Self { infections: 0, prevented_fifths: vec![0; measures.len()] };
        chunks
            .map(|chunk| {
                let mut tally = empty();
                for number in chunk * CHUNK..cases.min((chunk + 1) * CHUNK) {
                    tally.add(chance, number, diaries, measures);
                }
                tally
            })
            .reduce(empty, Self::merged)
    }

    fn merged(mut self, other: Self) -> Self {
        self.infections += other.infections;
        for (sum, more) in self.prevented_fifths.iter_mut().zip(other.prevented_fifths) {
            *sum += more;
        }
        self
    }

    fn add(&mut self, chance: &Chance, number: u64, diaries: &Diaries, measures: &[Measures]) {
        let case = IndexCase::draw(chance, number, diaries);
        let infections = case.infections(chance, number);
        self.infections += infections.len() as u64;
        let mut draws = chance.draws(Purpose::Prevention, number);
        let luck: Vec<Luck> = (infections.iter())
            .map(|setting| Luck {
                setting: *setting,
                isolation: draws.uniform(),
                tracing: draws.uniform(),
                day: draws.uniform(),
                delay: draws.uniform(),
            })
            .collect();
        for (prevented, measures) in self.prevented_fifths.iter_mut().zip(measures) {
            let response = Response::of(measures, &case);
            let fifths: u32 = luck.iter().map(|luck| response.prevented_fifths(luck)).sum();
            *prevented += u64::from(fifths);
        }
    }

    /// Reduction of the reproduction number by each of the measures, in percent.
    pub(super) fn reductions(&self) -> impl Iterator<Item = f64> {
        let fifths = self.infections as f64 * f64::from(INFECTIOUS_DAYS);
        self.prevented_fifths.iter().map(move |prevented| 100.0 * *prevented as f64 / fifths)
    }
}

/// The draws of one infection, each uniform in [0, 1).
struct Luck {
    setting: Setting,
    isolation: f64,
    tracing: f64,
    day: f64,
    delay: f64,
}

/// What measures do about one index case.
struct Response {
    /// Shares (0–1) of infections that still happen.
    kept_home: f64,
    kept_work: f64,
    kept_other: f64,
    traced: Traced,
    /// Days the case is infectious among others.
    days: u32,
    tested: bool,
}

impl Response {
    fn of(measures: &Measures, case: &IndexCase) -> Self {
        let isolates_after = match measures.isolation {
            Isolation::Nobody => None,
            Isolation::AtHome | Isolation::AwayFromHome => case.isolates_after,
        };
        let days = isolates_after.unwrap_or(INFECTIOUS_DAYS);
        let kept = f64::from(days) / f64::from(INFECTIOUS_DAYS);
        let kept_home = match measures.isolation {
            Isolation::Nobody | Isolation::AtHome => 1.0,
            Isolation::AwayFromHome => kept,
        };
        Self {
            kept_home,
            kept_work: kept,
            kept_other: kept * measures.other_kept(case.diary.other),
            traced: measures.traced(case.has_app(measures.app.unwrap_or(0.0))),
            days,
            tested: isolates_after.is_some(),
        }
    }

    fn prevented_fifths(&self, luck: &Luck) -> u32 {
        let (kept, traced) = match luck.setting {
            Setting::Home => (self.kept_home, self.traced.home),
            Setting::Work => (self.kept_work, self.traced.work),
            Setting::Other => (self.kept_other, self.traced.other),
        };
        if luck.isolation >= kept {
            return INFECTIOUS_DAYS;
        }
        if !self.tested || luck.tracing >= traced * ADHERENCE {
            return 0;
        }
        let infected_on = 1 + (luck.day * f64::from(self.days)) as u32;
        let delay = if luck.delay < self.traced.at_once { 0 } else { TRACING_DAYS };
        INFECTIOUS_DAYS - days_late(self.days + delay, infected_on)
    }
}

/// For how many days somebody infected on this day was infectious when quarantined.
pub(super) fn days_late(quarantined_on: u32, infected_on: u32) -> u32 {
    quarantined_on.saturating_sub(infected_on + LATENT_DAYS)
}
