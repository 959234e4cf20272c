//! What a question asks of the node.

use crate::api::Ask;
use corona_core::events::{CheckInCode, Decision};
use corona_core::node::Command;
use corona_core::pairing::Invitation;
use corona_core::status::InfectionStatus;
use corona_core::time::Timestamp;

/// What is to be done about a question.
pub(super) enum Wish {
    /// The node carries it out; what is then waited for, if anything, has this much time.
    Command(Command, u64),
    /// The host looks.
    Look(Look),
    /// Nothing: it makes no sense, and this is what to do.
    Refused(String),
}

/// What the host can tell without changing anything.
pub(super) enum Look {
    Status,
    Event { hosted: bool, event: u32 },
    Contacts,
    Digits { pairing: u32, patience: u64 },
    Follow,
    Stop,
}

impl From<Ask> for Wish {
    fn from(ask: Ask) -> Self {
        let done = |command| Self::Command(command, 0);
        match ask {
            Ask::Status => Self::Look(Look::Status),
            Ask::ReportInfection { status, infectious_from, note } => {
                report_infection(&status, infectious_from, note)
            }
            Ask::ReportNegative { sampled } => {
                done(Command::ReportNegative { sampled: Timestamp(sampled) })
            }
            Ask::Correct => done(Command::Correct),
            Ask::CreateEvent { name, patience } => {
                Self::Command(Command::CreateEvent { name, banner: None }, patience)
            }
            Ask::ShowCode { event } => done(Command::ShowCode { event }),
            Ask::CloseEvent { event } => done(Command::CloseEvent { event }),
            Ask::ShowEvent { hosted, event } => Self::Look(Look::Event { hosted, event }),
            Ask::Decide { event, slot, confirm } => {
                let decision = if confirm { Decision::Confirm } else { Decision::Reject };
                done(Command::Decide { event, slot, decision })
            }
            Ask::CheckIn { code, patience } => match CheckInCode::from_text(&code) {
                Ok(code) => Self::Command(Command::CheckIn { code }, patience),
                Err(error) => Self::Refused(error.to_string()),
            },
            Ask::Consent { event, given } => done(Command::Consent { event, given }),
            Ask::Invite { patience } => Self::Command(Command::Invite, patience),
            Ask::Join { invitation, patience } => match Invitation::from_text(&invitation) {
                Ok(invitation) => Self::Command(Command::Join { invitation }, patience),
                Err(error) => Self::Refused(error.to_string()),
            },
            Ask::Digits { pairing, patience } => Self::Look(Look::Digits { pairing, patience }),
            Ask::ConfirmPairing { pairing, matches, patience } => {
                Self::Command(Command::ConfirmPairing { pairing, matches }, patience)
            }
            Ask::Contacts => Self::Look(Look::Contacts),
            Ask::ShareStatus { contact, share } => done(Command::ShareStatus { contact, share }),
            Ask::RemoveContact { contact } => done(Command::RemoveContact { contact }),
            Ask::Follow => Self::Look(Look::Follow),
            Ask::Stop => Self::Look(Look::Stop),
        }
    }
}

fn report_infection(status: &str, infectious_from: Option<i64>, note: String) -> Wish {
    let status = match status {
        "positive" => InfectionStatus::Positive,
        "suspected" => InfectionStatus::Suspected,
        _ => {
            return Wish::Refused(format!(
                "status {status:?}: an infection is reported as `suspected` or `positive`"
            ));
        }
    };
    let infectious_from = infectious_from.map(Timestamp);
    Wish::Command(Command::ReportInfection { status, infectious_from, note }, 0)
}
