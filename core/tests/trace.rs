//! A trace says what a phone took and decided, and can be read again.

use corona_core::contacts::Profile;
use corona_core::identity::{IdentitySecret, VerifyingKey};
use corona_core::node::{Answer, Command, Effects, Node};
use corona_core::pump::{command_witnessed, pump_witnessed, settle_witnessed};
use corona_core::rules::Rules;
use corona_core::storage::MemoryStore;
use corona_core::time::Timestamp;
use corona_core::trace::{Decisions, Entry, Fingerprint, Input, Outcome, Recorder, Seed};
use corona_core::transport::{LinkId, Notice, Request, ServiceId, Transport};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use std::collections::VecDeque;
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(Default)]
struct Port {
    inbox: VecDeque<Notice>,
}

impl Transport for Port {
    fn submit(&mut self, _request: Request) {}
    fn poll(&mut self) -> Option<Notice> {
        self.inbox.pop_front()
    }
}

fn stranger() -> VerifyingKey {
    IdentitySecret::from_seed(Zeroizing::new([9; 32])).public().erase_role()
}

/// Alice creates an event, shows its code, is refused a second time, hears a stranger and a
/// frame. Gives the lines and the code.
fn recorded() -> (Vec<String>, String) {
    let at = Timestamp::from_civil_date(2020, 4, 16).unwrap();
    let seed = Seed::from_bytes([7; 32]);
    let rules = Arc::new(Rules::with_policy(corona_core::cascade::Policy::whitepaper()));
    let (mut lines, mut updates) = (Vec::new(), Vec::new());
    let (mut port, mut store) = (Port::default(), MemoryStore::default());
    let mut rng = ChaCha20Rng::from_seed(*seed.as_bytes());
    let mut witness = Recorder::new(|entry: &Entry| {
        lines.push(serde_json::to_string(entry).unwrap());
    });
    witness.created(at, seed, "Alice", &rules);
    let mut effects = Effects::default();
    let profile = Profile { name: "Alice".to_owned(), avatar: None };
    let mut node: Node = Node::create(rules, profile, at, &mut rng, &mut effects);
    settle_witnessed(&mut effects, &mut port, &mut store, at, &mut updates, &mut witness).unwrap();
    let mut code = String::new();
    for command in [
        Command::CreateEvent { name: "party".to_owned(), banner: Some(vec![1, 2]) },
        Command::ShowCode { event: 0 },
        Command::ShowCode { event: 5 },
    ] {
        let answer = command_witnessed(
            &mut node,
            command,
            &mut port,
            &mut store,
            at,
            &mut rng,
            &mut updates,
            &mut witness,
        );
        if let Ok(Answer::Code(shown)) = answer {
            code = shown.to_text().to_string();
        }
    }
    let (link, service) = (LinkId::accepted(1), ServiceId(0));
    port.inbox.push_back(Notice::Accepted { link, service, peer: stranger() });
    port.inbox.push_back(Notice::Frame { link, frame: vec![0; 256] });
    pump_witnessed(&mut node, &mut port, &mut store, at, &mut rng, &mut updates, &mut witness)
        .unwrap();
    (lines, code)
}

#[test]
fn every_line_reads_as_it_was_written() {
    let (lines, code) = recorded();
    for line in &lines {
        let entry: Entry = serde_json::from_str(line).unwrap();
        assert_eq!(&serde_json::to_string(&entry).unwrap(), line);
    }
    let check_in = Input::Command(Command::CheckIn {
        code: corona_core::events::CheckInCode::from_text(&code).unwrap(),
    });
    let text = serde_json::to_string(&check_in).unwrap();
    assert_eq!(text, format!(r#"{{"command":{{"check_in":{{"code":"{code}"}}}}}}"#));
    let read: Input = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    let printed = format!("{read:?}");
    assert!(!printed.contains(&code) && printed.contains("redacted"), "{printed}");
}

#[test]
fn inputs_come_before_what_followed_from_them() {
    let (lines, code) = recorded();
    let entries: Vec<Entry> =
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(entries.len().is_multiple_of(2));
    for pair in entries.chunks(2) {
        assert!(matches!(pair[0], Entry::Created { .. } | Entry::Took { .. }));
        assert!(matches!(pair[1], Entry::Did(_)));
    }
    assert!(lines[0].contains(&"07".repeat(32)) && lines[0].contains("\"name\":\"Alice\""));
    assert!(lines[1].contains("put Person") && lines[1].contains("publish 0 at "));
    let Entry::Did(shown) = &entries[5] else { panic!("{}", lines[5]) };
    let digest = Fingerprint::of(code.as_bytes());
    let words = format!("Code(check-in code (redacted)) {digest}");
    assert_eq!(shown.answer, Some(Outcome::Answered(words)));
    let Entry::Did(refused) = &entries[7] else { panic!("{}", lines[7]) };
    let words = "there is no hosted event number 5".to_owned();
    assert_eq!(refused.answer, Some(Outcome::Refused(words)));
    let peer: String = stranger().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(lines.iter().any(|line| line.contains(&peer)));
    assert!(lines.iter().any(|line| line.contains(r#""length":256"#)));
}

#[test]
fn a_frame_that_differs_in_one_byte_is_another_decision() {
    let decided = |last: u8| {
        let mut frame = vec![0; 256];
        frame[255] = last;
        let requests = vec![Request::Send { link: LinkId::dialled(1), frame }];
        Decisions::of(&Effects { requests, ..Effects::default() }, None)
    };
    assert_eq!(decided(0), decided(0));
    assert_ne!(decided(0), decided(1));
}
