//! Small private files: written whole, replaced whole, and overwritten before they go.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Zeros are written in pieces of so many bytes.
const PIECE: usize = 64 * 1024;

/// A file that its owner alone may read; it must not be there.
pub(crate) fn create_private(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let mut file = options.read(true).write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_folder_of(path)?;
    Ok(file)
}

/// Puts a private file of these bytes in its place, whole or not at all. One that was there
/// is overwritten.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    erase(&beside)?;
    let old = match OpenOptions::new().write(true).open(path) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    create_private(&beside, bytes)?;
    std::fs::rename(&beside, path)?;
    sync_folder_of(path)?;
    old.map_or(Ok(()), overwrite)
}

/// Where a new file grows.
pub(crate) fn beside(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// Overwrites a file with zeros and removes it, if it is there.
pub(crate) fn erase(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).open(path) {
        Ok(file) => overwrite(file)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    }
    std::fs::remove_file(path)?;
    sync_folder_of(path)
}

/// Writes zeros over all of a file, and waits until they are on the disk.
pub(crate) fn overwrite(mut file: File) -> io::Result<()> {
    let mut left = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    while left > 0 {
        let piece = left.min(PIECE as u64);
        file.write_all(&[0; PIECE][..piece as usize])?;
        left -= piece;
    }
    file.sync_all()
}

/// Makes names in the folder durable: a file that nobody finds is lost.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
