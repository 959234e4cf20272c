//! Where handlers put their questions.

use super::problem::Problem;
use crate::api::{Ask, EventShown, Outcome};
use crate::host::{Asker, Replies};
use axum::http::StatusCode;

/// Puts questions to the phone.
#[derive(Clone)]
pub(super) struct Desk {
    asker: Asker,
}

impl Desk {
    pub(super) const fn new(asker: Asker) -> Self {
        Self { asker }
    }

    /// The answer, unless it is a failure.
    pub(super) async fn ask(&self, ask: Ask) -> Result<Outcome, Problem> {
        match self.asker.ask(ask).next_async().await {
            Some(Outcome::Failed { kind, reason, message }) => {
                Err(Problem::new(kind, reason, message))
            }
            Some(outcome) => Ok(outcome),
            None => Err(Problem::unexpected()),
        }
    }

    /// That it was done.
    pub(super) async fn done(&self, ask: Ask) -> Result<StatusCode, Problem> {
        let Outcome::Done = self.ask(ask).await? else {
            return Err(Problem::unexpected());
        };
        Ok(StatusCode::NO_CONTENT)
    }

    /// One event.
    pub(super) async fn event(&self, hosted: bool, event: u32) -> Result<EventShown, Problem> {
        let Outcome::Event(shown) = self.ask(Ask::ShowEvent { hosted, event }).await? else {
            return Err(Problem::unexpected());
        };
        Ok(shown)
    }

    /// Every update.
    pub(super) fn follow(&self, after: Option<u64>) -> Replies {
        self.asker.ask(Ask::Follow { after })
    }
}
