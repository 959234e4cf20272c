//! When contacts talk.

use crate::time::Span;
use serde::{Deserialize, Serialize};

/// Times between contacts (protocol §3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ContactRules {
    /// At least this often.
    pub sync: Span,
    /// After a failed dial.
    pub retry: Span,
    /// A changed profile reaches everybody within this.
    pub spread: Span,
    /// Idle links close after this.
    pub idle_limit: Span,
    /// A dial must succeed this soon.
    pub dial_deadline: Span,
    /// An update must be answered this soon.
    pub answer_deadline: Span,
    /// A pairing in doubt is given up when the other phone has refused us this often in a row:
    /// once may be a crash at the wrong moment.
    pub doubt_refusals: u8,
}

impl Default for ContactRules {
    fn default() -> Self {
        Self {
            sync: Span::DAY,
            retry: Span::HOUR,
            spread: Span::hours(6),
            idle_limit: Span::minutes(5),
            dial_deadline: Span::seconds(120),
            answer_deadline: Span::seconds(60),
            doubt_refusals: 3,
        }
    }
}
