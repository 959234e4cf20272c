//! A store that stands still once, so that a test can kill the phone at the worst moment:
//! a guest's report is stored, and nobody has been told.

use crate::disk::DiskStore;
use corona_core::storage::{Change, RecordKey, Store, StoreError};
use corona_core::time::Timestamp;
use std::path::PathBuf;

/// The phone's store; with `hold`, see [`super::RunOptions::hold`].
pub(super) struct HoldingStore {
    pub(super) store: DiskStore,
    pub(super) hold: Option<PathBuf>,
}

impl Store for HoldingStore {
    fn commit(&mut self, changes: &[Change], now: Timestamp) -> Result<(), StoreError> {
        self.store.commit(changes, now)?;
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
}

fn writes_guest(change: &Change) -> bool {
    matches!(change, Change::Put(RecordKey::Guest(..), _))
}
