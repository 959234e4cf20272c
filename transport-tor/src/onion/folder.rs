//! The folder Arti keeps its directory cache and guards in, and the lock on it.
//!
//! Knows the layout: `state`, `cache`, `lock`. Decides who may use it: one carrier at a time
//! and one user of the machine. Leaves what is written there to Arti, and what must not stay
//! there to [`super::traces`].

use fs_mistrust::Mistrust;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Why a folder can't be used.
#[derive(thiserror::Error, Debug)]
pub enum FolderError {
    /// Another carrier, in this process or another, uses it.
    #[error(
        "{}: another running corona uses this folder; stop it, or choose another folder",
        folder.display()
    )]
    InUse {
        /// Which folder.
        folder: PathBuf,
    },
    /// Others may read or change it.
    #[error("{}: {problem}; make it readable and writable by you alone (chmod 700)", folder.display())]
    NotPrivate {
        /// Which folder.
        folder: PathBuf,
        /// What is wrong, as fs-mistrust says it.
        problem: fs_mistrust::Error,
    },
    /// The lock could not be had for another reason.
    #[error("{}: can't be locked ({problem}); choose a folder on a local disk", folder.display())]
    NoLock {
        /// Which folder.
        folder: PathBuf,
        /// What the operating system says.
        problem: std::io::Error,
    },
}

/// A folder that is ours until this is dropped or the process ends.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes it, with access for this user alone, and locks it.
    ///
    /// # Errors
    /// [`FolderError`] if it is in use, not private, or can't be locked.
    pub(super) fn open(path: &Path) -> Result<Self, FolderError> {
        let path = std::path::absolute(path)
            .map_err(|problem| FolderError::NoLock { folder: path.into(), problem })?;
        let dir = Mistrust::new()
            .verifier()
            .make_secure_dir(&path)
            .map_err(|problem| FolderError::NotPrivate { folder: path.clone(), problem })?;
        let mut options = OpenOptions::new();
        options.create(true).write(true);
        let lock = dir
            .open("lock", &options)
            .map_err(|problem| FolderError::NotPrivate { folder: path.clone(), problem })?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse { folder: path }),
            Err(TryLockError::Error(problem)) => Err(FolderError::NoLock { folder: path, problem }),
        }
    }
    /// Where Arti keeps guards and the state of services.
    pub(super) fn state(&self) -> PathBuf {
        self.path.join("state")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_user_at_a_time() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("tor");
        let first = Folder::open(&path).unwrap();
        let error = Folder::open(&path).unwrap_err();
        assert!(matches!(error, FolderError::InUse { .. }));
        assert!(error.to_string().contains("stop it, or choose another"), "{error}");
        drop(first);
        Folder::open(&path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_is_made_private_and_one_open_to_others_is_refused() {
        use std::fs::{Permissions, metadata, set_permissions};
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("tor");
        drop(Folder::open(&path).unwrap());
        assert_eq!(metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        set_permissions(&path, Permissions::from_mode(0o777)).unwrap();
        let error = Folder::open(&path).unwrap_err();
        assert!(error.to_string().contains("chmod 700"), "{error}");
    }
}
