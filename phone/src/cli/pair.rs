//! `corona pair`: becoming contacts, with somebody whose screen can be seen.
//!
//! A person at a terminal is led through it: invitation, digits, comparison. A program does
//! the same by separate commands. The comparison is what keeps a third phone from placing
//! itself between two, so nothing ever answers it but a person or a program told so.

use crate::cli::answer;
use crate::cli::arguments::{Patience, YesNo};
use crate::cli::code::{self, Drawing};
use crate::cli::failure::{Failure, Stop};
use crate::cli::phone::Phone;
use crate::cli::screen::{Screen, Shown};
use crate::cli::words::harmless;
use clap::{Args, Subcommand};
use corona_phone::api::{Ask, Outcome, Reply};
use zeroize::Zeroizing;

/// `corona pair …`.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Show an invitation for one person; on a terminal, then compare digits with them.
    Invite {
        #[command(flatten)]
        drawing: Drawing,
        #[command(flatten)]
        patience: Patience,
    },
    /// Join the invitation that somebody's screen shows; on a terminal, then compare digits.
    Join(Join),
    /// Wait for the digits of an invitation shown before.
    Digits {
        /// The pairing's number, as corona pair invite gave it.
        pairing: u32,
        #[command(flatten)]
        patience: Patience,
    },
    /// Say whether both screens show the same digits and each the other's name.
    Confirm {
        /// The pairing's number.
        pairing: u32,
        /// Whether they do; if not, somebody may have come between.
        same: YesNo,
        #[command(flatten)]
        patience: Patience,
    },
}

/// `corona pair join`.
#[derive(Args)]
#[command(after_help = "\
An invitation given on the command line is in the list of processes while the command runs: other users of this computer see it.
With `-` it is read from standard input instead.")]
pub(crate) struct Join {
    /// The invitation's text, CORONAPAIR1…, or - to read it from standard input.
    pub(crate) invitation: String,
    #[command(flatten)]
    pub(crate) patience: Patience,
}

impl Command {
    /// Asks the phone and shows what it answers.
    pub(crate) fn carry_out(self, screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
        match self {
            Self::Invite { drawing, patience } => invite(screen, phone, drawing, patience),
            Self::Join(Join { invitation, patience }) => {
                let invitation = code::invitation(invitation, screen)?;
                let ask = Ask::Join { invitation, patience: patience.millis() };
                let reply = digits(screen, phone, &ask)?;
                compare(screen, phone, &reply, patience)
            }
            Self::Digits { pairing, patience } => {
                let reply =
                    digits(screen, phone, &Ask::Digits { pairing, patience: patience.millis() })?;
                hint(screen, &reply)
            }
            Self::Confirm { pairing, same, patience } => {
                confirm(screen, phone, pairing, same.into(), patience)
            }
        }
    }
}

/// Shows an invitation, and leads a person on from there.
fn invite(
    screen: &mut Screen,
    phone: &dyn Phone,
    drawing: Drawing,
    patience: Patience,
) -> Result<(), Stop> {
    let ink = drawing.ink(screen);
    let reply = phone.answer(&Ask::Invite { alone: false, patience: patience.millis() })?;
    screen.show(&reply, |reply| answer::words_and_picture(reply, "", ink))?;
    let Outcome::Invitation { pairing, .. } = reply.outcome else { return Ok(()) };
    if !screen.person {
        return screen.note(&format!("Next: `corona pair digits {pairing}`\n"));
    }
    screen.note("Waiting for the other phone …\n")?;
    let reply = digits(screen, phone, &Ask::Digits { pairing, patience: patience.millis() })?;
    compare(screen, phone, &reply, patience)
}

/// Asks for digits and shows them.
fn digits(screen: &mut Screen, phone: &dyn Phone, ask: &Ask) -> Result<Reply, Stop> {
    let reply = phone.answer(ask)?;
    screen.show(&reply, |reply| answer::words(reply, ""))?;
    Ok(reply)
}

/// Lets a person compare, or says how a program goes on.
fn compare(
    screen: &mut Screen,
    phone: &dyn Phone,
    reply: &Reply,
    patience: Patience,
) -> Result<(), Stop> {
    let Outcome::Digits { pairing, .. } = reply.outcome else { return Ok(()) };
    if !screen.person {
        return hint(screen, reply);
    }
    match screen.ask("Does the other screen show the same digits, and your name?")? {
        Some(same) => confirm(screen, phone, pairing, same, patience),
        None => Err(Failure::refused(format!(
            "nobody compared the digits: `corona pair confirm {pairing} yes|no`"
        ))
        .into()),
    }
}

fn hint(screen: &mut Screen, reply: &Reply) -> Result<(), Stop> {
    let Outcome::Digits { pairing, .. } = reply.outcome else { return Ok(()) };
    screen.note(&format!("Next: `corona pair confirm {pairing} yes|no`\n"))
}

fn confirm(
    screen: &mut Screen,
    phone: &dyn Phone,
    pairing: u32,
    matches: bool,
    patience: Patience,
) -> Result<(), Stop> {
    let ask = Ask::ConfirmPairing { pairing, matches, patience: patience.millis() };
    let reply = phone.answer(&ask)?;
    let done = if matches {
        "Confirmed; the other side has yet to confirm.\n"
    } else {
        "Not paired. If the digits differed, somebody may have come between: \
         try again with nobody near.\n"
    };
    screen.show(&reply, |reply| answer::words(reply, done))
}

/// What an invitation's holder should know.
pub(crate) fn invitation_notes(pairing: u32, reachable: bool) -> String {
    let reach = if reachable {
        "Let one person beside you scan it."
    } else {
        "It can't be reached yet: let one person beside you scan it, and try again if that fails."
    };
    format!("Pairing {pairing}. {reach} Whoever joins it burns it.\n")
}

/// The digits, as they are read aloud.
pub(crate) fn digits_words(pairing: u32, digits: &str, name: &str) -> Shown {
    let digits = harmless(digits);
    let spaced = match digits.split_at_checked(3) {
        Some((left, right)) if digits.len() == 6 => format!("{left} {right}"),
        Some(_) | None => digits,
    };
    Shown {
        data: Zeroizing::new(format!("{spaced}  with {}\n", harmless(name))),
        notes: format!("Pairing {pairing}: both screens must show the same digits.\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{Desk, WrittenPhone, failure};

    const PATIENCE: Patience = Patience { seconds: 60 };

    fn invitation() -> Outcome {
        Outcome::Invitation {
            pairing: 1,
            invitation: "CORONAPAIR1Q".to_owned(),
            reachable: true,
            expires: "2020-04-12T15:10:00Z".to_owned(),
        }
    }

    fn digits() -> Outcome {
        Outcome::Digits { pairing: 1, digits: "123456".to_owned(), name: "Bob".to_owned() }
    }

    fn invite() -> Command {
        let drawing = Drawing { text: true, qr: false };
        Command::Invite { drawing, patience: PATIENCE }
    }

    fn confirmation(matches: bool) -> Ask {
        Ask::ConfirmPairing { pairing: 1, matches, patience: 60_000 }
    }

    #[test]
    fn a_person_is_led_from_the_invitation_to_the_contact() {
        let paired = Outcome::Paired { contact: 3, name: "Bob".to_owned() };
        let phone = WrittenPhone::answering([invitation(), digits(), paired]);
        let mut desk = Desk::of_person("what?\nYes\n");
        invite().carry_out(&mut desk.screen, &phone).unwrap();
        assert_eq!(
            phone.asked(),
            [
                Ask::Invite { alone: false, patience: 60_000 },
                Ask::Digits { pairing: 1, patience: 60_000 },
                confirmation(true)
            ]
        );
        assert_eq!(desk.out(), "CORONAPAIR1Q\n123 456  with Bob\nBob is your contact 3 now.\n");
        let question = "Does the other screen show the same digits, and your name? [yes/no] ";
        assert_eq!(
            desk.err(),
            format!(
                "Pairing 1. Let one person beside you scan it. Whoever joins it burns it.\n\
                 Waiting for the other phone …\n\
                 Pairing 1: both screens must show the same digits.\n\
                 {question}Please type yes or no.\n{question}"
            )
        );
    }

    #[test]
    fn digits_that_differ_are_told_to_the_phone() {
        let phone = WrittenPhone::answering([invitation(), digits(), Outcome::Done]);
        let mut desk = Desk::of_person("no\n");
        invite().carry_out(&mut desk.screen, &phone).unwrap();
        assert_eq!(phone.asked().last(), Some(&confirmation(false)));
        assert!(desk.out().ends_with("try again with nobody near.\n"), "{}", desk.out());
    }

    #[test]
    fn silence_confirms_nothing() {
        let phone = WrittenPhone::answering([invitation(), digits()]);
        let mut desk = Desk::of_person("");
        let failure = failure(invite().carry_out(&mut desk.screen, &phone));
        assert_eq!(failure.message, "nobody compared the digits: `corona pair confirm 1 yes|no`");
        assert_eq!(phone.asked().len(), 2);
    }

    #[test]
    fn a_program_gets_the_invitation_and_is_asked_nothing() {
        let phone = WrittenPhone::answering([invitation()]);
        let mut desk = Desk::of_json_reader("yes\n");
        invite().carry_out(&mut desk.screen, &phone).unwrap();
        assert_eq!(phone.asked(), [Ask::Invite { alone: false, patience: 60_000 }]);
        assert_eq!(
            desk.out(),
            "{\"outcome\":\"invitation\",\"pairing\":1,\"invitation\":\"CORONAPAIR1Q\",\
             \"reachable\":true,\"expires\":\"2020-04-12T15:10:00Z\"}\n"
        );
        assert_eq!(desk.err(), "");
    }

    #[test]
    fn a_pipe_is_told_the_next_command() {
        let phone = WrittenPhone::answering([digits()]);
        let mut desk = Desk::of_program("yes\n");
        let wait = Command::Digits { pairing: 1, patience: PATIENCE };
        wait.carry_out(&mut desk.screen, &phone).unwrap();
        assert_eq!(desk.out(), "123 456  with Bob\n");
        assert_eq!(
            desk.err(),
            "Pairing 1: both screens must show the same digits.\n\
             Next: `corona pair confirm 1 yes|no`\n"
        );
    }

    #[test]
    fn a_text_that_is_no_invitation_never_reaches_the_phone() {
        let phone = WrittenPhone::default();
        let mut desk = Desk::of_program("");
        let join = Join { invitation: "-".to_owned(), patience: PATIENCE };
        let failure = failure(Command::Join(join).carry_out(&mut desk.screen, &phone));
        assert_eq!(
            failure.message,
            "no code came on standard input: paste it, or pipe it in, in one line"
        );
        assert_eq!(phone.asked(), []);
    }
}
