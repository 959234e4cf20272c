//! Phones whose stores are on the disk, in one process, on a clock that a test moves; and the
//! knife that kills one, or all of them, at a chosen step of their stores.

use crate::switchboard::{Line, Switchboard};
use corona_core::contacts::Profile;
use corona_core::node::{Answer, Command, Effects, Node, Update};
use corona_core::pump::{self, Failure};
use corona_core::rules::Rules;
use corona_core::time::{Span, Timestamp};
use corona_core::transport::{Notice, Request, Transport};
use corona_phone::disk::{Announcement, Course, KeySource, Step, TellingStore, Watch};
use corona_phone::home::{Home, HomeLock, NewPhone, PolicyPreset};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What happens at the chosen step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Blow {
    /// The process dies at once, and all phones with it.
    Abort,
    /// The store fails, and its phone is dropped and started again.
    Fail,
}

/// Counts the steps of all stores, and strikes at one.
#[derive(Clone, Default)]
pub(crate) struct Knife(Arc<Mutex<Counted>>);

#[derive(Default)]
struct Counted {
    steps: u64,
    kinds: BTreeMap<Step, u64>,
    strikes: Vec<u64>,
    blow: Option<Blow>,
}

impl Knife {
    /// One that strikes at these steps, the first being 0.
    pub(crate) fn at(steps: &[u64], blow: Blow) -> Self {
        let knife = Self::default();
        {
            let mut counted = knife.0.lock().unwrap();
            (counted.strikes, counted.blow) = (steps.to_vec(), Some(blow));
        }
        knife
    }

    /// How many steps there were, by kind.
    pub(crate) fn kinds(&self) -> BTreeMap<Step, u64> {
        self.0.lock().unwrap().kinds.clone()
    }
    pub(crate) fn steps(&self) -> u64 {
        self.0.lock().unwrap().steps
    }
    fn watch(&self) -> Watch {
        let knife = self.clone();
        Box::new(move |step| {
            let mut counted = knife.0.lock().unwrap();
            let now = counted.steps;
            counted.steps += 1;
            *counted.kinds.entry(step).or_default() += 1;
            match counted.blow.filter(|_| counted.strikes.contains(&now)) {
                Some(Blow::Abort) => std::process::abort(),
                Some(Blow::Fail) => Err(io::Error::other("struck")),
                None => Ok(()),
            }
        })
    }
}

/// Each update by its name, as an app may want it.
fn words(update: &Update, at: Timestamp) -> Announcement {
    let what = format!("{update:?}").split([' ', '(']).next().unwrap().to_owned();
    Announcement { what, text: String::new(), number: None, at }
}

/// A phone that runs.
struct Life {
    node: Node,
    store: TellingStore,
    line: Line,
    _lock: HomeLock,
}

struct Phone {
    folder: PathBuf,
    life: Option<Life>,
    rng: ChaCha8Rng,
    updates: Vec<Update>,
}

pub(crate) struct World {
    pub(crate) now: Timestamp,
    pub(crate) knife: Knife,
    pub(crate) crashes: u32,
    rules: Arc<Rules>,
    board: Switchboard,
    phones: Vec<Phone>,
    /// Called after each crash, when the phone is back.
    pub(crate) check: fn(&World),
    /// For `check`: how far the story is.
    pub(crate) told: usize,
    /// Where the clock is written down, for whoever goes on after a kill.
    pub(crate) clock: Option<PathBuf>,
}

/// Counts what goes in and out.
struct Port<'a> {
    line: &'a mut Line,
    moved: &'a mut u64,
}

impl Transport for Port<'_> {
    fn submit(&mut self, request: Request) {
        *self.moved += 1;
        self.line.submit(request);
    }
    fn poll(&mut self) -> Option<Notice> {
        let notice = self.line.poll();
        *self.moved += u64::from(notice.is_some());
        notice
    }
}

impl World {
    /// Phones in folders below `folder`, which are made unless they are there. `life` keeps
    /// chance apart from what it was before.
    pub(crate) fn of(
        folder: &Path,
        names: &[&str],
        now: Timestamp,
        knife: Knife,
        life: u64,
    ) -> Self {
        let mut world = Self {
            now,
            knife,
            crashes: 0,
            rules: Arc::new(Rules::with_policy(PolicyPreset::Whitepaper.policy())),
            board: Switchboard::default(),
            phones: Vec::new(),
            check: |_| {},
            told: 0,
            clock: None,
        };
        for (number, name) in names.iter().enumerate() {
            let folder = folder.join(name);
            if !folder.join("phone.toml").exists() {
                let new = NewPhone { name: (*name).to_owned(), policy: PolicyPreset::Whitepaper };
                Home::create(&folder, new, &KeySource::FolderKey).unwrap();
            }
            let rng = ChaCha8Rng::seed_from_u64(life << 8 | number as u64);
            world.phones.push(Phone { folder, life: None, rng, updates: Vec::new() });
            while !world.start(number) {
                world.crashes += 1;
            }
        }
        world
    }

    pub(crate) fn node(&self, who: usize) -> &Node {
        &self.phones[who].life.as_ref().expect("it runs").node
    }
    pub(crate) fn folder(&self, who: usize) -> &Path {
        &self.phones[who].folder
    }
    /// What `who` was shown since the last call.
    pub(crate) fn updates(&mut self, who: usize) -> Vec<Update> {
        std::mem::take(&mut self.phones[who].updates)
    }
    /// What the inbox of `who` holds, by word.
    pub(crate) fn inbox(&self, who: usize) -> Vec<String> {
        let life = self.phones[who].life.as_ref().expect("it runs");
        let pending = life.store.disk().pending(usize::MAX).unwrap();
        pending.into_iter().map(|update| update.announced.what).collect()
    }

    /// How the status of `who` went, as it is written down.
    pub(crate) fn course(&self, who: usize) -> &Course {
        self.phones[who].life.as_ref().expect("it runs").store.disk().course()
    }

    /// Carries out a command; `None` if it was refused, or if the phone crashed over it.
    pub(crate) fn command(&mut self, who: usize, command: Command) -> Option<Answer> {
        let now = self.now;
        let Phone { life, rng, updates, .. } = &mut self.phones[who];
        let Life { node, store, line, .. } = life.as_mut().expect("it runs");
        let answer = pump::command(node, command, line, store, now, rng, updates);
        match answer {
            Ok(answer) => Some(answer),
            Err(Failure::Command(_)) => None,
            Err(Failure::Store(_)) => {
                self.crash(who);
                None
            }
        }
    }

    /// The phone dies and starts again: all that is not on the disk is gone.
    pub(crate) fn crash(&mut self, who: usize) {
        self.crashes += 1;
        self.phones[who].life = None;
        while !self.start(who) {
            self.crashes += 1;
        }
        (self.check)(self);
    }

    /// Everything ends in order.
    pub(crate) fn end(self) -> Vec<(PathBuf, corona_core::storage::Snapshot)> {
        self.phones
            .into_iter()
            .map(|phone| (phone.folder, phone.life.expect("it runs").node.records()))
            .collect()
    }

    /// Opens the store and makes a node of it; false if the store was struck meanwhile.
    fn start(&mut self, who: usize) -> bool {
        let (now, rules) = (self.now, self.rules.clone());
        let mut line = self.board.line();
        let Phone { folder, life, rng, updates } = &mut self.phones[who];
        let home = Home::open(folder).unwrap();
        let lock = home.lock().unwrap();
        let (mut store, records) = home.open_store(&KeySource::FolderKey).unwrap();
        store.watch(self.knife.watch());
        let mut store = TellingStore::new(store, Some(words), records.is_empty());
        let mut out = Effects::default();
        let node = if records.is_empty() {
            let profile = Profile { name: store.disk().name().to_owned(), avatar: None };
            Node::create(rules, profile, now, rng, &mut out)
        } else {
            Node::restore(rules, &records, now, &mut out).expect("what was stored makes a node")
        };
        let settled = pump::settle(&mut out, &mut line, &mut store, now, updates)
            .and_then(|()| store.catch_up(node.status(), now));
        if settled.is_ok() {
            *life = Some(Life { node, store, line, _lock: lock });
        }
        settled.is_ok()
    }

    /// Lets everything happen that can happen now.
    pub(crate) fn settle(&mut self) {
        for _round in 0..10_000 {
            let mut moved = 0;
            for who in 0..self.phones.len() {
                let now = self.now;
                let Phone { life, rng, updates, .. } = &mut self.phones[who];
                let Life { node, store, line, .. } = life.as_mut().expect("it runs");
                let mut port = Port { line, moved: &mut moved };
                if pump::pump(node, &mut port, store, now, rng, updates).is_err() {
                    moved += 1;
                    self.crash(who);
                }
            }
            if moved == 0 {
                return;
            }
        }
        panic!("the phones never come to rest at {}", self.now);
    }

    /// Lets time pass.
    pub(crate) fn run_for(&mut self, span: Span) {
        let end = self.now + span;
        self.settle();
        loop {
            let next = (0..self.phones.len()).map(|who| self.node(who).next_wake()).min();
            match next.filter(|at| *at <= end) {
                Some(at) => {
                    self.set_clock(at);
                    self.settle();
                }
                None => break,
            }
        }
        self.set_clock(end);
    }

    fn set_clock(&mut self, now: Timestamp) {
        self.now = now;
        if let Some(clock) = &self.clock {
            std::fs::write(clock, now.as_millis().to_string()).unwrap();
        }
    }
}
