//! Phones of one story, asked as the command line asks.

use crate::bench::{Bench, PATIENCE};
use corona_phone::api::{Ask, FailureKind, Outcome};
use corona_phone::host::RunOptions;

#[test]
fn a_guest_checks_in_reports_and_the_organizer_sees_it() {
    a_report_is_lived(&Bench::new());
}

#[test]
fn the_same_over_sessions_and_sockets() {
    a_report_is_lived(&Bench::over_tcp());
}

fn a_report_is_lived(bench: &Bench) {
    let (alice, bob, carol) = (
        bench.start("Alice", RunOptions::default()),
        bench.start("Bob", RunOptions::default()),
        bench.start("Carol", RunOptions::default()),
    );
    let party = alice.host("Party");
    let joined = bob.check_in(alice.code(party));
    carol.check_in(alice.code(party));
    bob.report_positive();
    bob.until("the report is acknowledged", |bob| {
        (!bob.event(false, joined).report_under_way).then_some(())
    });
    assert_eq!(bob.status().status, "positive");
    let shown = alice.until("the report is shown", |alice| {
        Some(alice.event(true, party)).filter(|event| !event.reports.is_empty())
    });
    let statistics = shown.statistics.unwrap();
    assert_eq!((shown.stage.as_str(), shown.reachable), ("open", true));
    assert_eq!((statistics.attendees.as_str(), statistics.positives.as_str()), ("3", "1"));
    let report = &shown.reports[0];
    assert_eq!(report.name.as_deref(), Some("Bob"));
    assert_eq!(report.note.as_deref(), Some("Cough since Friday"));
    assert_eq!((report.status.as_str(), report.decision.as_str()), ("positive", "undecided"));
    let decide = Ask::Decide { event: party, slot: report.slot, confirm: true };
    assert_eq!(alice.ask(&decide), Outcome::Done);
    assert_eq!(alice.event(true, party).reports[0].decision, "confirmed");
    let status = alice.status();
    assert_eq!((status.status.as_str(), status.network.as_str()), ("high-risk", "online"));
    assert!(status.signal.unwrap().high);
    assert_eq!(alice.ask(&Ask::CloseEvent { event: party }), Outcome::Done);
    let late = alice.ask(&Ask::ShowCode { event: party });
    assert!(matches!(late, Outcome::Failed { kind: FailureKind::Refused, .. }), "{late:?}");
    [alice, bob, carol].into_iter().for_each(crate::bench::Phone::stop);
}

#[test]
fn a_code_that_was_used_admits_nobody_and_says_what_to_do() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let bob = bench.start("Bob", RunOptions::default());
    let carol = bench.start("Carol", RunOptions::default());
    let code = alice.code(alice.host("Party"));
    bob.check_in(code.clone());
    match carol.ask(&Ask::CheckIn { code, patience: PATIENCE }) {
        Outcome::Failed { kind: FailureKind::Unanswered, message, .. } => {
            assert!(message.contains("fresh code"), "{message}");
        }
        other => panic!("{other:?}"),
    }
    match carol.ask(&Ask::CheckIn { code: "nonsense".to_owned(), patience: PATIENCE }) {
        Outcome::Failed { kind: FailureKind::Refused, message, .. } => {
            assert!(message.contains("scan it again"), "{message}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_people_pair_by_comparing_digits() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let bob = bench.start("Bob", RunOptions::default());
    let invited = alice.ask(&Ask::Invite { alone: false, patience: PATIENCE });
    let Outcome::Invitation { pairing: hers, invitation, reachable: true, .. } = invited else {
        panic!("{invited:?}")
    };
    let Outcome::Digits { pairing: his, digits, name } =
        bob.ask(&Ask::Join { invitation, patience: PATIENCE })
    else {
        panic!("no digits")
    };
    assert_eq!(name, "Alice");
    let shown = alice.ask(&Ask::Digits { pairing: hers, patience: PATIENCE });
    assert_eq!(shown, Outcome::Digits { pairing: hers, digits, name: "Bob".to_owned() });
    let confirm = |pairing| Ask::ConfirmPairing { pairing, matches: true, patience: PATIENCE };
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| alice.ask(&confirm(hers)));
        (bob.ask(&confirm(his)), one.join().unwrap())
    });
    assert!(matches!(&one, Outcome::Paired { name, .. } if name == "Alice"), "{one:?}");
    assert!(matches!(&other, Outcome::Paired { name, .. } if name == "Bob"), "{other:?}");
    assert_eq!(alice.status().contacts, 1);
    let again = alice.ask(&Ask::Digits { pairing: hers + 7, patience: PATIENCE });
    assert!(matches!(again, Outcome::Failed { kind: FailureKind::Refused, .. }), "{again:?}");
}

#[test]
fn digits_that_differ_make_no_contact() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let bob = bench.start("Bob", RunOptions::default());
    let Outcome::Invitation { pairing, invitation, .. } =
        alice.ask(&Ask::Invite { alone: false, patience: PATIENCE })
    else {
        panic!("no invitation")
    };
    let Outcome::Digits { pairing: his, .. } =
        bob.ask(&Ask::Join { invitation, patience: PATIENCE })
    else {
        panic!("no digits")
    };
    alice.ask(&Ask::Digits { pairing, patience: PATIENCE });
    let no = Ask::ConfirmPairing { pairing, matches: false, patience: PATIENCE };
    assert_eq!(alice.ask(&no), Outcome::Done);
    let refused = bob.ask(&Ask::ConfirmPairing { pairing: his, matches: true, patience: PATIENCE });
    assert!(matches!(refused, Outcome::Failed { .. }), "{refused:?}");
    assert_eq!((alice.status().contacts, bob.status().contacts), (0, 0));
}

#[test]
fn a_phone_that_nobody_answers_says_so_when_patience_ends() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let Outcome::Invitation { pairing, .. } =
        alice.ask(&Ask::Invite { alone: false, patience: PATIENCE })
    else {
        panic!("no invitation")
    };
    match alice.ask(&Ask::Digits { pairing, patience: 50 }) {
        Outcome::Failed { kind: FailureKind::Unanswered, message, .. } => {
            assert!(message.contains("nobody has joined"), "{message}");
        }
        other => panic!("{other:?}"),
    }
}
