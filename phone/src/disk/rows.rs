//! Records as rows: which row is whose, and what hides its content.
//!
//! Records that are erased together share a salt: an event with all its guests, and else each
//! alone.

use corona_core::storage::RecordKey;

/// Records under one salt.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Group {
    pub(super) kind: u8,
    pub(super) number: u32,
}

/// Where a record's row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub(super) group: Group,
    /// 0, or a guest's slot and one.
    pub(super) part: i64,
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
        Self { group: Group { kind, number }, part }
    }

    /// The record of a row; `None` if no record has such a row.
    pub(super) fn key(self) -> Option<RecordKey> {
        let Self { group: Group { kind, number }, part } = self;
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
    pub(super) fn place(self) -> [u8; 13] {
        let mut place = [0; 13];
        place[0] = self.group.kind;
        place[1..5].copy_from_slice(&self.group.number.to_le_bytes());
        place[5..].copy_from_slice(&self.part.to_le_bytes());
        place
    }
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
            prop_assert_eq!(event.group, guest.group);
            prop_assert_ne!(event.place(), guest.place());
        }
    }
}
