//! What a question asks of the node, or of whoever runs it.

use crate::api::{Ask, Octets, Picture, Reason, ReportAsked, Secret};
use crate::home::{NewPhone, name_problem};
use corona_core::events::{CheckInCode, Decision};
use corona_core::node::{Command, SelfReported};
use corona_core::pairing::Invitation;
use corona_core::status::InfectionStatus;
use corona_core::time::Timestamp;

/// What is to be done about a question.
pub(super) enum Wish {
    /// The node carries it out; what is then waited for, if anything, has this much time.
    Command(Command, u64),
    /// As a command, if no invitation is on the screen.
    InviteAlone(u64),
    /// One half of the profile changes.
    Change(Change),
    /// The node does what is due, and this is how long it lives.
    Moment(u64),
    /// The host looks.
    Look(Look),
    /// The residence sees to it, whether or not anybody lives there.
    House(House),
    /// Nothing: it makes no sense, and this is what to do.
    Refused(Reason, String),
}

/// A change of the own profile that leaves the rest as it is.
pub(super) enum Change {
    Name(String),
    Avatar(Option<Octets>),
}

/// What the host can tell without changing anything.
pub(super) enum Look {
    Status,
    Event { hosted: bool, event: u32 },
    Banner { hosted: bool, event: u32 },
    Guests { event: u32, more_than: u32, patience: u64 },
    Contacts,
    Contact { contact: u32 },
    ContactAvatar { contact: u32 },
    Digits { pairing: u32, patience: u64 },
    Profile,
    Avatar,
    History,
    Cascade,
    Preview { report: SelfReported, note: String },
    Backup { passphrase: Secret },
}

/// What concerns the folder and its gateway.
pub(super) enum House {
    Gateway,
    Switch { on: bool },
    ShowConditions,
    Conditions { metered: bool, battery_saver: bool },
    Heed { heed: bool },
    Create(NewPhone),
    Restore { backup: Octets, passphrase: Secret },
    Delete,
    Pending { limit: u32 },
    Acknowledge { up_to: u64 },
    Follow { after: Option<u64> },
    Stop,
}

impl From<Ask> for Wish {
    fn from(ask: Ask) -> Self {
        let done = |command| Self::Command(command, 0);
        match ask {
            Ask::Status => Self::Look(Look::Status),
            Ask::ReportInfection { status, infectious_from, note } => {
                match infection(&status, infectious_from) {
                    Ok((status, infectious_from)) => {
                        done(Command::ReportInfection { status, infectious_from, note })
                    }
                    Err(problem) => Self::Refused(Reason::Malformed, problem),
                }
            }
            Ask::ReportNegative { sampled } => {
                done(Command::ReportNegative { sampled: Timestamp(sampled) })
            }
            Ask::Correct => done(Command::Correct),
            Ask::CreateEvent { name, banner, patience } => match picture(banner) {
                Ok(banner) => Self::Command(Command::CreateEvent { name, banner }, patience),
                Err(problem) => Self::Refused(Reason::Malformed, problem),
            },
            Ask::ShowCode { event } => done(Command::ShowCode { event }),
            Ask::CloseEvent { event } => done(Command::CloseEvent { event }),
            Ask::ShowEvent { hosted, event } => Self::Look(Look::Event { hosted, event }),
            Ask::AwaitGuests { event, more_than, patience } => {
                Self::Look(Look::Guests { event, more_than, patience })
            }
            Ask::Banner { hosted, event } => Self::Look(Look::Banner { hosted, event }),
            Ask::Decide { event, slot, confirm } => {
                let decision = if confirm { Decision::Confirm } else { Decision::Reject };
                done(Command::Decide { event, slot, decision })
            }
            Ask::CheckIn { code, patience } => match CheckInCode::from_text(&code) {
                Ok(code) => Self::Command(Command::CheckIn { code }, patience),
                Err(error) => Self::Refused(Reason::Malformed, error.to_string()),
            },
            Ask::Consent { event, given } => done(Command::Consent { event, given }),
            Ask::Invite { alone: true, patience } => Self::InviteAlone(patience),
            Ask::Invite { alone: false, patience } => Self::Command(Command::Invite, patience),
            Ask::Join { invitation, patience } => match Invitation::from_text(&invitation) {
                Ok(invitation) => Self::Command(Command::Join { invitation }, patience),
                Err(error) => Self::Refused(Reason::Malformed, error.to_string()),
            },
            Ask::Digits { pairing, patience } => Self::Look(Look::Digits { pairing, patience }),
            Ask::ConfirmPairing { pairing, matches, patience } => {
                Self::Command(Command::ConfirmPairing { pairing, matches }, patience)
            }
            Ask::CancelPairing { pairing } => done(Command::CancelPairing { pairing }),
            Ask::Contacts => Self::Look(Look::Contacts),
            Ask::Contact { contact } => Self::Look(Look::Contact { contact }),
            Ask::ContactAvatar { contact } => Self::Look(Look::ContactAvatar { contact }),
            Ask::Rename { contact, alias } => done(Command::RenameContact { contact, alias }),
            Ask::ShareStatus { contact, share } => done(Command::ShareStatus { contact, share }),
            Ask::RemoveContact { contact } => done(Command::RemoveContact { contact }),
            Ask::History => Self::Look(Look::History),
            Ask::Cascade => Self::Look(Look::Cascade),
            Ask::Preview { report } => preview(report),
            Ask::Profile => Self::Look(Look::Profile),
            Ask::ChangeName { name } => match name_problem(&name) {
                None => Self::Change(Change::Name(name)),
                Some(problem) => Self::Refused(Reason::Malformed, problem),
            },
            Ask::Avatar => Self::Look(Look::Avatar),
            Ask::ChangeAvatar { avatar } => match picture(avatar) {
                Ok(avatar) => Self::Change(Change::Avatar(avatar.map(Octets::new))),
                Err(problem) => Self::Refused(Reason::Malformed, problem),
            },
            Ask::AwaitQuiet { patience } => Self::Moment(patience),
            Ask::Backup { passphrase } => Self::Look(Look::Backup { passphrase }),
            Ask::Gateway => Self::House(House::Gateway),
            Ask::SwitchGateway { on } => Self::House(House::Switch { on }),
            Ask::ShowConditions => Self::House(House::ShowConditions),
            Ask::Conditions { metered, battery_saver } => {
                Self::House(House::Conditions { metered, battery_saver })
            }
            Ask::HeedConditions { heed } => Self::House(House::Heed { heed }),
            Ask::CreateProfile { name, policy } => {
                Self::House(House::Create(NewPhone { name, policy }))
            }
            Ask::RestoreProfile { backup, passphrase } => {
                Self::House(House::Restore { backup, passphrase })
            }
            Ask::DeleteProfile => Self::House(House::Delete),
            Ask::PendingUpdates { limit } => Self::House(House::Pending { limit }),
            Ask::Acknowledge { up_to } => Self::House(House::Acknowledge { up_to }),
            Ask::Follow { after } => Self::House(House::Follow { after }),
            Ask::Stop => Self::House(House::Stop),
        }
    }
}

/// Pictures of a kind that every screen shows; how large they may be is the node's to say.
fn picture(bytes: Option<Octets>) -> Result<Option<Vec<u8>>, String> {
    match bytes {
        Some(bytes) if Picture::sniff(bytes.as_slice()).is_none() => {
            let problem = "this is no PNG, JPEG or WebP picture: convert it, or choose another";
            Err(problem.to_owned())
        }
        bytes => Ok(bytes.map(|bytes| bytes.to_vec())),
    }
}

fn preview(report: ReportAsked) -> Wish {
    let (report, note) = match report {
        ReportAsked::Infection { status, infectious_from, note } => {
            match infection(&status, infectious_from) {
                Ok((status, infectious_from)) => {
                    (SelfReported::Infection { status, infectious_from }, note)
                }
                Err(problem) => return Wish::Refused(Reason::Malformed, problem),
            }
        }
        ReportAsked::Negative { sampled } => {
            (SelfReported::Negative { sampled: Timestamp(sampled) }, String::new())
        }
        ReportAsked::Correction => (SelfReported::Correction, String::new()),
    };
    Wish::Look(Look::Preview { report, note })
}

fn infection(
    status: &str,
    infectious_from: Option<i64>,
) -> Result<(InfectionStatus, Option<Timestamp>), String> {
    let status = match status {
        "positive" => InfectionStatus::Positive,
        "suspected" => InfectionStatus::Suspected,
        _ => {
            return Err(format!(
                "status {status:?}: an infection is reported as `suspected` or `positive`"
            ));
        }
    };
    Ok((status, infectious_from.map(Timestamp)))
}
