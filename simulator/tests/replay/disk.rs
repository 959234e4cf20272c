//! A store whose process is killed at a chosen commit.

use corona_core::storage::{Change, MemoryStore, Snapshot, Store, StoreError};
use corona_core::time::Timestamp;

/// What becomes of the commit during which the process is killed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kill {
    /// It is lost.
    Before,
    /// It is durable, but nothing that follows from it happens.
    After,
}

#[derive(Default)]
pub(crate) struct Disk {
    memory: MemoryStore,
    /// Commits until the process is killed, and how.
    pub(crate) fuse: Option<(u32, Kill)>,
}

impl Disk {
    pub(crate) fn snapshot(&self) -> &Snapshot {
        self.memory.snapshot()
    }
}

impl Store for Disk {
    fn commit(&mut self, changes: &[Change], now: Timestamp) -> Result<(), StoreError> {
        match self.fuse {
            Some((0, kill)) => {
                self.fuse = None;
                if kill == Kill::After {
                    self.memory.commit(changes, now)?;
                }
                Err(StoreError::Unwritable("killed".to_owned()))
            }
            Some((left, kill)) => {
                self.fuse = Some((left - 1, kill));
                self.memory.commit(changes, now)
            }
            None => self.memory.commit(changes, now),
        }
    }
}
