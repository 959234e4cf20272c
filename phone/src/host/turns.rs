//! The loop: wait for what comes first, pump the node, show what came of it.
//!
//! It knows what is due and who waits. It decides nothing of the protocol: the node does,
//! and `corona_core::pump` keeps the order of storing, sending and showing.

use super::holding::HoldingStore;
use super::recording::Recording;
use super::stopping::Stopping;
use super::views::View;
use super::waiting::{Expected, Memory, WaitingRoom};
use super::wishes::{Look, Wish};
use super::{HostError, Network, news};
use crate::api::{FailureKind, Outcome};
use crate::clock::{PhoneClock, to_rfc3339};
use crate::control::{Answers, Asked};
use corona_core::node::{Answer, Command, CommandError, Node, Update};
use corona_core::pump::{Failure, command_witnessed, pump_witnessed};
use corona_core::rules::Rules;
use corona_core::time::Timestamp;
use corona_transport_tor::Clock;
use rand_chacha::ChaCha20Rng;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// With nothing due for longer than this, the network may sleep.
const RESTFUL: Duration = Duration::from_secs(120);

/// A running phone.
pub(super) struct Host<T> {
    pub(super) node: Node,
    pub(super) transport: T,
    pub(super) store: HoldingStore,
    pub(super) clock: Arc<PhoneClock>,
    pub(super) rng: ChaCha20Rng,
    pub(super) rules: Arc<Rules>,
    pub(super) recording: Recording,
    pub(super) updates: Vec<Update>,
    pub(super) memory: Memory,
    pub(super) waiting: WaitingRoom,
    pub(super) stop: bool,
}

impl<T: Network> Host<T> {
    /// Runs until somebody says stop.
    pub(super) async fn live(
        &mut self,
        asked: &mut mpsc::Receiver<Asked>,
        stopping: &mut Stopping,
    ) -> Result<(), HostError> {
        while !self.stop {
            let next = self.turn()?;
            let wake = self.wake(next);
            tokio::select! {
                () = self.transport.ready() => {}
                () = sleep_until(wake) => {}
                asked = asked.recv() => match asked {
                    Some(asked) => self.take(asked)?,
                    None => return Ok(()),
                },
                () = stopping.told() => return Ok(()),
            }
            self.clock.refresh();
        }
        Ok(())
    }

    /// Pumps, and shows what came of it; returns when the node must run again.
    fn turn(&mut self) -> Result<Timestamp, HostError> {
        let now = self.clock.now();
        let Self { node, transport, store, rng, updates, recording, .. } = self;
        let next = pump_witnessed(node, transport, store, now, rng, updates, recording)?;
        self.recording.check()?;
        self.show(now);
        let idle = self.clock.until(next) > RESTFUL && self.waiting.is_empty();
        self.transport.rest(idle);
        Ok(next)
    }

    fn wake(&self, next: Timestamp) -> Instant {
        let wake = Instant::now() + self.clock.pause(next);
        self.waiting.impatient().map_or(wake, |impatient| wake.min(impatient))
    }

    /// Tells of what happened, to whoever follows, waits, or reads the log.
    fn show(&mut self, now: Timestamp) {
        for update in std::mem::take(&mut self.updates) {
            let what = news::word(&update);
            match news::number(&update) {
                Some(number) => tracing::info!(what, number),
                None => tracing::info!(what),
            }
            self.memory.learn(&update, &self.node);
            if let Update::CheckInFailed { event, reason } = &update {
                self.waiting.failed_check_in(*event, &news::check_in_failure(*reason));
            }
            let (at, text) = (to_rfc3339(now), news::text(&update));
            self.waiting.tell(&Outcome::Update { at, what: what.to_owned(), text });
        }
        self.waiting.settle(&self.memory, &self.node);
    }

    /// Answers a question, or lets it wait.
    fn take(&mut self, Asked { ask, answers }: Asked) -> Result<(), HostError> {
        match Wish::from(ask) {
            Wish::Refused(message) => {
                answer(&answers, refused(message));
                Ok(())
            }
            Wish::Look(look) => {
                self.look(look, answers);
                Ok(())
            }
            Wish::Command(command, patience) => self.carry_out(command, patience, answers),
        }
    }

    fn look(&mut self, look: Look, answers: Answers) {
        let view = View {
            node: &self.node,
            rules: &self.rules,
            memory: &self.memory,
            now: self.clock.now(),
        };
        let outcome = match look {
            Look::Status => Outcome::Status(view.status()),
            Look::Contacts => Outcome::Contacts { contacts: view.contacts() },
            Look::Event { hosted, event } => match view.event(hosted, event) {
                Some(event) => Outcome::Event(event),
                None => {
                    let kind = if hosted { "hosted" } else { "joined" };
                    refused(CommandError::NoSuchEvent { kind, number: event }.to_string())
                }
            },
            Look::Digits { pairing, patience } => {
                let under_way = self.node.pairings().any(|number| number == pairing);
                if under_way || self.memory.has_ended(pairing) {
                    return self.waiting.wait(Expected::Digits { pairing }, patience, answers);
                }
                refused(CommandError::NoSuchPairing { number: pairing }.to_string())
            }
            Look::Follow => return self.waiting.follow(answers),
            Look::Stop => {
                self.stop = true;
                Outcome::Done
            }
        };
        answer(&answers, outcome);
    }

    fn carry_out(
        &mut self,
        command: Command,
        patience: u64,
        answers: Answers,
    ) -> Result<(), HostError> {
        let confirming = if let Command::ConfirmPairing { pairing, matches } = &command {
            Some((*pairing, *matches))
        } else {
            None
        };
        let now = self.clock.now();
        let Self { node, transport, store, rng, updates, recording, .. } = self;
        let done = command_witnessed(node, command, transport, store, now, rng, updates, recording);
        match done {
            Err(Failure::Command(error)) => answer(&answers, refused(error.to_string())),
            Err(Failure::Store(error)) => {
                let message = error.to_string();
                answer(&answers, Outcome::Failed { kind: FailureKind::Phone, message });
                return Err(error.into());
            }
            Ok(done) => match self.outcome(done, confirming, now) {
                Ok(outcome) => answer(&answers, outcome),
                Err(expected) => self.waiting.wait(expected, patience, answers),
            },
        }
        Ok(())
    }

    /// The answer to a command, or what it must wait for.
    fn outcome(
        &self,
        answer: Answer,
        confirming: Option<(u32, bool)>,
        now: Timestamp,
    ) -> Result<Outcome, Expected> {
        match answer {
            Answer::Done => match confirming {
                Some((pairing, matches)) => Err(Expected::PairingEnd { pairing, matches }),
                None => Ok(Outcome::Done),
            },
            Answer::Hosted(event) => Err(Expected::Reachable { event }),
            Answer::Joining(event) => Err(Expected::CheckIn { event }),
            Answer::Code(code) => Ok(Outcome::Code {
                code: code.to_text().to_string(),
                expires: to_rfc3339(now + self.rules.events.code_expiry),
            }),
            Answer::Invitation { pairing, invitation } => {
                Err(Expected::Invitation { pairing, text: invitation.to_text() })
            }
            Answer::Pairing(pairing) => Err(Expected::Digits { pairing }),
            // No question asks for a card or adds one.
            Answer::Card(_) | Answer::Contact(_) => Ok(Outcome::Done),
        }
    }
}

fn answer(answers: &Answers, outcome: Outcome) {
    // Whoever asked may have hung up, which is theirs to decide.
    let _gone = answers.give(outcome);
}

fn refused(message: String) -> Outcome {
    Outcome::Failed { kind: FailureKind::Refused, message }
}
