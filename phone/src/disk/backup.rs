//! A whole phone in one encrypted file.
//!
//! ```text
//! "corona backup 1\n" salt[16] memory_kib: u32 passes: u32 { sealed content, padded to 16 KiB }
//! ```
//! It knows how a backup is locked, and what is in it: name, policy and every record there is.
//! It decides that a wrong passphrase or a changed byte is refused before anything is made of
//! it. What was erased after the backup was made is still in the backup.

use super::random::random;
use super::sealed::{seal, unseal};
use super::stretch::Stretch;
use super::{DiskStore, KeySource, OpenError, Passphrase};
use crate::home::{Home, HomeError, NewPhone, PolicyPreset};
use corona_core::storage::{RecordKey, Snapshot};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

const MAGIC: &[u8] = b"corona backup 1\n";
const SALT: usize = 16;
const HEADER: usize = MAGIC.len() + SALT + 8;
/// The length says as little as this allows.
const BLOCK: usize = 16 * 1024;

/// Why there is no backup, or no phone from one.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something else.
    #[error("this is no backup that this build reads: check the file, or update the program")]
    Foreign,
    /// Another passphrase, or other bytes than were written.
    #[error(
        "the passphrase is not the backup's, or the backup was changed since: nothing was restored"
    )]
    Wrong,
    /// The folder.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The store.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The system gives no randomness.
    #[error("the backup can't be made: {0}")]
    System(#[from] io::Error),
}

/// What is sealed. Wiped on drop.
#[derive(Serialize, Deserialize)]
struct Content {
    name: String,
    policy: PolicyPreset,
    records: Vec<(RecordKey, Zeroizing<Vec<u8>>)>,
}

impl DiskStore {
    /// Everything stored, with the settings of its folder, under a passphrase of its own.
    /// Takes about a second.
    ///
    /// # Errors
    /// [`BackupError`] if the store can't be read.
    pub fn backup(
        &self,
        home: &Home,
        passphrase: &Passphrase,
    ) -> Result<Zeroizing<Vec<u8>>, BackupError> {
        let content = Content {
            name: self.name().to_owned(),
            policy: home.policy(),
            records: self.read()?.into_iter().collect(),
        };
        let plain = padded(&content);
        let (salt, stretch) = (random::<SALT>()?, Stretch::tuned());
        let header = header(&salt, stretch);
        let sealed = seal(&stretch.key(passphrase, &salt), &header, &plain)?;
        Ok(Zeroizing::new([header.as_slice(), &sealed].concat()))
    }
}

/// Makes a phone of a backup, in a folder where none lives. Takes about a second.
///
/// Whoever restores a backup while the phone it was made of lives on has two phones with one
/// identity, which contradict each other and can be told from one another by nobody.
///
/// # Errors
/// [`BackupError`]; unless the disk fails, nothing was made then.
pub fn restore(
    path: &Path,
    backup: &[u8],
    passphrase: &Passphrase,
    key: &KeySource,
) -> Result<Home, BackupError> {
    let (header, sealed) = backup.split_at_checked(HEADER).ok_or(BackupError::Foreign)?;
    let (salt, stretch) = read_header(header).ok_or(BackupError::Foreign)?;
    let plain = unseal(&stretch.key(passphrase, &salt), header, sealed);
    let plain = plain.ok_or(BackupError::Wrong)?;
    let (content, _padding) =
        postcard::take_from_bytes::<Content>(&plain).map_err(|_| BackupError::Foreign)?;
    let records: Snapshot = content.records.into_iter().collect();
    let new = NewPhone { name: content.name, policy: content.policy };
    Ok(Home::create_with(path, new, key, records)?)
}

fn padded(content: &Content) -> Zeroizing<Vec<u8>> {
    let records = content.records.iter().map(|(_, bytes)| bytes.len() + 32).sum::<usize>();
    // Room for all of it, so that no part is left behind by growing.
    let room = (records + content.name.len() + 64).next_multiple_of(BLOCK);
    let bytes = postcard::to_extend(content, Vec::with_capacity(room));
    let mut bytes = Zeroizing::new(bytes.expect("records are plain bytes"));
    let length = bytes.len().next_multiple_of(BLOCK);
    bytes.resize(length, 0);
    bytes
}

fn header(salt: &[u8; SALT], stretch: Stretch) -> Vec<u8> {
    let (memory_kib, passes) = stretch.numbers();
    [MAGIC, salt, &memory_kib.to_le_bytes(), &passes.to_le_bytes()].concat()
}

fn read_header(header: &[u8]) -> Option<([u8; SALT], Stretch)> {
    let (salt, rest) = header.strip_prefix(MAGIC)?.split_first_chunk::<SALT>()?;
    let (memory_kib, rest) = rest.split_first_chunk()?;
    let passes = rest.first_chunk()?;
    let stretch = Stretch::of(u32::from_le_bytes(*memory_kib), u32::from_le_bytes(*passes))?;
    Some((*salt, stretch))
}
