//! Events as a person reads them.
//!
//! One line for lists, a block with statistics and reports for one event. What other people
//! wrote is made harmless; numbers are as the phone gave them, coarsened or not.

use crate::cli::words::{harmless, moment, to_the_minute};
use corona_phone::api::{EventShown, ReportShown, SignalShown, StatisticsShown, StatusShown};
use std::fmt::Write;

/// What is said if there are no events.
pub(crate) const NONE: &str =
    "No events yet: host one with `corona event create`, or join one with `corona check-in`.\n";

/// All events, one line each.
pub(crate) fn list(status: &StatusShown) -> String {
    let mut text = String::new();
    for (title, events) in [("Hosted here:", &status.hosted), ("Joined:", &status.joined)] {
        if events.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{title}");
        events.iter().for_each(|event| text.push_str(&line(event)));
    }
    if text.is_empty() { NONE.to_owned() } else { text }
}

/// One event on one line.
pub(crate) fn line(event: &EventShown) -> String {
    let mut text = format!("{:>3}  {}: {}", event.event, name(event), stage_word(&event.stage));
    if let Some(time) = time(event) {
        let _ = write!(text, ", {time}");
    }
    if let Some(signal) = event.statistics.as_ref().and_then(|s| s.signal.as_ref()) {
        let _ = write!(text, "; {}", warned(signal));
    }
    if event.hosted && !event.reachable && event.stage == "checking-in" {
        text.push_str("; not reachable yet");
    }
    if event.report_under_way {
        text.push_str("; your report is under way");
    }
    text.push('\n');
    text
}

/// One event in full.
pub(crate) fn words(event: &EventShown) -> String {
    let kind = if event.hosted { "Hosted event" } else { "Joined event" };
    let mut text = format!("{kind} {}: {}\n", event.event, name(event));
    let _ = writeln!(text, "  Stage: {}", stage(event));
    if let Some(time) = time(event) {
        let _ = writeln!(text, "  Time: {time}");
    }
    if event.hosted {
        let _ = writeln!(text, "  Reachable: {}", reachable(event.reachable));
    }
    match &event.statistics {
        Some(statistics) => text.push_str(&counts(statistics)),
        None => text.push_str("  Statistics: not known yet\n"),
    }
    if event.report_under_way {
        text.push_str("  Your report to it is under way; keep `corona run` running.\n");
    }
    for report in &event.reports {
        text.push_str(&report_line(event.event, report));
    }
    text
}

fn name(event: &EventShown) -> String {
    if event.name.is_empty() { "(name not known yet)".to_owned() } else { harmless(&event.name) }
}

fn stage_word(stage: &str) -> String {
    if stage == "checking-in" { "checking in".to_owned() } else { harmless(stage) }
}

/// The stage, and what can still happen in it.
fn stage(event: &EventShown) -> String {
    let number = event.event;
    match (event.stage.as_str(), event.hosted) {
        ("checking-in", true) => {
            format!(
                "checking in: `corona event code {number}` admits a guest, `corona event close {number}` ends it"
            )
        }
        ("checking-in", false) => "checking in: the host hasn't answered yet".to_owned(),
        ("open", true) => format!("open: `corona event close {number}` ends it"),
        ("open", false) => "open".to_owned(),
        ("maintained", _) => "over; reports are still passed on".to_owned(),
        ("archived", _) => "archived: nothing changes any more".to_owned(),
        (other, _) => harmless(other),
    }
}

fn time(event: &EventShown) -> Option<String> {
    let start = event.start.as_deref()?;
    let Some(end) = event.end.as_deref() else {
        return Some(format!("since {}", moment(start)));
    };
    let start = to_the_minute(start).unwrap_or_else(|| harmless(start));
    Some(format!("{start} to {}", moment(end)))
}

const fn reachable(reachable: bool) -> &'static str {
    if reachable { "yes" } else { "not yet; keep `corona run` running" }
}

fn counts(statistics: &StatisticsShown) -> String {
    let StatisticsShown { attendees, positives, suspected, negatives, signal } = statistics;
    let mut text = format!(
        "  Attendees: {} (the host included)\n  \
         Reported: {} positive, {} with symptoms, {} negative\n",
        harmless(attendees),
        harmless(positives),
        harmless(suspected),
        harmless(negatives),
    );
    if let Some(signal) = signal {
        let _ = writeln!(text, "  Warning: {}", signal_words(signal));
    }
    text
}

fn report_line(event: u32, report: &ReportShown) -> String {
    let who = match &report.name {
        Some(name) => format!("{} (guest {})", harmless(name), report.slot),
        None => format!("guest {}", report.slot),
    };
    let note = match &report.note {
        Some(note) if !note.is_empty() => format!(", \"{}\"", harmless(note)),
        Some(_) | None => String::new(),
    };
    let decision = if report.decision == "undecided" {
        format!("yours to decide: `corona event decide {event} {} confirm|reject`", report.slot)
    } else {
        harmless(&report.decision)
    };
    format!("  Report: {who}: {}{note}; {decision}\n", harmless(&report.status))
}

/// How near a warning's cause is, and how strong it is.
pub(crate) fn signal_words(signal: &SignalShown) -> String {
    format!("{}, strength {} of 15, from {}", level(signal), signal.strength, distance(signal.hop))
}

fn warned(signal: &SignalShown) -> String {
    format!("warned ({})", level(signal))
}

const fn level(signal: &SignalShown) -> &'static str {
    if signal.high { "high risk" } else { "caution" }
}

/// Where a warning began, seen from where it is felt.
fn distance(hop: u8) -> String {
    match hop {
        0 => "somebody there who reported".to_owned(),
        1 => "a report 1 event away".to_owned(),
        hops => format!("a report {hops} events away"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{barbecue, theater};

    #[test]
    fn a_hosted_event_says_what_it_knows_and_what_is_to_be_decided() {
        let reports = vec![
            ReportShown {
                slot: 0,
                status: "positive".to_owned(),
                name: Some("Bob\u{1b}[2J".to_owned()),
                note: Some("since Friday".to_owned()),
                decision: "undecided".to_owned(),
            },
            ReportShown {
                slot: 2,
                status: "suspected".to_owned(),
                name: None,
                note: Some(String::new()),
                decision: "confirmed".to_owned(),
            },
        ];
        assert_eq!(
            words(&EventShown { reports, ..barbecue() }),
            "Hosted event 0: Barbecue\n  \
             Stage: checking in: `corona event code 0` admits a guest, `corona event close 0` ends it\n  \
             Time: since 2020-04-12 12:00 UTC\n  \
             Reachable: not yet; keep `corona run` running\n  \
             Attendees: 3 (the host included)\n  \
             Reported: 1 positive, 0 with symptoms, 0 negative\n  \
             Warning: high risk, strength 15 of 15, from somebody there who reported\n  \
             Report: Bob\u{fffd}[2J (guest 0): positive, \"since Friday\"; \
             yours to decide: `corona event decide 0 0 confirm|reject`\n  \
             Report: guest 2: suspected; confirmed\n"
        );
    }

    #[test]
    fn a_joined_event_says_when_it_was_and_what_is_under_way() {
        assert_eq!(
            words(&theater()),
            "Joined event 4: Theater\n  \
             Stage: over; reports are still passed on\n  \
             Time: 2020-04-15 18:00 to 2020-04-15 22:30 UTC\n  \
             Statistics: not known yet\n  \
             Your report to it is under way; keep `corona run` running.\n"
        );
    }

    #[test]
    fn a_list_has_a_line_for_each_event() {
        let status = crate::cli::testing::status("unknown");
        let with_events =
            StatusShown { hosted: vec![barbecue()], joined: vec![theater()], ..status.clone() };
        assert_eq!(
            list(&with_events),
            "Hosted here:\n  0  Barbecue: checking in, since 2020-04-12 12:00 UTC; \
             warned (high risk); not reachable yet\n\
             Joined:\n  4  Theater: maintained, 2020-04-15 18:00 to 2020-04-15 22:30 UTC; \
             your report is under way\n"
        );
        assert_eq!(
            list(&status),
            "No events yet: host one with `corona event create`, or join one with `corona check-in`.\n"
        );
    }

    #[test]
    fn a_warning_says_how_far_it_has_come() {
        let from = |hop, high| signal_words(&SignalShown { strength: 10, hop, high });
        assert_eq!(
            [from(0, true), from(1, true), from(2, false)],
            [
                "high risk, strength 10 of 15, from somebody there who reported",
                "high risk, strength 10 of 15, from a report 1 event away",
                "caution, strength 10 of 15, from a report 2 events away",
            ]
        );
    }
}
