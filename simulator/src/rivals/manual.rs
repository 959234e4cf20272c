//! Manual tracing: the positive are asked whom they met, and these are called.

use super::tracing::Tracing;
use crate::epidemic::Setting;
use crate::population::PersonIndex;

/// An occasion that no gathering has.
const HOME: u64 = u64::MAX;

/// Whom the positive person remembers, and whom calls reach.
pub(super) fn contacts(tracing: &Tracing<'_>) -> Vec<PersonIndex> {
    let rival = tracing.rival();
    let mates = tracing.plan.households.mates(tracing.index).iter().copied();
    let at_home = rival.recall_household.fraction();
    let mut found: Vec<PersonIndex> =
        mates.filter(|mate| tracing.happens(*mate, HOME, at_home)).collect();
    for met in tracing.met() {
        let recall = match met.setting {
            Setting::Team => rival.recall_team,
            Setting::Leisure => rival.recall_leisure,
            Setting::Circle | Setting::Outside | Setting::Household | Setting::Casual => {
                rival.recall_circle
            }
        };
        if tracing.happens(met.person, met.number.into(), recall.fraction() * met.mixed) {
            found.push(met.person);
        }
    }
    found
}
