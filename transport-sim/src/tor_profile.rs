//! The numbers of Tor's onion services.

use crate::delay::Delay;
use crate::profile::Profile;
use corona_core::time::Span;

impl Profile {
    /// Tor as it was measured.
    #[must_use]
    pub const fn tor() -> Self {
        Self {
            dial: Delay::LogNormal {
                median: Span(5_200),
                ninetieth: Span(14_700),
                at_most: Span::seconds(120),
            },
            publish: Delay::LogNormal {
                median: Span(10_000),
                ninetieth: Span(30_000),
                at_most: Span::seconds(300),
            },
            delivery: Delay::LogNormal {
                median: Span(230),
                ninetieth: Span(600),
                at_most: Span::seconds(30),
            },
            bootstrap: Delay::LogNormal {
                median: Span(10_000),
                ninetieth: Span(30_000),
                at_most: Span::seconds(300),
            },
            unreachable: Delay::LogNormal {
                median: Span(5_000),
                ninetieth: Span(20_000),
                at_most: Span::seconds(120),
            },
            break_notice: Delay::LogNormal {
                median: Span(5_000),
                ninetieth: Span(60_000),
                at_most: Span::seconds(300),
            },
            dial_failure: 0.05,
            link_break: 0.001,
            break_told: 0.5,
            stall: 0.000_5,
        }
    }
}
