//! A store that can lose power at a chosen commit.

use corona_core::storage::{Change, MemoryStore, RecordKey, Snapshot, Store, StoreError};
use corona_core::time::Timestamp;
use std::collections::BTreeSet;

/// What becomes of the commit at which the power fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PowerCut {
    /// It is lost.
    Before,
    /// It is durable, but nothing that follows from it happens.
    After,
}

#[derive(Default)]
pub(crate) struct Disk {
    memory: MemoryStore,
    /// Commits left until the power fails, and how.
    pub(crate) fuse: Option<(u64, PowerCut)>,
    /// Every record of which no byte was to remain, at some time.
    pub(crate) erased: BTreeSet<RecordKey>,
}

impl Disk {
    pub(crate) fn snapshot(&self) -> &Snapshot {
        self.memory.snapshot()
    }
    pub(crate) fn commits(&self) -> u64 {
        self.memory.commits()
    }
}

impl Store for Disk {
    fn commit(&mut self, changes: &[Change], now: Timestamp) -> Result<(), StoreError> {
        self.erased.extend(changes.iter().filter_map(|change| match change {
            Change::Erase(key) => Some(*key),
            Change::Put(..) => None,
        }));
        let power_fails = || Err(StoreError::Unwritable("power cut".to_owned()));
        match self.fuse {
            Some((0, PowerCut::Before)) => {
                self.fuse = None;
                power_fails()
            }
            Some((0, PowerCut::After)) => {
                self.fuse = None;
                self.memory.commit(changes, now)?;
                power_fails()
            }
            Some((left, cut)) => {
                self.fuse = Some((left - 1, cut));
                self.memory.commit(changes, now)
            }
            None => self.memory.commit(changes, now),
        }
    }
}
