//! Questions that change nothing.

use super::listeners::Listeners;
use super::turns::{Host, answer};
use super::waiting::Expected;
use super::wishes::Look;
use super::{Network, refusals};
use crate::api::{Outcome, Picture, Reason};
use crate::control::Answers;
use corona_core::blobs::BlobHash;
use corona_core::node::CommandError;

impl<T: Network> Host<T> {
    /// Answers at once, or when there is something to see.
    pub(super) fn look(&mut self, look: Look, answers: Answers, listeners: &mut Listeners) {
        let view = self.view();
        let outcome = match look {
            Look::Status => Outcome::Status(view.status()),
            Look::Contacts => Outcome::Contacts { contacts: view.contacts() },
            Look::Contact { contact } => match view.contact(contact) {
                Some(contact) => Outcome::Contact(contact),
                None => no_contact(contact),
            },
            Look::ContactAvatar { contact } => {
                match self.node.contacts().find(|(number, _)| *number == contact) {
                    Some((_, theirs)) => self.picture(theirs.profile.avatar, "contact"),
                    None => no_contact(contact),
                }
            }
            Look::Event { hosted, event } => match view.event(hosted, event) {
                Some(event) => Outcome::Event(event),
                None => no_event(hosted, event),
            },
            Look::Banner { hosted, event } => {
                let metadata = if hosted {
                    self.node.hosted_event(event).map(|event| Some(event.metadata()))
                } else {
                    let attended = self.node.participation(event);
                    attended.map(|event| event.joined().map(|joined| &joined.metadata))
                };
                match metadata {
                    Some(metadata) => {
                        let banner = metadata.and_then(|metadata| metadata.banner.as_deref());
                        self.picture(banner.copied(), "event")
                    }
                    None => no_event(hosted, event),
                }
            }
            Look::Guests { event, more_than, patience } => {
                let expected = Expected::Guests { event, more_than };
                return listeners.waiting.wait(expected, patience, answers);
            }
            Look::Digits { pairing, patience } => {
                let under_way = self.node.pairings().any(|number| number == pairing);
                if under_way || self.memory.has_ended(pairing) {
                    return listeners.waiting.wait(Expected::Digits { pairing }, patience, answers);
                }
                refusals::command(&CommandError::NoSuchPairing { number: pairing })
            }
            Look::Profile => Outcome::Profile(self.profile_shown()),
            Look::Avatar => self.picture(self.node.profile().avatar, "profile"),
            Look::History => Outcome::History { changes: view.history() },
            Look::Cascade => Outcome::Cascade { exposures: view.cascade() },
            Look::Preview { report, note } => match view.preview(&report, &note) {
                Ok(disclosures) => Outcome::Preview { disclosures },
                Err(error) => refusals::command(&error),
            },
            Look::Backup { passphrase } => self.backup(&passphrase),
        };
        answer(&answers, outcome);
    }

    fn picture(&self, hash: Option<BlobHash>, whose: &str) -> Outcome {
        match hash.map(|hash| self.node.blob(&hash)) {
            Some(Some(bytes)) => Outcome::Picture(Picture::of(bytes)),
            Some(None) => {
                let message = format!("the {whose}'s picture is not here yet: ask again later");
                Outcome::failed(Reason::NotFound, message)
            }
            None => Outcome::failed(Reason::NotFound, format!("the {whose} has no picture")),
        }
    }
}

fn no_event(hosted: bool, number: u32) -> Outcome {
    let kind = if hosted { "hosted" } else { "joined" };
    refusals::command(&CommandError::NoSuchEvent { kind, number })
}

fn no_contact(number: u32) -> Outcome {
    refusals::command(&CommandError::NoSuchContact { number })
}
