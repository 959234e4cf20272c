//! Questions whose answer is an update to come, and what came before anybody asked.
//!
//! It knows who waits for what and for how long. It decides when a question is answered; an
//! answer that nobody waits for any more is kept where somebody may still ask for it.

use super::{news, refusals};
use crate::api::{FailureKind, Outcome, Reason};
use crate::clock::to_rfc3339;
use crate::control::Answers;
use corona_core::node::{CheckInFailure, CommandError, EventRef, Node, Update};
use corona_core::time::Timestamp;
use corona_core::transport::Condition;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::Instant;
use zeroize::Zeroizing;

/// Most pairings whose end is remembered.
const REMEMBERED: usize = 64;

/// What somebody waits for.
#[derive(Clone, Debug)]
pub(super) enum Expected {
    /// A hosted event's service can be reached.
    Reachable { event: u32 },
    /// A check-in's end.
    CheckIn { event: u32 },
    /// An invitation can be scanned.
    Invitation { pairing: u32, text: Zeroizing<String>, expires: String },
    /// A pairing's digits.
    Digits { pairing: u32 },
    /// A pairing's end.
    PairingEnd { pairing: u32, matches: bool },
    /// One more guest.
    Guests { event: u32, more_than: u32 },
    /// Nothing due or under way; never, while it hosts.
    Quiet { hosts: bool },
}

struct Waiting {
    expected: Expected,
    until: Instant,
    answers: Answers,
}

/// Everybody who waits, and everybody who follows.
#[derive(Default)]
pub(super) struct WaitingRoom {
    waiting: Vec<Waiting>,
    followers: Vec<Answers>,
}

/// What happened since the program started and isn't the node's to remember.
pub(super) struct Memory {
    /// Hosted events that could be reached.
    pub(super) reachable: BTreeSet<u32>,
    /// Word and sentence.
    pub(super) network: (&'static str, String),
    /// What is so beside that, however the network stands.
    pub(super) unrestricted: Option<String>,
    invitations_ready: BTreeSet<u32>,
    digits: BTreeMap<u32, (String, String)>,
    ended: BTreeMap<u32, Outcome>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            reachable: BTreeSet::new(),
            network: ("starting", "the network is being reached".to_owned()),
            unrestricted: None,
            invitations_ready: BTreeSet::new(),
            digits: BTreeMap::new(),
            ended: BTreeMap::new(),
        }
    }
}

impl Memory {
    /// Of a phone whose gateway is off.
    pub(super) fn off() -> Self {
        let text = "the gateway is off: nobody is reached, and nobody reaches this phone";
        Self { network: ("off", text.to_owned()), ..Self::default() }
    }

    /// Keeps what somebody may ask for later.
    pub(super) fn learn(&mut self, update: &Update, node: &Node) {
        match update {
            Update::ServicePublished { event: Some(event) } => {
                self.reachable.insert(*event);
                self.reached();
            }
            Update::ServicePublished { event: None } => self.reached(),
            Update::InvitationReady { pairing } => {
                self.invitations_ready.insert(*pairing);
                self.reached();
            }
            Update::PairingCode { pairing, digits, name } => {
                self.digits.insert(*pairing, (digits.to_string(), name.clone()));
            }
            Update::Paired { pairing, contact } => {
                let theirs = node.contacts().find(|(number, _)| number == contact);
                let name = theirs.map(|(_, theirs)| theirs.profile.name.clone());
                let name = name.unwrap_or_default();
                self.end(*pairing, Outcome::Paired { contact: *contact, name });
            }
            Update::PairingFailed { pairing, reason } => {
                let reason_word = refusals::pairing(*reason);
                self.end(*pairing, unanswered(reason_word, reason.to_string()));
            }
            Update::PairingInDoubt { pairing, .. } => {
                let in_doubt = news::in_doubt(*pairing);
                self.end(*pairing, unanswered(Reason::Unanswered, in_doubt));
            }
            Update::EventErased { event: EventRef::Hosted(event) } => {
                self.reachable.remove(event);
            }
            Update::Network(condition) => self.stand(condition),
            Update::EventErased { event: EventRef::Joined(_) }
            | Update::StatusChanged { .. }
            | Update::RiskChanged { .. }
            | Update::CheckedIn { .. }
            | Update::CheckInFailed { .. }
            | Update::ReportQueued { .. }
            | Update::ReportAcknowledged { .. }
            | Update::ReportRefused { .. }
            | Update::BannerFetched { .. }
            | Update::ReportOverruled { .. }
            | Update::EventAnswered { .. }
            | Update::StatisticsChanged { .. }
            | Update::ConsentAsked { .. }
            | Update::OrganizerContradicts { .. }
            | Update::GuestAdmitted { .. }
            | Update::ReportReceived { .. }
            | Update::EventClosed { .. }
            | Update::ContactConfirmed { .. }
            | Update::ContactRefused { .. }
            | Update::ContactChanged { .. } => {}
        }
    }

    fn stand(&mut self, condition: &Condition) {
        match condition {
            Condition::Unrestricted { .. } => self.unrestricted = Some(news::network(condition).1),
            Condition::Online
            | Condition::Offline
            | Condition::ClockOff { .. }
            | Condition::Obsolete => self.network = news::network(condition),
        }
    }

    /// A dial of our own got through, whatever a transport says of the network beside that.
    fn reached(&mut self) {
        if self.network.0 == "starting" {
            self.stand(&Condition::Online);
        }
    }

    fn end(&mut self, pairing: u32, outcome: Outcome) {
        self.digits.remove(&pairing);
        self.invitations_ready.remove(&pairing);
        self.ended.insert(pairing, outcome);
        while self.ended.len() > REMEMBERED {
            self.ended.pop_first();
        }
    }

    /// Whether a pairing of this number has ended since the program started.
    pub(super) fn has_ended(&self, pairing: u32) -> bool {
        self.ended.contains_key(&pairing)
    }
}

impl WaitingRoom {
    /// Answers as soon as it can be answered, at the latest after `patience` milliseconds.
    pub(super) fn wait(&mut self, expected: Expected, patience: u64, answers: Answers) {
        // A patience of centuries must not overflow the clock.
        let patience = Duration::from_millis(patience.min(86_400_000));
        self.waiting.push(Waiting { expected, until: Instant::now() + patience, answers });
    }

    pub(super) fn follow(&mut self, answers: Answers) {
        self.followers.push(answers);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// When somebody's patience ends.
    pub(super) fn impatient(&self) -> Option<Instant> {
        self.waiting.iter().map(|waiting| waiting.until).min()
    }

    /// Tells all who follow.
    pub(super) fn tell(&mut self, update: &Outcome) {
        self.followers.retain(|follower| follower.give(update.clone()));
    }

    /// Answers whoever can be answered by what is remembered, or has waited too long.
    pub(super) fn settle(&mut self, memory: &Memory, node: &Node) {
        if self.waiting.is_empty() {
            return;
        }
        let now = Instant::now();
        self.waiting.retain(|waiting| {
            let outcome = waiting.expected.outcome(memory, node);
            let late = || (waiting.until <= now).then(|| waiting.expected.too_late(node));
            match outcome.or_else(late) {
                Some(outcome) => {
                    let _gone = waiting.answers.give(outcome);
                    false
                }
                None => !waiting.answers.is_over(),
            }
        });
    }

    /// Answers those whom an update concerns that leaves nothing to look up later.
    pub(super) fn failed_check_in(&mut self, failed: u32, failure: CheckInFailure) {
        let (reason, text) = (refusals::check_in(failure), news::check_in_failure(failure));
        self.waiting.retain(|waiting| match waiting.expected {
            Expected::CheckIn { event } if event == failed => {
                let _gone = waiting.answers.give(unanswered(reason, text.clone()));
                false
            }
            Expected::CheckIn { .. }
            | Expected::Reachable { .. }
            | Expected::Invitation { .. }
            | Expected::Digits { .. }
            | Expected::PairingEnd { .. }
            | Expected::Guests { .. }
            | Expected::Quiet { .. } => true,
        });
    }

    /// Answers everybody who waits the same: what they wait for can't come any more.
    pub(super) fn dismiss(&mut self, outcome: &Outcome) {
        for waiting in self.waiting.drain(..) {
            let _gone = waiting.answers.give(outcome.clone());
        }
    }
}

impl Expected {
    /// The answer, once there is one.
    pub(super) fn outcome(&self, memory: &Memory, node: &Node) -> Option<Outcome> {
        match self {
            Self::Reachable { event } => memory
                .reachable
                .contains(event)
                .then_some(Outcome::Hosted { event: *event, reachable: true }),
            Self::CheckIn { event } => {
                let joined = node.participation(*event)?.joined()?;
                let name = joined.metadata.name.to_string();
                Some(Outcome::Joined { event: *event, name })
            }
            Self::Invitation { pairing, text, expires } => {
                memory.ended.get(pairing).cloned().or_else(|| {
                    let ready = memory.invitations_ready.contains(pairing);
                    ready.then(|| invitation(*pairing, text, expires, true))
                })
            }
            Self::Digits { pairing } => memory.ended.get(pairing).cloned().or_else(|| {
                let (digits, name) = memory.digits.get(pairing)?.clone();
                Some(Outcome::Digits { pairing: *pairing, digits, name })
            }),
            Self::PairingEnd { pairing, matches } => {
                let ended = memory.ended.get(pairing)?;
                Some(if *matches { ended.clone() } else { Outcome::Done })
            }
            Self::Guests { event, more_than } => match node.hosted_event(*event) {
                None => {
                    let missing = CommandError::NoSuchEvent { kind: "hosted", number: *event };
                    Some(refusals::command(&missing))
                }
                Some(hosted) if hosted.admitted() > *more_than => {
                    Some(Outcome::Guests { guests: hosted.admitted() })
                }
                Some(_) => None,
            },
            Self::Quiet { hosts } => (!hosts && !node.is_engaged()).then(|| quiet(node, true)),
        }
    }

    /// The answer once patience has ended: what was begun goes on.
    fn too_late(&self, node: &Node) -> Outcome {
        match self {
            Self::Reachable { event } => Outcome::Hosted { event: *event, reachable: false },
            Self::CheckIn { event } => late(format!(
                "the organizer's phone has not answered yet: `corona event show --joined {event}` \
                 tells whether it does later, or ask for a fresh code"
            )),
            Self::Invitation { pairing, text, expires } => {
                invitation(*pairing, text, expires, false)
            }
            Self::Digits { pairing } => {
                late(format!("nobody has joined pairing {pairing} yet: wait on, or start again"))
            }
            Self::PairingEnd { pairing, .. } => late(format!(
                "the other side has not answered yet: `corona contacts` tells later what became \
                 of pairing {pairing}"
            )),
            Self::Guests { event, .. } => {
                let guests = node.hosted_event(*event).map_or(0, |hosted| hosted.admitted());
                Outcome::Guests { guests }
            }
            Self::Quiet { .. } => quiet(node, false),
        }
    }
}

fn quiet(node: &Node, quiet: bool) -> Outcome {
    let next = node.next_due();
    let next_due = (next < Timestamp::FAR_FUTURE).then(|| to_rfc3339(next));
    Outcome::Quiet { quiet, next_due }
}

fn invitation(pairing: u32, text: &Zeroizing<String>, expires: &str, reachable: bool) -> Outcome {
    let (invitation, expires) = (text.to_string(), expires.to_owned());
    Outcome::Invitation { pairing, invitation, reachable, expires }
}

/// The other side's, or the network's, move.
fn unanswered(reason: Reason, message: String) -> Outcome {
    Outcome::Failed { kind: FailureKind::Unanswered, reason, message }
}

fn late(message: String) -> Outcome {
    unanswered(Reason::Unanswered, message)
}
