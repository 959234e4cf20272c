//! What the own status comes from, and who would learn of the next one.

use super::views::{View, status_word};
use crate::api::{DisclosureShown, ExposureShown, RecipientKind};
use crate::clock::to_rfc3339;
use corona_core::cascade::Told;
use corona_core::node::{CommandError, Disclosure, EventRef, SelfReported};

impl View<'_> {
    /// What puts the owner at risk, the strongest first.
    pub(super) fn cascade(&self) -> Vec<ExposureShown> {
        let decides = self.node.signal_event();
        let warnings = self.node.warnings(self.now).into_iter().map(|warning| ExposureShown {
            hosted: is_hosted(warning.event),
            event: number(warning.event),
            name: self.event_name(warning.event),
            strength: warning.felt.strength,
            hop: warning.felt.hop,
            high: warning.felt.strength >= self.rules.policy.high,
            since: to_rfc3339(warning.span.start),
            until: warning.until.map(to_rfc3339),
            decides: decides == Some(warning.event),
        });
        warnings.collect()
    }

    /// Who will learn what by a report.
    pub(super) fn preview(
        &self,
        report: &SelfReported,
        note: &str,
    ) -> Result<Vec<DisclosureShown>, CommandError> {
        let disclosures = self.node.preview(report, note, self.now)?;
        Ok(disclosures.into_iter().map(|disclosure| self.disclosure(disclosure)).collect())
    }

    fn disclosure(&self, disclosure: Disclosure) -> DisclosureShown {
        match disclosure {
            Disclosure::Organizer { event, told, corrects, name, note } => {
                let joined = EventRef::Joined(event);
                let mut learns = vec![told_words(&told).to_owned()];
                if corrects {
                    learns.push("that your positive test was a mistake".to_owned());
                }
                learns.extend(window(&told, name.is_some()));
                match name {
                    Some(name) => learns.push(format!("your name, {name}, and your identity")),
                    None => learns
                        .push("no name, but which guest, and so when you checked in".to_owned()),
                }
                learns.extend(note.map(|note| format!("your note: {note}")));
                DisclosureShown {
                    recipient: format!("the organizer of {}", self.event_name(joined)),
                    kind: RecipientKind::Organizer,
                    event: Some(event),
                    hosted: Some(false),
                    contact: None,
                    learns,
                }
            }
            Disclosure::Guests { event, told } => DisclosureShown {
                recipient: format!("the guests of {}", self.event_name(event)),
                kind: RecipientKind::Guests,
                event: Some(number(event)),
                hosted: Some(is_hosted(event)),
                contact: None,
                learns: vec![
                    guests_words(&told).to_owned(),
                    "no name; whoever knows who was there may guess".to_owned(),
                ],
            },
            Disclosure::Contact { contact, status } => {
                let theirs = self.node.contacts().find(|(number, _)| *number == contact);
                let name = theirs.map_or_else(String::new, |(_, c)| c.called().to_owned());
                DisclosureShown {
                    recipient: name,
                    kind: RecipientKind::Contact,
                    event: None,
                    hosted: None,
                    contact: Some(contact),
                    learns: vec![format!("that your status is {}", status_word(status))],
                }
            }
        }
    }

    pub(super) fn event_name(&self, event: EventRef) -> String {
        let name = match event {
            EventRef::Hosted(number) => {
                let hosted = self.node.hosted_event(number);
                hosted.map(|event| event.metadata().name.to_string())
            }
            EventRef::Joined(number) => {
                let joined = self.node.participation(number);
                joined.and_then(|event| Some(event.joined()?.metadata.name.to_string()))
            }
        };
        name.unwrap_or_default()
    }
}

pub(super) const fn number(event: EventRef) -> u32 {
    match event {
        EventRef::Hosted(number) | EventRef::Joined(number) => number,
    }
}

pub(super) const fn is_hosted(event: EventRef) -> bool {
    match event {
        EventRef::Hosted(_) => true,
        EventRef::Joined(_) => false,
    }
}

const fn told_words(told: &Told) -> &'static str {
    match told {
        Told::Nothing => "that what you reported before is withdrawn",
        Told::Infection { positive: true, .. } => "that you tested positive",
        Told::Infection { positive: false, .. } => "that you have symptoms",
        Told::HighRisk { .. } => "that you are at high risk from elsewhere, and how strongly",
        Told::Negative { .. } => "that you tested negative after the event",
    }
}

/// When it was or may have been; a report of high risk without a name leaves that out (EV-9).
fn window(told: &Told, named: bool) -> Option<String> {
    match told {
        Told::HighRisk { .. } if !named => None,
        Told::Infection { infectious_from, .. } | Told::HighRisk { infectious_from, .. } => {
            Some(format!("that you may be infectious since {}", to_rfc3339(*infectious_from)))
        }
        Told::Negative { sampled } => {
            Some(format!("that the sample was taken at {}", to_rfc3339(*sampled)))
        }
        Told::Nothing => None,
    }
}

const fn guests_words(told: &Told) -> &'static str {
    match told {
        Told::Nothing => "that a report is counted no more",
        Told::Infection { positive: true, .. } => "that one more of those there tested positive",
        Told::Infection { positive: false, .. } => "that one more of those there has symptoms",
        Told::HighRisk { .. } => "that somebody there was warned elsewhere",
        Told::Negative { .. } => "that one more of those there tested negative",
    }
}
