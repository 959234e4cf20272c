//! Transactions of version 1's plain file, one after the other.
//!
//! ```text
//! "corona store 1\n" { length: u32, check: u32, transaction: [u8; length], check: [u8; 16] }*
//! ```
//! Numbers are little-endian, checks are the beginning of a SHA-256. It knows how a
//! transaction is recognised. It decides what an end of file means that is no end of a
//! transaction: torn by a crash, so that nobody was ever told of it, or damaged since.

use corona_core::storage::{Change, RecordKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// What every store begins with.
pub(super) const MAGIC: &[u8] = b"corona store 1\n";

const HEADER: usize = 8;
const CHECK: usize = 16;

/// A record written, or `None` for one erased.
type Stored = (RecordKey, Option<Zeroizing<Vec<u8>>>);

/// What stands at an offset.
pub(super) enum Found {
    /// A whole transaction, and where the next begins.
    Transaction(Vec<Change>, usize),
    /// Nothing more.
    End,
    /// The beginning of a transaction that never got durable.
    Torn,
    /// Something that was durable and isn't what it was.
    Damaged(&'static str),
}

/// What stands at `offset` of a store's bytes.
pub(super) fn read(bytes: &[u8], offset: usize) -> Found {
    let rest = &bytes[offset..];
    if rest.is_empty() {
        return Found::End;
    }
    // A file system may lengthen a file before it writes what was appended, and then write
    // later pages of it before earlier ones.
    if rest.len() < HEADER || rest[..HEADER].iter().all(|byte| *byte == 0) {
        return Found::Torn;
    }
    let (header, body) = rest.split_at(HEADER);
    if header[4..] != header_check(&header[..4]) {
        return Found::Damaged("a length's check does not hold");
    }
    let length = u32::from_le_bytes(header[..4].try_into().expect("four bytes")) as usize;
    let Some(end) = length.checked_add(CHECK).filter(|end| *end <= body.len()) else {
        return Found::Torn;
    };
    if body[length..end] != body_check(&rest[..HEADER + length]) {
        // The last one may have got its length before its content when the power went.
        let last = end == body.len();
        return if last { Found::Torn } else { Found::Damaged("a check does not hold") };
    }
    match postcard::from_bytes::<Vec<Stored>>(&body[..length]) {
        Ok(stored) => {
            Found::Transaction(stored.into_iter().map(change).collect(), offset + HEADER + end)
        }
        Err(_) => Found::Damaged("a record of an unknown kind"),
    }
}

fn change((key, bytes): Stored) -> Change {
    match bytes {
        Some(bytes) => Change::Put(key, bytes),
        None => Change::Erase(key),
    }
}

fn header_check(length: &[u8]) -> [u8; 4] {
    let digest: [u8; 32] = Sha256::digest(length).into();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn body_check(bytes: &[u8]) -> [u8; CHECK] {
    let digest = Sha256::digest(bytes);
    digest[..CHECK].try_into().expect("a digest has 32 bytes")
}
