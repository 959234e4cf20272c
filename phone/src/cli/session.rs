//! One command from its words to its exit code.
//!
//! It reads the command line, lets the noun carry it out, and says what went wrong in the
//! form that was asked for. Whatever happens, the exit code says whose move it is.

use crate::cli::answer;
use crate::cli::arguments::{Cli, Command};
use crate::cli::failure::{Failure, Stop, exit_code};
use crate::cli::home::{folder, init, run};
use crate::cli::keeping;
use crate::cli::phone::{Phone, RunningPhone, succeeded};
use crate::cli::screen::Screen;
use clap::Parser;
use clap::error::ErrorKind;
use corona_phone::api::Ask;
use std::ffi::OsString;
use std::process::ExitCode;

/// Does what the process's arguments say.
pub(crate) fn corona() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    match Cli::try_parse_from(&words) {
        Ok(cli) => {
            let mut screen = Screen::of_process(cli.json);
            let ended = carry_out(cli, &mut screen);
            exit(ended, &mut screen)
        }
        Err(error) => unusable(&error, &words),
    }
}

/// Does what was typed.
fn carry_out(cli: Cli, screen: &mut Screen) -> Result<(), Stop> {
    let home = folder(cli.home)?;
    match cli.command {
        Command::Init(new) => init(new, &home, screen),
        Command::Run(how) => run(how, &home, screen),
        Command::Status(status) => status.carry_out(screen, &RunningPhone { home }),
        Command::Event(event) => event.carry_out(screen, &RunningPhone { home }),
        Command::CheckIn(check_in) => check_in.carry_out(screen, &RunningPhone { home }),
        Command::Pair(pair) => pair.carry_out(screen, &RunningPhone { home }),
        Command::Contact(contact) => contact.carry_out(screen, &RunningPhone { home }),
        Command::Conditions(told) => told.carry_out(screen, &RunningPhone { home }),
        Command::Follow => follow(screen, &RunningPhone { home }),
        Command::Stop => stop(screen, &RunningPhone { home }),
        Command::Backup(backup) => keeping::backup(&backup, &home, screen),
        Command::Restore(restore) => keeping::restore(&restore, &home, screen),
        Command::Passphrase(relock) => keeping::relock(&relock, &home, screen),
        Command::Wipe(wipe) => keeping::wipe(&wipe, &home, screen),
    }
}

/// Shows what happens until the phone ends, or nobody reads any more.
pub(crate) fn follow(screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
    for reply in phone.ask(&Ask::Follow { after: None })? {
        let reply = succeeded(reply?)?;
        screen.show(&reply, |reply| answer::words(reply, ""))?;
    }
    Err(Failure::phone("the phone has ended: start it with `corona run`").into())
}

fn stop(screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
    let reply = phone.answer(&Ask::Stop)?;
    screen.show(&reply, |reply| answer::words(reply, "The phone is ending; nothing is lost.\n"))
}

fn exit(ended: Result<(), Stop>, screen: &mut Screen) -> ExitCode {
    match ended {
        Ok(()) | Err(Stop::Unread) => ExitCode::SUCCESS,
        Err(Stop::Failed(failure)) => {
            let code = exit_code(failure.kind);
            screen.fail(failure);
            ExitCode::from(code)
        }
    }
}

/// Words that mean nothing, or a request for help.
fn unusable(error: &clap::Error, words: &[OsString]) -> ExitCode {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if asked || !words.iter().any(|word| word == "--json") {
        // Nobody is left to tell if this can't be printed.
        let _ = error.print();
        return if asked { ExitCode::SUCCESS } else { ExitCode::from(2) };
    }
    let text = error.render().to_string();
    let message = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
    let refused = Err(Failure::refused(message).into());
    exit(refused, &mut Screen::of_process(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{Desk, WrittenPhone, failure, status};
    use corona_phone::api::{FailureKind, Outcome, Reason, UpdateShown};

    fn update(text: &str) -> Outcome {
        Outcome::Update(UpdateShown {
            sequence: 1,
            at: "2020-04-12T15:00:03Z".to_owned(),
            what: "status-changed".to_owned(),
            number: None,
            text: text.to_owned(),
        })
    }

    #[test]
    fn updates_are_a_line_each_and_their_end_is_told() {
        let phone = WrittenPhone::answering([update("You are at high risk."), update("Bob\n!")]);
        let mut desk = Desk::of_program("");
        let failure = failure(follow(&mut desk.screen, &phone));
        assert_eq!(failure, Failure::phone("the phone has ended: start it with `corona run`"));
        assert_eq!(
            desk.out(),
            "2020-04-12 15:00 UTC  You are at high risk.\n2020-04-12 15:00 UTC  Bob\u{fffd}!\n"
        );
    }

    #[test]
    fn every_answer_by_a_scaled_clock_begins_with_it() {
        let phone = WrittenPhone::answering([Outcome::Done]).by_a_scaled_clock();
        let mut desk = Desk::of_program("");
        stop(&mut desk.screen, &phone).unwrap();
        assert_eq!(
            desk.out(),
            "TEST CLOCK: 2020-04-12T15:00:03Z, 7200 seconds a second\n\
             The phone is ending; nothing is lost.\n"
        );
    }

    #[test]
    fn what_the_phone_refuses_keeps_its_kind_and_its_clock() {
        let kind = FailureKind::Unanswered;
        let (reason, message) = (Reason::Finished, "no answer: try again".to_owned());
        let failed = Outcome::Failed { kind, reason, message };
        let phone = WrittenPhone::answering([failed]).by_a_scaled_clock();
        let mut desk = Desk::of_json_reader("");
        let failure = failure(stop(&mut desk.screen, &phone));
        assert_eq!(exit_code(failure.kind), 3);
        desk.screen.fail(failure);
        assert_eq!(
            desk.out(),
            "{\"scaled_clock\":{\"shows\":\"2020-04-12T15:00:03Z\",\"rate\":7200.0},\
             \"outcome\":\"failed\",\"kind\":\"unanswered\",\"reason\":\"finished\",\
             \"message\":\"no answer: try again\"}\n"
        );
    }

    #[test]
    fn a_phone_that_ends_without_a_word_is_a_failure() {
        let ended = failure(stop(&mut Desk::of_program("").screen, &WrittenPhone::default()));
        assert_eq!(
            ended.message,
            "the phone ended before it answered: start it with `corona run`, \
             then see with `corona status` what came of it"
        );
    }

    #[test]
    fn a_status_as_json_is_the_phones_own_answer() {
        let phone = WrittenPhone::answering([Outcome::Status(status("unknown"))]);
        let mut desk = Desk::of_json_reader("");
        let cli = Cli::try_parse_from(["corona", "status"]).ok().unwrap();
        let Command::Status(arguments) = cli.command else { panic!("status is a command") };
        arguments.carry_out(&mut desk.screen, &phone).unwrap();
        assert_eq!(
            desk.out(),
            "{\"outcome\":\"status\",\"name\":\"Eve\",\"status\":\"unknown\",\"since\":null,\"signal\":null,\
             \"network\":\"online\",\"network_text\":\"\",\"polls_wait\":false,\"hosted\":[],\"joined\":[],\
             \"contacts\":0}\n"
        );
    }
}
