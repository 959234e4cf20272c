//! Clients that are broken, slow, or many.

use crate::bench::{Bench, PATIENCE};
use corona_phone::api::{Ask, FailureKind, Outcome, Reply, UpdateShown};
use corona_phone::control::ask;
use corona_phone::host::RunOptions;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

fn say(home: &Path, bytes: &[u8]) -> Outcome {
    let mut stream = UnixStream::connect(home.join("control.sock")).unwrap();
    // A question that is too long may be refused before all of it was read.
    let _refused = stream.write_all(bytes);
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    serde_json::from_str::<Reply>(&line).unwrap_or_else(|error| panic!("{line:?}: {error}")).outcome
}

#[test]
fn nonsense_is_refused_without_being_quoted() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let questions: [&[u8]; 5] = [
        b"nonsense\n",
        b"{\"ask\":\"show-code\",\"event\":0,\"CORONAEVENT1\":1}\n",
        b"{\"ask\":\"status\"}",
        b"{\"ask\":\"check-in\"}\n",
        &[b'x'; 64 << 10],
    ];
    for question in questions {
        match say(&alice.home, question) {
            Outcome::Failed { kind: FailureKind::Refused, message, .. } => {
                assert!(!message.contains("CORONAEVENT1"), "{message}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(alice.status().name, "Alice");
}

#[test]
fn clients_that_stay_silent_do_not_keep_others_from_asking() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let socket = alice.home.join("control.sock");
    let silent: Vec<_> = (0..40).map(|_| UnixStream::connect(&socket).unwrap()).collect();
    assert_eq!(alice.status().name, "Alice");
    drop(silent);
}

#[test]
fn a_follower_hears_what_happens_until_it_hangs_up() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let bob = bench.start("Bob", RunOptions::default());
    let party = alice.host("Party");
    let mut followed = ask(&alice.home, &Ask::Follow { after: None }).unwrap();
    // The question is on its way when `ask` returns; one answered after it shows it arrived.
    alice.until("somebody follows", |alice| {
        alice.ask(&Ask::Consent { event: 9, given: true });
        Some(())
    });
    let code = alice.code(party);
    bob.check_in(code.clone());
    let admitted = followed.next().unwrap().unwrap().outcome;
    match admitted {
        Outcome::Update(UpdateShown { what, text, .. }) => {
            assert_eq!(what, "guest-admitted");
            assert_eq!(text, "guest 0 has checked in to hosted event 0");
        }
        other => panic!("{other:?}"),
    }
    drop(followed);
    let late = bob.ask(&Ask::CheckIn { code, patience: PATIENCE });
    assert!(matches!(late, Outcome::Failed { kind: FailureKind::Refused, .. }), "{late:?}");
    assert_eq!(alice.event(true, party).statistics.unwrap().attendees, "2");
}

#[test]
fn a_follower_ends_with_the_phone() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let followed = ask(&alice.home, &Ask::Follow { after: None }).unwrap();
    alice.stop();
    assert!(followed.map(Result::unwrap).all(|r| matches!(r.outcome, Outcome::Update { .. })));
}
