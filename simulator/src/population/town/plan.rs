//! A meeting as planned, before it is known who comes.
//!
//! Knows when it is and whom it concerns, in 24 bytes, because there are millions;
//! who of them is free and willing is for the town.

use crate::population::{Name, Numbered};
use corona_core::time::{Span, Timestamp};

/// What kind of meeting is planned. Meetings that begin together are held in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Team = 1,
    Circle = 2,
    Leisure = 3,
}

/// A planned meeting.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// Minutes after the calendar's first midnight.
    pub(super) minute: u32,
    pub(super) length_minutes: u32,
    pub(super) kind: Kind,
    /// Counts within its kind.
    pub(super) number: u32,
    /// Number of the team or circle; of leisure events the number again.
    pub(super) group: u32,
    /// Which member invites; the others follow in order, then those before.
    pub(super) first: u32,
}

impl Plan {
    /// Names its draws; unique within a town.
    pub(super) fn draws(&self) -> u64 {
        ((self.kind as u64) << 60) + u64::from(self.number)
    }

    /// In which order plans are held.
    pub(super) fn order(&self) -> (u32, Kind, u32) {
        (self.minute, self.kind, self.number)
    }

    pub(super) fn start(&self, midnight: Timestamp) -> Timestamp {
        midnight + Span::minutes(self.minute.into())
    }
    pub(super) fn length(&self) -> Span {
        Span::minutes(self.length_minutes.into())
    }

    pub(super) fn name(&self) -> Name {
        let kind = match self.kind {
            Kind::Team => Numbered::Team,
            Kind::Circle => Numbered::Circle,
            Kind::Leisure => Numbered::Leisure,
        };
        Name::Numbered(kind, self.group)
    }
}
