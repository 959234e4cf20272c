//! One file of salts, each of which keeps the content of one record readable.
//!
//! ```text
//! { salt: [u8; 32] }*         zeros where none is in use
//! ```
//! A content's key follows from the root key and its salt. Salts are written in place and
//! never copied: neither the database, nor its journal, nor a block that a file system has
//! freed holds them, and whoever overwrites one has destroyed the content, wherever its bytes
//! may have been copied. It knows which places are free; which salt belongs to whom stands in
//! the database.

use super::OpenError;
use super::random::random;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Bytes of a salt.
const SIZE: usize = 32;
const FREE: [u8; SIZE] = [0; SIZE];

/// The file of salts. Wiped from memory on drop.
pub(super) struct Salts {
    path: PathBuf,
    file: File,
    salts: Zeroizing<Vec<[u8; SIZE]>>,
    /// Places whose salt is to go, but could not be overwritten yet.
    overdue: BTreeSet<u32>,
}

impl Salts {
    /// An empty file.
    pub(super) fn create(path: &Path) -> io::Result<()> {
        super::files::create_private(path, &[]).map(drop)
    }

    /// Opens the file and overwrites what no longer belongs to anybody: a crash came first.
    pub(super) fn open(path: &Path, used: &BTreeSet<u32>) -> Result<Self, OpenError> {
        let io = |error: io::Error| OpenError::io(path, &error);
        let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(io)?;
        let mut bytes = Zeroizing::new(Vec::new());
        file.read_to_end(&mut bytes).map_err(io)?;
        let (whole, _torn) = bytes.as_chunks::<SIZE>();
        let salts = Zeroizing::new(whole.to_vec());
        let missing = used
            .iter()
            .filter(|place| salts.get(**place as usize).is_none_or(|salt| *salt == FREE));
        match missing.count() {
            0 => {}
            missing => {
                let problem = format!("{missing} of {} salts are missing", used.len());
                return Err(OpenError::Damaged { file: path.to_owned(), problem });
            }
        }
        let stray = (0_u32..)
            .zip(salts.iter())
            .filter(|(place, salt)| **salt != FREE && !used.contains(place));
        let overdue = stray.map(|(place, _)| place).collect();
        let mut salts = Self { path: path.to_owned(), file, salts, overdue };
        salts.forget([]).map_err(io)?;
        Ok(salts)
    }

    /// A salt in use.
    pub(super) fn get(&self, place: u32) -> &[u8; SIZE] {
        &self.salts[place as usize]
    }

    /// So many fresh salts, on the disk; gives back their places.
    pub(super) fn fresh(&mut self, count: usize) -> io::Result<Vec<u32>> {
        // One that is still to be overwritten would take what is written there along.
        let free = (0_u32..).filter(|place| {
            let held = self.salts.get(*place as usize);
            held.is_none_or(|salt| *salt == FREE) && !self.overdue.contains(place)
        });
        let places: Vec<u32> = free.take(count).collect();
        let written = places.iter().try_for_each(|place| self.write(*place, random()?));
        if let Err(error) = written.and_then(|()| self.sync()) {
            self.overdue.extend(&places);
            return Err(error);
        }
        Ok(places)
    }

    /// Overwrites salts, and those that are overdue.
    pub(super) fn forget(&mut self, places: impl IntoIterator<Item = u32>) -> io::Result<()> {
        self.overdue.extend(places);
        if self.overdue.is_empty() {
            return Ok(());
        }
        for place in self.overdue.clone() {
            self.write(place, FREE)?;
        }
        self.sync()?;
        self.overdue.clear();
        Ok(())
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn write(&mut self, place: u32, salt: [u8; SIZE]) -> io::Result<()> {
        let index = place as usize;
        if self.salts.len() <= index {
            self.salts.resize(index + 1, FREE);
        }
        self.salts[index] = salt;
        self.file.seek(SeekFrom::Start(u64::from(place) * SIZE as u64))?;
        self.file.write_all(&salt)
    }

    fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(path: &Path, write: bool) -> File {
        OpenOptions::new().read(true).write(write).open(path).unwrap()
    }

    #[test]
    fn a_place_that_could_not_be_overwritten_is_not_given_to_anybody_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("salts");
        Salts::create(&path).unwrap();
        let mut salts = Salts::open(&path, &BTreeSet::new()).unwrap();
        assert_eq!(salts.fresh(2).unwrap(), [0, 1]);
        salts.file = handle(&path, false);
        salts.forget([0]).unwrap_err();
        salts.file = handle(&path, true);
        assert_eq!(salts.fresh(1).unwrap(), [2]);
        let kept = *salts.get(2);
        salts.forget([]).unwrap();
        drop(salts);
        let mut salts = Salts::open(&path, &BTreeSet::from([1, 2])).unwrap();
        assert_eq!(*salts.get(2), kept);
        assert_eq!(std::fs::read(&path).unwrap()[..SIZE], FREE);
        assert_eq!(salts.fresh(1).unwrap(), [0], "it is free again");
    }

    #[test]
    fn salts_that_belong_to_nobody_are_overwritten_at_the_start_and_missing_ones_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("salts");
        Salts::create(&path).unwrap();
        let mut salts = Salts::open(&path, &BTreeSet::new()).unwrap();
        salts.fresh(3).unwrap();
        drop(salts);
        let salts = Salts::open(&path, &BTreeSet::from([1])).unwrap();
        assert_ne!(*salts.get(1), FREE);
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!((&bytes[..SIZE], &bytes[2 * SIZE..]), (&FREE[..], &FREE[..]));
        for used in [0, 7] {
            let missing = Salts::open(&path, &BTreeSet::from([used])).map(drop).unwrap_err();
            assert!(matches!(missing, OpenError::Damaged { .. }), "{missing}");
        }
    }
}
