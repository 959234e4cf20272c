//! The phone that is asked.
//!
//! [`Phone`] is the running program behind its folder's socket, or whatever stands for it in
//! tests. A failed outcome becomes a [`Failure`] here, so that the nouns see answers only.

use crate::cli::failure::Failure;
use corona_phone::api::{Ask, Outcome, Reply};
use corona_phone::control::{self, AskError};
use corona_phone::home::{Home, HomeError};
use std::path::PathBuf;

/// The answers to one question, as they come.
pub(crate) type Replies = Box<dyn Iterator<Item = Result<Reply, Failure>>>;

/// Answers questions.
pub(crate) trait Phone {
    /// Puts one question.
    fn ask(&self, ask: &Ask) -> Result<Replies, Failure>;

    /// The only answer to a question that has one.
    fn answer(&self, ask: &Ask) -> Result<Reply, Failure> {
        match self.ask(ask)?.next() {
            Some(reply) => succeeded(reply?),
            None => Err(Failure::phone(
                "the phone ended before it answered: start it with `corona run`, \
                 then see with `corona status` what came of it",
            )),
        }
    }
}

/// The reply, unless it tells of a failure.
pub(crate) fn succeeded(reply: Reply) -> Result<Reply, Failure> {
    match reply.outcome {
        Outcome::Failed { kind, reason, message } => {
            Err(Failure { kind, reason, message, clock: reply.scaled_clock })
        }
        Outcome::Done
        | Outcome::Status(_)
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
        | Outcome::Updates { .. } => Ok(reply),
    }
}

/// The phone whose folder this is.
pub(crate) struct RunningPhone {
    /// Its folder.
    pub(crate) home: PathBuf,
}

impl Phone for RunningPhone {
    fn ask(&self, ask: &Ask) -> Result<Replies, Failure> {
        // Whoever has no phone yet needs another remedy than one that isn't running.
        if let Err(error @ HomeError::Missing(_)) = Home::open(&self.home) {
            return Err(Failure::phone(error.to_string()));
        }
        let replies = control::ask(&self.home, ask).map_err(|error| unasked(&error))?;
        Ok(Box::new(replies.map(|reply| reply.map_err(|error| unasked(&error)))))
    }
}

fn unasked(error: &AskError) -> Failure {
    Failure::phone(error.to_string())
}
