//! Records as rows: which row is whose, and where the salt of its content is.

use corona_core::storage::RecordKey;
use rusqlite::{Connection, Transaction, params};
use sha2::{Digest, Sha256};

/// Where a record's row is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Row {
    kind: u8,
    number: u32,
    /// 0, or a guest's slot and one.
    part: i64,
}

impl Row {
    /// The row of a record.
    pub(super) const fn of(key: RecordKey) -> Self {
        let (kind, number, part) = match key {
            RecordKey::Person => (0, 0, 0),
            RecordKey::Status => (1, 0, 0),
            RecordKey::Contact(number) => (2, number, 0),
            RecordKey::Hosted(number) => (3, number, 0),
            RecordKey::Guest(number, slot) => (3, number, slot as i64 + 1),
            RecordKey::Participation(number) => (4, number, 0),
            RecordKey::Blob(number) => (5, number, 0),
        };
        Self { kind, number, part }
    }

    /// The record of a row; `None` if no record has such a row.
    pub(super) fn key(self) -> Option<RecordKey> {
        let Self { kind, number, part } = self;
        let key = match (kind, part) {
            (0, 0) => RecordKey::Person,
            (1, 0) => RecordKey::Status,
            (2, 0) => RecordKey::Contact(number),
            (3, 0) => RecordKey::Hosted(number),
            (3, part) => RecordKey::Guest(number, u32::try_from(part.checked_sub(1)?).ok()?),
            (4, 0) => RecordKey::Participation(number),
            (5, 0) => RecordKey::Blob(number),
            _ => return None,
        };
        (Self::of(key) == self).then_some(key)
    }

    /// Binds a content to its row: rows can't be swapped.
    pub(super) fn bytes(self) -> [u8; 13] {
        let mut place = [0; 13];
        place[0] = self.kind;
        place[1..5].copy_from_slice(&self.number.to_le_bytes());
        place[5..].copy_from_slice(&self.part.to_le_bytes());
        place
    }
}

/// What tells one content of a row from every other, past ones included.
pub(super) type Mark = [u8; 32];

/// The mark of a sealed content, which begins with a nonce that is never used again.
pub(super) fn mark(row: Row, sealed: &[u8]) -> Mark {
    let nonce = &sealed[..sealed.len().min(24)];
    Sha256::new().chain_update(row.bytes()).chain_update(nonce).finalize().into()
}

/// A digest of all contents, with one more or one less in it.
pub(super) fn mix(digest: &mut Mark, mark: &Mark) {
    digest.iter_mut().zip(mark).for_each(|(byte, other)| *byte ^= other);
}

/// A row with its sealed content, and where its salt is.
pub(super) struct Found {
    pub(super) row: Row,
    pub(super) place: u32,
    pub(super) content: Vec<u8>,
}

pub(super) fn write(
    transaction: &Transaction<'_>,
    row: Row,
    place: u32,
    content: &[u8],
) -> rusqlite::Result<()> {
    let Row { kind, number, part } = row;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO records VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![kind, number, part, place, content])?;
    Ok(())
}

pub(super) fn erase(transaction: &Transaction<'_>, row: Row) -> rusqlite::Result<()> {
    let Row { kind, number, part } = row;
    transaction
        .prepare_cached("DELETE FROM records WHERE kind = ?1 AND number = ?2 AND part = ?3")?
        .execute(params![kind, number, part])?;
    Ok(())
}

pub(super) fn read(database: &Connection) -> rusqlite::Result<Vec<Found>> {
    let mut query = database.prepare("SELECT kind, number, part, place, content FROM records")?;
    let rows = query.query_map([], |found| {
        let row = Row { kind: found.get(0)?, number: found.get(1)?, part: found.get(2)? };
        Ok(Found { row, place: found.get(3)?, content: found.get(4)? })
    })?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_record_has_one_row_and_a_row_one_record(number in any::<u32>(), slot in any::<u32>()) {
            let keys = [
                RecordKey::Person,
                RecordKey::Status,
                RecordKey::Contact(number),
                RecordKey::Hosted(number),
                RecordKey::Guest(number, slot),
                RecordKey::Participation(number),
                RecordKey::Blob(number),
            ];
            for key in keys {
                prop_assert_eq!(Row::of(key).key(), Some(key));
            }
            let (event, guest) = (Row::of(keys[3]), Row::of(keys[4]));
            prop_assert_ne!(event.bytes(), guest.bytes());
        }
    }
}
