//! Names bytes without holding them.

use crate::storage::{RecordKey, Snapshot};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// SHA-256 of some bytes; 64 hexadecimal digits in a trace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(#[serde(with = "hex::serde")] [u8; 32]);

impl Fingerprint {
    /// Of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Of everything a store holds: each record by key, with its length before it.
    #[must_use]
    pub fn of_store(snapshot: &Snapshot) -> Self {
        let mut hash = Sha256::new();
        for (key, bytes) in snapshot {
            hash.update(key_bytes(*key));
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes.as_slice());
        }
        Self(hash.finalize().into())
    }
}

/// A kind and two numbers: the same length for every key.
fn key_bytes(key: RecordKey) -> [u8; 9] {
    let (kind, one, other) = match key {
        RecordKey::Person => (0, 0, 0),
        RecordKey::Status => (1, 0, 0),
        RecordKey::Contact(number) => (2, number, 0),
        RecordKey::Hosted(number) => (3, number, 0),
        RecordKey::Guest(number, slot) => (4, number, slot),
        RecordKey::Participation(number) => (5, number, 0),
        RecordKey::Blob(number) => (6, number, 0),
    };
    let mut bytes = [kind; 9];
    bytes[1..5].copy_from_slice(&one.to_be_bytes());
    bytes[5..].copy_from_slice(&other.to_be_bytes());
    bytes
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    fn store(records: &[(RecordKey, &[u8])]) -> Fingerprint {
        let records = records.iter().map(|(key, bytes)| (*key, Zeroizing::new(bytes.to_vec())));
        Fingerprint::of_store(&records.collect())
    }

    #[test]
    fn stores_that_differ_in_a_key_a_byte_or_a_border_differ() {
        let stores = [
            store(&[]),
            store(&[(RecordKey::Person, b"")]),
            store(&[(RecordKey::Status, b"")]),
            store(&[(RecordKey::Person, b"ab"), (RecordKey::Status, b"")]),
            store(&[(RecordKey::Person, b"a"), (RecordKey::Status, b"b")]),
            store(&[(RecordKey::Guest(1, 2), b"a")]),
            store(&[(RecordKey::Guest(2, 1), b"a")]),
        ];
        for (i, one) in stores.iter().enumerate() {
            assert!(stores[i + 1..].iter().all(|other| one != other), "store {i}");
        }
    }
}
