//! What a visit's answer says of the guest's own report: settled, refused, overruled, or
//! still to be delivered.

use super::Update;
use crate::events::{Joined as Known, Pending};
use crate::time::Timestamp;
use crate::wire::{Held, VisitAnswer};

/// One answer to one visit.
pub(super) struct Acknowledgement<'a> {
    pub(super) event: u32,
    pub(super) answer: &'a VisitAnswer,
    /// Number of the report that left with the visit; 0 for none.
    pub(super) sent: u32,
    /// When to try again what is not settled.
    pub(super) retry: Timestamp,
}

impl Acknowledgement<'_> {
    /// Applies it; true if anything worth storing changed. Whatever the organizer answers, the
    /// next try is at least a retry away (EV-14): no answer can make a phone dial in circles.
    pub(super) fn take(&self, known: &mut Known, updates: &mut Vec<Update>) -> bool {
        let held = self.answer.held.unwrap_or_default();
        if known.sequence > 0 && held.sequence == known.sequence {
            return self.settle(known, held, updates);
        }
        if held.sequence > known.sequence {
            // Our store is older than what we told: number on from what the event holds.
            known.sequence = held.sequence.saturating_add(1);
            known.pending = Some(Pending { next_try: self.retry });
            return true;
        }
        let newest_was_sent = self.sent > 0 && self.sent == known.sequence;
        if !newest_was_sent || known.pending.is_none() {
            return false;
        }
        if self.answer.refusal == 0 {
            known.pending = Some(Pending { next_try: self.retry });
            return false;
        }
        known.pending = None;
        updates.push(Update::ReportRefused { event: self.event });
        true
    }

    fn settle(&self, known: &mut Known, held: Held, updates: &mut Vec<Update>) -> bool {
        let standing = held.organizers_word().unwrap_or(known.standing);
        let changed = known.standing != standing || known.pending.is_some();
        known.standing = standing;
        known.pending = None;
        if changed {
            let (event, told) = (self.event, known.told);
            let as_told = held.status == Held::new(held.sequence, &told, standing).status;
            updates.push(if as_told {
                Update::ReportAcknowledged { event, told, standing }
            } else {
                Update::ReportOverruled { event, told }
            });
        }
        changed
    }
}
