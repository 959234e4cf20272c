//! Answers in words: the common entry to what each noun says of its own.

use crate::cli::code::{check_in_notes, words as code_words};
use crate::cli::qr::Ink;
use crate::cli::screen::Shown;
use crate::cli::words::{harmless, moment};
use crate::cli::{conditions, contact, event, pair, status};
use corona_phone::api::{Outcome, Reply};
use zeroize::Zeroizing;

/// An answer in words, codes as text; `done` is what is said if there is nothing else to say.
pub(crate) fn words(reply: &Reply, done: &str) -> Shown {
    words_and_picture(reply, done, None)
}

/// An answer in words, codes drawn if there is ink.
pub(crate) fn words_and_picture(reply: &Reply, done: &str, ink: Option<Ink>) -> Shown {
    match &reply.outcome {
        Outcome::Done => data(done.to_owned()),
        Outcome::Status(shown) => data(status::words(shown)),
        Outcome::Hosted { event, reachable } => event::hosted_words(*event, *reachable),
        Outcome::Code { code, expires } => code_words(code, ink, check_in_notes(expires)),
        Outcome::Event(shown) => data(event::words(shown)),
        Outcome::Joined { event, name } => {
            data(format!("Checked in to {}: your event {event}.\n", harmless(name)))
        }
        Outcome::Invitation { pairing, invitation, reachable, expires: _ } => {
            code_words(invitation, ink, pair::invitation_notes(*pairing, *reachable))
        }
        Outcome::Digits { pairing, digits, name } => pair::digits_words(*pairing, digits, name),
        Outcome::Paired { contact, name } => {
            data(format!("{} is your contact {contact} now.\n", harmless(name)))
        }
        Outcome::Contacts { contacts } => data(contact::words(contacts)),
        Outcome::Update(update) => {
            data(format!("{}  {}\n", moment(&update.at), harmless(&update.text)))
        }
        Outcome::Conditions(shown) => data(conditions::words(shown)),
        // No command asks for these; a program that does reads JSON.
        Outcome::Gateway(_)
        | Outcome::Profile(_)
        | Outcome::Picture(_)
        | Outcome::Contact(_)
        | Outcome::Guests { .. }
        | Outcome::Quiet { .. }
        | Outcome::History { .. }
        | Outcome::Cascade { .. }
        | Outcome::Preview { .. }
        | Outcome::Backup { .. }
        | Outcome::Updates { .. } => data(done.to_owned()),
        Outcome::Failed { kind: _, reason: _, message } => {
            Shown { notes: format!("{}\n", harmless(message)), ..Shown::default() }
        }
    }
}

/// Words that are the answer itself.
pub(crate) fn data(text: String) -> Shown {
    Shown { data: Zeroizing::new(text), notes: String::new() }
}
