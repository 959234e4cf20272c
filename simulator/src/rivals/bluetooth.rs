//! Bluetooth: whoever was near the positive person's phone for long enough, as far as
//! phones can tell.

use super::tracing::Tracing;
use crate::chance::Purpose;
use crate::epidemic::{met_by_chance, poisson};
use crate::population::PersonIndex;

/// Occasions that no gathering has.
const HOME: u64 = u64::MAX;
const BY_CHANCE: u64 = 1 << 40;

/// Both have the app, and it sees them.
pub(super) fn contacts(tracing: &Tracing<'_>) -> Vec<PersonIndex> {
    if !tracing.has_app(tracing.index) {
        return Vec::new();
    }
    let rival = tracing.rival();
    let sees = rival.bluetooth_sensitivity.fraction();
    let mates = tracing.plan.households.mates(tracing.index).iter().copied();
    let mut found: Vec<PersonIndex> =
        mates.filter(|mate| tracing.happens(*mate, HOME, sees)).collect();
    let met = tracing.met().into_iter().filter(|met| met.together >= rival.bluetooth_shortest);
    found.extend(
        met.filter(|met| tracing.happens(met.person, met.number.into(), sees * met.mixed))
            .map(|met| met.person),
    );
    for day in tracing.days() {
        let strangers = met_by_chance(tracing.plan, tracing.chance, tracing.index, day);
        let seen = strangers.into_iter().filter(|met| tracing.counts(met.at));
        let seen = seen.filter(|met| !(tracing.avoided)(met.person, met.at));
        let seen = seen.filter(|met| tracing.happens(met.person, BY_CHANCE | day, sees));
        found.extend(seen.map(|met| met.person));
    }
    found.extend(behind_walls(tracing));
    found.retain(|person| *person != tracing.index && tracing.has_app(*person));
    found
}

/// Contacts that were none.
fn behind_walls(tracing: &Tracing<'_>) -> impl Iterator<Item = PersonIndex> {
    let people = tracing.plan.population.people.len() as f64;
    let mean = tracing.rival().bluetooth_false.expected_in(tracing.rival().window);
    let time = tracing.sampled.0 as u64;
    let luck = move |n: u64| {
        let name = n << 32 | u64::from(tracing.index);
        tracing.chance.uniform(Purpose::FalseContact, name, time)
    };
    let count = u64::from(poisson(luck(0), mean));
    (1..=count).map(move |n| (luck(n) * people) as PersonIndex)
}
