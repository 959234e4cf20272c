//! The worlds of a run's seeds, put away every so often and taken up again.
//!
//! It knows which file belongs to which seed and decides when the next state is due. A
//! finished seed needs no state any more, only the record of what was seen.

use super::error::CheckpointError;
use super::folder::CheckpointFolder;
use super::hashed_reader::HashedReader;
use super::hashed_writer::HashedWriter;
use crate::checkers::Difference;
use crate::results::RunRecord;
use crate::world::{World, WorldSetup};
use corona_core::identity::Signatures;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::{PutPieces, TakePieces};
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

/// Puts worlds of one run away.
#[derive(Clone, Copy, Debug)]
pub struct Checkpoints<'a> {
    folder: &'a CheckpointFolder,
    every: Span,
}

/// What is kept of a seed that is finished.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// What was observed.
    pub record: RunRecord,
    /// Where phones and oracle differ, if they were compared.
    pub differences: Vec<Difference>,
}

impl<'a> Checkpoints<'a> {
    /// Into the folder of a run, as often as that says.
    #[must_use]
    pub fn new(folder: &'a CheckpointFolder) -> Self {
        Self { folder, every: folder.description().every }
    }

    /// When a world that began at `start` is due after `now`.
    #[must_use]
    pub fn next_after(&self, start: Timestamp, now: Timestamp) -> Timestamp {
        let every = self.every.0.max(1);
        start + Span(((now - start).0.div_euclid(every) + 1) * every)
    }

    fn file(&self, seed: u64, kind: &str) -> PathBuf {
        self.folder.path().join(format!("seed-{seed}.{kind}"))
    }

    /// Puts a world away. Until that is done, its state before stays.
    ///
    /// # Errors
    /// [`CheckpointError::Unwritable`].
    pub fn put<S: Signatures>(&self, world: &World<S>) -> Result<(), CheckpointError> {
        let path = self.file(world.setup().seed, "state");
        let mut to = HashedWriter::create(&path, self.folder.run())?;
        world.freeze(&mut to)?;
        to.finish()
    }

    /// The newest state of a seed's world; `None` if it was never put away.
    ///
    /// # Errors
    /// The file can't be read, or not believed.
    pub fn take<S: Signatures>(
        &self,
        setup: &Arc<WorldSetup>,
    ) -> Result<Option<World<S>>, CheckpointError> {
        let path = self.file(setup.seed, "state");
        let Some(mut from) = HashedReader::open(&path, self.folder.run())? else {
            return Ok(None);
        };
        let world = World::thaw(setup.clone(), &mut from)?;
        from.finish()?;
        Ok(Some(world))
    }

    /// Keeps what a finished world was seen to do, and no state of it any more.
    ///
    /// # Errors
    /// [`CheckpointError::Unwritable`].
    pub fn put_finished(&self, finished: &Finished) -> Result<(), CheckpointError> {
        let Finished { record, differences } = finished;
        let mut to = HashedWriter::create(&self.file(record.seed, "record"), self.folder.run())?;
        let RunRecord {
            seed,
            start,
            end,
            people,
            events,
            self_reports,
            warnings,
            status_changes,
            days,
            occurrences,
            elided_polls,
            epidemic,
        } = record;
        to.put(&(seed, start, end, occurrences, elided_polls))?;
        to.put_all(people.iter())?;
        to.put_all(events.iter())?;
        to.put_all(self_reports.iter())?;
        to.put_all(warnings.iter())?;
        to.put_all(status_changes.iter())?;
        to.put_all(days.iter())?;
        to.put_all(differences.iter())?;
        to.put(epidemic)?;
        to.finish()?;
        let state = self.file(*seed, "state");
        match fs::remove_file(&state) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(CheckpointError::unwritable(&state)(error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// What a seed's world was seen to do, if it is finished.
    ///
    /// # Errors
    /// The file can't be read, or not believed.
    pub fn take_finished(&self, seed: u64) -> Result<Option<Finished>, CheckpointError> {
        let path = self.file(seed, "record");
        let Some(mut from) = HashedReader::open(&path, self.folder.run())? else {
            return Ok(None);
        };
        let (seed, start, end, occurrences, elided_polls) = from.take()?;
        let record = RunRecord {
            seed,
            start,
            end,
            people: from.take_all()?,
            events: from.take_all()?,
            self_reports: from.take_all()?,
            warnings: from.take_all()?,
            status_changes: from.take_all()?,
            days: from.take_all()?,
            occurrences,
            elided_polls,
            epidemic: None,
        };
        let differences = from.take_all()?;
        let record = RunRecord { epidemic: from.take()?, ..record };
        from.finish()?;
        Ok(Some(Finished { record, differences }))
    }
}
