//! Files that appear whole or not at all, whoever else writes the same.
//!
//! It knows that two processes may write one file at once (with the same bytes), and that
//! each may clear away what it takes for the other's leftovers: then that one writes again.

use super::error::SweepError;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What a file's name ends with until it is whole.
const PARTIAL: &str = ".partial";
/// How often somebody may clear a file away before we believe it is a fault.
const ATTEMPTS: u32 = 100;

/// Writes a file under another name, flushes it, and gives it its own.
pub(super) fn put_whole(path: &Path, bytes: &[u8]) -> Result<(), SweepError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    for attempt in 0..ATTEMPTS {
        let partial = partial(path, attempt);
        let mut file = match OpenOptions::new().write(true).create_new(true).open(&partial) {
            Ok(file) => file,
            // A dead process's, or a living one's of the same number on another machine.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(SweepError::unwritable(&partial)(error)),
        };
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        drop(file);
        if let Err(error) = written {
            // A full disk should not be filled by what is of no use.
            let _ = fs::remove_file(&partial);
            return Err(SweepError::unwritable(&partial)(error));
        }
        match fs::rename(&partial, path) {
            Ok(()) => {
                // Names reach the disk where the system lets folders be flushed.
                let _ = File::open(folder).and_then(|folder| folder.sync_all());
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::NotFound && folder.is_dir() => {}
            Err(error) => return Err(SweepError::unwritable(path)(error)),
        }
    }
    Err(SweepError::unwritable(path)(ErrorKind::AlreadyExists.into()))
}

/// Removes what killed processes left in a folder.
pub(super) fn clear_leftovers(folder: &Path) {
    // Whatever can't be listed or removed stands in nobody's way.
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_partial(&name) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a name is that of a file that is not whole yet.
pub(super) fn is_partial(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(PARTIAL)
}

fn partial(path: &Path, attempt: u32) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}-{attempt}{PARTIAL}", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leftover_of_the_same_process_number_stands_in_nobodys_way() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.json");
        fs::write(partial(&path, 0), "half").unwrap();
        put_whole(&path, b"whole").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        clear_leftovers(home.path());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn only_what_we_left_over_is_cleared_away() {
        let home = tempfile::tempdir().unwrap();
        for name in [".a.json.7-0.partial", "a.partial", ".hidden", "a.json"] {
            fs::write(home.path().join(name), "").unwrap();
        }
        clear_leftovers(home.path());
        let names = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, [".hidden", "a.json", "a.partial"]);
    }
}
