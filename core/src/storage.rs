//! What survives a crash: ordered changes, applied as one transaction per input.
//!
//! The node names records and encodes them; a store keeps bytes under keys and
//! knows nothing of their meaning. A change set is all or nothing, and it is
//! durable before any frame that reveals it leaves (see [`crate::pump`]).

use crate::node::Update;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Names one record. Ordered: a snapshot lists records by key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum RecordKey {
    /// Identity, discovery keys, profile, settings.
    Person,
    /// Own status history.
    Status,
    /// A paired person, by number.
    Contact(u32),
    /// An event hosted here, by number.
    Hosted(u32),
    /// One guest of a hosted event.
    Guest(u32, u32),
    /// Participation in somebody's event, by number.
    Participation(u32),
    /// A blob (avatar, banner), by number.
    Blob(u32),
}

/// One record written or removed.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// Write, replacing what was there.
    Put(RecordKey, Zeroizing<Vec<u8>>),
    /// Remove so that the bytes can't be recovered.
    Erase(RecordKey),
}

/// Everything stored, by key.
pub type Snapshot = BTreeMap<RecordKey, Zeroizing<Vec<u8>>>;

/// Why a store could not keep its promise. The pump stops: nothing that
/// depends on the change has left the phone.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum StoreError {
    /// The medium refused (disk full, I/O error); retry once it is mended.
    #[error("the store could not write: {0}")]
    Unwritable(String),
}

/// Keeps records.
pub trait Store {
    /// Makes all changes durable, in order, or none of them.
    ///
    /// # Errors
    /// [`StoreError`] if nothing was changed.
    fn commit(&mut self, changes: &[Change], now: Timestamp) -> Result<(), StoreError>;

    /// As [`commit`](Self::commit), with the updates that follow from the changes, for a store
    /// that keeps word for an app which may not be there to hear it. By default they are not
    /// stored: whoever starts again reads how things stand.
    ///
    /// # Errors
    /// [`StoreError`] if nothing was changed.
    fn commit_with_updates(
        &mut self,
        changes: &[Change],
        _updates: &[Update],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.commit(changes, now)
    }

    /// Keeps word of updates that follow from time alone, with no change: for a store as above.
    /// By default they are not stored.
    ///
    /// # Errors
    /// [`StoreError`] if nothing was stored.
    fn keep_word(&mut self, _updates: &[Update], _now: Timestamp) -> Result<(), StoreError> {
        Ok(())
    }

    /// Whether it keeps what it is given. Nothing is encoded for a store that doesn't: its
    /// transactions are committed with no change in them.
    fn keeps_content(&self) -> bool {
        true
    }
}

/// A store that only counts transactions, for simulations in which no medium fails: what it
/// would hold follows from the node ([`Node::records`](crate::node::Node::records)). Whoever
/// uses it must take that before the process dies, and before a transaction that is to be lost.
#[derive(Default, Clone, Debug, Serialize, Deserialize)]
pub struct DerivedStore {
    commits: u64,
}

impl DerivedStore {
    /// How many transactions were committed.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits
    }
}

impl Store for DerivedStore {
    fn commit(&mut self, _changes: &[Change], _now: Timestamp) -> Result<(), StoreError> {
        self.commits += 1;
        Ok(())
    }
    fn keeps_content(&self) -> bool {
        false
    }
}

/// A store in memory: for simulations and tests; it survives the node, not the process.
#[derive(Default, Clone, Serialize, Deserialize)]
pub struct MemoryStore {
    records: Snapshot,
    commits: u64,
}

impl MemoryStore {
    /// Everything stored.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.records
    }
    /// How many transactions were committed.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, changes: &[Change], _now: Timestamp) -> Result<(), StoreError> {
        for change in changes {
            match change {
                Change::Put(key, value) => {
                    self.records.insert(*key, value.clone());
                }
                Change::Erase(key) => {
                    self.records.remove(key);
                }
            }
        }
        self.commits += 1;
        Ok(())
    }
}
