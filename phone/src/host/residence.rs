//! Who lives in the folder, for the life of the program.
//!
//! ```text
//! nobody ──create, restore──► a phone, gateway off ◄──switch──► a phone, gateway on
//!    ▲                                 │                              │
//!    └────────────── delete ───────────┴──────────────────────────────┘
//! ```
//! It knows the folder, its lock and its gateway's switch. It decides which of the three
//! holds; what a phone does is the host's, who listens is kept beside both.

use super::chronicle::Chronicle;
use super::dormant::Dormant;
use super::gateway::{Gateway, Threads};
use super::listeners::Listeners;
use super::sparing::conditions_in;
use super::stopping::Stopping;
use super::turns::Host;
use super::wishes::{House, Wish};
use super::{HostError, Network, RunOptions};
use crate::api::{GatewayShown, Outcome, ProfileShown, Reason, UpdateShown};
use crate::clock::{PhoneClock, to_rfc3339};
use crate::control::{Answers, Asked, Server};
use crate::disk::KeySource;
use crate::home::{Home, HomeError, HomeLock, NewPhone, is_inhabited, socket};
use crate::switch::Switch;
use corona_core::node::PhoneConditions;
use corona_transport_tor::Clock;
use std::future::pending;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// A folder and whoever lives there.
pub(super) struct Residence<T, C> {
    pub(super) folder: PathBuf,
    /// None for the moment between two profiles alone.
    pub(super) lock: Option<HomeLock>,
    pub(super) key: KeySource,
    pub(super) options: RunOptions,
    pub(super) clock: Arc<PhoneClock>,
    connect: C,
    pub(super) tenant: Option<Host<T>>,
    pub(super) listeners: Listeners,
    pub(super) conditions: PhoneConditions,
    /// Whether the gateway is to be on, for whoever lives here.
    switched_on: bool,
    /// Where the command line asks, if it may.
    pub(super) control: Option<Server>,
    /// By which it asks; one that listens to no command line must end when nobody can ask.
    pub(super) asking: Option<mpsc::Sender<Asked>>,
    stop: bool,
}

/// What a residence begins with.
pub(super) struct Ground {
    pub(super) folder: PathBuf,
    pub(super) lock: HomeLock,
    pub(super) key: KeySource,
    pub(super) options: RunOptions,
    pub(super) clock: Arc<PhoneClock>,
    pub(super) asking: mpsc::Sender<Asked>,
}

enum Happened {
    Ready,
    Due,
    Asked(Option<Asked>),
    Told,
}

impl<T, C> Residence<T, C>
where
    T: Network,
    C: FnMut(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError>,
{
    /// Lets in whoever lives there.
    pub(super) fn open(ground: Ground, control: bool, connect: C) -> Result<Self, HostError> {
        let Ground { folder, lock, key, options, clock, asking } = ground;
        let asking = control.then_some(asking);
        let server = match &asking {
            Some(asking) => Some(Server::start(&socket(&folder), clock.clone(), asking.clone())?),
            None => None,
        };
        let conditions = conditions_in(&folder);
        let switched_on = !Switch::GatewayOff.is_set(&folder);
        let chronicle = Chronicle::new(clock.now());
        let mut residence = Self {
            folder,
            lock: Some(lock),
            key,
            options,
            clock,
            connect,
            tenant: None,
            listeners: Listeners::new(chronicle),
            conditions,
            switched_on,
            control: server,
            asking,
            stop: false,
        };
        if residence.options.offline {
            residence.set_switch(false)?;
        }
        if is_inhabited(&residence.folder) || !residence.options.may_be_empty {
            let home = Home::open(&residence.folder)?;
            residence.move_in(home)?;
        }
        Ok(residence)
    }

    /// Runs until somebody says stop.
    pub(super) async fn live(
        &mut self,
        asked: &mut mpsc::Receiver<Asked>,
        stopping: &mut Option<Stopping>,
    ) -> Result<(), HostError> {
        while !self.stop {
            let wake = match &mut self.tenant {
                Some(host) => Some(host.turn(&mut self.listeners)?),
                None => self.listeners.waiting.impatient(),
            };
            let happened = tokio::select! {
                () = ready(&mut self.tenant) => Happened::Ready,
                () = until(wake) => Happened::Due,
                asked = asked.recv() => Happened::Asked(asked),
                () = told(stopping) => Happened::Told,
            };
            self.clock.refresh();
            match happened {
                Happened::Ready | Happened::Due => {}
                Happened::Asked(Some(asked)) => self.take(asked)?,
                Happened::Asked(None) | Happened::Told => return Ok(()),
            }
        }
        Ok(())
    }

    /// Ends everything in order; what was answered may leave.
    pub(super) async fn farewell(self) {
        let Self { control, tenant, listeners, .. } = self;
        drop((tenant, listeners));
        if let Some(control) = control {
            control.farewell().await;
        }
    }

    fn take(&mut self, Asked { ask, answers }: Asked) -> Result<(), HostError> {
        match Wish::from(ask) {
            Wish::Refused(reason, message) => answer(&answers, Outcome::failed(reason, message)),
            Wish::House(house) => return self.see_to(house, answers),
            wish @ (Wish::Command(..)
            | Wish::InviteAlone(_)
            | Wish::Change(_)
            | Wish::Moment(_)
            | Wish::Look(_)) => match &mut self.tenant {
                Some(host) => return host.take(wish, answers, &mut self.listeners),
                None => answer(&answers, nobody()),
            },
        }
        Ok(())
    }

    fn see_to(&mut self, house: House, answers: Answers) -> Result<(), HostError> {
        let outcome = match house {
            House::Follow { after } => {
                self.listeners.follow(after, answers);
                return Ok(());
            }
            House::Gateway => Outcome::Gateway(self.gateway()),
            House::Switch { on } => self.switch(on)?,
            House::ShowConditions => self.conditions(),
            House::Conditions { metered, battery_saver } => self.spare(metered, battery_saver)?,
            House::Heed { heed } => self.heed(heed)?,
            House::Create(new) => self.create(new)?,
            House::Restore { backup, passphrase } => self.restore(&backup, &passphrase)?,
            House::Delete => self.delete()?,
            House::Pending { limit } => self.pending(limit),
            House::Acknowledge { up_to } => self.acknowledge(up_to),
            House::Stop => {
                self.stop = true;
                Outcome::Done
            }
        };
        answer(&answers, outcome);
        Ok(())
    }

    fn gateway(&self) -> GatewayShown {
        let enabled = self.switched_on;
        match &self.tenant {
            Some(host) => host.gateway_shown(enabled),
            None => GatewayShown {
                enabled,
                network: "off".to_owned(),
                network_text: "nobody lives here yet: make a profile first".to_owned(),
                received_bytes: 0,
                sent_bytes: 0,
                since: None,
            },
        }
    }

    /// Switches the gateway, and the node with it. A network that can't begin leaves it off.
    fn switch(&mut self, on: bool) -> Result<Outcome, HostError> {
        let Some(host) = self.tenant.take() else { return Ok(nobody()) };
        if host.is_on() == on && self.switched_on == on {
            self.tenant = Some(host);
            return Ok(Outcome::Gateway(self.gateway()));
        }
        if let Err(error) = self.set_switch(on) {
            self.tenant = Some(host);
            let message = format!("the switch can't be kept ({error}); check the disk");
            return Ok(Outcome::failed(Reason::Store, message));
        }
        if host.is_on() == on {
            self.tenant = Some(host);
            return Ok(Outcome::Gateway(self.gateway()));
        }
        let gone =
            Outcome::failed(Reason::Offline, "the gateway was switched meanwhile: ask again");
        self.listeners.waiting.dismiss(&gone);
        let dormant = host.fall_asleep();
        let outcome = self.wake(dormant)?;
        let (word, text) = if on { ("on", "on") } else { ("off", "off") };
        self.announce(&format!("gateway-{word}"), &format!("the gateway is {text}"));
        Ok(outcome.unwrap_or_else(|| Outcome::Gateway(self.gateway())))
    }

    /// Sets the switch, and keeps it for the next start.
    fn set_switch(&mut self, on: bool) -> io::Result<()> {
        Switch::GatewayOff.set(&self.folder, !on)?;
        self.switched_on = on;
        Ok(())
    }

    /// Lets a phone live by the switch; a failure that is no reason to end is returned.
    fn wake(&mut self, dormant: Dormant) -> Result<Option<Outcome>, HostError> {
        let (gateway, failure) = if !self.switched_on {
            (Gateway::off(), None)
        } else {
            match self.connected(&dormant.home) {
                Ok(gateway) => (gateway, None),
                Err(error) => (Gateway::off(), Some(error.to_string())),
            }
        };
        self.let_live(dormant, gateway)?;
        Ok(failure.map(|message| Outcome::failed(Reason::Store, message)))
    }

    fn connected(&mut self, home: &Home) -> Result<Gateway<T>, HostError> {
        let threads = Threads::new()?;
        let Some(handle) = threads.handle().cloned() else { return Ok(Gateway::off()) };
        let network = {
            let _entered = handle.enter();
            (self.connect)(home, self.clock.clone(), &handle)?
        };
        Ok(Gateway::on(network, threads))
    }

    /// As the program starts: a network that can't begin is a reason to end.
    fn move_in(&mut self, home: Home) -> Result<(), HostError> {
        let dormant = Dormant::open(home, &self.key, &self.options, self.clock.clone())?;
        let gateway =
            if self.switched_on { self.connected(&dormant.home)? } else { Gateway::off() };
        self.let_live(dormant, gateway)
    }

    fn let_live(&mut self, dormant: Dormant, gateway: Gateway<T>) -> Result<(), HostError> {
        let mut host = dormant.wake(gateway)?;
        host.spare(self.conditions)?;
        self.tenant = Some(host);
        Ok(())
    }

    fn create(&mut self, new: NewPhone) -> Result<Outcome, HostError> {
        if self.tenant.is_some() {
            return Ok(somebody());
        }
        let home = match Home::create(&self.folder, new, &self.key) {
            Ok(home) => home,
            Err(HomeError::Setting { file: _, problem }) => {
                return Ok(Outcome::failed(Reason::Malformed, problem));
            }
            Err(HomeError::Exists(_)) => return Ok(somebody()),
            Err(
                error @ (HomeError::Missing(_)
                | HomeError::TooOpen { .. }
                | HomeError::Running(_)
                | HomeError::Leftover(_)
                | HomeError::Key(_)
                | HomeError::Store(_)
                | HomeError::Io { .. }),
            ) => return Ok(Outcome::failed(Reason::Store, error.to_string())),
        };
        self.welcome(home)
    }

    /// Lets a profile live that has just come into the folder.
    pub(super) fn welcome(&mut self, home: Home) -> Result<Outcome, HostError> {
        // Whoever lived here before has taken it along.
        self.set_switch(self.switched_on)?;
        let dormant = Dormant::open(home, &self.key, &self.options, self.clock.clone())?;
        let failure = self.wake(dormant)?;
        self.announce("profile-made", "this phone has a profile");
        Ok(failure.unwrap_or_else(|| self.profile()))
    }

    fn profile(&self) -> Outcome {
        let shown: Option<ProfileShown> = self.tenant.as_ref().map(Host::profile_shown);
        shown.map_or_else(nobody, Outcome::Profile)
    }

    pub(super) fn announce(&mut self, what: &str, text: &str) {
        self.listeners.announce(UpdateShown {
            sequence: 0,
            at: to_rfc3339(self.clock.now()),
            what: what.to_owned(),
            number: None,
            text: text.to_owned(),
        });
    }
}

async fn ready<T: Network>(tenant: &mut Option<Host<T>>) {
    match tenant {
        Some(host) => host.ready().await,
        None => pending().await,
    }
}

async fn until(wake: Option<Instant>) {
    match wake {
        Some(wake) => sleep_until(wake).await,
        None => pending().await,
    }
}

async fn told(stopping: &mut Option<Stopping>) {
    match stopping {
        Some(stopping) => stopping.told().await,
        None => pending().await,
    }
}

fn answer(answers: &Answers, outcome: Outcome) {
    // Whoever asked may have hung up, which is theirs to decide.
    let _gone = answers.give(outcome);
}

pub(super) fn nobody() -> Outcome {
    Outcome::failed(Reason::NoProfile, "nobody lives here yet: make a profile first")
}

pub(super) fn somebody() -> Outcome {
    Outcome::failed(Reason::Duplicate, "there is a profile already: delete it first")
}
