//! `corona event`: hosting events, and looking at those hosted and joined.
//!
//! Hosted and joined events are numbered each on their own; where a number means both, the
//! person is asked to say which rather than shown the wrong one.

use crate::cli::arguments::{Patience, YesNo};
use crate::cli::code::Drawing;
use crate::cli::failure::{Failure, Stop};
use crate::cli::phone::Phone;
use crate::cli::screen::{Screen, Shown};
use crate::cli::{answer, event_words};
use clap::{Args, Subcommand, ValueEnum};
use corona_phone::api::{Ask, Outcome, Reply, StatusShown};
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

/// `corona event show`.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Which {
    /// Its number; all events if there is none.
    event: Option<u32>,
    /// An event you host.
    #[arg(long, conflicts_with = "joined")]
    hosted: bool,
    /// An event you joined.
    #[arg(long)]
    joined: bool,
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
                let ask = Ask::CreateEvent { name, patience: patience.millis() };
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

fn simple(screen: &mut Screen, phone: &dyn Phone, ask: &Ask, done: &str) -> Result<(), Stop> {
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

impl Which {
    fn carry_out(self, screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
        match self.event {
            Some(event) => {
                let hosted = self.is_hosted(event, phone)?;
                simple(screen, phone, &Ask::ShowEvent { hosted, event }, "")
            }
            None => {
                let reply = phone.answer(&Ask::Status)?;
                screen.show(&reply, |reply| events_of(reply, |status| self.all(status)))
            }
        }
    }

    /// Which list a number is meant of: as said, or else the one that has it.
    fn is_hosted(self, event: u32, phone: &dyn Phone) -> Result<bool, Failure> {
        if self.hosted || self.joined {
            return Ok(self.hosted);
        }
        let reply = phone.answer(&Ask::Status)?;
        let Outcome::Status(status) = &reply.outcome else {
            return Err(Failure::phone(OTHER_VERSION));
        };
        let has = |list: &[corona_phone::api::EventShown]| list.iter().any(|e| e.event == event);
        let refused =
            |message| Failure { clock: reply.scaled_clock.clone(), ..Failure::refused(message) };
        match (has(&status.hosted), has(&status.joined)) {
            (true, false) => Ok(true),
            (false, true) => Ok(false),
            (true, true) => Err(refused(format!(
                "event {event}: you host one and joined another of this number: \
                 add --hosted or --joined"
            ))),
            (false, false) => Err(refused(format!(
                "event {event}: you neither host nor joined an event of this number: \
                 `corona event list` shows those there are"
            ))),
        }
    }

    /// Every event of the lists meant, in full.
    fn all(self, status: &StatusShown) -> String {
        let hosted = status.hosted.iter().filter(|_| !self.joined);
        let joined = status.joined.iter().filter(|_| !self.hosted);
        let texts: Vec<String> = hosted.chain(joined).map(words).collect();
        if texts.is_empty() { event_words::NONE.to_owned() } else { texts.join("\n") }
    }
}

/// The phone speaks, but not our language.
const OTHER_VERSION: &str = "the running phone gave an answer to another question: \
    it is of another version; end it with `corona stop`, then `corona run`";

/// The events in a status, in words.
fn events_of(reply: &Reply, words: impl FnOnce(&StatusShown) -> String) -> Shown {
    match &reply.outcome {
        Outcome::Status(status) => answer::data(words(status)),
        Outcome::Done
        | Outcome::Hosted { .. }
        | Outcome::Code { .. }
        | Outcome::Event(_)
        | Outcome::Joined { .. }
        | Outcome::Invitation { .. }
        | Outcome::Digits { .. }
        | Outcome::Paired { .. }
        | Outcome::Contacts { .. }
        | Outcome::Update { .. }
        | Outcome::Failed { .. } => answer::words(reply, ""),
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
    use crate::cli::testing::{Desk, WrittenPhone, barbecue, failure, status, theater};
    use corona_phone::api::EventShown;

    fn show(event: Option<u32>, hosted: bool, joined: bool) -> Command {
        Command::Show(Which { event, hosted, joined })
    }

    fn with_both_events() -> Outcome {
        let joined = vec![theater(), EventShown { hosted: false, ..barbecue() }];
        Outcome::Status(StatusShown { hosted: vec![barbecue()], joined, ..status("unknown") })
    }

    #[test]
    fn a_number_that_only_one_list_has_is_found() {
        let phone = WrittenPhone::answering([with_both_events(), Outcome::Event(theater())]);
        let mut desk = Desk::of_program("");
        show(Some(4), false, false).carry_out(&mut desk.screen, &phone).unwrap();
        assert_eq!(phone.asked(), [Ask::Status, Ask::ShowEvent { hosted: false, event: 4 }]);
        assert_eq!(desk.out(), words(&theater()));
    }

    #[test]
    fn a_number_that_means_two_events_is_asked_back() {
        let phone = WrittenPhone::answering([with_both_events()]).by_a_scaled_clock();
        let mut desk = Desk::of_program("");
        let failure = failure(show(Some(0), false, false).carry_out(&mut desk.screen, &phone));
        desk.screen.fail(failure);
        assert_eq!(desk.out(), "");
        assert_eq!(
            desk.err(),
            "TEST CLOCK: 2020-04-12T15:00:03Z, 7200 seconds a second\n\
             corona: event 0: you host one and joined another of this number: \
             add --hosted or --joined\n"
        );
    }

    #[test]
    fn a_number_that_no_list_has_is_refused() {
        let phone = WrittenPhone::answering([with_both_events()]);
        let mut desk = Desk::of_program("");
        let failure = failure(show(Some(7), false, false).carry_out(&mut desk.screen, &phone));
        assert_eq!(
            failure.message,
            "event 7: you neither host nor joined an event of this number: \
             `corona event list` shows those there are"
        );
    }

    #[test]
    fn whoever_says_which_list_is_taken_at_their_word() {
        for (hosted, joined) in [(true, false), (false, true)] {
            let phone = WrittenPhone::answering([Outcome::Event(barbecue())]);
            let mut desk = Desk::of_program("");
            show(Some(0), hosted, joined).carry_out(&mut desk.screen, &phone).unwrap();
            assert_eq!(phone.asked(), [Ask::ShowEvent { hosted, event: 0 }]);
        }
    }

    #[test]
    fn without_a_number_all_events_of_the_lists_meant_are_shown() {
        let titles = |hosted: bool, joined: bool| {
            let phone = WrittenPhone::answering([with_both_events()]);
            let mut desk = Desk::of_program("");
            show(None, hosted, joined).carry_out(&mut desk.screen, &phone).unwrap();
            let out = desk.out();
            let count = |kind| out.lines().filter(|line| line.starts_with(kind)).count();
            (count("Hosted event"), count("Joined event"))
        };
        assert_eq!(
            [titles(false, false), titles(true, false), titles(false, true)],
            [(1, 2), (1, 0), (0, 2)]
        );
    }

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
            let asked = Ask::CreateEvent { name: "Barbecue".to_owned(), patience: 5000 };
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
