//! A store that stands still once, so that a test can kill the phone at the worst moment:
//! a guest's report is stored, and nobody has been told.

use super::news;
use crate::disk::{Announcement, DiskStore, StatusTurn};
use corona_core::node::{EventRef, Update};
use corona_core::status::InfectionStatus;
use corona_core::storage::{Change, RecordKey, Store, StoreError};
use corona_core::time::Timestamp;
use std::path::PathBuf;

/// The phone's store; with `hold`, see [`super::RunOptions::hold`].
pub(super) struct HoldingStore {
    pub(super) store: DiskStore,
    pub(super) hold: Option<PathBuf>,
    /// Updates are kept until they are acknowledged.
    pub(super) keeps_updates: bool,
}

impl Store for HoldingStore {
    fn commit(&mut self, changes: &[Change], now: Timestamp) -> Result<(), StoreError> {
        self.commit_with_updates(changes, &[], now)
    }

    fn commit_with_updates(
        &mut self,
        changes: &[Change],
        updates: &[Update],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let turn = self.turn(updates, now);
        let announced: Vec<Announcement> = updates
            .iter()
            .filter(|update| self.keeps_updates && is_kept(update, turn))
            .map(|update| announce(update, now))
            .collect();
        self.store.commit_all(changes, &announced, turn)?;
        match &self.hold {
            Some(hold) if changes.iter().any(writes_guest) && hold.exists() => {
                let mut held = hold.clone().into_os_string();
                held.push(".held");
                std::fs::write(&held, b"").map_err(|e| StoreError::Unwritable(e.to_string()))?;
                tracing::warn!("held by the test that runs this phone");
                loop {
                    std::thread::park();
                }
            }
            Some(_) | None => Ok(()),
        }
    }

    /// A status that turns by time alone; all else that follows from no change is a state, or
    /// is told whoever waits for it.
    fn keep_word(&mut self, updates: &[Update], now: Timestamp) -> Result<(), StoreError> {
        let Some(turn) = self.turn(updates, now) else { return Ok(()) };
        let turns = updates.iter().filter(|update| matches!(update, Update::StatusChanged { .. }));
        let announced: Vec<Announcement> =
            turns.filter(|_| self.keeps_updates).map(|update| announce(update, now)).collect();
        self.store.commit_all(&[], &announced, Some(turn))
    }
}

impl HoldingStore {
    /// The status as it was last written down.
    fn last_status(&self) -> InfectionStatus {
        self.store.course().last().map_or(InfectionStatus::Unknown, |turn| turn.status)
    }

    /// The turn that the status takes by these updates. A phone that starts infers its status
    /// anew, which is none.
    fn turn(&self, updates: &[Update], now: Timestamp) -> Option<StatusTurn> {
        let status = updates.iter().rev().find_map(|update| {
            let Update::StatusChanged { to, .. } = update else { return None };
            Some(*to)
        });
        let status = status.filter(|status| *status != self.last_status())?;
        let event = (status == InfectionStatus::HighRisk).then(|| origin(updates)).flatten();
        Some(StatusTurn { at: now, status, event })
    }

    /// Writes down what the status became while the phone was off.
    pub(super) fn catch_up(
        &mut self,
        status: InfectionStatus,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let from = self.last_status();
        if status == from {
            return Ok(());
        }
        self.keep_word(&[Update::StatusChanged { from, to: status }], now)
    }
}

/// The event that the risk comes from, by these updates.
fn origin(updates: &[Update]) -> Option<EventRef> {
    updates.iter().rev().find_map(|update| {
        let Update::RiskChanged { event, .. } = update else { return None };
        *event
    })
}

/// Whether an app must hear of it: of a status that was told before it need not.
const fn is_kept(update: &Update, turn: Option<StatusTurn>) -> bool {
    turn.is_some() || !matches!(update, Update::StatusChanged { .. })
}

fn announce(update: &Update, at: Timestamp) -> Announcement {
    let (what, number) = (news::word(update).to_owned(), news::number(update));
    Announcement { what, text: news::text(update), number, at }
}

fn writes_guest(change: &Change) -> bool {
    matches!(change, Change::Put(RecordKey::Guest(..), _))
}
