//! The folder of a run that can be resumed, beside the folder of its results.
//!
//! It knows what the run was asked and holds the folder against other processes. It
//! decides whether a run may begin here and whether this program may resume it; what its
//! worlds are is left to [`super::seeds`].

use super::description::{Description, InputFile, hex};
use super::error::CheckpointError;
use super::hashed_writer::{Hash, sync_folder, write_whole};
use sha2::{Digest, Sha256};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

const DESCRIPTION: &str = "run.toml";
const SCENARIO: &str = "scenario.toml";
const SUFFIX: &str = ".checkpoint";

/// An open checkpoint. No other process can open it while this one lives.
#[derive(Debug)]
pub struct CheckpointFolder {
    path: PathBuf,
    description: Description,
    scenario: String,
    run: Hash,
    /// The lock goes with the process, however it ends.
    _held: File,
}

impl CheckpointFolder {
    /// Where the checkpoint of a run lies whose results go to `out`: beside it.
    #[must_use]
    pub fn of(out: &Path) -> PathBuf {
        let named = match out.file_name() {
            Some(_) => out.to_owned(),
            // "." has a name only by its true path.
            None => out.canonicalize().unwrap_or_else(|_| out.to_owned()),
        };
        let mut name = named.file_name().unwrap_or_default().to_owned();
        name.push(SUFFIX);
        named.with_file_name(name)
    }

    /// Checks that a run may begin whose results go to `out`: none was cut short there.
    ///
    /// # Errors
    /// [`CheckpointError::Unfinished`].
    pub fn refuse_unfinished(out: &Path) -> Result<(), CheckpointError> {
        let path = Self::of(out);
        if path.symlink_metadata().is_ok() {
            return Err(CheckpointError::Unfinished { path });
        }
        Ok(())
    }

    /// Makes the checkpoint of a run that begins, with a scenario of this text. The
    /// description's own scenario is filled in.
    ///
    /// # Errors
    /// There is one already, or the file system refuses.
    pub fn begin(
        out: &Path,
        description: Description,
        scenario: String,
    ) -> Result<Self, CheckpointError> {
        Self::refuse_unfinished(out)?;
        let path = Self::of(out);
        let parent = path.parent().unwrap_or(Path::new("")).to_owned();
        if !parent.as_os_str().is_empty() {
            fs::create_dir_all(&parent).map_err(CheckpointError::unwritable(&parent))?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let hidden = parent.join(format!(".{name}-{}", std::process::id()));
        fs::create_dir(&hidden).map_err(CheckpointError::unwritable(&hidden))?;
        let begun = Self::fill(&hidden, &path, description, scenario);
        if begun.is_err() {
            // Nobody can be told if it stays.
            let _ = fs::remove_dir_all(&hidden);
        }
        begun
    }

    /// Makes the files where nobody sees them, then the folder appear.
    fn fill(
        hidden: &Path,
        path: &Path,
        description: Description,
        scenario: String,
    ) -> Result<Self, CheckpointError> {
        let sha256 = hex(&Sha256::digest(scenario.as_bytes()));
        let description = Description {
            scenario: InputFile { path: PathBuf::from(SCENARIO), sha256 },
            ..description
        };
        let file = hidden.join(DESCRIPTION);
        let text = description.text(&file)?;
        write_whole(&hidden.join(SCENARIO), scenario.as_bytes())?;
        write_whole(&file, text.as_bytes())?;
        let held = hold(&file, path)?;
        fs::rename(hidden, path).map_err(CheckpointError::unwritable(path))?;
        sync_folder(path.parent().unwrap_or(Path::new(".")));
        let run = Sha256::digest(text.as_bytes()).into();
        Ok(Self { path: path.to_owned(), description, scenario, run, _held: held })
    }

    /// Opens a checkpoint, named by itself or by the folder of its results, for `program`.
    ///
    /// # Errors
    /// There is none, another process has it open, another build wrote it, or scenario or
    /// data have changed.
    pub fn open(named: &Path, program: &str) -> Result<Self, CheckpointError> {
        let beside = Self::of(named);
        let holds = |path: &PathBuf| path.join(DESCRIPTION).is_file();
        let candidates = [named.to_owned(), beside];
        let Some(path) = candidates.into_iter().find(holds) else {
            return Err(CheckpointError::Nothing { path: named.to_owned() });
        };
        let file = path.join(DESCRIPTION);
        let held = hold(&file, &path)?;
        let text = read(&file)?;
        let description = Description::parse(&file, &text, program)?;
        description.scenario.check(&path)?;
        let scenario = read(&path.join(SCENARIO))?;
        if let Some(data) = &description.data {
            data.check(&path)?;
        }
        let run = Sha256::digest(text.as_bytes()).into();
        Ok(Self { path, description, scenario, run, _held: held })
    }

    /// What the run was asked.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }
    /// The scenario's text.
    #[must_use]
    pub fn scenario(&self) -> &str {
        &self.scenario
    }
    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// Where the results go.
    #[must_use]
    pub fn out(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        match name.strip_suffix(SUFFIX) {
            Some(out) if !out.is_empty() => self.path.with_file_name(out),
            // Somebody gave it another name: then the results get that with an ending.
            Some(_) | None => self.path.with_file_name(format!("{name}.results")),
        }
    }
    pub(super) fn run(&self) -> &Hash {
        &self.run
    }

    /// Removes it: the results are where they should be. Its description goes last, so that
    /// what is left of a removal cut short can be resumed. Files of others stay.
    ///
    /// # Errors
    /// [`CheckpointError::Unwritable`].
    pub fn remove(self) -> Result<(), CheckpointError> {
        let entries = fs::read_dir(&self.path).map_err(CheckpointError::unreadable(&self.path))?;
        let seeds = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut ours: Vec<PathBuf> = seeds.filter(|path| is_of_a_seed(path)).collect();
        ours.sort();
        ours.extend([SCENARIO, DESCRIPTION].map(|name| self.path.join(name)));
        let entries = fs::read_dir(&self.path).map_err(CheckpointError::unreadable(&self.path))?;
        if entries.count() == ours.len() {
            // All of it at once: whoever is killed meanwhile leaves no part of a checkpoint.
            let name = self.path.file_name().unwrap_or_default().to_string_lossy();
            let hidden = self.path.with_file_name(format!(".{name}-{}", std::process::id()));
            fs::rename(&self.path, &hidden).map_err(CheckpointError::unwritable(&self.path))?;
            return fs::remove_dir_all(&hidden).map_err(CheckpointError::unwritable(&hidden));
        }
        for path in ours {
            fs::remove_file(&path).map_err(CheckpointError::unwritable(&path))?;
        }
        // It stays if somebody put a file of their own there.
        let _ = fs::remove_dir(&self.path);
        Ok(())
    }
}

fn is_of_a_seed(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let whole = name.strip_suffix(".partial").unwrap_or(&name);
    let stem = whole.strip_suffix(".state").or_else(|| whole.strip_suffix(".record"));
    stem.is_some_and(|stem| stem.starts_with("seed-"))
}

fn hold(file: &Path, path: &Path) -> Result<File, CheckpointError> {
    let held = File::open(file).map_err(CheckpointError::unreadable(file))?;
    match held.try_lock() {
        Ok(()) => Ok(held),
        Err(TryLockError::WouldBlock) => Err(CheckpointError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => Err(CheckpointError::unreadable(file)(error)),
    }
}

fn read(path: &Path) -> Result<String, CheckpointError> {
    fs::read_to_string(path).map_err(CheckpointError::unreadable(path))
}
