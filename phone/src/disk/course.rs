//! How the own status went: when it became what, and by which event.
//!
//! Records tell what holds now and what its owner has reported; when a risk was inferred and
//! when it had faded, nothing else tells. Numbers of events, no names.

use corona_core::node::EventRef;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use rusqlite::{Connection, params};

/// Turns older than this go, but never the newest, which says what the status is. As long as
/// an event is archived, read-only, before nothing is left of it (protocol §3).
const KEPT: Span = Span::days(30);

/// The own status became another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatusTurn {
    /// When.
    pub at: Timestamp,
    /// What it became.
    pub status: InfectionStatus,
    /// Where an inferred one comes from, while anything of that event is left.
    pub event: Option<EventRef>,
}

/// The turns of the last 30 days, oldest first, and in any case the newest.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Course(Vec<StatusTurn>);

impl Course {
    /// Oldest first; the last one holds.
    #[must_use]
    pub fn turns(&self) -> &[StatusTurn] {
        &self.0
    }

    /// What holds.
    #[must_use]
    pub fn status(&self) -> InfectionStatus {
        self.0.last().map_or(InfectionStatus::Unknown, |turn| turn.status)
    }

    /// What it is once the status has turned, if it has, and nothing is left of some events.
    #[must_use]
    pub fn after(&self, turn: Option<StatusTurn>, erased: &[EventRef], now: Timestamp) -> Self {
        // A clock that was set back must not turn the order around.
        let newest = self.0.last().map_or(Timestamp(i64::MIN), |last| last.at);
        let turn = turn.map(|turn| StatusTurn { at: turn.at.max(newest), ..turn });
        let mut turns: Vec<StatusTurn> = self.0.iter().copied().chain(turn).collect();
        let last = turns.len().saturating_sub(1);
        let mut place = 0..;
        turns.retain(|turn| place.next() == Some(last) || turn.at >= now - KEPT);
        for turn in &mut turns {
            // Its number will be another event's.
            turn.event = turn.event.filter(|event| !erased.contains(event));
        }
        Self(turns)
    }
}

/// Writes all of it, in a transaction.
pub(super) fn write(database: &Connection, course: &Course) -> rusqlite::Result<()> {
    database.prepare_cached("DELETE FROM course")?.execute([])?;
    let mut insert = database.prepare_cached(
        "INSERT INTO course (number, at, status, event, hosted) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (number, turn) in (0_i64..).zip(&course.0) {
        let (event, hosted) = match turn.event {
            Some(EventRef::Hosted(number)) => (Some(number), Some(true)),
            Some(EventRef::Joined(number)) => (Some(number), Some(false)),
            None => (None, None),
        };
        insert.execute(params![number, turn.at.as_millis(), code(turn.status), event, hosted])?;
    }
    Ok(())
}

/// As it was last written.
pub(super) fn read(database: &Connection) -> rusqlite::Result<Course> {
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
    Ok(Course(turns.collect::<Result<_, _>>()?))
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
