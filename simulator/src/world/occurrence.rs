//! What can happen in a world at a given time, apart from deliveries.

use crate::population::PersonIndex;
use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One entry of the world's agenda; indices point into the setup.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Occurrence {
    /// A phone's node asked to run now.
    Wake(PersonIndex),
    /// An organizer creates the event, or tries again because the phone was off.
    Gather(u32),
    /// The n-th guest of a gathering tries to check in.
    CheckIn { gathering: u32, guest: u32 },
    /// An organizer ends check-in, or tries again.
    Disperse(u32),
    /// The n-th scripted self-report.
    Report(u32),
    /// The n-th scripted decision.
    Decide { decision: u32, attempt: u16 },
    /// An organizer confirms what a guest reported.
    Confirm { gathering: u32, slot: u32 },
    /// The n-th scripted correction.
    Correct(u32),
    /// The n-th scripted pairing.
    Pair(u32),
    /// A person answers a question of consent about an event they joined.
    Consent { person: PersonIndex, event: u32 },
    /// Somebody feels ill at random, for the n-th time.
    FallIll { person: PersonIndex, nth: u32 },
    /// Somebody tests positive at random, for the n-th time.
    TestPositive { person: PersonIndex, nth: u32 },
    /// The test after somebody's n-th suspicion.
    TestResult { person: PersonIndex, nth: u32 },
    /// The negative test that ends an infection.
    Recover(PersonIndex),
    /// A person tells the phone of symptoms that began then.
    ReportSymptoms { person: PersonIndex, since: Timestamp },
    /// A person tells the phone the result of a sample taken then.
    ReportResult { person: PersonIndex, sampled: Timestamp, positive: bool },
    /// Power off until the given time; churn if `nth` is given.
    PowerOff { person: PersonIndex, until: Timestamp, nth: Option<u32> },
    /// Power on again.
    PowerOn { person: PersonIndex, nth: Option<u32> },
    /// An hour begins in which the phone is off, until the given time.
    OffHours { person: PersonIndex, until: Timestamp },
    /// The operating system lets a suspended app run for a moment, for the n-th time.
    OpenWindow { person: PersonIndex, nth: u32 },
    /// It suspends the app, unless that is still in use.
    Suspend(PersonIndex),
    /// The n-th random crash, or a scripted one.
    Crash { person: PersonIndex, restart: Timestamp, nth: Option<u32> },
    /// The process starts again from its store.
    Restart(PersonIndex),
    /// Everybody's night begins.
    FallAsleep,
    /// Everybody's night ends.
    GetUp,
    /// A sleeping phone's background window opens.
    Stir(PersonIndex),
    /// It closes.
    Doze(PersonIndex),
    /// The n-th partition begins.
    Part(u32),
    /// A day of the world ends.
    EndDay,
}
