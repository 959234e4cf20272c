//! Phones under a recorder over the simulated network, each with its own clock.

use crate::disk::Disk;
use corona_core::cascade::Policy;
use corona_core::contacts::Profile as Card;
use corona_core::node::{Answer, Command, Effects, Node, Update};
use corona_core::pump::{Failure, command_witnessed, pump_witnessed, settle_witnessed};
use corona_core::rules::Rules;
use corona_core::time::{Span, Timestamp};
use corona_core::trace::{Entry, Recorder, Seed};
use corona_simulator::replay::Trace;
use corona_transport_sim::{Chance, Network, Profile};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::fmt::Write;
use std::sync::Arc;

struct Phone {
    name: &'static str,
    node: Node,
    disk: Disk,
    rng: ChaCha20Rng,
    skew: Span,
    lines: String,
    updates: Vec<Update>,
}

pub(crate) struct Bench {
    network: Network,
    pub(crate) now: Timestamp,
    rules: Arc<Rules>,
    phones: Vec<Phone>,
    processes: u8,
}

/// Writes entries as lines.
fn recorder(lines: &mut String) -> Recorder<impl FnMut(&Entry)> {
    Recorder::new(|entry: &Entry| {
        let line = serde_json::to_string(entry).expect("an entry is plain data");
        writeln!(lines, "{line}").expect("a text takes every line");
    })
}

impl Bench {
    /// Phones whose clocks are up to some minutes apart.
    pub(crate) fn new(names: &[&'static str], start: Timestamp) -> Self {
        let network = Network::new(Profile::tor().lossless(), Chance::new(3), names.len() as u32);
        let rules = Arc::new(Rules::with_policy(Policy::whitepaper()));
        let mut bench = Self { network, now: start, rules, phones: Vec::new(), processes: 0 };
        names.iter().for_each(|name| bench.add(name));
        bench.run_for(Span::minutes(10));
        bench
    }

    fn seed(&mut self) -> [u8; 32] {
        self.processes += 1;
        [self.processes; 32]
    }

    fn add(&mut self, name: &'static str) {
        let who = self.phones.len() as u32;
        let skew = Span::seconds(40 * (i64::from(who) % 5 - 2));
        let (local, seed) = (self.now + skew, self.seed());
        let (mut lines, mut disk, mut updates) = (String::new(), Disk::default(), Vec::new());
        let mut witness = recorder(&mut lines);
        witness.created(local, Seed::from_bytes(seed), name, &self.rules);
        let mut rng = ChaCha20Rng::from_seed(seed);
        let mut effects = Effects::default();
        let profile = Card { name: name.to_owned(), avatar: None };
        let node = Node::create(self.rules.clone(), profile, local, &mut rng, &mut effects);
        let mut port = self.network.port(who, self.now, skew);
        settle_witnessed(&mut effects, &mut port, &mut disk, local, &mut updates, &mut witness)
            .expect("a fresh disk takes everything");
        drop(witness);
        self.phones.push(Phone { name, node, disk, rng, skew, lines, updates });
    }

    /// Carries out a command; nothing if the process was killed over it.
    pub(crate) fn command(&mut self, who: usize, wish: Command) -> Option<Answer> {
        let Phone { node, disk, rng, skew, lines, updates, .. } = &mut self.phones[who];
        let mut port = self.network.port(who as u32, self.now, *skew);
        let (local, mut witness) = (self.now + *skew, recorder(lines));
        let answer =
            command_witnessed(node, wish, &mut port, disk, local, rng, updates, &mut witness);
        drop(witness);
        match answer {
            Ok(answer) => {
                self.pump(who);
                Some(answer)
            }
            Err(Failure::Command(error)) => panic!("{}: {error}", self.phones[who].name),
            Err(Failure::Store(_)) => {
                self.restart(who);
                None
            }
        }
    }

    /// Everybody consents to whatever they are asked for.
    fn pump(&mut self, who: usize) {
        let Phone { node, disk, rng, skew, lines, updates, .. } = &mut self.phones[who];
        let mut port = self.network.port(who as u32, self.now, *skew);
        let mut witness = recorder(lines);
        let (local, shown) = (self.now + *skew, updates.len());
        let pumped = pump_witnessed(node, &mut port, disk, local, rng, updates, &mut witness);
        drop(witness);
        let asked = |update: &Update| {
            if let Update::ConsentAsked { event } = update { Some(*event) } else { None }
        };
        let asked: Vec<u32> = updates[shown..].iter().filter_map(asked).collect();
        if pumped.is_err() {
            return self.restart(who);
        }
        for event in asked {
            self.command(who, Command::Consent { event, given: true });
        }
    }

    /// The process dies and is started again from its disk.
    pub(crate) fn restart(&mut self, who: usize) {
        self.network.crash(who as u32, self.now);
        let seed = self.seed();
        let Phone { node, disk, rng, skew, lines, updates, .. } = &mut self.phones[who];
        let (local, mut witness) = (self.now + *skew, recorder(lines));
        witness.restored(local, Seed::from_bytes(seed), disk.snapshot(), &self.rules);
        *rng = ChaCha20Rng::from_seed(seed);
        let mut effects = Effects::default();
        *node = Node::restore(self.rules.clone(), disk.snapshot(), local, &mut effects)
            .expect("what a node stored makes a node");
        let mut port = self.network.port(who as u32, self.now, *skew);
        let settled = settle_witnessed(&mut effects, &mut port, disk, local, updates, &mut witness);
        drop(witness);
        match settled {
            Ok(()) => self.pump(who),
            Err(_) => self.restart(who),
        }
    }

    pub(crate) fn disk(&mut self, who: usize) -> &mut Disk {
        &mut self.phones[who].disk
    }

    pub(crate) fn run_for(&mut self, span: Span) {
        self.run_until(self.now + span);
    }

    pub(crate) fn run_until(&mut self, end: Timestamp) {
        while let Some(who) = self.advance(end) {
            self.pump(who);
        }
        self.now = self.now.max(end);
    }

    /// Whose phone has something to do next, until `end`.
    fn advance(&mut self, end: Timestamp) -> Option<usize> {
        loop {
            let due = |phone: &Phone| phone.node.next_wake() - phone.skew;
            let wake = (0..self.phones.len()).map(|who| (due(&self.phones[who]), who)).min()?;
            let delivery = self.network.next_due().filter(|at| *at <= wake.0);
            match delivery {
                Some(at) if at <= end => {
                    self.now = self.now.max(at);
                    if let Some((_, Some(who))) = self.network.advance() {
                        return Some(who as usize);
                    }
                }
                None if wake.0 <= end => {
                    self.now = self.now.max(wake.0);
                    return Some(wake.1);
                }
                Some(_) | None => return None,
            }
        }
    }

    /// A guest scans codes until one works; the number of the event there.
    pub(crate) fn check_in(&mut self, host: usize, event: u32, guest: usize) {
        for _attempt in 0..5 {
            self.phones[guest].updates.clear();
            let shown = self.command(host, Command::ShowCode { event });
            if let Some(Answer::Code(code)) = shown {
                self.command(guest, Command::CheckIn { code });
            }
            self.run_for(Span::minutes(2));
            let joined = |update: &Update| matches!(update, Update::CheckedIn { .. });
            if self.phones[guest].updates.iter().any(joined) {
                return;
            }
        }
        panic!("{} cannot check in", self.phones[guest].name);
    }

    /// Each phone's trace as its file would hold it.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let file =
            |phone: &Phone| (format!("{}.jsonl", phone.name.to_lowercase()), phone.lines.clone());
        self.phones.iter().map(file).collect()
    }

    pub(crate) fn traces(&self) -> Vec<Trace> {
        parse(&self.files())
    }
}

pub(crate) fn parse(files: &[(String, String)]) -> Vec<Trace> {
    let parse = |(file, text): &(String, String)| Trace::parse(file.clone(), text.as_bytes());
    files.iter().map(|file| parse(file).expect("a trace")).collect()
}
