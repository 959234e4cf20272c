//! Every message, signature and text of the protocol, byte for byte.
//!
//! The files in `core/tests/golden` are what another implementation tests itself against:
//! if one changes, phones in the field stop understanding each other. `CORONA_BLESS=1`
//! writes them anew, for a change that is meant.

#[allow(dead_code, unused_imports, reason = "each test takes from the samples what it needs")]
mod samples;

use corona_core::events::{CheckInCode, PollRules, PollSchedule};
use corona_core::identity::{Card, CheckIn, Context, Discovery, Secret};
use corona_core::time::{Span, Timestamp};
use samples::{Sample, event, full_report, identity, metadata, pseudonym, public};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use zeroize::Zeroizing;

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "golden"].iter().collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hex_lines(bytes: &[u8]) -> String {
    bytes.chunks(32).fold(String::new(), |lines, chunk| lines + &hex(chunk) + "\n")
}

/// Compares `content` with its file, or writes it if `CORONA_BLESS` is set; returns
/// the lines that differ.
fn differences(name: &str, content: &str) -> Vec<String> {
    let path = folder().join(format!("{name}.txt"));
    if std::env::var_os("CORONA_BLESS").is_some() {
        fs::create_dir_all(folder()).expect("the golden folder can be made");
        fs::write(&path, content).expect("the golden file can be written");
        return Vec::new();
    }
    let Ok(golden) = fs::read_to_string(&path) else {
        return vec![format!("{name}: no golden file; CORONA_BLESS=1 writes it")];
    };
    let (golden, content): (Vec<&str>, Vec<&str>) =
        (golden.lines().collect(), content.lines().collect());
    let lines = golden.len().max(content.len());
    let line = |lines: &[&str], at| lines.get(at).copied().unwrap_or("(no line)").to_owned();
    (0..lines)
        .filter(|at| golden.get(*at) != content.get(*at))
        .map(|at| {
            let (before, now) = (line(&golden, at), line(&content, at));
            format!("{name}.txt line {}:\n  golden {before}\n  now    {now}", at + 1)
        })
        .collect()
}

fn assert_golden(name: &str, content: &str) {
    let differences = differences(name, content);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn describe(sample: &Sample) -> String {
    let Sample { about, kind, message, frame, .. } = sample;
    let mut text = format!("# {about}\n");
    match frame {
        Some(frame) => {
            assert_eq!(&frame[3..3 + message.len()], message);
            assert!(frame[3 + message.len()..].iter().all(|byte| *byte == 0));
            let header = hex(&frame[..3]);
            writeln!(text, "frame of {} bytes, header\n{header}", frame.len()).unwrap();
        }
        None => text.push_str("inside another message\n"),
    }
    write!(text, "{kind} of {} bytes\n{}", message.len(), hex_lines(message)).unwrap();
    text
}

#[test]
fn every_message_is_what_it_was() {
    let samples = samples::every_message();
    let differences: Vec<String> =
        samples.iter().flat_map(|sample| differences(sample.name, &describe(sample))).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn no_golden_file_is_left_behind_or_used_twice() {
    let samples = samples::every_message();
    let mut wanted: BTreeSet<String> =
        samples.iter().map(|sample| format!("{}.txt", sample.name)).collect();
    assert_eq!(wanted.len(), samples.len());
    wanted.extend(["signatures.txt", "texts.txt", "polls.txt"].map(str::to_owned));
    if std::env::var_os("CORONA_BLESS").is_some() {
        return;
    }
    let there: BTreeSet<String> = fs::read_dir(folder())
        .expect("the golden folder is there")
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(there, wanted);
}

#[test]
fn every_signature_is_what_it_was() {
    let (event, pseudonym) = (event().public(), pseudonym());
    let sealed = full_report().seal(&identity(), &event, &pseudonym.public());
    let transcript = [0x7A; 32];
    let check_in = pseudonym.sign(Context::CheckIn, &[event.as_bytes()]);
    let inviter = identity().sign(Context::PairingInviter, &[&transcript]);
    let joiner = identity().sign(Context::PairingJoiner, &[&transcript]);
    let lines = [
        ("identity 01…", hex(identity().public().as_bytes())),
        ("event 02…", hex(event.as_bytes())),
        ("pseudonym 03…", hex(pseudonym.public().as_bytes())),
        ("check-in, by the pseudonym over the event", hex(check_in.as_bytes())),
        ("report, by the identity over report_positive", hex(&sealed.signature)),
        ("pairing, inviter, by the identity over 32 bytes 7a", hex(inviter.as_bytes())),
        ("pairing, joiner, by the identity over 32 bytes 7a", hex(joiner.as_bytes())),
    ];
    let text = lines.iter().fold("# Keys and signatures.\n".to_owned(), |text, (about, hex)| {
        format!("{text}{about}\n{hex}\n")
    });
    assert_golden("signatures", &text);
}

#[test]
fn every_text_is_what_it_was() {
    let code = CheckInCode {
        event: event().public(),
        address: public::<Discovery>(4),
        secret: Secret::<CheckIn>::from_seed(Zeroizing::new([5; 32])),
    };
    let card = Card { identity: identity().public(), address: public(4) };
    let text = format!(
        "# What is shown.\n\
         check-in code: event 02…, discovery 04…, check-in seed 05…\n{}\n\
         contact card: identity 01…, discovery 04…\n{}",
        code.to_text().as_str(),
        hex_lines(&card.to_bytes()),
    );
    assert_golden("texts", &text);
}

#[test]
fn a_participation_polls_when_it_did() {
    // Polls of running participations must survive an update of the app.
    let origin = metadata().start + Span::HOUR;
    let schedule = PollSchedule::new(origin, Zeroizing::new([6; 32]));
    let mut at = origin;
    let mut text =
        format!("# First polls of the pseudonym with seed 06…, checked in {origin:?}.\n");
    for _ in 0..5 {
        at = schedule.next_after(at, &PollRules::default());
        writeln!(text, "{at:?}").unwrap();
    }
    assert_golden("polls", &text);
    assert!(at > Timestamp::default());
}
