//! A phone of the Corona Network for apps: Kotlin, Swift and Python from one library.
//!
//! ```text
//! Phone         one folder: started, stopped, asked
//!   Command     what may be asked     Answer    what comes of it, with records in `shown`
//!   Failure     why not, by who can act
//!   sync        one short life, for a background job
//!   updates     what happened, until the app has acknowledged it
//!   key         what opens the profile
//! scanned       what a scanned text is; codes as images
//! cancellation  calling off a wait
//! threads       what blocks, away from the app's threads
//! log           the log, line by line and redacted
//! ```
//!
//! UniFFI writes the other side: `corona-bindgen` reads this library and writes the sources
//! that belong to it, which are never checked in. This crate writes no unsafe code; what
//! crosses the border is of UniFFI's macros.
mod answer;
mod cancellation;
mod command;
mod failure;
mod key;
mod log;
mod phone;
mod redaction;
mod scanned;
mod shown;
mod sync;
mod threads;
mod updates;

pub use answer::Answer;
pub use cancellation::Cancellation;
pub use command::{Command, Report};
pub use failure::{Failure, Reason};
pub use key::Key;
pub use log::{LogDetail, LogHook, LogLevel, LogLine, hand_log_to};
pub use phone::{Begin, Phone};
pub use scanned::{Scanned, qr_svg, scan, version};
pub use shown::{
    ConditionsShown, ContactShown, CountShown, Decision, DisclosureShown, EventShown,
    ExposureShown, GatewayShown, InfectionStatus, NetworkCondition, Policy, ProfileShown,
    RecipientKind, ReportShown, SignalShown, Stage, StatisticsShown, StatusCause,
    StatusChangeShown, StatusShown, UpdateShown,
};
pub use sync::{SyncEnd, SyncSummary};
pub use updates::Listener;

uniffi::setup_scaffolding!("corona");
