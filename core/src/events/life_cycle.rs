//! Open, maintained, archived, erased: how long an event lives (protocol §3).
//!
//! ```text
//! open ──close, or auto_close──► maintained ──maintain──► archived ──archive──► erased
//! ```

use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Time limits of events and check-in codes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EventRules {
    /// Reports and statistics after the end.
    pub maintain: Span,
    /// Read-only after that, then erased.
    pub archive: Span,
    /// An organizer who forgets to close is closed for this long after the start.
    pub auto_close: Span,
    /// A code that was shown but not used admits nobody after this.
    pub code_expiry: Span,
    /// A check-in must finish this soon once connected.
    pub check_in_deadline: Span,
    /// A visit must be answered this soon once connected.
    pub visit_deadline: Span,
    /// A dial must succeed this soon.
    pub dial_deadline: Span,
    /// How far a guest's clock and the organizer's may lie apart: an organizer's times beyond
    /// that are not believed (EV-24).
    pub clock_allowance: Span,
    /// An accepted link that stays silent is closed after this.
    pub idle_limit: Span,
}

impl Default for EventRules {
    fn default() -> Self {
        Self {
            maintain: Span::days(14),
            archive: Span::days(30),
            auto_close: Span::hours(72),
            code_expiry: Span::seconds(60),
            check_in_deadline: Span::seconds(15),
            visit_deadline: Span::seconds(60),
            dial_deadline: Span::seconds(120),
            clock_allowance: Span::days(2),
            idle_limit: Span::minutes(1),
        }
    }
}

/// Where an event stands in its life, as one phone sees it by its own clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// Check-in possible.
    Open,
    /// Over; reports and statistics flow.
    Maintained,
    /// Frozen, read-only.
    Archived,
    /// Nothing may remain.
    Erased,
}

impl EventRules {
    /// The stage at `now` of an event that ended at `end`.
    #[must_use]
    pub fn stage(&self, end: Option<Timestamp>, now: Timestamp) -> Stage {
        match end {
            None => Stage::Open,
            Some(end) if now <= end + self.maintain => Stage::Maintained,
            Some(end) if now <= end + self.maintain + self.archive => Stage::Archived,
            Some(_) => Stage::Erased,
        }
    }

    /// When an event that ended at `end` can't be visited any more or, if that is so already,
    /// is erased; in the far future while it goes on.
    #[must_use]
    pub(crate) fn over(&self, end: Option<Timestamp>, is_reachable: bool) -> Timestamp {
        let archive = if is_reachable { Span::ZERO } else { self.archive };
        end.map_or(Timestamp::FAR_FUTURE, |end| end + self.maintain + archive + Span(1))
    }

    /// The next time after `now` at which the stage changes by age.
    #[must_use]
    pub fn next_change(&self, end: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        let end = end?;
        match self.stage(Some(end), now) {
            Stage::Open | Stage::Maintained => Some(end + self.maintain + Span(1)),
            Stage::Archived => Some(end + self.maintain + self.archive + Span(1)),
            Stage::Erased => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_lives_fourteen_days_then_thirty_then_is_gone() {
        let rules = EventRules::default();
        let end = Timestamp(0);
        let mut now = end;
        let mut seen = vec![rules.stage(None, now), rules.stage(Some(end), now)];
        while let Some(next) = rules.next_change(Some(end), now) {
            now = next;
            seen.push(rules.stage(Some(end), now));
        }
        assert_eq!(seen, [Stage::Open, Stage::Maintained, Stage::Archived, Stage::Erased]);
        assert_eq!(now, end + Span::days(44) + Span(1));
    }
}
