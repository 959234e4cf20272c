//! A store that stands still once, so that a test can kill the phone at the worst moment:
//! a guest's report is stored, and nobody has been told.

use super::news;
use crate::disk::{Announcement, TellingStore};
use corona_core::node::Update;
use corona_core::storage::{Change, RecordKey, Store, StoreError};
use corona_core::time::Timestamp;
use std::path::PathBuf;

/// The phone's store; with `hold`, see [`super::RunOptions::hold`].
pub(super) struct HoldingStore {
    pub(super) store: TellingStore,
    pub(super) hold: Option<PathBuf>,
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
        self.store.commit_with_updates(changes, updates, now)?;
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

    fn keep_word(&mut self, updates: &[Update], now: Timestamp) -> Result<(), StoreError> {
        self.store.keep_word(updates, now)
    }
}

/// An update for an app that may not be there to hear it.
pub(super) fn announce(update: &Update, at: Timestamp) -> Announcement {
    let (what, number) = (news::word(update).to_owned(), news::number(update));
    Announcement { what, text: news::text(update), number, at }
}

fn writes_guest(change: &Change) -> bool {
    matches!(change, Change::Put(RecordKey::Guest(..), _))
}
