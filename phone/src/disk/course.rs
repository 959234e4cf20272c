//! How the own status went: when it became what, and by which event.
//!
//! Records tell what holds now and what its owner has reported; when a risk was inferred and
//! when it faded, nothing else tells. Numbers of events, no names.

use corona_core::node::EventRef;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use rusqlite::{Connection, params};

/// So long an event is archived, read-only, before nothing is left of it (protocol §3): no turn
/// outlives the event it names.
const KEPT: Span = Span::days(30);

/// The own status became another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatusTurn {
    /// When.
    pub at: Timestamp,
    /// What it became.
    pub status: InfectionStatus,
    /// Where an inferred one comes from.
    pub event: Option<EventRef>,
}

/// Appends a turn to those known, in a transaction; turns from too long ago go, but never the
/// newest, which says what the status is.
pub(super) fn write(
    database: &Connection,
    course: &[StatusTurn],
    turn: StatusTurn,
) -> rusqlite::Result<Vec<StatusTurn>> {
    let mut insert = database
        .prepare_cached("INSERT INTO course (at, status, event, hosted) VALUES (?1, ?2, ?3, ?4)")?;
    let (event, hosted) = match turn.event {
        Some(EventRef::Hosted(number)) => (Some(number), Some(true)),
        Some(EventRef::Joined(number)) => (Some(number), Some(false)),
        None => (None, None),
    };
    insert.execute(params![turn.at.as_millis(), code(turn.status), event, hosted])?;
    let forgotten = turn.at - KEPT;
    database
        .prepare_cached(
            "DELETE FROM course WHERE at < ?1 AND number < (SELECT max(number) FROM course)",
        )?
        .execute([forgotten.as_millis()])?;
    let kept = course.iter().copied().filter(|earlier| earlier.at >= forgotten);
    Ok(kept.chain([turn]).collect())
}

/// All turns, oldest first.
pub(super) fn read(database: &Connection) -> rusqlite::Result<Vec<StatusTurn>> {
    let mut query =
        database.prepare("SELECT at, status, event, hosted FROM course ORDER BY number")?;
    let turns = query.query_map([], |row| {
        let number: Option<u32> = row.get(2)?;
        let hosted: Option<bool> = row.get(3)?;
        let event = number.map(|number| match hosted {
            Some(true) => EventRef::Hosted(number),
            Some(false) | None => EventRef::Joined(number),
        });
        let found: u8 = row.get(1)?;
        let status = InfectionStatus::ALL.into_iter().find(|status| code(*status) == found);
        let status = status.ok_or(rusqlite::Error::IntegralValueOutOfRange(1, found.into()))?;
        Ok(StatusTurn { at: Timestamp(row.get(0)?), status, event })
    })?;
    turns.collect()
}

/// How a status is written.
const fn code(status: InfectionStatus) -> u8 {
    match status {
        InfectionStatus::Unknown => 0,
        InfectionStatus::HighRisk => 1,
        InfectionStatus::Suspected => 2,
        InfectionStatus::Positive => 3,
        InfectionStatus::Negative => 4,
    }
}
