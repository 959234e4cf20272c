//! The own status as a person reads it: what it means, how near the risk is, what to do.
//!
//! It repeats what the phone knows and no more: an unknown status is not called healthy,
//! and a network that can't be used says what helps. Medical advice ends at staying away
//! from others and getting tested.

use crate::cli::event_words::signal_words;
use crate::cli::words::{counted, harmless};
use corona_phone::api::{EventShown, SignalShown, StatusShown};
use std::fmt::Write;

/// Everything on one screen.
pub(crate) fn words(shown: &StatusShown) -> String {
    let mut text = format!("{}: {}\n", harmless(&shown.name), meaning(shown));
    if let Some(signal) = &shown.signal {
        let _ = writeln!(text, "  Risk: {}", signal_words(signal));
    }
    if let Some(advice) = advice(shown) {
        let _ = writeln!(text, "  What to do: {advice}");
    }
    text.push_str(&network(shown));
    if shown.polls_wait {
        text.push_str(WAITING);
    }
    let _ = writeln!(
        text,
        "You host {}, joined {} and have {}.",
        counted(shown.hosted.len(), "event"),
        counted(shown.joined.len(), "event"),
        counted(shown.contacts, "contact"),
    );
    text.push_str(&under_way(&shown.joined));
    text
}

const WAITING: &str = "Events are not asked for news while the network is metered or the battery \
    saved: no warning reaches you from them. `corona conditions --heed no` lets it go on.\n";

/// The status, and what it means.
fn meaning(shown: &StatusShown) -> String {
    let caution = shown.signal.as_ref().is_some_and(|signal| !signal.high);
    match shown.status.as_str() {
        "unknown" if caution => {
            "unknown, with caution. A warning reached you from afar; it is weak".to_owned()
        }
        "unknown" => "unknown. No event you attended has warned you, and you reported nothing \
             that still counts"
            .to_owned(),
        "high-risk" => {
            "high risk. You attended an event where somebody was infectious, or had been warned"
                .to_owned()
        }
        "suspected" => "suspected. You reported symptoms".to_owned(),
        "positive" => "positive. You reported a positive test".to_owned(),
        "negative" => "negative. You reported a negative test".to_owned(),
        other => harmless(other),
    }
}

fn advice(shown: &StatusShown) -> Option<&'static str> {
    let caution = shown.signal.as_ref().map(|SignalShown { high, .. }| !high);
    match (shown.status.as_str(), caution) {
        ("unknown", Some(true)) => Some("watch for symptoms, and mind people at risk."),
        ("high-risk", _) => Some(
            "stay away from others and get tested; then `corona status report positive`, \
             or `corona status report negative --sampled DATE`.",
        ),
        ("suspected", _) => Some(
            "stay away from others and get tested; then `corona status report positive`, \
             or `corona status report negative --sampled DATE`.",
        ),
        ("positive", _) => Some(
            "stay away from others until a test is negative. If it was a mistake: \
             `corona status correct`, within 48 hours.",
        ),
        ("negative", Some(_)) => {
            Some("you were warned all the same; a test soon after says little: test again later.")
        }
        _ => None,
    }
}

/// How the network stands, and what helps if it doesn't.
fn network(shown: &StatusShown) -> String {
    let word = shown.network.split([':', ' ']).next().unwrap_or_default();
    let mut text = format!("Network: {}", harmless(&shown.network));
    if !shown.network_text.is_empty() {
        let _ = write!(text, ". {}", harmless(&shown.network_text));
    }
    text.push('\n');
    let advice = match word {
        "starting" => {
            "wait; it usually takes less than a minute; what you do meanwhile is delivered later."
        }
        "offline" => {
            "check the connection; the phone goes on trying, and delivers what waits once it is back."
        }
        "clock-off" => {
            "set this computer's date, time and time zone; the phone recovers without a restart."
        }
        "obsolete" => "install a newer corona: Tor no longer works with this one.",
        _ => return text,
    };
    let _ = writeln!(text, "  What to do: {advice}");
    text
}

/// Reports that somebody still has to hear.
fn under_way(joined: &[EventShown]) -> String {
    let waiting = joined.iter().filter(|event| event.report_under_way).count();
    match waiting {
        0 => String::new(),
        1 => "1 event has yet to hear your report: keep `corona run` running.\n".to_owned(),
        many => format!("{many} events have yet to hear your report: keep `corona run` running.\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{barbecue, status, theater};

    #[test]
    fn somebody_at_high_risk_is_told_why_and_what_to_do() {
        let signal = Some(SignalShown { strength: 14, hop: 1, high: true });
        let joined = vec![barbecue(), theater()];
        assert_eq!(
            words(&StatusShown { signal, joined, contacts: 1, ..status("high-risk") }),
            "Eve: high risk. You attended an event where somebody was infectious, or had been warned\n  \
             Risk: high risk, strength 14 of 15, from a report 1 event away\n  \
             What to do: stay away from others and get tested; then `corona status report positive`, \
             or `corona status report negative --sampled DATE`.\n\
             Network: online\n\
             You host 0 events, joined 2 events and have 1 contact.\n\
             1 event has yet to hear your report: keep `corona run` running.\n"
        );
    }

    #[test]
    fn an_unknown_status_is_not_called_healthy() {
        assert_eq!(
            words(&status("unknown")),
            "Eve: unknown. No event you attended has warned you, and you reported nothing \
             that still counts\n\
             Network: online\n\
             You host 0 events, joined 0 events and have 0 contacts.\n"
        );
    }

    #[test]
    fn every_status_has_its_meaning_and_caution_its_own() {
        let first = |shown: &StatusShown| words(shown).lines().next().unwrap().to_owned();
        let signal = Some(SignalShown { strength: 5, hop: 2, high: false });
        assert_eq!(
            first(&StatusShown { signal, ..status("unknown") }),
            "Eve: unknown, with caution. A warning reached you from afar; it is weak"
        );
        assert_eq!(first(&status("suspected")), "Eve: suspected. You reported symptoms");
        assert_eq!(first(&status("positive")), "Eve: positive. You reported a positive test");
        assert_eq!(first(&status("negative")), "Eve: negative. You reported a negative test");
    }

    #[test]
    fn a_network_that_cannot_be_used_says_what_helps() {
        let shown = |word: &str, text: &str| {
            network(&StatusShown {
                network: word.to_owned(),
                network_text: text.to_owned(),
                ..status("unknown")
            })
        };
        assert_eq!(
            shown("offline", "No relay answers."),
            "Network: offline. No relay answers.\n  What to do: check the connection; \
             the phone goes on trying, and delivers what waits once it is back.\n"
        );
        assert_eq!(
            shown("clock-off", ""),
            "Network: clock-off\n  What to do: set this computer's date, time and time zone; \
             the phone recovers without a restart.\n"
        );
        assert_eq!(
            shown("obsolete", ""),
            "Network: obsolete\n  What to do: install a newer corona: \
             Tor no longer works with this one.\n"
        );
        assert_eq!(
            shown("starting: 45 %", ""),
            "Network: starting: 45 %\n  What to do: wait; it usually takes less than a minute; \
             what you do meanwhile is delivered later.\n"
        );
    }
}
