//! Records in the encrypted database, each transaction durable before it is acknowledged.
//!
//! It knows where the salt of each record is; every content that is written gets a fresh one.
//! It decides the order of work: salts of what is new first, then the transaction, and when
//! that is durable, the salts of what was replaced or erased are overwritten. After a crash in
//! between the next start finishes what was left.

use super::course::{self, Course};
use super::error::remedy;
use super::inbox;
use super::root_key::RootKey;
use super::rows::{self, Found, Mark, Row};
use super::salts::Salts;
use super::sealed::{seal, unseal};
use super::{Announcement, OpenError, PendingUpdate, Step, Watch, database};
use corona_core::storage::{Change, Snapshot, Store, StoreError};
use corona_core::time::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};
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
    /// What each row holds.
    held: BTreeMap<Row, Held>,
    /// Of all that is held, as the database has it: pages of two moments don't agree with it.
    digest: Mark,
    /// As given when the phone was made.
    name: String,
    /// How the own status went.
    course: Course,
    watch: Option<Watch>,
    /// Set once the database may hold something else than was acknowledged.
    broken: bool,
}

/// A content: where its salt is, and what tells it from others.
#[derive(Clone, Copy)]
struct Held {
    place: u32,
    mark: Mark,
}

/// What a transaction makes of what is held, and which salts are to go.
struct Turnover {
    held: BTreeMap<Row, Held>,
    digest: Mark,
    course: Course,
    forgotten: Vec<u32>,
}

/// Why a transaction did not happen.
enum Failed {
    Sql(rusqlite::Error),
    Io(io::Error),
    /// It may have happened: the next start finds out.
    Undecided(rusqlite::Error),
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
        let sql = |error| OpenError::sql(file, &error);
        let name = database::name(&database).map_err(sql)?;
        let course = course::read(&database).map_err(sql)?;
        let found = rows::read(&database).map_err(sql)?;
        let held = found.iter().map(|Found { row, place, content }| {
            (*row, Held { place: *place, mark: rows::mark(*row, content) })
        });
        let held: BTreeMap<Row, Held> = held.collect();
        let used: BTreeSet<u32> = held.values().map(|held| held.place).collect();
        let mut digest = Mark::default();
        held.values().for_each(|held| rows::mix(&mut digest, &held.mark));
        if used.len() < held.len() || database::digest(&database).map_err(sql)? != digest {
            let problem = "records of two moments are mixed".to_owned();
            return Err(OpenError::Damaged { file: file.to_owned(), problem });
        }
        let salts = Salts::open(salts, &used)?;
        let file = file.to_owned();
        let (watch, broken) = (None, false);
        let store = Self { file, database, root, salts, held, digest, name, course, watch, broken };
        let records = store.unsealed(found)?;
        Ok((store, records))
    }

    /// The name that was given when the phone was made; the node may have a newer one.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How the own status went.
    #[must_use]
    pub const fn course(&self) -> &Course {
        &self.course
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
        let found =
            rows::read(&self.database).map_err(|error| OpenError::sql(&self.file, &error))?;
        self.unsealed(found)
    }

    fn unsealed(&self, found: Vec<Found>) -> Result<Snapshot, OpenError> {
        let damaged = |problem: String| OpenError::Damaged { file: self.file.clone(), problem };
        let mut records = Snapshot::new();
        for Found { row, place, content } in found {
            let key = row.key().ok_or_else(|| damaged(format!("{row:?} is no record's")))?;
            let of_content = self.root.of_records(self.salts.get(place));
            let plain = unseal(&of_content, &row.bytes(), &content);
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
        let course = self.course.clone();
        self.commit_all(changes, announcements, course)
    }

    /// Makes changes durable together with what is to be told of them, and with how the own
    /// status went.
    ///
    /// # Errors
    /// [`StoreError`] if nothing was changed.
    pub fn commit_all(
        &mut self,
        changes: &[Change],
        announcements: &[Announcement],
        course: Course,
    ) -> Result<(), StoreError> {
        if self.broken {
            return Err(self.unwritable("it failed before: start the phone again"));
        }
        let committed = self.salted(changes).and_then(|fresh| {
            let turnover = self.transact(changes, announcements, course, &fresh);
            match &turnover {
                Ok(_) => {}
                // Both salts stay: one of them opens what is there.
                Err(Failed::Undecided(_)) => self.broken = true,
                Err(Failed::Sql(_) | Failed::Io(_)) => {
                    // What was never used is free again, if not now, then at the next start.
                    let _later = self.salts.forget(fresh);
                }
            }
            turnover
        });
        match committed {
            Ok(Turnover { held, digest, course, forgotten }) => {
                (self.held, self.digest, self.course) = (held, digest, course);
                self.settle(forgotten)
            }
            Err(failed) => Err(self.failure(&failed)),
        }
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

    /// Fresh salts for what is to be written, on the disk.
    fn salted(&mut self, changes: &[Change]) -> Result<Vec<u32>, Failed> {
        self.step(Step::Begun)?;
        let puts = changes.iter().filter(|change| matches!(change, Change::Put(..))).count();
        let fresh = if puts == 0 { Vec::new() } else { self.salts.fresh(puts)? };
        if let Err(failed) = self.step(Step::Salted) {
            let _later = self.salts.forget(fresh);
            return Err(failed);
        }
        Ok(fresh)
    }

    fn transact(
        &mut self,
        changes: &[Change],
        announcements: &[Announcement],
        course: Course,
        fresh: &[u32],
    ) -> Result<Turnover, Failed> {
        let Self { database, root, salts, held, digest, watch, course: before, .. } = self;
        let (mut held, mut digest) = (held.clone(), *digest);
        let mut fresh = fresh.iter().copied();
        let mut forgotten = Vec::new();
        let transaction = Transaction::new(database, TransactionBehavior::Immediate)?;
        for change in changes {
            let replaced = match change {
                Change::Put(key, content) => {
                    let (row, place) = (Row::of(*key), fresh.next().expect("one for each"));
                    let of_content = root.of_records(salts.get(place));
                    let sealed = seal(&of_content, &row.bytes(), content)?;
                    rows::write(&transaction, row, place, &sealed)?;
                    let mark = rows::mark(row, &sealed);
                    rows::mix(&mut digest, &mark);
                    held.insert(row, Held { place, mark })
                }
                Change::Erase(key) => {
                    rows::erase(&transaction, Row::of(*key))?;
                    held.remove(&Row::of(*key))
                }
            };
            if let Some(Held { place, mark }) = replaced {
                rows::mix(&mut digest, &mark);
                forgotten.push(place);
            }
        }
        if !changes.is_empty() {
            database::set_digest(&transaction, &digest)?;
        }
        inbox::write(&transaction, announcements)?;
        if course != *before {
            course::write(&transaction, &course)?;
        }
        if let Some(watch) = watch {
            transaction.cache_flush()?;
            watch(Step::Written)?;
        }
        transaction.commit().map_err(Failed::Undecided)?;
        Ok(Turnover { held, digest, course, forgotten })
    }

    /// After the transaction: what it has replaced or erased is beyond recovery when this is
    /// done.
    fn settle(&mut self, forgotten: Vec<u32>) -> Result<(), StoreError> {
        self.step(Step::Committed).map_err(|failed| self.failure(&failed))?;
        if let Err(error) = self.salts.forget(forgotten) {
            // The transaction is durable, and its records are gone from the database.
            tracing::warn!(%error, file = %self.salts.path().display(), "a salt is overwritten later");
        }
        self.step(Step::Settled).map_err(|failed| self.failure(&failed))
    }

    fn step(&mut self, step: Step) -> Result<(), Failed> {
        match &mut self.watch {
            Some(watch) => Ok(watch(step)?),
            None => Ok(()),
        }
    }

    fn failure(&self, failed: &Failed) -> StoreError {
        match failed {
            Failed::Sql(error) | Failed::Undecided(error) => self.unwritable(&remedy(error)),
            Failed::Io(error) => {
                self.unwritable(&format!("make room, or check the disk ({error})"))
            }
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
