//! `corona contact`: who you are paired with, and what they see of you.

use crate::cli::answer;
use crate::cli::arguments::YesNo;
use crate::cli::failure::Stop;
use crate::cli::phone::Phone;
use crate::cli::screen::Screen;
use crate::cli::words::harmless;
use clap::Subcommand;
use corona_phone::api::{Ask, ContactShown};
use std::fmt::Write;

/// `corona contact …`.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// All contacts, with their numbers.
    List,
    /// Let a contact see your status, or no longer.
    Share {
        /// Their number in the list.
        contact: u32,
        /// Whether they see it.
        share: YesNo,
    },
    /// Forget a contact; you move to an address they don't know.
    Remove {
        /// Their number in the list.
        contact: u32,
    },
}

impl Command {
    /// Asks the phone and shows what it answers.
    pub(crate) fn carry_out(self, screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
        let (ask, done) = self.question();
        let reply = phone.answer(&ask)?;
        screen.show(&reply, |reply| answer::words(reply, &done))
    }

    /// What is asked, and what to say if it is done.
    fn question(self) -> (Ask, String) {
        match self {
            Self::List => (Ask::Contacts, String::new()),
            Self::Share { contact, share } => {
                let share = share.into();
                let sees = if share { "sees" } else { "no longer sees" };
                let done = format!("Contact {contact} {sees} your status.\n");
                (Ask::ShareStatus { contact, share }, done)
            }
            Self::Remove { contact } => (
                Ask::RemoveContact { contact },
                format!(
                    "Contact {contact} is removed. Your phone moves to a new address; \
                     your other contacts are told.\n"
                ),
            ),
        }
    }
}

/// The list of contacts.
pub(crate) fn words(contacts: &[ContactShown]) -> String {
    if contacts.is_empty() {
        return "No contacts yet: pair with somebody beside you, with `corona pair invite`.\n"
            .to_owned();
    }
    let mut text = String::new();
    for contact in contacts {
        let theirs = match &contact.status {
            Some(status) => format!("their status: {}", harmless(status)),
            None => "they don't share their status".to_owned(),
        };
        let ours = if contact.shares { "they see yours" } else { "they don't see yours" };
        let unsure =
            if contact.mutual { "" } else { "; they haven't shown yet that they hold you too" };
        let mut name = harmless(&contact.name);
        if let Some(alias) = &contact.alias {
            name = format!("{} ({name})", harmless(alias));
        }
        let _ = writeln!(text, "{:>3}  {name}: {theirs}; {ours}{unsure}", contact.contact);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(number: u32, name: &str) -> ContactShown {
        ContactShown {
            contact: number,
            name: name.to_owned(),
            alias: None,
            status: None,
            shares: false,
            mutual: true,
            avatar: false,
        }
    }

    #[test]
    fn the_list_says_who_sees_what() {
        let bob = ContactShown {
            status: Some("high-risk".to_owned()),
            shares: true,
            ..contact(0, "Bob")
        };
        let eve = ContactShown {
            alias: Some("Evie".to_owned()),
            mutual: false,
            ..contact(12, "Eve\u{1b}[2J")
        };
        assert_eq!(
            words(&[bob, eve]),
            "  0  Bob: their status: high-risk; they see yours\n \
             12  Evie (Eve\u{fffd}[2J): they don't share their status; they don't see yours; \
             they haven't shown yet that they hold you too\n"
        );
    }

    #[test]
    fn an_empty_list_says_how_to_fill_it() {
        assert_eq!(
            words(&[]),
            "No contacts yet: pair with somebody beside you, with `corona pair invite`.\n"
        );
    }

    #[test]
    fn every_subcommand_puts_its_question() {
        let share = Command::Share { contact: 3, share: YesNo::No };
        assert_eq!(
            share.question(),
            (
                Ask::ShareStatus { contact: 3, share: false },
                "Contact 3 no longer sees your status.\n".to_owned()
            )
        );
        assert_eq!(Command::List.question().0, Ask::Contacts);
        let (ask, done) = Command::Remove { contact: 4 }.question();
        assert_eq!(ask, Ask::RemoveContact { contact: 4 });
        assert!(done.starts_with("Contact 4 is removed."), "{done}");
    }
}
