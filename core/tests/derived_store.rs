//! A store that keeps nothing: the node decides the same, and is its own record.

use corona_core::contacts::Profile;
use corona_core::node::{Command, Effects, Node, Update};
use corona_core::pump::{command_witnessed, settle};
use corona_core::rules::Rules;
use corona_core::status::InfectionStatus;
use corona_core::storage::{DerivedStore, MemoryStore, Store};
use corona_core::time::{Span, Timestamp};
use corona_core::trace::{Taken, Witness};
use corona_core::transport::{Notice, Request, Transport};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::sync::Arc;

/// Nobody else is there.
#[derive(Default)]
struct Void {
    requests: Vec<String>,
}

impl Transport for Void {
    fn submit(&mut self, request: Request) {
        self.requests.push(format!("{request:?}"));
    }
    fn poll(&mut self) -> Option<Notice> {
        None
    }
}

/// Counts the changes that were encoded, and those that were only named.
#[derive(Default)]
struct Counter {
    encoded: usize,
    named: usize,
}

impl Witness for Counter {
    fn took(&mut self, _at: Timestamp, _input: Taken<'_>) {}
    fn decided(
        &mut self,
        effects: &Effects,
        _answer: Option<Result<&corona_core::node::Answer, &corona_core::node::CommandError>>,
    ) {
        self.encoded += effects.changes.len();
        self.named += effects.changed.len();
    }
    fn settled(&mut self) {}
}

struct Life {
    node: Node,
    requests: Vec<String>,
    updates: Vec<Update>,
    count: Counter,
}

/// A person who hosts, reports, shows a picture and closes: every kind of change but guests'.
fn live<S: Store>(store: &mut S) -> Life {
    let at = Timestamp::from_civil_date(2020, 4, 16).expect("a day");
    let (mut port, mut updates) = (Void::default(), Vec::new());
    let (mut rng, mut count) = (ChaCha8Rng::seed_from_u64(7), Counter::default());
    let mut effects = Effects::for_store(store);
    let profile = Profile { name: "Alice".to_owned(), avatar: None };
    let rules = Arc::new(Rules::with_policy(corona_core::cascade::Policy::whitepaper()));
    let mut node = Node::create(rules, profile, at, &mut rng, &mut effects);
    settle(&mut effects, &mut port, store, at, &mut updates).expect("room");
    let commands = [
        Command::CreateEvent { name: "party".to_owned(), banner: Some(vec![1, 2]) },
        Command::SetProfile { name: "Alice".to_owned(), avatar: Some(vec![3; 500]) },
        Command::ReportInfection {
            status: InfectionStatus::Positive,
            infectious_from: None,
            note: "call".to_owned(),
        },
        Command::Correct,
        Command::SetProfile { name: "Alice".to_owned(), avatar: None },
        Command::RotateDiscovery,
        Command::CloseEvent { event: 0 },
    ];
    for (hours, command) in (0..).zip(commands) {
        let now = at + Span::hours(hours);
        command_witnessed(
            &mut node,
            command,
            &mut port,
            store,
            now,
            &mut rng,
            &mut updates,
            &mut count,
        )
        .expect("legal, and there is room");
    }
    Life { node, requests: port.requests, updates, count }
}

#[test]
fn a_store_that_keeps_nothing_makes_no_difference_but_that_nothing_is_encoded() {
    let (mut memory, mut derived) = (MemoryStore::default(), DerivedStore::default());
    let (kept, followed) = (live(&mut memory), live(&mut derived));
    assert_eq!(followed.requests, kept.requests);
    assert_eq!(followed.updates, kept.updates);
    assert_eq!(derived.commits(), memory.commits());
    assert_eq!((kept.count.named, followed.count.encoded), (0, 0));
    assert_eq!(followed.count.named, kept.count.encoded);
    assert!(kept.count.encoded > 0);
    assert!(&followed.node.records() == memory.snapshot(), "records follow from the node");
}
