//! Every contender by name.

use crate::arguments::Hold;
use crate::bare::hold;
use crate::bare_ladder::BareLadder;
use crate::corona;
#[cfg(feature = "rivals")]
use crate::ixa_plans;
use crate::measurement::Measurement;
#[cfg(feature = "rivals")]
use crate::nexosim_events::{Route, events};
use crate::steps::Steps;
use dary_heap::QuaternaryHeap;
use std::collections::BinaryHeap;

/// A queue or an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contender {
    /// std's heap.
    BinaryHeap { touch: bool },
    /// A heap with four children.
    QuaternaryHeap { touch: bool },
    /// Two rungs, tuned by hand.
    BareLadder { touch: bool },
    /// Ours, alone.
    Agenda,
    /// Ours, driving actors.
    Engine,
    /// NeXosim.
    #[cfg(feature = "rivals")]
    Nexosim(Route),
    /// ixa.
    #[cfg(feature = "rivals")]
    Ixa,
}

impl Contender {
    /// All, by the names that are typed.
    pub(crate) const ALL: &[(&'static str, Self)] = &[
        ("binary-heap", Self::BinaryHeap { touch: false }),
        ("binary-heap-touch", Self::BinaryHeap { touch: true }),
        ("4-ary-heap", Self::QuaternaryHeap { touch: false }),
        ("4-ary-heap-touch", Self::QuaternaryHeap { touch: true }),
        ("bare-ladder", Self::BareLadder { touch: false }),
        ("bare-ladder-touch", Self::BareLadder { touch: true }),
        ("agenda", Self::Agenda),
        ("engine", Self::Engine),
        #[cfg(feature = "rivals")]
        ("nexosim-self", Self::Nexosim(Route::ToSelf)),
        #[cfg(feature = "rivals")]
        ("nexosim-hop", Self::Nexosim(Route::ThroughPort)),
        #[cfg(feature = "rivals")]
        ("ixa", Self::Ixa),
    ];

    /// The one called so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, contender)| *contender)
    }

    /// Runs it.
    pub(crate) fn run(self, size: &Hold) -> Measurement {
        match self {
            Self::BinaryHeap { touch } => hold(BinaryHeap::new(), size, touch),
            Self::QuaternaryHeap { touch } => hold(QuaternaryHeap::new(), size, touch),
            Self::BareLadder { touch } => {
                hold(BareLadder::new(size.pending, &Steps::exponential()), size, touch)
            }
            Self::Agenda => corona::agenda(size),
            Self::Engine => corona::engine(size),
            #[cfg(feature = "rivals")]
            Self::Nexosim(route) => events(size, route),
            #[cfg(feature = "rivals")]
            Self::Ixa => ixa_plans::plans(size),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contender_holds_as_often_as_asked() {
        let size = Hold { pending: 100, holds: 1_000, seed: 1 };
        for (name, contender) in Contender::ALL.iter().copied() {
            let json = contender.run(&size).json();
            let result: serde_json::Value = serde_json::from_str(&json).unwrap();
            let holds = result["holds"].as_u64().unwrap();
            // NeXosim runs for a time, not a count.
            assert!((800..1_200).contains(&holds), "{name}: {holds}");
        }
    }
}
