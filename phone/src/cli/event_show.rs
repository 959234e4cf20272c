//! `corona event show`: which event is meant, and all events where none is named.
//!
//! Hosted and joined events are numbered each on their own; where a number means both, the
//! person is asked to say which rather than shown the wrong one.

use crate::cli::event::simple;
use crate::cli::failure::{Failure, Stop};
use crate::cli::phone::Phone;
use crate::cli::screen::{Screen, Shown};
use crate::cli::{answer, event_words};
use clap::Args;
use corona_phone::api::{Ask, EventShown, Outcome, Reply, StatusShown};

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

impl Which {
    /// Asks the phone and shows what it answers.
    pub(crate) fn carry_out(self, screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
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
        let has = |list: &[EventShown]| list.iter().any(|e| e.event == event);
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
        let texts: Vec<String> = hosted.chain(joined).map(event_words::words).collect();
        if texts.is_empty() { event_words::NONE.to_owned() } else { texts.join("\n") }
    }
}

/// The phone speaks, but not our language.
const OTHER_VERSION: &str = "the running phone gave an answer to another question: \
    it is of another version; end it with `corona stop`, then `corona run`";

/// The events in a status, in words.
pub(crate) fn events_of(reply: &Reply, words: impl FnOnce(&StatusShown) -> String) -> Shown {
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
        | Outcome::Update(_)
        | Outcome::Gateway(_)
        | Outcome::Conditions(_)
        | Outcome::Profile(_)
        | Outcome::Picture(_)
        | Outcome::Contact(_)
        | Outcome::Guests { .. }
        | Outcome::Quiet { .. }
        | Outcome::History { .. }
        | Outcome::Cascade { .. }
        | Outcome::Preview { .. }
        | Outcome::Backup { .. }
        | Outcome::Updates { .. }
        | Outcome::Failed { .. } => answer::words(reply, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{Desk, WrittenPhone, barbecue, failure, status, theater};

    fn show(event: Option<u32>, hosted: bool, joined: bool) -> Which {
        Which { event, hosted, joined }
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
        assert_eq!(desk.out(), event_words::words(&theater()));
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
}
