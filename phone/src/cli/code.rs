//! Codes: reading the one that was scanned or typed, and showing one to be scanned.
//!
//! A text that is no code is refused before the phone is asked, with what is wrong with it.
//! Codes are secrets for one person: they are wiped from memory after use, and can be given
//! on standard input, where other users of the computer don't see them.

use crate::cli::arguments::Patience;
use crate::cli::failure::{Failure, Stop};
use crate::cli::phone::Phone;
use crate::cli::qr::{Ink, draw};
use crate::cli::screen::{Screen, Shown};
use crate::cli::words::moment;
use crate::cli::{answer, words::harmless};
use clap::Args;
use corona_core::events::CheckInCode;
use corona_core::identity::CodeError;
use corona_core::pairing::Invitation;
use corona_phone::api::Ask;
use zeroize::Zeroizing;

/// `corona check-in`.
#[derive(Args)]
#[command(after_help = "\
A code given on the command line is in the list of processes while the command runs: other users of this computer see it.
With `-` the code is read from standard input instead.")]
pub(crate) struct CheckIn {
    /// The code's text, CORONAEVENT1…, or - to read it from standard input.
    pub(crate) code: String,
    #[command(flatten)]
    pub(crate) patience: Patience,
}

/// How a code is shown.
#[derive(Args, Clone, Copy, Default, Debug)]
pub(crate) struct Drawing {
    /// The text only, no QR code.
    #[arg(long, conflicts_with = "qr")]
    pub(crate) text: bool,
    /// A QR code even if standard output is no terminal.
    #[arg(long)]
    pub(crate) qr: bool,
}

impl Drawing {
    /// What to draw with, if at all.
    pub(crate) const fn ink(self, screen: &Screen) -> Option<Ink> {
        if self.qr || (screen.terminal && !self.text) { Some(screen.ink) } else { None }
    }
}

impl CheckIn {
    /// Joins the event, if the text is a code.
    pub(crate) fn carry_out(self, screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
        let code = given(self.code, screen)?;
        CheckInCode::from_text(&code).map_err(|error| unreadable(&error, Wanted::CheckIn))?;
        let ask = Ask::CheckIn { code: code.to_string(), patience: self.patience.millis() };
        let reply = phone.answer(&ask)?;
        screen.show(&reply, |reply| answer::words(reply, "Checked in.\n"))
    }
}

/// The invitation given, if it is one.
pub(crate) fn invitation(given_text: String, screen: &mut Screen) -> Result<String, Failure> {
    let text = given(given_text, screen)?;
    Invitation::from_text(&text).map_err(|error| unreadable(&error, Wanted::Invitation))?;
    Ok(text.to_string())
}

/// A code as argument, or `-` for the first line of standard input.
fn given(argument: String, screen: &mut Screen) -> Result<Zeroizing<String>, Failure> {
    if argument != "-" {
        return Ok(Zeroizing::new(argument));
    }
    let line = screen.read_line()?;
    line.filter(|line| !line.is_empty()).ok_or_else(|| {
        Failure::refused("no code came on standard input: paste it, or pipe it in, in one line")
    })
}

/// What a code is needed for.
#[derive(Clone, Copy)]
enum Wanted {
    CheckIn,
    Invitation,
}

/// What is wrong, and who can help; the text itself may be somebody's secret and isn't repeated.
fn unreadable(error: &CodeError, wanted: Wanted) -> Failure {
    let remedy = match (error, wanted) {
        (CodeError::Kind { found, .. }, Wanted::CheckIn) if found == "coronapair" => {
            "; an invitation to become contacts is joined with `corona pair join`"
        }
        (CodeError::Kind { found, .. }, Wanted::Invitation) if found == "coronaevent" => {
            "; a check-in code is used with `corona check-in`"
        }
        (CodeError::Kind { .. }, Wanted::CheckIn) => "; ask the host for `corona event code`",
        (CodeError::Kind { .. }, Wanted::Invitation) => {
            "; ask the other person for `corona pair invite`"
        }
        (CodeError::Unreadable(_) | CodeError::Length(..) | CodeError::Key(_), _) => "",
    };
    let what = match wanted {
        Wanted::CheckIn => "check-in code",
        Wanted::Invitation => "invitation",
    };
    Failure::refused(format!("{what}: {}{remedy}", harmless(&error.to_string())))
}

/// A code to be scanned, and for how long it can be.
pub(crate) fn words(code: &str, ink: Option<Ink>, notes: String) -> Shown {
    let mut data = Zeroizing::new(String::new());
    if let Some(drawing) = ink.and_then(|ink| draw(code, ink)) {
        data.push_str(&drawing);
    }
    data.push_str(code);
    data.push('\n');
    Shown { data, notes }
}

/// What a check-in code's holder should know.
pub(crate) fn check_in_notes(expires: &str) -> String {
    format!(
        "It admits one guest, and nobody after {}: show each guest a fresh one.\n",
        moment(expires)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{Desk, WrittenPhone, failure};
    use corona_core::identity::{CheckInSecret, DiscoverySecret, EventSecret, PairingSecret};
    use corona_phone::api::Outcome;

    fn check_in_code() -> String {
        let code = CheckInCode {
            event: EventSecret::from_seed(Zeroizing::new([1; 32])).public(),
            address: DiscoverySecret::from_seed(Zeroizing::new([2; 32])).public(),
            secret: CheckInSecret::from_seed(Zeroizing::new([3; 32])),
        };
        code.to_text().to_string()
    }

    fn invitation_text() -> String {
        let invitation = Invitation {
            inviter: PairingSecret::from_seed(Zeroizing::new([1; 32])).public(),
            address: DiscoverySecret::from_seed(Zeroizing::new([2; 32])).public(),
            secret: PairingSecret::from_seed(Zeroizing::new([3; 32])),
        };
        invitation.to_text().to_string()
    }

    fn check_in(code: &str) -> CheckIn {
        CheckIn { code: code.to_owned(), patience: Patience { seconds: 1 } }
    }

    fn refusal(code: &str) -> String {
        let phone = WrittenPhone::default();
        let mut desk = Desk::of_program("");
        let failure = failure(check_in(code).carry_out(&mut desk.screen, &phone));
        assert_eq!(phone.asked(), []);
        failure.message
    }

    #[test]
    fn a_code_may_come_on_standard_input() {
        let joined = || Outcome::Joined { event: 0, name: "Barbecue".to_owned() };
        let expected = Ask::CheckIn { code: check_in_code(), patience: 1000 };
        for (argument, input) in [
            (check_in_code(), String::new()),
            ("-".to_owned(), format!(" {}\r\n", check_in_code())),
        ] {
            let phone = WrittenPhone::answering([joined()]);
            let mut desk = Desk::of_program(&input);
            check_in(&argument).carry_out(&mut desk.screen, &phone).unwrap();
            assert_eq!(phone.asked(), std::slice::from_ref(&expected));
            assert_eq!(desk.out(), "Checked in to Barbecue: your event 0.\n");
        }
    }

    #[test]
    fn an_invitation_given_for_check_in_names_the_right_command_and_back() {
        assert_eq!(
            refusal(&invitation_text()),
            "check-in code: this is a coronapair code where a coronaevent code is needed; \
             an invitation to become contacts is joined with `corona pair join`"
        );
        let mut desk = Desk::of_program("");
        assert_eq!(
            invitation(check_in_code(), &mut desk.screen).unwrap_err().message,
            "invitation: this is a coronaevent code where a coronapair code is needed; \
             a check-in code is used with `corona check-in`"
        );
    }

    #[test]
    fn a_code_with_a_wrong_letter_is_not_repeated_in_the_message() {
        let mut code = check_in_code();
        code.replace_range(20..21, if &code[20..21] == "Q" { "P" } else { "Q" });
        let message = refusal(&code);
        assert!(message.starts_with("check-in code: this is no readable code ("), "{message}");
        assert!(message.ends_with("): scan it again, or copy all of it"), "{message}");
        assert!(!message.contains(&code[30..60]), "{message}");
    }

    #[test]
    fn a_code_is_drawn_for_people_and_left_as_text_to_programs() {
        let code = || Outcome::Code {
            code: "CORONAEVENT1Q".to_owned(),
            expires: "2020-04-12T15:15:00Z".to_owned(),
        };
        let shown = |desk: &mut Desk, drawing: Drawing| {
            let phone = WrittenPhone::answering([code()]);
            let show = crate::cli::event::Command::Code { event: 0, drawing };
            show.carry_out(&mut desk.screen, &phone).unwrap();
            desk.out()
        };
        let drawn = draw("CORONAEVENT1Q", Ink::Plain).unwrap().to_string() + "CORONAEVENT1Q\n";
        let (text, qr) = (Drawing { text: true, qr: false }, Drawing { text: false, qr: true });
        let mut desk = Desk::of_person("");
        assert_eq!(shown(&mut desk, Drawing::default()), drawn);
        assert_eq!(
            desk.err(),
            "It admits one guest, and nobody after 2020-04-12 15:15 UTC: \
             show each guest a fresh one.\n"
        );
        assert_eq!(shown(&mut Desk::of_person(""), text), "CORONAEVENT1Q\n");
        assert_eq!(shown(&mut Desk::of_program(""), Drawing::default()), "CORONAEVENT1Q\n");
        assert_eq!(shown(&mut Desk::of_program(""), qr), drawn);
    }
}
