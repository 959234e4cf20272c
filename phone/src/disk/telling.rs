//! A store that writes down, with each change, what an app must hear of it, and how the own
//! status went.
//!
//! It knows the status that was last told. It decides what is a turn of it: a phone that
//! starts infers its status anew, and that is none.

use super::{Announcement, DiskStore, StatusTurn};
use corona_core::node::{EventRef, Update};
use corona_core::status::InfectionStatus;
use corona_core::storage::{Change, Store, StoreError};
use corona_core::time::Timestamp;

/// Puts an update into words.
pub type Words = fn(&Update, Timestamp) -> Announcement;

/// A phone's records, with word of what follows from them.
#[derive(Debug)]
pub struct TellingStore {
    disk: DiskStore,
    /// Updates are kept until they are acknowledged.
    words: Option<Words>,
    /// The event that the risk comes from, if there is one.
    origin: Option<EventRef>,
    /// Nothing was ever written down of a status that has a past: what it is now is no news.
    is_silent: bool,
}

impl TellingStore {
    /// Keeps updates if there are `words` for them. `is_new` says that nothing was ever stored.
    #[must_use]
    pub fn new(disk: DiskStore, words: Option<Words>, is_new: bool) -> Self {
        let is_silent = !is_new && disk.course().turns().is_empty();
        Self { disk, words, origin: None, is_silent }
    }

    /// What it writes to.
    #[must_use]
    pub const fn disk(&self) -> &DiskStore {
        &self.disk
    }

    /// What it writes to.
    pub const fn disk_mut(&mut self) -> &mut DiskStore {
        &mut self.disk
    }

    /// Writes down what the status became while the phone was off, once the node is restored.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be stored.
    pub fn catch_up(&mut self, status: InfectionStatus, now: Timestamp) -> Result<(), StoreError> {
        let from = self.disk.course().status();
        self.keep_word(&[Update::StatusChanged { from, to: status }], now)?;
        self.is_silent = false;
        Ok(())
    }

    /// The turn that the status takes by these updates.
    fn turn(&mut self, updates: &[Update], now: Timestamp) -> Option<StatusTurn> {
        let mut status = self.disk.course().status();
        for update in updates {
            if let Update::RiskChanged { event, .. } = update {
                self.origin = *event;
            }
            if let Update::StatusChanged { to, .. } = update {
                status = *to;
            }
        }
        let is_inferred = status == InfectionStatus::HighRisk;
        let event = if is_inferred { self.origin } else { None };
        (status != self.disk.course().status()).then_some(StatusTurn { at: now, status, event })
    }

    /// Stores changes with word of the turn and of `others`, which are of another kind.
    fn store<'a>(
        &mut self,
        changes: &[Change],
        others: impl Iterator<Item = &'a Update>,
        turn: Option<StatusTurn>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let from = self.disk.course().status();
        let turned = turn.map(|turn| Update::StatusChanged { from, to: turn.status });
        let told = turned.as_ref().filter(|_| !self.is_silent);
        let others: Vec<&Update> = others.collect();
        let erased = others.iter().filter_map(|update| {
            let Update::EventErased { event } = update else { return None };
            Some(*event)
        });
        let erased: Vec<EventRef> = erased.collect();
        let course = self.disk.course().after(turn, &erased, now);
        let announced: Vec<Announcement> = self.words.map_or_else(Vec::new, |words| {
            others.into_iter().chain(told).map(|update| words(update, now)).collect()
        });
        self.disk.commit_all(changes, &announced, course)
    }
}

impl Store for TellingStore {
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
        let is_other = |update: &&Update| !matches!(update, Update::StatusChanged { .. });
        self.store(changes, updates.iter().filter(is_other), turn, now)
    }

    /// Of a status that turns by time alone; all else that follows from no change is a state,
    /// or is told whoever waits for it.
    fn keep_word(&mut self, updates: &[Update], now: Timestamp) -> Result<(), StoreError> {
        match self.turn(updates, now) {
            Some(turn) => self.store(&[], std::iter::empty(), Some(turn), now),
            None => Ok(()),
        }
    }
}
