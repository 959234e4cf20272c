//! A phone that answers what a test wrote down, and a screen that remembers.

use crate::cli::failure::{Failure, Stop};
use crate::cli::phone::{Phone, Replies};
use crate::cli::qr::Ink;
use crate::cli::screen::Screen;
use corona_phone::api::{
    Ask, EventShown, Outcome, Reply, ScaledClockShown, SignalShown, StatisticsShown, StatusShown,
};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Cursor, Write};
use std::rc::Rc;

/// Answers in order, and remembers what it was asked.
#[derive(Default)]
pub(crate) struct WrittenPhone {
    replies: RefCell<VecDeque<Reply>>,
    asked: RefCell<Vec<Ask>>,
    clock: Option<ScaledClockShown>,
}

impl WrittenPhone {
    pub(crate) fn answering(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let replies = outcomes.into_iter().map(|outcome| Reply { scaled_clock: None, outcome });
        Self { replies: RefCell::new(replies.collect()), ..Self::default() }
    }

    /// Every answer carries the clock of tests.
    pub(crate) fn by_a_scaled_clock(self) -> Self {
        let clock = ScaledClockShown { shows: "2020-04-12T15:00:03Z".to_owned(), rate: 7200.0 };
        Self { clock: Some(clock), ..self }
    }

    pub(crate) fn asked(&self) -> Vec<Ask> {
        self.asked.borrow().clone()
    }
}

impl Phone for WrittenPhone {
    fn ask(&self, ask: &Ask) -> Result<Replies, Failure> {
        self.asked.borrow_mut().push(ask.clone());
        let follows = matches!(ask, Ask::Follow { .. });
        let wanted = if follows { usize::MAX } else { 1 };
        let mut written = self.replies.borrow_mut();
        let count = written.len().min(wanted);
        let replies: Vec<_> = written
            .drain(..count)
            .map(|reply| Ok(Reply { scaled_clock: self.clock.clone(), ..reply }))
            .collect();
        Ok(Box::new(replies.into_iter()))
    }
}

#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A screen whose text can be read afterwards.
pub(crate) struct Desk {
    pub(crate) screen: Screen,
    out: Paper,
    err: Paper,
}

impl Desk {
    /// Standard output and error go to a program.
    pub(crate) fn of_program(input: &str) -> Self {
        let (out, err) = (Paper::default(), Paper::default());
        let screen = Screen {
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            input: Box::new(Cursor::new(input.to_owned())),
            json: false,
            terminal: false,
            person: false,
            ink: Ink::Plain,
        };
        Self { screen, out, err }
    }

    /// Somebody sits at a terminal and types `input`.
    pub(crate) fn of_person(input: &str) -> Self {
        let mut desk = Self::of_program(input);
        (desk.screen.terminal, desk.screen.person) = (true, true);
        desk
    }

    /// Answers as JSON.
    pub(crate) fn of_json_reader(input: &str) -> Self {
        let mut desk = Self::of_program(input);
        desk.screen.json = true;
        desk
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.out.0.borrow().clone()).unwrap()
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.err.0.borrow().clone()).unwrap()
    }
}

/// The failure a command ended with.
pub(crate) fn failure(ended: Result<(), Stop>) -> Failure {
    match ended {
        Err(Stop::Failed(failure)) => failure,
        other => panic!("{other:?} instead of a failure"),
    }
}

/// Eve, to whom nothing has happened.
pub(crate) fn status(word: &str) -> StatusShown {
    StatusShown {
        name: "Eve".to_owned(),
        status: word.to_owned(),
        since: None,
        signal: None,
        network: "online".to_owned(),
        network_text: String::new(),
        polls_wait: false,
        hosted: Vec::new(),
        joined: Vec::new(),
        contacts: 0,
    }
}

/// Hosted, under way, and warned.
pub(crate) fn barbecue() -> EventShown {
    EventShown {
        hosted: true,
        event: 0,
        name: "Barbecue".to_owned(),
        stage: "checking-in".to_owned(),
        start: Some("2020-04-12T12:00:00Z".to_owned()),
        end: None,
        reachable: false,
        statistics: Some(StatisticsShown {
            attendees: "3".to_owned(),
            positives: "1".to_owned(),
            suspected: "0".to_owned(),
            negatives: "0".to_owned(),
            signal: Some(SignalShown { strength: 15, hop: 0, high: true }),
        }),
        reports: Vec::new(),
        report_under_way: false,
        guests: 2,
        banner: false,
        consent: None,
        consent_asked: false,
    }
}

/// Joined, over, and still to be told something.
pub(crate) fn theater() -> EventShown {
    EventShown {
        hosted: false,
        event: 4,
        name: "Theater".to_owned(),
        stage: "maintained".to_owned(),
        start: Some("2020-04-15T18:00:00Z".to_owned()),
        end: Some("2020-04-15T22:30:00Z".to_owned()),
        reachable: false,
        statistics: None,
        reports: Vec::new(),
        report_under_way: true,
        guests: 0,
        banner: false,
        consent: None,
        consent_asked: false,
    }
}
