//! Who learns what by a report, before it is sent.
//!
//! It knows what the node would do: it asks the same functions that then do it, on a history
//! that is not kept. It decides nothing, and changes nothing.

use super::machine::Node;
use super::survey::Survey;
use super::{CommandError, EventRef};
use crate::cascade::Told;
use crate::events::Attended;
use crate::identity::Signatures;
use crate::status::{History, InfectionStatus};
use crate::time::Timestamp;
use crate::wire::Report;

/// What a person may report of themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SelfReported {
    /// Symptoms (`Suspected`) or a positive test (`Positive`).
    Infection {
        /// Which.
        status: InfectionStatus,
        /// First infectious day, if known.
        infectious_from: Option<Timestamp>,
    },
    /// A negative test.
    Negative {
        /// When the sample was taken.
        sampled: Timestamp,
    },
    /// That the positive was a mistake.
    Correction,
}

/// What one recipient will learn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Disclosure {
    /// The organizer of a joined event, by a report.
    Organizer {
        /// Joined event.
        event: u32,
        /// What; [`Told::Nothing`] withdraws what was told before.
        told: Told,
        /// It says that an earlier positive was a mistake.
        corrects: bool,
        /// The own name and identity, if the report carries them.
        name: Option<String>,
        /// The note, if the report carries one.
        note: Option<String>,
    },
    /// The guests of an event attended: counts and the best signal may change, without a name.
    Guests {
        /// Which.
        event: EventRef,
        /// By what.
        told: Told,
    },
    /// A contact who may see the own status.
    Contact {
        /// Who.
        contact: u32,
        /// What it will be.
        status: InfectionStatus,
    },
}

impl<S: Signatures> Node<S> {
    /// What reporting this now would tell whom: organizers and guests by event, then contacts.
    /// What follows later, from others' reports or age, is not in it.
    ///
    /// # Errors
    /// [`CommandError`] if the report would be refused.
    pub fn preview(
        &self,
        report: &SelfReported,
        note: &str,
        now: Timestamp,
    ) -> Result<Vec<Disclosure>, CommandError> {
        let (length, limit) = (note.len(), Report::NOTE_LIMIT);
        if length > limit {
            return Err(CommandError::Note { length, limit });
        }
        let note = match report {
            SelfReported::Infection { .. } => note,
            // Other reports carry the note of the last one that had any.
            SelfReported::Negative { .. } | SelfReported::Correction => &self.person.note,
        };
        let history = self.history_with(report, now)?;
        let survey = self.survey(&history, now);
        let mut disclosures = Vec::new();
        for (event, told) in &survey.news {
            match event {
                EventRef::Hosted(_) => {
                    disclosures.push(Disclosure::Guests { event: *event, told: *told });
                }
                EventRef::Joined(number) => {
                    disclosures.extend(self.told_joined(*number, *told, note, now));
                }
            }
        }
        self.preview_contacts(&history, &survey, now, &mut disclosures);
        Ok(disclosures)
    }

    fn told_joined(&self, event: u32, told: Told, note: &str, now: Timestamp) -> Vec<Disclosure> {
        let Some(joined) = self.joined.get(&event) else { return Vec::new() };
        let told = if joined.outline().needs_consent(told) { Told::Nothing } else { told };
        let Some(mut known) = Attended::Live(joined.participation()).joined().cloned() else {
            return Vec::new();
        };
        if !known.tell(told, now) {
            return Vec::new();
        }
        let Report { sequence: _, told, corrects, reporter } = self.report(&known, note);
        let (name, note) = reporter.map(|reporter| (reporter.name, reporter.note)).unzip();
        let note = note.filter(|note| !note.is_empty());
        vec![
            Disclosure::Organizer { event, told, corrects, name, note },
            Disclosure::Guests { event: EventRef::Joined(event), told },
        ]
    }

    fn preview_contacts(
        &self,
        history: &History,
        survey: &Survey,
        now: Timestamp,
        disclosures: &mut Vec<Disclosure>,
    ) {
        let high = survey.own.is_some_and(|(signal, _)| signal.strength >= self.rules.policy.high);
        let status = self.status_by(history, high, now);
        let told = self.book.iter().filter(|(_, c)| c.share_status && c.told != Some(status));
        disclosures.extend(told.map(|(contact, _)| Disclosure::Contact { contact, status }));
    }
}
