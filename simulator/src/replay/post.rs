//! What replayed phones have sent and shown to each other so far.
//!
//! Frames are named by their digest and taken once for each time they were sent; codes are
//! shown for good.

use super::difference::Problem;
use super::step::Cause;
use corona_core::node::{Answer, Command};
use corona_core::time::{Span, Timestamp};
use corona_core::trace::{Fingerprint, Input, RecordedNotice};
use corona_core::transport::Request;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Frames under way and codes on screens.
#[derive(Default)]
pub(super) struct Post {
    frames: BTreeMap<Fingerprint, VecDeque<Sent>>,
    codes: BTreeSet<Fingerprint>,
}

struct Sent {
    at: Timestamp,
    frame: Vec<u8>,
}

/// A frame for its recipient.
pub(super) struct Delivered {
    pub(super) frame: Vec<u8>,
    /// From the sender's clock to the recipient's.
    pub(super) delay: Span,
}

impl Post {
    /// What keeps the cause from happening now; nothing if it can.
    pub(super) fn misses(&self, cause: &Cause) -> Option<Problem> {
        match cause {
            Cause::Created { .. } | Cause::Restored { .. } | Cause::Took(Input::Wake) => None,
            Cause::Took(Input::Notice(RecordedNotice::Frame { length, digest, .. })) => {
                let waits = self.frames.get(digest).is_some_and(|sent| !sent.is_empty());
                (!waits).then_some(Problem::Frame { length: *length, digest: *digest })
            }
            Cause::Took(Input::Notice(
                RecordedNotice::Published { .. }
                | RecordedNotice::Opened { .. }
                | RecordedNotice::Accepted { .. }
                | RecordedNotice::Closed { .. }
                | RecordedNotice::Condition(_),
            )) => None,
            Cause::Took(Input::Command(command)) => {
                let (kind, code) = scanned(command)?;
                (!self.codes.contains(&code)).then_some(Problem::Code { kind })
            }
        }
    }

    /// Hands a frame over that [`misses`](Self::misses) found to be there.
    pub(super) fn deliver(&mut self, digest: &Fingerprint, at: Timestamp) -> Option<Delivered> {
        let Sent { at: sent, frame } = self.frames.get_mut(digest)?.pop_front()?;
        Some(Delivered { frame, delay: at - sent })
    }

    /// Takes the frames among requests; gives how many.
    pub(super) fn send(&mut self, requests: Vec<Request>, at: Timestamp) -> usize {
        let mut count = 0;
        for request in requests {
            match request {
                Request::Send { frame, .. } => {
                    count += 1;
                    let sent = self.frames.entry(Fingerprint::of(&frame)).or_default();
                    sent.push_back(Sent { at, frame });
                }
                Request::Publish { .. }
                | Request::Retire { .. }
                | Request::Dial { .. }
                | Request::Close { .. } => {}
            }
        }
        count
    }

    /// Puts a code on a screen.
    pub(super) fn show(&mut self, answer: &Answer) {
        let code = match answer {
            Answer::Code(code) => Fingerprint::of(code.to_text().as_bytes()),
            Answer::Card(card) => Fingerprint::of(&card.to_bytes()),
            Answer::Invitation { invitation, .. } => {
                Fingerprint::of(invitation.to_text().as_bytes())
            }
            Answer::Done
            | Answer::Hosted(_)
            | Answer::Joining(_)
            | Answer::Pairing(_)
            | Answer::Contact(_) => return,
        };
        self.codes.insert(code);
    }
}

fn scanned(command: &Command) -> Option<(&'static str, Fingerprint)> {
    match command {
        Command::CheckIn { code } => {
            Some(("a check-in code", Fingerprint::of(code.to_text().as_bytes())))
        }
        Command::AddContact { card, .. } => Some(("a card", Fingerprint::of(&card.to_bytes()))),
        Command::Join { invitation } => {
            Some(("an invitation", Fingerprint::of(invitation.to_text().as_bytes())))
        }
        Command::CreateEvent { .. }
        | Command::ShowCode { .. }
        | Command::CloseEvent { .. }
        | Command::Decide { .. }
        | Command::Consent { .. }
        | Command::ReportInfection { .. }
        | Command::ReportNegative { .. }
        | Command::Correct
        | Command::ShowCard
        | Command::Invite
        | Command::ConfirmPairing { .. }
        | Command::CancelPairing { .. }
        | Command::SetProfile { .. }
        | Command::ShareStatus { .. }
        | Command::RenameContact { .. }
        | Command::RemoveContact { .. }
        | Command::RotateDiscovery
        | Command::Conditions(_)
        | Command::CatchUp => None,
    }
}
