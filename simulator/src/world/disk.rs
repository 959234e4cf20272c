//! Where a simulated phone keeps its records, or pretends to.

use super::setup::Stores;
use corona_core::storage::{Change, DerivedStore, MemoryStore, Snapshot, Store, StoreError};
use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A phone's store.
#[derive(Serialize, Deserialize)]
pub(super) enum Disk {
    /// Keeps what it is given: its phone may crash.
    Kept(MemoryStore),
    /// Keeps nothing: its phone never does.
    Derived(DerivedStore),
}

impl Disk {
    pub(super) fn new(stores: Stores) -> Self {
        match stores {
            Stores::Kept => Self::Kept(MemoryStore::default()),
            Stores::Derived => Self::Derived(DerivedStore::default()),
        }
    }

    /// What a process that starts finds.
    pub(super) fn snapshot(&self) -> &Snapshot {
        match self {
            Self::Kept(store) => store.snapshot(),
            Self::Derived(_) => unreachable!("only phones that can't crash keep no records"),
        }
    }
}

impl Store for Disk {
    fn commit(&mut self, changes: &[Change], now: Timestamp) -> Result<(), StoreError> {
        match self {
            Self::Kept(store) => store.commit(changes, now),
            Self::Derived(store) => store.commit(changes, now),
        }
    }
    fn keeps_content(&self) -> bool {
        match self {
            Self::Kept(store) => store.keeps_content(),
            Self::Derived(store) => store.keeps_content(),
        }
    }
}
