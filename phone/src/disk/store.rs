//! Records in the encrypted database, each transaction durable before it is acknowledged.
//!
//! It knows whose salt is where. It decides the order of work: salts of what is new first,
//! then the transaction, and when that is durable, the salts of what was erased are
//! overwritten. After a crash in between the next start finishes what was left.

use super::error::remedy;
use super::inbox;
use super::root_key::RootKey;
use super::rows::{Group, Row};
use super::salts::Salts;
use super::sealed::{seal, unseal};
use super::{Announcement, OpenError, PendingUpdate, Step, Watch, database};
use corona_core::storage::{Change, RecordKey, Snapshot, Store, StoreError};
use corona_core::time::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A phone's records on disk, encrypted. One program at a time: whoever opens it holds the
/// folder's lock.
pub struct DiskStore {
    file: PathBuf,
    database: Connection,
    root: RootKey,
    salts: Salts,
    /// Where the salt of each group is.
    places: BTreeMap<Group, u32>,
    watch: Option<Watch>,
}

/// What a transaction would make of the salts.
struct Turnover {
    places: BTreeMap<Group, u32>,
    erased: Vec<u32>,
}

/// Why a transaction did not happen.
enum Failed {
    Sql(rusqlite::Error),
    Io(io::Error),
}

impl DiskStore {
    /// Opens a store whose key is known.
    pub(super) fn open(
        file: &Path,
        salts: &Path,
        root: RootKey,
    ) -> Result<(Self, Snapshot), OpenError> {
        let sql = |error| OpenError::sql(file, &error);
        let mut database = database::open(file, &root)?;
        database::migrate(&mut database).map_err(sql)?;
        database::probe(&mut database).map_err(sql)?;
        Self::with(file, salts, database, root)
    }

    /// A store on a database that has its tables.
    pub(super) fn with(
        file: &Path,
        salts: &Path,
        database: Connection,
        root: RootKey,
    ) -> Result<(Self, Snapshot), OpenError> {
        let places = read_places(&database).map_err(|error| OpenError::sql(file, &error))?;
        let used: BTreeSet<u32> = places.values().copied().collect();
        let salts = Salts::open(salts, &used)?;
        let file = file.to_owned();
        let store = Self { file, database, root, salts, places, watch: None };
        let records = store.read()?;
        Ok((store, records))
    }

    /// For tests: `watch` is told of every step from now on.
    pub fn watch(&mut self, watch: Watch) {
        self.watch = Some(watch);
    }

    /// For tests: the database takes no more than so many pages of 4 KiB, as on a full disk.
    ///
    /// # Errors
    /// [`StoreError`] if the database can't be used.
    pub fn limit_pages(&mut self, pages: u32) -> Result<(), StoreError> {
        let limited = self.database.pragma_update(None, "max_page_count", pages);
        limited.map_err(|error| self.unwritable(&remedy(&error)))
    }

    /// Everything stored.
    pub(super) fn read(&self) -> Result<Snapshot, OpenError> {
        let damaged = |problem: String| OpenError::Damaged { file: self.file.clone(), problem };
        let rows = read_rows(&self.database).map_err(|error| OpenError::sql(&self.file, &error))?;
        let mut records = Snapshot::new();
        for (row, content) in rows {
            let key = row.key().ok_or_else(|| damaged(format!("{row:?} is no record's")))?;
            let salt = self.places.get(&row.group).map(|place| self.salts.get(*place));
            let salt = salt.ok_or_else(|| damaged(format!("record {key:?} has no salt")))?;
            let plain = unseal(&self.root.of_records(salt), &row.place(), &content);
            let plain =
                plain.ok_or_else(|| damaged(format!("record {key:?} is not what it was")))?;
            records.insert(key, plain);
        }
        Ok(records)
    }

    /// Makes changes durable together with what is to be told of them.
    ///
    /// # Errors
    /// [`StoreError`] if nothing was changed.
    pub fn commit_and_announce(
        &mut self,
        changes: &[Change],
        announcements: &[Announcement],
    ) -> Result<(), StoreError> {
        let committed = self.salted(changes).and_then(|places| {
            let turnover = self.transact(changes, announcements, places);
            if turnover.is_err() {
                // What was never used is free again, if not now, then at the next start.
                let stray = self.stray();
                let _later = self.salts.forget(stray);
            }
            turnover
        });
        match committed {
            Ok(Turnover { places, erased }) => {
                self.places = places;
                self.settle(erased)
            }
            Err(Failed::Sql(error)) => Err(self.unwritable(&remedy(&error))),
            Err(Failed::Io(error)) => {
                Err(self.unwritable(&format!("{error}; make room, or check the disk")))
            }
        }
    }

    /// Puts word of what happened into the inbox, to be kept until it is acknowledged.
    ///
    /// # Errors
    /// [`StoreError`] if nothing was changed.
    pub fn announce(&mut self, announcements: &[Announcement]) -> Result<(), StoreError> {
        if announcements.is_empty() {
            return Ok(());
        }
        self.commit_and_announce(&[], announcements)
    }

    /// What was announced and not acknowledged, oldest first, `limit` at most. Sequences that
    /// are missing in between were dropped: see [`Announcement`].
    ///
    /// # Errors
    /// [`StoreError`] if the database can't be read.
    pub fn pending(&self, limit: usize) -> Result<Vec<PendingUpdate>, StoreError> {
        inbox::pending(&self.database, limit).map_err(|error| self.unwritable(&remedy(&error)))
    }

    /// Forgets what was announced up to and with this sequence.
    ///
    /// # Errors
    /// [`StoreError`] if nothing was changed.
    pub fn acknowledge(&mut self, up_to: u64) -> Result<(), StoreError> {
        inbox::acknowledge(&self.database, up_to).map_err(|error| self.unwritable(&remedy(&error)))
    }

    /// Fresh salts for what has none yet, on the disk.
    fn salted(&mut self, changes: &[Change]) -> Result<BTreeMap<Group, u32>, Failed> {
        self.step(Step::Begun)?;
        let puts = changes.iter().filter_map(|change| match change {
            Change::Put(key, _) => Some(Row::of(*key).group),
            Change::Erase(_) => None,
        });
        let new: BTreeSet<Group> = puts.filter(|group| !self.places.contains_key(group)).collect();
        let mut places = self.places.clone();
        if !new.is_empty() {
            places.extend(new.iter().copied().zip(self.salts.fresh(new.len())?));
        }
        self.step(Step::Salted)?;
        Ok(places)
    }

    fn transact(
        &mut self,
        changes: &[Change],
        announcements: &[Announcement],
        mut places: BTreeMap<Group, u32>,
    ) -> Result<Turnover, Failed> {
        let Self { database, root, salts, places: before, watch, .. } = self;
        let transaction = Transaction::new(database, TransactionBehavior::Immediate)?;
        for change in changes {
            match change {
                Change::Put(key, content) => {
                    let row = Row::of(*key);
                    let key = root.of_records(salts.get(places[&row.group]));
                    write_row(&transaction, row, &seal(&key, &row.place(), content)?)?;
                }
                Change::Erase(key) => erase_row(&transaction, Row::of(*key))?,
            }
        }
        let mut erased = Vec::new();
        for group in touched(changes) {
            if !has_rows(&transaction, group)? {
                erased.extend(places.remove(&group));
            }
        }
        for group in touched(changes) {
            match (before.get(&group), places.get(&group)) {
                (None, Some(place)) => write_place(&transaction, group, *place)?,
                (Some(_), None) => erase_place(&transaction, group)?,
                (Some(_), Some(_)) | (None, None) => {}
            }
        }
        inbox::write(&transaction, announcements)?;
        if let Some(watch) = watch {
            transaction.cache_flush()?;
            watch(Step::Written)?;
        }
        transaction.commit()?;
        Ok(Turnover { places, erased })
    }

    /// After the transaction: what it has erased is beyond recovery when this is done.
    fn settle(&mut self, erased: Vec<u32>) -> Result<(), StoreError> {
        let told = |this: &Self, failed| match failed {
            Failed::Sql(error) => this.unwritable(&remedy(&error)),
            Failed::Io(error) => this.unwritable(&error.to_string()),
        };
        self.step(Step::Committed).map_err(|failed| told(self, failed))?;
        if let Err(error) = self.salts.forget(erased) {
            // The transaction is durable, and its records are gone from the database.
            tracing::warn!(%error, file = %self.salts.path().display(), "a salt is overwritten later");
        }
        self.step(Step::Settled).map_err(|failed| told(self, failed))
    }

    /// Salts that belong to nobody.
    fn stray(&self) -> Vec<u32> {
        let used: BTreeSet<u32> = self.places.values().copied().collect();
        self.salts.used().filter(|place| !used.contains(place)).collect()
    }

    fn step(&mut self, step: Step) -> Result<(), Failed> {
        match &mut self.watch {
            Some(watch) => Ok(watch(step)?),
            None => Ok(()),
        }
    }

    fn unwritable(&self, problem: &str) -> StoreError {
        StoreError::Unwritable(format!("{}: {problem}", self.file.display()))
    }
}

impl Store for DiskStore {
    fn commit(&mut self, changes: &[Change], _now: Timestamp) -> Result<(), StoreError> {
        self.commit_and_announce(changes, &[])
    }
}

impl fmt::Debug for DiskStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "store {}", self.file.display())
    }
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Groups that changes are about.
fn touched(changes: &[Change]) -> BTreeSet<Group> {
    let key = |change: &Change| -> RecordKey {
        match change {
            Change::Put(key, _) | Change::Erase(key) => *key,
        }
    };
    changes.iter().map(|change| Row::of(key(change)).group).collect()
}

fn write_row(transaction: &Transaction<'_>, row: Row, content: &[u8]) -> rusqlite::Result<()> {
    let Row { group: Group { kind, number }, part } = row;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO records VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![kind, number, part, content])?;
    Ok(())
}

fn erase_row(transaction: &Transaction<'_>, row: Row) -> rusqlite::Result<()> {
    let Row { group: Group { kind, number }, part } = row;
    transaction
        .prepare_cached("DELETE FROM records WHERE kind = ?1 AND number = ?2 AND part = ?3")?
        .execute(params![kind, number, part])?;
    Ok(())
}

fn has_rows(transaction: &Transaction<'_>, group: Group) -> rusqlite::Result<bool> {
    transaction
        .prepare_cached("SELECT 1 FROM records WHERE kind = ?1 AND number = ?2 LIMIT 1")?
        .exists(params![group.kind, group.number])
}

fn write_place(transaction: &Transaction<'_>, group: Group, place: u32) -> rusqlite::Result<()> {
    transaction.prepare_cached("INSERT INTO salts VALUES (?1, ?2, ?3)")?.execute(params![
        group.kind,
        group.number,
        place
    ])?;
    Ok(())
}

fn erase_place(transaction: &Transaction<'_>, group: Group) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM salts WHERE kind = ?1 AND number = ?2")?
        .execute(params![group.kind, group.number])?;
    Ok(())
}

fn read_places(database: &Connection) -> rusqlite::Result<BTreeMap<Group, u32>> {
    let mut query = database.prepare("SELECT kind, number, place FROM salts")?;
    let places = query
        .query_map([], |row| Ok((Group { kind: row.get(0)?, number: row.get(1)? }, row.get(2)?)))?;
    places.collect()
}

fn read_rows(database: &Connection) -> rusqlite::Result<Vec<(Row, Vec<u8>)>> {
    let mut query = database.prepare("SELECT kind, number, part, content FROM records")?;
    let rows = query.query_map([], |row| {
        let group = Group { kind: row.get(0)?, number: row.get(1)? };
        Ok((Row { group, part: row.get(2)? }, row.get(3)?))
    })?;
    rows.collect()
}
