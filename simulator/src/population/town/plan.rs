//! A meeting as planned, before it is known who comes.
//!
//! Knows whom it concerns; who of them is free and willing is for the town.

use corona_core::time::{Span, Timestamp};

/// A planned meeting.
pub(super) struct Plan {
    /// Names its draws; unique within a town.
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) start: Timestamp,
    pub(super) length: Span,
    /// The organizer first.
    pub(super) people: Vec<u32>,
    /// Whether people are members who may stay away; else they have chosen to come.
    pub(super) by_invitation: bool,
}
