//! What is asked of a running phone, and what it answers: by the command line over a socket
//! in the phone's folder, by programs over HTTP, by apps in the same process.
//!
//! ```text
//! Ask          one question or wish
//! Outcome      what came of it
//!   failure    whose move it is, and a stable word for why
//!   status, event, contact, profile, gateway, news: how things are shown
//! ```
//! On the socket each is one JSON value per line. The socket lies in the phone's folder, which
//! its owner alone may enter; whoever can write to it is the owner. How anything is shown to a
//! person is the asker's to decide.
mod ask;
mod contact;
mod event;
mod failure;
mod gateway;
mod news;
mod outcome;
mod profile;
mod secret;
mod status;

pub use ask::{Ask, ReportAsked};
pub use contact::ContactShown;
pub use event::{EventShown, ReportShown, StatisticsShown};
pub use failure::{FailureKind, Reason};
pub use gateway::{ConditionsAsked, ConditionsShown, GatewayShown};
pub use news::UpdateShown;
pub use outcome::{Outcome, Reply, ScaledClockShown};
pub use profile::{Picture, ProfileShown};
pub use secret::{Octets, Secret};
pub use status::{
    DisclosureShown, ExposureShown, RecipientKind, SignalShown, StatusChangeShown, StatusShown,
};
