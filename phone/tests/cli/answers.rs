//! Answers of a phone, carried over its socket and shown by the binary.

use crate::workplace::{Ended, Workplace};
use corona_phone::api::{Ask, FailureKind, Outcome, ScaledClockShown};

fn scaled_clock() -> ScaledClockShown {
    ScaledClockShown { shows: "2020-04-12T15:00:03Z".to_owned(), rate: 7200.0 }
}

fn code() -> Outcome {
    Outcome::Code { code: "CORONAEVENT1QQQ".to_owned(), expires: "2020-04-12T15:15:00Z".to_owned() }
}

#[test]
fn a_code_goes_to_standard_output_and_what_is_said_of_it_elsewhere() {
    let place = Workplace::with_phone();
    let phone = place.answering(None, vec![code()]);
    assert_eq!(
        place.run(&["event", "code", "3"]),
        Ended {
            code: Some(0),
            stdout: "CORONAEVENT1QQQ\n".to_owned(),
            stderr: "It admits one guest, and nobody after 2020-04-12 15:15 UTC: \
                     show each guest a fresh one.\n"
                .to_owned(),
        }
    );
    assert_eq!(phone.join().unwrap(), [Ask::ShowCode { event: 3 }]);
}

#[test]
fn a_test_clock_stands_first_in_words_and_json() {
    let place = Workplace::with_phone();
    let phone = place.answering(Some(scaled_clock()), vec![code(), code(), code()]);
    let told = place.run(&["event", "code", "3", "--text"]).stdout;
    assert_eq!(told, "TEST CLOCK: 2020-04-12T15:00:03Z, 7200 seconds a second\nCORONAEVENT1QQQ\n");
    let drawn = place.run(&["event", "code", "3", "--qr"]).stdout;
    assert!(drawn.starts_with("TEST CLOCK: 2020-04-12T15:00:03Z, 7200 seconds a second\n█████"));
    assert!(drawn.ends_with("▀\nCORONAEVENT1QQQ\n"), "{drawn}");
    assert!(!drawn.contains('\u{1b}'), "no escape sequences into a file");
    let json = place.run(&["event", "code", "3", "--json"]);
    assert_eq!(
        json.stdout,
        "{\"scaled_clock\":{\"shows\":\"2020-04-12T15:00:03Z\",\"rate\":7200.0},\
         \"outcome\":\"code\",\"code\":\"CORONAEVENT1QQQ\",\"expires\":\"2020-04-12T15:15:00Z\"}\n"
    );
    assert_eq!(json.stderr, "");
    assert_eq!(phone.join().unwrap().len(), 3);
}

#[test]
fn the_exit_code_says_whose_move_it_is() {
    let place = Workplace::with_phone();
    let kinds = [(FailureKind::Phone, 1), (FailureKind::Refused, 2), (FailureKind::Unanswered, 3)];
    let failed = |kind: FailureKind| Outcome::Failed {
        kind,
        reason: kind.into(),
        message: "it is so".to_owned(),
    };
    let phone = place.answering(
        Some(scaled_clock()),
        kinds.iter().flat_map(|(kind, _)| [failed(*kind), failed(*kind)]).collect(),
    );
    for (kind, exit) in kinds {
        assert_eq!(
            place.run(&["contact", "remove", "7"]),
            Ended {
                code: Some(exit),
                stdout: String::new(),
                stderr: "TEST CLOCK: 2020-04-12T15:00:03Z, 7200 seconds a second\n\
                         corona: it is so\n"
                    .to_owned(),
            }
        );
        let json = place.run(&["contact", "remove", "7", "--json"]);
        assert_eq!(json.code, Some(exit));
        let value: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
        assert_eq!(value["kind"], serde_json::to_value(kind).unwrap());
        assert_eq!(value["scaled_clock"]["rate"], 7200.0);
    }
    assert_eq!(phone.join().unwrap(), vec![Ask::RemoveContact { contact: 7 }; 6]);
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let place = Workplace::with_phone();
    let phone = place.answering(None, vec![Outcome::Done]);
    let mut command = place.command();
    command.env("CORONA_HOME", place.home()).arg("stop");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command.stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    assert_eq!(phone.join().unwrap(), [Ask::Stop]);
}
