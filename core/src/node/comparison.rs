//! Pairing by invitation, from the digits to the book: routes between users, links and contacts.
//!
//! What the own user confirmed is stored before the other side hears of it, in doubt until
//! the other side's word arrives or a sync shows it.

use super::machine::Node;
use super::pairing::{Pairing, Stage, send};
use super::{Answer, CommandError, Effects, Update};
use crate::contacts::Bond;
use crate::identity::Signatures;
use crate::pairing::{Comparison, PairingFailure, Terms, Words};
use crate::time::{Span, Timestamp};
use crate::transport::LinkId;
use crate::wire::PairingBody;
use rand_core::CryptoRng;

/// After a confirmation whose answer was lost, ask this soon whether it was heard.
const DOUBT_RETRY: Span = Span::seconds(5);

impl<S: Signatures> Node<S> {
    /// The other side's user has spoken.
    #[expect(clippy::too_many_arguments, reason = "one pairing's parts and one input's context")]
    pub(super) fn hear_word(
        &mut self,
        number: u32,
        terms: Terms,
        link: LinkId,
        comparison: Comparison,
        body: Option<PairingBody>,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let word = match body {
            Some(PairingBody::Confirm(word)) => Some(word),
            Some(
                PairingBody::Commit(_)
                | PairingBody::Offer(_)
                | PairingBody::Reveal(_)
                | PairingBody::Proof(_),
            )
            | None => None,
        };
        match (comparison.words, word) {
            (Words::Neither, Some(true)) => {
                let comparison = Comparison { words: Words::Theirs, ..comparison };
                // Not a reason for more time: the deadline stays.
                let stage = Stage::Comparing { link, comparison };
                self.pairings.insert(number, Pairing { terms, stage });
            }
            (Words::Ours { contact }, Some(true)) => {
                self.hang_up(link, out);
                self.bond(number, contact, now, out);
            }
            (Words::Ours { contact }, Some(false)) => {
                if !self.is_contact(contact) && self.book.get(contact).is_some() {
                    self.forget_contact(contact, out);
                }
                self.fail_pairing(number, Some(link), PairingFailure::Refused, out);
            }
            (Words::Ours { contact }, None) => {
                self.hang_up(link, out);
                self.leave_in_doubt(number, contact, now, out);
            }
            (Words::Neither | Words::Theirs, Some(false)) => {
                self.fail_pairing(number, Some(link), PairingFailure::Refused, out);
            }
            (Words::Neither | Words::Theirs, None) | (Words::Theirs, Some(true)) => {
                self.fail_pairing(number, Some(link), PairingFailure::Nonsense, out);
            }
        }
    }

    /// Both users have confirmed.
    fn bond(&mut self, pairing: u32, contact: u32, now: Timestamp, out: &mut Effects) {
        let Some(paired) = self.book.get_mut(contact) else {
            // Removed since: their first sync will be refused.
            let reason = PairingFailure::Cancelled;
            return out.updates.push(Update::PairingFailed { pairing, reason });
        };
        paired.bond = Bond::Mutual;
        paired.plan_sync(now + self.rules.contacts.first_sync);
        self.store_contact(contact, out);
        out.updates.push(Update::Paired { pairing, contact });
    }

    /// The link is gone after our word: the next sync finds out what became of theirs.
    pub(super) fn leave_in_doubt(
        &mut self,
        pairing: u32,
        contact: u32,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let Some(paired) = self.book.get_mut(contact) else {
            let reason = PairingFailure::Cancelled;
            return out.updates.push(Update::PairingFailed { pairing, reason });
        };
        if paired.is_confirmed() {
            return out.updates.push(Update::Paired { pairing, contact });
        }
        paired.plan_sync(now + DOUBT_RETRY);
        self.store_contact(contact, out);
        out.updates.push(Update::PairingInDoubt { pairing, contact });
    }

    pub(super) fn confirm_pairing(
        &mut self,
        number: u32,
        matches: bool,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let pairing = self.pairings.get(&number).ok_or(CommandError::NoSuchPairing { number })?;
        let Stage::Comparing { link, comparison } = &pairing.stage else {
            return Err(CommandError::NothingToCompare { number });
        };
        let (link, words) = (*link, comparison.words);
        match (words, matches) {
            (Words::Ours { .. }, true) => return Ok(Answer::Done),
            (Words::Ours { .. }, false) => return Err(CommandError::AlreadyConfirmed { number }),
            (Words::Neither | Words::Theirs, true) => self.give_word(number, link, now, out),
            (Words::Neither | Words::Theirs, false) => {
                send(link, PairingBody::Confirm(false), out);
                self.fail_pairing(number, Some(link), PairingFailure::Mismatch, out);
                // A stranger holds our card now: leave the address it names.
                self.rotate_discovery(now, rng, out);
            }
        }
        Ok(Answer::Done)
    }

    /// Stores our word, then says it.
    fn give_word(&mut self, number: u32, link: LinkId, now: Timestamp, out: &mut Effects) {
        let Some(pairing) = self.pairings.get_mut(&number) else {
            return;
        };
        let Stage::Comparing { comparison, .. } = &mut pairing.stage else {
            return;
        };
        let (card, name) = (comparison.peer.card, comparison.peer.name.clone());
        let doubt = Bond::InDoubt { refusals: 0 };
        let contact = self.book.add(card, Some(comparison.peer.access), name, doubt, now);
        let theirs = comparison.words == Words::Theirs;
        comparison.words = Words::Ours { contact };
        send(link, PairingBody::Confirm(true), out);
        if theirs {
            self.pairings.remove(&number);
            self.hang_up(link, out);
            self.bond(number, contact, now, out);
        } else {
            let until = self.connections.get(&link).map_or(now, |c| c.deadline);
            if let Some(contact) = self.book.get_mut(contact).filter(|c| !c.is_confirmed()) {
                contact.plan_sync(until + DOUBT_RETRY);
            }
            self.store_contact(contact, out);
        }
        self.readdress(out);
    }
}
