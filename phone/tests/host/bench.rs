//! Phones of one test: their folders, their clocks, and how they are asked.

use crate::switchboard::Switchboard;
use corona_core::time::{Span, Timestamp};
use corona_phone::api::{Ask, EventShown, Outcome, Reply, StatusShown};
use corona_phone::clock::{SystemClock, to_rfc3339};
use corona_phone::control::{AskError, ask};
use corona_phone::disk::KeySource;
use corona_phone::home::{Home, NewPhone, PolicyPreset};
use corona_phone::host::{HostError, RunOptions, run_over};
use corona_transport_tor::loopback::LoopbackNetwork;
use corona_transport_tor::{Clock, Limits, TorTransport};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;

/// Real milliseconds that a test waits for what must come.
pub(crate) const PATIENCE: u64 = 20_000;

/// A folder for folders, and the network between the phones.
pub(crate) struct Bench {
    folder: PathBuf,
    /// Unless the folder is to stay.
    _temporary: Option<TempDir>,
    pub(crate) switchboard: Switchboard,
    /// Sessions of their own over TCP, instead of the switchboard.
    loopback: Option<LoopbackNetwork>,
}

/// A phone that runs in a thread.
pub(crate) struct Phone {
    pub(crate) home: PathBuf,
    running: Option<JoinHandle<Result<(), HostError>>>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let temporary = TempDir::new().unwrap();
        let bench = Self::within(temporary.path());
        Self { _temporary: Some(temporary), ..bench }
    }

    /// With TLS and TCP between the phones.
    pub(crate) fn over_tcp() -> Self {
        Self { loopback: Some(LoopbackNetwork::new()), ..Self::new() }
    }

    /// In a folder that stays.
    pub(crate) fn within(folder: &Path) -> Self {
        let switchboard = Switchboard::default();
        Self { folder: folder.to_owned(), _temporary: None, switchboard, loopback: None }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A new phone's folder.
    pub(crate) fn make(&self, name: &str) -> PathBuf {
        let path = self.path(&name.to_lowercase());
        let new = NewPhone { name: name.to_owned(), policy: PolicyPreset::Whitepaper };
        Home::create(&path, new, &KeySource::FolderKey).unwrap();
        path
    }

    /// A file for a clock on which this many seconds pass per real second.
    pub(crate) fn clock(&self, rate: f64) -> PathBuf {
        let path = self.path("clock.toml");
        let (shows, at) = (Timestamp(1_586_714_400_000), SystemClock.now().as_millis());
        let text = format!(
            "rate = {rate:?}\nshows = {}\nat = {at}\nstretch = {rate:?}\n",
            to_rfc3339(shows)
        );
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Lets the phone in a folder run.
    pub(crate) fn run(&self, home: &Path, options: RunOptions) -> Phone {
        let (folder, key) = (home.to_owned(), KeySource::FolderKey);
        let switchboard = self.switchboard.clone();
        let running = match &self.loopback {
            None => std::thread::spawn(move || {
                run_over(&folder, key, options, |_, _, _| Ok(switchboard.line()))
            }),
            Some(network) => {
                let network = network.clone();
                std::thread::spawn(move || {
                    run_over(&folder, key, options, |_, clock, runtime| {
                        let carrier = Arc::new(network.carrier());
                        Ok(TorTransport::new(carrier, clock, Limits::default(), runtime))
                    })
                })
            }
        };
        let phone = Phone { home: home.to_owned(), running: Some(running) };
        let begun = SystemClock.now();
        while let Err(error) = ask(home, &Ask::Status) {
            assert!(matches!(error, AskError::NotRunning(_)), "{error}");
            assert!(SystemClock.now() - begun < Span::seconds(10), "the phone does not start");
            pause();
        }
        phone
    }

    /// A new phone that runs.
    pub(crate) fn start(&self, name: &str, options: RunOptions) -> Phone {
        self.run(&self.make(name), options)
    }
}

impl Phone {
    pub(crate) fn reply(&self, question: &Ask) -> Reply {
        ask(&self.home, question).unwrap().next().unwrap().unwrap()
    }
    pub(crate) fn ask(&self, question: &Ask) -> Outcome {
        self.reply(question).outcome
    }
    pub(crate) fn status(&self) -> StatusShown {
        match self.ask(&Ask::Status) {
            Outcome::Status(status) => status,
            other => panic!("{other:?}"),
        }
    }
    pub(crate) fn event(&self, hosted: bool, event: u32) -> EventShown {
        match self.ask(&Ask::ShowEvent { hosted, event }) {
            Outcome::Event(shown) => shown,
            other => panic!("{other:?}"),
        }
    }
    /// Hosts an event that can be reached.
    pub(crate) fn host(&self, name: &str) -> u32 {
        match self.ask(&Ask::CreateEvent {
            name: name.to_owned(),
            banner: None,
            patience: PATIENCE,
        }) {
            Outcome::Hosted { event, reachable: true } => event,
            other => panic!("{other:?}"),
        }
    }
    pub(crate) fn code(&self, event: u32) -> String {
        match self.ask(&Ask::ShowCode { event }) {
            Outcome::Code { code, .. } => code,
            other => panic!("{other:?}"),
        }
    }
    pub(crate) fn check_in(&self, code: String) -> u32 {
        match self.ask(&Ask::CheckIn { code, patience: PATIENCE }) {
            Outcome::Joined { event, .. } => event,
            other => panic!("{other:?}"),
        }
    }
    pub(crate) fn report_positive(&self) {
        let status = "positive".to_owned();
        let note = "Cough since Friday".to_owned();
        let report = Ask::ReportInfection { status, infectious_from: None, note };
        assert_eq!(self.ask(&report), Outcome::Done);
    }
    /// Waits until what a phone shows is so.
    pub(crate) fn until<T>(&self, what: &str, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let begun = SystemClock.now();
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            let waited = SystemClock.now() - begun;
            assert!(waited < Span(PATIENCE as i64), "not in time: {what}");
            pause();
        }
    }
    /// Ends the phone as its owner does.
    pub(crate) fn stop(mut self) {
        assert_eq!(self.ask(&Ask::Stop), Outcome::Done);
        let ended = self.running.take().unwrap().join().unwrap();
        ended.unwrap();
    }
    /// Leaves a phone that stands still to itself.
    pub(crate) fn forget(mut self) {
        self.running = None;
    }
}

#[expect(clippy::disallowed_methods, reason = "a test waits for other threads, here alone")]
pub(crate) fn pause() {
    std::thread::sleep(Duration::from_millis(15));
}
