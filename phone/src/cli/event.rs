//! `corona event`: hosting events, and deciding about those hosted and joined.
//!
//! It knows which question each word puts and what is said once it is done. Which of two
//! lists a number is meant of is settled by `corona event show`; here each word has its own.

use crate::cli::arguments::{Patience, YesNo};
use crate::cli::code::Drawing;
use crate::cli::event_show::{Which, events_of};
use crate::cli::failure::Stop;
use crate::cli::phone::Phone;
use crate::cli::screen::{Screen, Shown};
use crate::cli::{answer, event_words};
use clap::{Subcommand, ValueEnum};
use corona_phone::api::Ask;
use zeroize::Zeroizing;

pub(crate) use crate::cli::event_words::words;

/// `corona event …`.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Host an event, beginning now.
    Create {
        /// What guests see; at most 64 bytes.
        name: String,
        #[command(flatten)]
        patience: Patience,
    },
    /// Show a fresh check-in code of an event you host, for one guest.
    Code {
        /// Its number in the list of hosted events.
        event: u32,
        #[command(flatten)]
        drawing: Drawing,
    },
    /// End check-in of an event you host; reports are still taken.
    Close {
        /// Its number in the list of hosted events.
        event: u32,
    },
    /// Show one event, or all, with what is known of the others there.
    Show(Which),
    /// All events, one line each.
    List,
    /// Confirm or reject what a guest has reported under their name.
    Decide {
        /// Its number in the list of hosted events.
        event: u32,
        /// The guest's number, as corona event show has it.
        guest: u32,
        /// Which.
        decision: Decision,
    },
    /// Say whether high-risk reports to an event you joined may carry your name.
    Consent {
        /// Its number in the list of joined events.
        event: u32,
        /// Whether they may.
        given: YesNo,
    },
}

/// An organizer's word on a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Decision {
    /// You have seen the test.
    Confirm,
    /// It is wrong: everything it caused is withdrawn.
    Reject,
}

impl Command {
    /// Asks the phone and shows what it answers.
    pub(crate) fn carry_out(self, screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
        match self {
            Self::Create { name, patience } => {
                let ask = Ask::CreateEvent { name, banner: None, patience: patience.millis() };
                simple(screen, phone, &ask, "")
            }
            Self::Code { event, drawing } => {
                let ink = drawing.ink(screen);
                let reply = phone.answer(&Ask::ShowCode { event })?;
                screen.show(&reply, |reply| answer::words_and_picture(reply, "", ink))
            }
            Self::Close { event } => {
                let done = format!("Check-in to your event {event} has ended.\n");
                simple(screen, phone, &Ask::CloseEvent { event }, &done)
            }
            Self::Show(which) => which.carry_out(screen, phone),
            Self::List => {
                let reply = phone.answer(&Ask::Status)?;
                screen.show(&reply, |reply| events_of(reply, event_words::list))
            }
            Self::Decide { event, guest, decision } => {
                let (ask, done) = decision.question(event, guest);
                simple(screen, phone, &ask, &done)
            }
            Self::Consent { event, given } => {
                let given = given.into();
                let may = if given { "may" } else { "may not" };
                let done = format!(
                    "High-risk reports to your joined event {event} {may} carry your name.\n"
                );
                simple(screen, phone, &Ask::Consent { event, given }, &done)
            }
        }
    }
}

/// Puts a question that has one answer, and shows it.
pub(crate) fn simple(
    screen: &mut Screen,
    phone: &dyn Phone,
    ask: &Ask,
    done: &str,
) -> Result<(), Stop> {
    let reply = phone.answer(ask)?;
    screen.show(&reply, |reply| answer::words(reply, done))
}

impl Decision {
    fn question(self, event: u32, slot: u32) -> (Ask, String) {
        let (confirm, word) = match self {
            Self::Confirm => (true, "confirmed"),
            Self::Reject => (false, "rejected"),
        };
        let done = format!("What guest {slot} reported to your event {event} is {word}.\n");
        (Ask::Decide { event, slot, confirm }, done)
    }
}

/// A new event.
pub(crate) fn hosted_words(event: u32, reachable: bool) -> Shown {
    let notes = if reachable {
        format!("Guests can check in: show each a code, with `corona event code {event}`.\n")
    } else {
        format!(
            "Guests can't reach it yet; keep `corona run` running, and see with \
             `corona event show {event} --hosted` when they can.\n"
        )
    };
    Shown { data: Zeroizing::new(format!("You host event {event}.\n")), notes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{Desk, WrittenPhone};
    use corona_phone::api::Outcome;

    #[test]
    fn a_new_event_says_how_guests_get_in_or_why_they_cannot_yet() {
        for (reachable, notes) in [
            (true, "Guests can check in: show each a code, with `corona event code 2`.\n"),
            (
                false,
                "Guests can't reach it yet; keep `corona run` running, and see with \
                 `corona event show 2 --hosted` when they can.\n",
            ),
        ] {
            let phone = WrittenPhone::answering([Outcome::Hosted { event: 2, reachable }]);
            let mut desk = Desk::of_program("");
            let patience = Patience { seconds: 5 };
            let create = Command::Create { name: "Barbecue".to_owned(), patience };
            create.carry_out(&mut desk.screen, &phone).unwrap();
            let asked =
                Ask::CreateEvent { name: "Barbecue".to_owned(), banner: None, patience: 5000 };
            assert_eq!(phone.asked(), [asked]);
            assert_eq!((desk.out().as_str(), desk.err().as_str()), ("You host event 2.\n", notes));
        }
    }

    #[test]
    fn decisions_and_consent_are_confirmed_in_words() {
        let said = |command: Command| {
            let phone = WrittenPhone::answering([Outcome::Done]);
            let mut desk = Desk::of_program("");
            command.carry_out(&mut desk.screen, &phone).unwrap();
            (phone.asked().remove(0), desk.out())
        };
        assert_eq!(
            said(Command::Decide { event: 1, guest: 3, decision: Decision::Reject }),
            (
                Ask::Decide { event: 1, slot: 3, confirm: false },
                "What guest 3 reported to your event 1 is rejected.\n".to_owned()
            )
        );
        assert_eq!(
            said(Command::Consent { event: 2, given: YesNo::Yes }),
            (
                Ask::Consent { event: 2, given: true },
                "High-risk reports to your joined event 2 may carry your name.\n".to_owned()
            )
        );
        assert_eq!(
            said(Command::Close { event: 5 }),
            (Ask::CloseEvent { event: 5 }, "Check-in to your event 5 has ended.\n".to_owned())
        );
    }
}
