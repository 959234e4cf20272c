//! Pairing by invitation, from the screen to the digits: routes between links and the
//! handshake's parts.
//!
//! Pairings live in memory: a restart ends them, and invitations on screens are void.

use super::connection::{Purpose, Service};
use super::machine::Node;
use super::{Answer, CommandError, Effects, Update};
use crate::identity::{
    Card, DiscoverySecret, PairingSecret, ServiceKeys, Signatures, VerifyingKey,
};
use crate::pairing::{
    Comparison, Introduced, Invitation, Inviter, Joiner, PairingFailure, Terms, Turn, Words,
};
use crate::time::Timestamp;
use crate::transport::{Audience, CloseReason, LinkId, Request};
use crate::wire::{PairingBody, PairingFrame, decode, encode};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

/// Most invitations on screens at once: each is an onion service of its own.
const INVITATION_LIMIT: usize = 8;
/// A pairing under way.
#[derive(Serialize, Deserialize)]
pub(super) struct Pairing {
    pub(super) terms: Terms,
    pub(super) stage: Stage,
}

/// How far it got.
#[derive(Serialize, Deserialize)]
pub(super) enum Stage {
    /// Our invitation is on the screen; nobody has used it.
    Invited { expires: Timestamp },
    /// Somebody burned it and shakes hands.
    Inviting { link: LinkId, inviter: Inviter },
    /// We burned theirs.
    Joining { link: LinkId, joiner: Joiner },
    /// Both have proven themselves; the users compare.
    Comparing { link: LinkId, comparison: Comparison },
}

impl Stage {
    const fn link(&self) -> Option<LinkId> {
        match self {
            Self::Invited { .. } => None,
            Self::Inviting { link, .. }
            | Self::Joining { link, .. }
            | Self::Comparing { link, .. } => Some(*link),
        }
    }
}

pub(super) fn send(link: LinkId, body: PairingBody, out: &mut Effects) {
    out.requests.push(Request::Send { link, frame: encode(&PairingFrame { body: Some(body) }) });
}

impl<S: Signatures> Node<S> {
    pub(super) fn invite(
        &mut self,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        if self.invitation_expiries().count() >= INVITATION_LIMIT {
            return Err(CommandError::TooManyInvitations { limit: INVITATION_LIMIT });
        }
        let keys = PairingSecret::generate_with::<S>(rng);
        let discovery = DiscoverySecret::generate_with::<S>(rng);
        let invitation = Invitation {
            inviter: keys.public(),
            address: discovery.public(),
            secret: PairingSecret::generate_with::<S>(rng),
        };
        let expires = now + self.rules.pairing.expiry;
        let pairing = self.open_pairing(invitation.terms(), Stage::Invited { expires });
        out.requests.push(Request::Publish {
            service: Service::Pairing(pairing).id(),
            keys: ServiceKeys { discovery, prove: keys.erase_role() },
            // The joiner is a stranger still.
            audience: Audience::Everybody,
        });
        Ok(Answer::Invitation { pairing, invitation })
    }

    fn open_pairing(&mut self, terms: Terms, stage: Stage) -> u32 {
        let number = self.next_pairing;
        self.next_pairing += 1;
        self.pairings.insert(number, Pairing { terms, stage });
        number
    }

    fn introduce(&self, rng: &mut dyn CryptoRng) -> Introduced {
        let name = self.person.profile.name.clone();
        Introduced::new(self.card(), self.access.public(), name, rng)
    }

    pub(super) fn join_invitation(
        &mut self,
        invitation: &Invitation,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) -> Result<u32, CommandError> {
        let terms = invitation.terms();
        if let Some(known) = self.pairings.values().find(|p| p.terms.inviter == terms.inviter) {
            return Err(match known.stage {
                Stage::Invited { .. } | Stage::Inviting { .. } => CommandError::OwnInvitation,
                Stage::Joining { .. } | Stage::Comparing { .. } => CommandError::AlreadyJoining,
            });
        }
        let link = self.dialled();
        let joiner = Joiner::Dialling { own: self.introduce(rng) };
        let pairing = self.open_pairing(terms, Stage::Joining { link, joiner });
        let deadline = now + self.rules.pairing.dial_deadline;
        out.requests.push(Request::Dial {
            link,
            address: invitation.address,
            expect: invitation.inviter.erase_role(),
            prove: invitation.secret.erase_role(),
            access: None,
            deadline,
        });
        let deadline = deadline + self.rules.pairing.handshake;
        self.set_deadline(link, Purpose::Pair { pairing }, deadline);
        Ok(pairing)
    }

    /// Burns an invitation with the first link that proves its secret, whatever comes of it.
    pub(super) fn accept_joiner(
        &mut self,
        link: LinkId,
        number: u32,
        peer: &VerifyingKey,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) {
        let own = self.introduce(rng);
        let Some(pairing) = self.pairings.get_mut(&number) else {
            return out.requests.push(Request::Close { link });
        };
        match pairing.stage {
            Stage::Invited { expires }
                if now < expires && peer.assume_role() == pairing.terms.joiner =>
            {
                pairing.stage = Stage::Inviting { link, inviter: Inviter::Greeting { own } };
                out.requests.push(Request::Retire { service: Service::Pairing(number).id() });
                let deadline = now + self.rules.pairing.handshake;
                self.set_deadline(link, Purpose::Pair { pairing: number }, deadline);
            }
            Stage::Invited { .. }
            | Stage::Inviting { .. }
            | Stage::Joining { .. }
            | Stage::Comparing { .. } => out.requests.push(Request::Close { link }),
        }
    }

    /// The joiner's link is up: commit.
    pub(super) fn pairing_opened(
        &mut self,
        link: LinkId,
        number: u32,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let Some(Pairing { terms, stage }) = self.pairings.remove(&number) else {
            return self.hang_up(link, out);
        };
        let opened = match stage {
            Stage::Joining { joiner, .. } => joiner.opened(),
            Stage::Invited { .. } | Stage::Inviting { .. } | Stage::Comparing { .. } => {
                Err(PairingFailure::Nonsense)
            }
        };
        match opened {
            Ok((joiner, commit)) => {
                send(link, commit, out);
                self.go_on(number, terms, Stage::Joining { link, joiner }, now);
            }
            Err(reason) => self.fail_pairing(number, Some(link), reason, out),
        }
    }

    /// Keeps a pairing at its next stage and gives the other side time for it.
    fn go_on(&mut self, number: u32, terms: Terms, stage: Stage, now: Timestamp) {
        let rules = &self.rules.pairing;
        let limit = match stage {
            Stage::Invited { .. } | Stage::Inviting { .. } | Stage::Joining { .. } => {
                rules.handshake
            }
            Stage::Comparing { .. } => rules.comparison,
        };
        if let Some(link) = stage.link() {
            self.set_deadline(link, Purpose::Pair { pairing: number }, now + limit);
        }
        self.pairings.insert(number, Pairing { terms, stage });
    }

    pub(super) fn fail_pairing(
        &mut self,
        pairing: u32,
        link: Option<LinkId>,
        reason: PairingFailure,
        out: &mut Effects,
    ) {
        if let Some(link) = link {
            self.hang_up(link, out);
        }
        self.pairings.remove(&pairing);
        out.updates.push(Update::PairingFailed { pairing, reason });
    }

    pub(super) fn pairing_frame(
        &mut self,
        link: LinkId,
        number: u32,
        frame: &[u8],
        now: Timestamp,
        out: &mut Effects,
    ) {
        let Some(Pairing { terms, stage }) = self.pairings.remove(&number) else {
            return self.hang_up(link, out);
        };
        let body = decode::<PairingFrame>(frame).ok().and_then(|frame| frame.body);
        match (stage, body) {
            (Stage::Comparing { link, comparison }, body) => {
                self.hear_word(number, terms, link, comparison, body, now, out);
            }
            (Stage::Inviting { inviter, .. }, Some(body)) => {
                let acceptable = |card: &Card| self.acceptable(card);
                let turn = inviter.hear::<S>(body, &terms, &self.person.identity, &acceptable);
                let next = |inviter| Stage::Inviting { link, inviter };
                self.take_turn(number, terms, link, turn, next, now, out);
            }
            (Stage::Joining { joiner, .. }, Some(body)) => {
                let acceptable = |card: &Card| self.acceptable(card);
                let turn = joiner.hear::<S>(body, &terms, &self.person.identity, &acceptable);
                let next = |joiner| Stage::Joining { link, joiner };
                self.take_turn(number, terms, link, turn, next, now, out);
            }
            (Stage::Invited { .. } | Stage::Inviting { .. } | Stage::Joining { .. }, _) => {
                self.fail_pairing(number, Some(link), PairingFailure::Nonsense, out);
            }
        }
    }

    fn acceptable(&self, card: &Card) -> Result<(), PairingFailure> {
        if card.identity == self.person.identity.public() {
            return Err(PairingFailure::Oneself);
        }
        match self.book.number(&card.identity) {
            Some(number) if self.is_contact(number) => Err(PairingFailure::AlreadyContact),
            Some(_) | None => Ok(()),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one pairing's parts and one input's context")]
    fn take_turn<T>(
        &mut self,
        number: u32,
        terms: Terms,
        link: LinkId,
        turn: Result<Turn<T>, PairingFailure>,
        next: impl FnOnce(T) -> Stage,
        now: Timestamp,
        out: &mut Effects,
    ) {
        match turn {
            Err(reason) => self.fail_pairing(number, Some(link), reason, out),
            Ok(Turn::Say(state, body)) => {
                send(link, body, out);
                self.go_on(number, terms, next(state), now);
            }
            Ok(Turn::Compare { say, peer, digits }) => {
                if let Some(body) = say {
                    send(link, body, out);
                }
                let name = peer.name.clone();
                out.updates.push(Update::PairingCode { pairing: number, digits, name });
                let comparison = Comparison { peer, words: Words::Neither };
                self.go_on(number, terms, Stage::Comparing { link, comparison }, now);
            }
        }
    }

    pub(super) fn cancel_pairing(
        &mut self,
        number: u32,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let pairing = self.pairings.get(&number).ok_or(CommandError::NoSuchPairing { number })?;
        let link = pairing.stage.link();
        match &pairing.stage {
            Stage::Invited { .. } => {
                out.requests.push(Request::Retire { service: Service::Pairing(number).id() });
            }
            Stage::Inviting { .. } | Stage::Joining { .. } => {}
            Stage::Comparing { link, comparison } => match comparison.words {
                Words::Ours { .. } => return Err(CommandError::AlreadyConfirmed { number }),
                Words::Neither | Words::Theirs => send(*link, PairingBody::Confirm(false), out),
            },
        }
        self.fail_pairing(number, link, PairingFailure::Cancelled, out);
        Ok(Answer::Done)
    }

    /// A pairing's link ended, by the other side or because it took too long.
    pub(super) fn pairing_cut(
        &mut self,
        number: u32,
        reason: CloseReason,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let Some(Pairing { stage, .. }) = self.pairings.remove(&number) else {
            return;
        };
        match stage {
            Stage::Comparing {
                comparison: Comparison { words: Words::Ours { contact }, .. },
                ..
            } => {
                self.leave_in_doubt(number, contact, now, out);
            }
            Stage::Comparing { .. }
            | Stage::Invited { .. }
            | Stage::Inviting { .. }
            | Stage::Joining { .. } => {
                let reason = match reason {
                    CloseReason::TimedOut => PairingFailure::TimedOut,
                    CloseReason::ByPeer
                    | CloseReason::Unreachable
                    | CloseReason::WrongPeer
                    | CloseReason::Broken => PairingFailure::Link(reason),
                };
                self.fail_pairing(number, None, reason, out);
            }
        }
    }

    pub(super) fn invitation_expiries(&self) -> impl Iterator<Item = Timestamp> + '_ {
        self.pairings.values().filter_map(|pairing| match pairing.stage {
            Stage::Invited { expires } => Some(expires),
            Stage::Inviting { .. } | Stage::Joining { .. } | Stage::Comparing { .. } => None,
        })
    }

    pub(super) fn expire_invitations(&mut self, now: Timestamp, out: &mut Effects) {
        if self.invitation_expiries().all(|at| at > now) {
            return;
        }
        let expired: Vec<u32> = self
            .pairings
            .iter()
            .filter(|(_, p)| matches!(p.stage, Stage::Invited { expires } if expires <= now))
            .map(|(number, _)| *number)
            .collect();
        for number in expired {
            out.requests.push(Request::Retire { service: Service::Pairing(number).id() });
            self.fail_pairing(number, None, PairingFailure::Expired, out);
        }
    }
}
