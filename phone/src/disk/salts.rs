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
        let free = (0_u32..)
            .filter(|place| self.salts.get(*place as usize).is_none_or(|salt| *salt == FREE));
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
