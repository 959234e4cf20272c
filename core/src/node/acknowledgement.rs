//! What a visit's answer says of the guest's own report: settled, refused, overruled, or
//! still to be delivered.

use super::Update;
use crate::events::Joined as Known;
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
        let sequence = known.sequence();
        if sequence > 0 && held.sequence == sequence {
            return self.settle(known, held, updates);
        }
        if held.sequence > sequence {
            // Our store is older than what we told: number on from what the event holds.
            let telling = known.telling_mut();
            telling.sequence = held.sequence.saturating_add(1);
            telling.retry(self.retry);
            return true;
        }
        let newest_was_sent = self.sent > 0 && self.sent == sequence;
        if !newest_was_sent || !known.is_pending() {
            return false;
        }
        if self.answer.refusal == 0 {
            known.telling_mut().retry(self.retry);
            return false;
        }
        known.telling_mut().pending = false;
        updates.push(Update::ReportRefused { event: self.event });
        true
    }

    fn settle(&self, known: &mut Known, held: Held, updates: &mut Vec<Update>) -> bool {
        let telling = known.telling_mut();
        let standing = held.organizers_word().unwrap_or(telling.standing);
        let changed = telling.standing != standing || telling.pending;
        telling.standing = standing;
        telling.pending = false;
        if changed {
            let (event, told) = (self.event, telling.told);
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
