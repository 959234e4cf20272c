//! A trace of what the node takes and decides, on disk before it goes on. Test only.
//!
//! It knows one file. It decides that a trace which can't be written ends the phone, as half
//! a trace proves nothing; what the lines say is `corona_core::trace`'s.

use super::HostError;
use corona_core::node::{Answer, CommandError, Effects};
use corona_core::rules::Rules;
use corona_core::storage::Snapshot;
use corona_core::time::Timestamp;
use corona_core::trace::{Entry, Recorder, Seed, Taken, Witness};
use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use zeroize::Zeroizing;

type Writing = Box<dyn FnMut(&Entry)>;
type Failed = Rc<RefCell<Option<io::Error>>>;

/// Records, or looks away.
pub(super) enum Recording {
    /// Nothing was asked for.
    Nothing,
    /// To a file.
    File { recorder: Box<Recorder<Writing>>, path: PathBuf, failed: Failed },
}

impl Recording {
    /// Continues a trace, or begins one.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, HostError> {
        let Some(path) = path else { return Ok(Self::Nothing) };
        let opened = open(path);
        let mut file = opened.map_err(|error| HostError::Trace { file: path.to_owned(), error })?;
        let failed = Failed::default();
        let failing = failed.clone();
        let write: Writing = Box::new(move |entry| {
            if let Err(error) = append(&mut file, entry) {
                failing.borrow_mut().get_or_insert(error);
            }
        });
        let recorder = Box::new(Recorder::new(write));
        Ok(Self::File { recorder, path: path.to_owned(), failed })
    }

    pub(super) fn created(&mut self, at: Timestamp, seed: Seed, name: &str, rules: &Rules) {
        match self {
            Self::Nothing => {}
            Self::File { recorder, .. } => recorder.created(at, seed, name, rules),
        }
    }

    pub(super) fn restored(&mut self, at: Timestamp, seed: Seed, store: &Snapshot, rules: &Rules) {
        match self {
            Self::Nothing => {}
            Self::File { recorder, .. } => recorder.restored(at, seed, store, rules),
        }
    }

    /// Whether all of it was written so far.
    pub(super) fn check(&self) -> Result<(), HostError> {
        match self {
            Self::Nothing => Ok(()),
            Self::File { path, failed, .. } => match failed.take() {
                None => Ok(()),
                Some(error) => Err(HostError::Trace { file: path.clone(), error }),
            },
        }
    }
}

impl Witness for Recording {
    fn took(&mut self, at: Timestamp, input: Taken<'_>) {
        match self {
            Self::Nothing => {}
            Self::File { recorder, .. } => recorder.took(at, input),
        }
    }
    fn decided(&mut self, effects: &Effects, answer: Option<Result<&Answer, &CommandError>>) {
        match self {
            Self::Nothing => {}
            Self::File { recorder, .. } => recorder.decided(effects, answer),
        }
    }
    fn settled(&mut self) {
        match self {
            Self::Nothing => {}
            Self::File { recorder, .. } => recorder.settled(),
        }
    }
}

/// Opens for appending; a line that a killed process tore is ended first.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let mut file = options.create(true).read(true).append(true).mode(0o600).open(path)?;
    let mut last = [b'\n'];
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    if last != [b'\n'] {
        file.write_all(b"\n")?;
    }
    Ok(file)
}

/// One write, so that a kill leaves all of a line or, at worst, a torn last one.
fn append(file: &mut File, entry: &Entry) -> io::Result<()> {
    let mut line = Zeroizing::new(serde_json::to_vec(entry)?);
    line.push(b'\n');
    file.write_all(&line)
}
