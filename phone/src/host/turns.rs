//! A living phone: pump the node, show what came of it, answer questions.
//!
//! It knows what is due and who waits. It decides nothing of the protocol: the node does,
//! and `corona_core::pump` keeps the order of storing, sending and showing.

use super::dormant::Dormant;
use super::gateway::Gateway;
use super::holding::HoldingStore;
use super::listeners::Listeners;
use super::recording::Recording;
use super::views::View;
use super::waiting::{Expected, Memory};
use super::wishes::{Change, Wish};
use super::{HostError, Network, news, refusals};
use crate::api::{GatewayShown, Outcome, ProfileShown, Reason, UpdateShown};
use crate::clock::{PhoneClock, to_rfc3339};
use crate::control::Answers;
use crate::home::Home;
use corona_core::node::{Answer, Command, CommandError, Node, Update};
use corona_core::pump::{Failure, command_witnessed, pump_witnessed};
use corona_core::rules::Rules;
use corona_core::time::Timestamp;
use corona_transport_tor::Clock;
use rand_chacha::ChaCha20Rng;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// With nothing due for longer than this, the network may sleep.
const RESTFUL: Duration = Duration::from_secs(120);

/// A living phone.
pub(super) struct Host<T> {
    pub(super) home: Home,
    pub(super) node: Node,
    pub(super) gateway: Gateway<T>,
    /// When the gateway went on.
    pub(super) since: Option<Timestamp>,
    pub(super) store: HoldingStore,
    pub(super) clock: Arc<PhoneClock>,
    pub(super) rng: ChaCha20Rng,
    pub(super) rules: Arc<Rules>,
    pub(super) recording: Recording,
    pub(super) updates: Vec<Update>,
    pub(super) memory: Memory,
}

impl<T: Network> Host<T> {
    /// Pumps, and shows what came of it; returns when to run again.
    pub(super) fn turn(&mut self, listeners: &mut Listeners) -> Result<Instant, HostError> {
        let now = self.clock.now();
        let Self { node, gateway, store, rng, updates, recording, .. } = self;
        let next = pump_witnessed(node, gateway, store, now, rng, updates, recording)?;
        self.recording.check()?;
        self.show(now, listeners);
        let idle = self.clock.until(next) > RESTFUL && listeners.waiting.is_empty();
        self.gateway.rest(idle);
        let wake = Instant::now() + self.clock.pause(next);
        Ok(listeners.waiting.impatient().map_or(wake, |impatient| wake.min(impatient)))
    }

    /// Ends once the network has something.
    pub(super) async fn ready(&mut self) {
        self.gateway.ready().await;
    }

    /// Whether the gateway is on.
    pub(super) const fn is_on(&self) -> bool {
        self.gateway.is_on()
    }

    /// Ends the node and its network; what is stored is what the node was.
    pub(super) fn fall_asleep(self) -> Dormant {
        let Self { home, node, gateway, store, clock, rules, recording, .. } = self;
        let records = node.records();
        drop((node, gateway));
        Dormant { home, store, recording, clock, rules, records }
    }

    /// The gateway as it stands; `enabled` says how it is to be.
    pub(super) fn gateway_shown(&self, enabled: bool) -> GatewayShown {
        let traffic = self.gateway.traffic();
        GatewayShown {
            enabled,
            network: self.memory.network.0.to_owned(),
            network_text: self.view().network_text(),
            received_bytes: traffic.received,
            sent_bytes: traffic.sent,
            since: self.since.map(to_rfc3339),
        }
    }

    /// The own profile.
    pub(super) fn profile_shown(&self) -> ProfileShown {
        self.view().profile(self.home.policy())
    }

    pub(super) fn view(&self) -> View<'_> {
        View {
            node: &self.node,
            rules: &self.rules,
            memory: &self.memory,
            course: self.store.store.disk().course().turns(),
            now: self.clock.now(),
        }
    }

    /// Tells of what happened, to whoever follows, waits, or reads the log.
    fn show(&mut self, now: Timestamp, listeners: &mut Listeners) {
        for update in std::mem::take(&mut self.updates) {
            let (what, number) = (news::word(&update), news::number(&update));
            match number {
                Some(number) => tracing::info!(what, number),
                None => tracing::info!(what),
            }
            self.memory.learn(&update, &self.node);
            if let Update::CheckInFailed { event, reason } = &update {
                listeners.waiting.failed_check_in(*event, *reason);
            }
            listeners.announce(UpdateShown {
                sequence: 0,
                at: to_rfc3339(now),
                what: what.to_owned(),
                number,
                text: news::text(&update),
            });
        }
        listeners.waiting.settle(&self.memory, &self.node);
    }

    /// Answers a question, or lets it wait.
    pub(super) fn take(
        &mut self,
        wish: Wish,
        answers: Answers,
        listeners: &mut Listeners,
    ) -> Result<(), HostError> {
        let (command, patience) = match wish {
            Wish::Command(command, patience) => (command, patience),
            Wish::InviteAlone(_) if self.node.shows_invitation() => {
                let message = "an invitation is on the screen already: cancel it, or let somebody \
                     join it first";
                answer(&answers, Outcome::failed(Reason::Duplicate, message));
                return Ok(());
            }
            Wish::InviteAlone(patience) => (Command::Invite, patience),
            Wish::Change(change) => (self.changed_profile(change), 0),
            Wish::Moment(patience) => return self.live_a_moment(patience, answers, listeners),
            Wish::Look(look) => {
                self.look(look, answers, listeners);
                return Ok(());
            }
            Wish::Refused(reason, message) => {
                answer(&answers, Outcome::failed(reason, message));
                return Ok(());
            }
            Wish::House(_) => return Ok(()),
        };
        if !self.is_on() && needs_network(&command) {
            let message = "the gateway is off, and this needs the network: switch it on first";
            answer(&answers, Outcome::failed(Reason::Offline, message));
            return Ok(());
        }
        self.carry_out(command, patience, answers, listeners)
    }

    /// One half of the profile changed, the other as it is.
    fn changed_profile(&self, change: Change) -> Command {
        let profile = self.node.profile();
        match change {
            Change::Name(name) => {
                let avatar = profile.avatar.and_then(|hash| self.node.blob(&hash));
                Command::SetProfile { name, avatar: avatar.map(<[u8]>::to_vec) }
            }
            Change::Avatar(avatar) => {
                let avatar = avatar.map(|avatar| avatar.to_vec());
                Command::SetProfile { name: profile.name.clone(), avatar }
            }
        }
    }

    fn carry_out(
        &mut self,
        command: Command,
        patience: u64,
        answers: Answers,
        listeners: &mut Listeners,
    ) -> Result<(), HostError> {
        if let Command::CloseEvent { event } = &command
            && self.node.hosted_event(*event).is_some_and(|event| event.closes_at().is_none())
        {
            answer(&answers, refusals::command(&CommandError::Closed));
            return Ok(());
        }
        let confirming = if let Command::ConfirmPairing { pairing, matches } = &command {
            Some((*pairing, *matches))
        } else {
            None
        };
        let now = self.clock.now();
        let Self { node, gateway, store, rng, updates, recording, .. } = self;
        let done = command_witnessed(node, command, gateway, store, now, rng, updates, recording);
        match done {
            Err(Failure::Command(error)) => answer(&answers, refusals::command(&error)),
            Err(Failure::Store(error)) => {
                answer(&answers, Outcome::failed(Reason::Store, error.to_string()));
                return Err(error.into());
            }
            Ok(done) => match self.outcome(done, confirming, now) {
                Ok(outcome) => answer(&answers, outcome),
                Err(expected) => {
                    // Nobody comes while nobody is reached.
                    let patience = if self.is_on() { patience } else { 0 };
                    listeners.waiting.wait(expected, patience, answers);
                }
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
                let expires = to_rfc3339(now + self.rules.pairing.expiry);
                Err(Expected::Invitation { pairing, text: invitation.to_text(), expires })
            }
            Answer::Pairing(pairing) => Err(Expected::Digits { pairing }),
            // No question asks for a card or adds one.
            Answer::Card(_) | Answer::Contact(_) => Ok(Outcome::Done),
        }
    }
}

/// Whether a wish comes to nothing without others.
const fn needs_network(command: &Command) -> bool {
    match command {
        Command::CheckIn { .. } | Command::Invite | Command::Join { .. } => true,
        Command::CreateEvent { .. }
        | Command::ShowCode { .. }
        | Command::CloseEvent { .. }
        | Command::Decide { .. }
        | Command::Consent { .. }
        | Command::ReportInfection { .. }
        | Command::ReportNegative { .. }
        | Command::Correct
        | Command::ShowCard
        | Command::AddContact { .. }
        | Command::ConfirmPairing { .. }
        | Command::CancelPairing { .. }
        | Command::SetProfile { .. }
        | Command::ShareStatus { .. }
        | Command::RenameContact { .. }
        | Command::RemoveContact { .. }
        | Command::RotateDiscovery
        | Command::CatchUp
        | Command::Conditions(_) => false,
    }
}

pub(super) fn answer(answers: &Answers, outcome: Outcome) {
    // Whoever asked may have hung up, which is theirs to decide.
    let _gone = answers.give(outcome);
}
