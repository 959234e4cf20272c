//! The folder that a run's results go to.
//!
//! It decides before the run whether they may: a new or empty folder, or one of
//! ours with `force`. Nobody's files but ours are ever replaced, and a run cut
//! short leaves no folder that looks complete. What the files hold is left to others.

use super::folder_error::FolderError;
use super::manifest::{MANIFEST, claimed_files, interim_manifest};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How hidden folders of unfinished runs are named. One that a killed run left
/// behind neither fills a folder nor stands in the way of the next run.
const PARTIAL: &str = ".corona-sim-partial-";

/// A folder that was checked and may be written.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    /// `None`: the folder does not exist yet. Otherwise the files in it that an
    /// earlier run wrote.
    replaces: Option<Vec<String>>,
}

/// Files on their way into a [`RunFolder`]; whatever is not published is removed.
#[derive(Debug)]
pub(super) struct Staging {
    folder: RunFolder,
    path: PathBuf,
    files: Vec<String>,
}

impl RunFolder {
    /// Checks that a run may write to `path` and that the file system lets it,
    /// without leaving anything there. With `force` the results of an earlier
    /// run may be replaced.
    ///
    /// # Errors
    /// [`FolderError`], naming the folder and the remedy, if it is a file, holds
    /// files of others, holds a run and `force` is false, or can't be written.
    pub fn prepare(path: impl AsRef<Path>, force: bool) -> Result<Self, FolderError> {
        let path = path.as_ref().to_owned();
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Self::existing(path, force),
            Ok(_) => Err(FolderError::NotAFolder { path }),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::new(path),
            Err(error) => Err(FolderError::unwritable(&path)(error)),
        }
    }

    /// The folder's path, as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn new(path: PathBuf) -> Result<Self, FolderError> {
        // A dangling link or a path without a last part ("new/..") has no name to rename to.
        if path.file_name().is_none() || path.is_symlink() {
            return Err(FolderError::NotAFolder { path });
        }
        let exists = |ancestor: &&Path| ancestor.as_os_str().is_empty() || ancestor.exists();
        let ancestor = path.ancestors().skip(1).find(exists).unwrap_or(Path::new(""));
        let ancestor = if ancestor.as_os_str().is_empty() { Path::new(".") } else { ancestor };
        if !ancestor.is_dir() {
            return Err(FolderError::NotAFolder { path: ancestor.to_owned() });
        }
        probe(ancestor)?;
        Ok(Self { path, replaces: None })
    }

    fn existing(path: PathBuf, force: bool) -> Result<Self, FolderError> {
        let mut entries = fs::read_dir(&path).map_err(FolderError::unwritable(&path))?;
        let left_over =
            |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(PARTIAL);
        let claimed = if entries.all(|entry| entry.is_ok_and(|entry| left_over(&entry))) {
            Vec::new()
        } else {
            let manifest = fs::read(path.join(MANIFEST)).unwrap_or_default();
            match claimed_files(&manifest) {
                None => return Err(FolderError::NotOurs { path }),
                Some(_) if !force => return Err(FolderError::Taken { path }),
                Some(files) => files,
            }
        };
        probe(&path)?;
        Ok(Self { path, replaces: Some(claimed) })
    }

    /// Opens a hidden folder for the files: beside a new folder, within an
    /// existing one (which may be the current one, or a mount point).
    pub(super) fn stage(self) -> Result<Staging, FolderError> {
        let (parent, stem) = match &self.replaces {
            Some(_) => (self.path.clone(), String::new()),
            None => {
                let parent = self.path.parent().unwrap_or(Path::new("")).to_owned();
                let name = self.path.file_name().unwrap_or_default().to_string_lossy();
                (parent, format!(".{name}"))
            }
        };
        if !parent.as_os_str().is_empty() {
            fs::create_dir_all(&parent).map_err(FolderError::unwritable(&parent))?;
        }
        let path = fresh_folder(&parent, &format!("{stem}{PARTIAL}{}", std::process::id()))?;
        Ok(Staging { folder: self, path, files: Vec::new() })
    }
}

impl Staging {
    /// Writes one file; `name` has `/` between its parts.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.path.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(FolderError::unwritable(parent))?;
        }
        fs::write(&path, bytes).map_err(FolderError::unwritable(&path))?;
        self.files.push(name.to_owned());
        Ok(())
    }

    /// Makes the files appear in the folder, the manifest last; returns their names, sorted.
    pub(super) fn publish(mut self) -> Result<Vec<String>, FolderError> {
        self.files.sort();
        let target = self.folder.path.clone();
        match self.folder.replaces.take() {
            None => fs::rename(&self.path, &target).map_err(FolderError::unwritable(&target))?,
            Some(old) => self.replace(&target, &old)?,
        }
        Ok(std::mem::take(&mut self.files))
    }

    fn replace(&self, target: &Path, old: &[String]) -> Result<(), FolderError> {
        let ours = |name: &str| name == MANIFEST || old.iter().any(|file| file == name);
        for name in &self.files {
            check_way(target, name, ours(name))?;
        }
        let both = old.iter().chain(&self.files).filter(|name| *name != MANIFEST).cloned();
        let interim = self.path.join("interim.json");
        fs::write(&interim, interim_manifest(both)).map_err(FolderError::unwritable(&interim))?;
        move_file(&interim, &target.join(MANIFEST))?;
        for name in old.iter().filter(|name| !self.files.contains(name)) {
            remove_file(target, name)?;
        }
        for name in self.files.iter().filter(|name| *name != MANIFEST) {
            let to = target.join(name);
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(FolderError::unwritable(parent))?;
            }
            move_file(&self.path.join(name), &to)?;
        }
        move_file(&self.path.join(MANIFEST), &target.join(MANIFEST))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Published files have moved away; nobody can be told if the rest stays.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Whether a folder lets us make things in it, found out by doing so.
fn probe(folder: &Path) -> Result<(), FolderError> {
    let probe = fresh_folder(folder, &format!("{PARTIAL}{}", std::process::id()))?;
    fs::remove_dir(&probe).map_err(FolderError::unwritable(folder))
}

/// Makes a folder of this name, or with a number after it if there is one: process
/// numbers repeat, in containers even from run to run.
fn fresh_folder(parent: &Path, name: &str) -> Result<PathBuf, FolderError> {
    let mut path = parent.join(name);
    for attempt in 1..1_000 {
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                path = parent.join(format!("{name}-{attempt}"));
            }
            Err(error) => return Err(FolderError::unwritable(parent)(error)),
        }
    }
    Err(FolderError::unwritable(&path)(ErrorKind::AlreadyExists.into()))
}

/// Refuses if anything that isn't ours has the name of the file or of a folder above it.
fn check_way(target: &Path, name: &str, ours: bool) -> Result<(), FolderError> {
    let path = target.join(name);
    for folder in Path::new(name).ancestors().skip(1).filter(|part| !part.as_os_str().is_empty()) {
        let folder = target.join(folder);
        // Not following links: through one we would write elsewhere.
        if fs::symlink_metadata(&folder).is_ok_and(|found| !found.is_dir()) {
            return Err(FolderError::InTheWay { path: folder });
        }
    }
    match fs::symlink_metadata(&path) {
        Ok(found) if !ours || found.is_dir() => Err(FolderError::InTheWay { path }),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Removes a file of ours, and its folder if that leaves it empty.
fn remove_file(target: &Path, name: &str) -> Result<(), FolderError> {
    if check_way(target, name, true).is_err() {
        // Somebody put a folder or a link there since: not ours any more.
        return Ok(());
    }
    let path = target.join(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(FolderError::unwritable(&path)(error));
        }
        Ok(()) | Err(_) => {}
    }
    if let Some(parent) = path.parent().filter(|parent| *parent != target) {
        // Fails if others' files are in it, as it should.
        let _ = fs::remove_dir(parent);
    }
    Ok(())
}

fn move_file(from: &Path, to: &Path) -> Result<(), FolderError> {
    fs::rename(from, to).map_err(FolderError::unwritable(to))
}
