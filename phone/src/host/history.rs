//! How the own status came about: what was reported, and what was inferred in between.
//!
//! It knows the reports, which the node keeps, and the course, which the store keeps. Where
//! both tell of a change, the report does.

use super::disclosures::{is_hosted, number};
use super::views::{View, status_word};
use crate::api::StatusChangeShown;
use crate::clock::to_rfc3339;
use corona_core::node::EventRef;
use corona_core::status::InfectionStatus;
use corona_core::time::Timestamp;

/// A change of the own status, of whatever cause.
struct Change {
    at: Timestamp,
    to: InfectionStatus,
    cause: &'static str,
    text: String,
    event: Option<EventRef>,
}

impl View<'_> {
    /// Since when the own status holds, if that is known.
    pub(super) fn status_since(&self) -> Option<Timestamp> {
        self.changes().last().map(|change| change.at)
    }

    /// How the own status changed, oldest first: by reports, by their running out, and by what
    /// was inferred.
    pub(super) fn history(&self) -> Vec<StatusChangeShown> {
        let mut before = InfectionStatus::Unknown;
        let mut shown = Vec::new();
        for change in self.changes() {
            let to = change.to;
            shown.push(change.shown(before));
            before = to;
        }
        shown
    }

    /// Each to another status than the one before; the last is the status that holds.
    fn changes(&self) -> Vec<Change> {
        let mut changes = self.reported();
        changes.extend(self.inferred());
        changes.sort_by_key(|change| change.at);
        let holds = self.node.status();
        if let Some(at) = changes.last().map(|change| change.at) {
            // A report that was old when it was made has run out by then, over a risk that
            // held all the while.
            changes.push(self.turned(at, holds, self.node.signal_event()));
        }
        let mut before = InfectionStatus::Unknown;
        changes.retain(|change| std::mem::replace(&mut before, change.to) != change.to);
        changes
    }

    /// What the owner reported, until it ran out.
    fn reported(&self) -> Vec<Change> {
        let mut before = InfectionStatus::Unknown;
        let mut reported = Vec::new();
        for change in self.node.history().changes(self.now, &self.rules.status) {
            let to = change.to.unwrap_or(InfectionStatus::Unknown);
            let (cause, text) = match change.to {
                Some(status) => ("reported", reported_words(status).to_owned()),
                None => ("expired", format!("{} ran out", status_word(before))),
            };
            reported.push(Change { at: change.at, to, cause, text, event: None });
            before = to;
        }
        reported
    }

    /// When a risk was inferred, and when none was any more.
    fn inferred(&self) -> impl Iterator<Item = Change> {
        self.course.iter().filter_map(|turn| match turn.status {
            InfectionStatus::HighRisk | InfectionStatus::Unknown => {
                Some(self.turned(turn.at, turn.status, turn.event))
            }
            InfectionStatus::Suspected | InfectionStatus::Positive | InfectionStatus::Negative => {
                None
            }
        })
    }

    fn turned(&self, at: Timestamp, to: InfectionStatus, event: Option<EventRef>) -> Change {
        let (cause, text, event) = match to {
            InfectionStatus::HighRisk => {
                let name = event.map(|event| self.event_name(event));
                let text = match name.filter(|name| !name.is_empty()) {
                    Some(name) => format!("inferred from {name}"),
                    None => "inferred".to_owned(),
                };
                ("inferred", text, event)
            }
            InfectionStatus::Unknown => ("inferred", "no warning holds any more".to_owned(), None),
            InfectionStatus::Suspected | InfectionStatus::Positive | InfectionStatus::Negative => {
                ("reported", reported_words(to).to_owned(), None)
            }
        };
        Change { at, to, cause, text, event }
    }
}

impl Change {
    fn shown(self, before: InfectionStatus) -> StatusChangeShown {
        StatusChangeShown {
            at: to_rfc3339(self.at),
            from: Some(status_word(before).to_owned()),
            to: status_word(self.to).to_owned(),
            cause: self.cause.to_owned(),
            text: self.text,
            event: self.event.map(number),
            hosted: self.event.map(is_hosted),
        }
    }
}

const fn reported_words(status: InfectionStatus) -> &'static str {
    match status {
        InfectionStatus::Suspected => "you reported symptoms",
        InfectionStatus::Positive => "you reported a positive test",
        InfectionStatus::Negative => "you reported a negative test",
        InfectionStatus::Unknown | InfectionStatus::HighRisk => "inferred",
    }
}
