//! Word for an app that may not be there to hear it: kept until it is acknowledged.
//!
//! What is announced with a transaction is durable with it, so that an app hears at least
//! once of everything that was stored, whenever it or the phone dies.

use corona_core::time::Timestamp;
use rusqlite::{Connection, params};

/// Most announcements kept; then the oldest go. An app that sees a sequence missing reads
/// how things stand instead.
pub(super) const MOST: usize = 1000;

/// Something that happened, in words without keys, codes or names. Of more than a thousand
/// that nobody acknowledges the oldest are dropped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announcement {
    /// A stable kebab-case word.
    pub what: String,
    /// A sentence.
    pub text: String,
    /// The event, contact or pairing it is about.
    pub number: Option<u32>,
    /// When it happened.
    pub at: Timestamp,
}

/// An [`Announcement`] that nobody has acknowledged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingUpdate {
    /// Grows with each, and is never used again.
    pub sequence: u64,
    /// What happened.
    pub announced: Announcement,
}

pub(super) fn write(database: &Connection, announcements: &[Announcement]) -> rusqlite::Result<()> {
    if announcements.is_empty() {
        return Ok(());
    }
    let mut insert = database
        .prepare_cached("INSERT INTO updates (at, what, number, text) VALUES (?1, ?2, ?3, ?4)")?;
    for Announcement { what, text, number, at } in announcements {
        insert.execute(params![at.as_millis(), what, number, text])?;
    }
    let newest = database.last_insert_rowid();
    database
        .prepare_cached("DELETE FROM updates WHERE sequence <= ?1")?
        .execute([newest - MOST as i64])?;
    Ok(())
}

pub(super) fn pending(database: &Connection, limit: usize) -> rusqlite::Result<Vec<PendingUpdate>> {
    let mut query = database.prepare_cached(
        "SELECT sequence, at, what, number, text FROM updates ORDER BY sequence LIMIT ?1",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let pending = query.query_map([limit], |row| {
        let sequence: i64 = row.get(0)?;
        let announced = Announcement {
            at: Timestamp(row.get(1)?),
            what: row.get(2)?,
            number: row.get(3)?,
            text: row.get(4)?,
        };
        Ok(PendingUpdate { sequence: sequence.unsigned_abs(), announced })
    })?;
    pending.collect()
}

pub(super) fn acknowledge(database: &Connection, up_to: u64) -> rusqlite::Result<()> {
    let up_to = i64::try_from(up_to).unwrap_or(i64::MAX);
    database.prepare_cached("DELETE FROM updates WHERE sequence <= ?1")?.execute([up_to])?;
    Ok(())
}
