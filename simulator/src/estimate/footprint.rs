//! How much memory a world's phones take.
//!
//! Knows bytes per phone and participation, measured once; decides nothing. A pilot is too small
//! to show them: an allocator takes memory by megabytes, and keeps what was freed.
//!
//! To measure them anew, on parts of `scenarios/city.toml`: the peak memory of runs of 1 to 12
//! days, divided by phones, against the live participations per phone that `corona-sim estimate`
//! tells. The line's height at 0 is [`PHONE`], its slope is `live`. By how much a run of 30 days
//! is above that, divided by the participations that are not live any more, is `past`. Where stores
//! are derived that was not measured: it is what kept ones take, less the records.

use super::Demand;
use crate::scenario::Scenario;
use crate::world::Stores;

/// Bytes of a phone that attends nothing, its pairings and services included.
const PHONE: f64 = 2_100.0;

/// Bytes per participation, the guest's side and the organizer's together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Footprint {
    /// While its event is open or maintained.
    live: f64,
    /// From then on.
    past: f64,
}

impl Footprint {
    pub(super) const fn of(stores: Stores) -> Self {
        match stores {
            Stores::Kept => Self { live: 1_400.0, past: 370.0 },
            Stores::Derived => Self { live: 800.0, past: 250.0 },
        }
    }

    /// Bytes of all phones, when they hold most.
    pub(super) fn of_phones(self, scenario: &Scenario, demand: &Demand) -> f64 {
        let phones = demand.phones as f64;
        let live = demand.live_peak() * phones;
        let over = (demand.participations() as f64 - live).max(0.0);
        let days = |span: corona_core::time::Span| span.as_hours() / 24.0;
        // Archived events are erased one day, too.
        let kept = (days(scenario.event.archive) / days(scenario.duration)).min(1.0);
        PHONE * phones + self.live * live + self.past * over * kept
    }
}
