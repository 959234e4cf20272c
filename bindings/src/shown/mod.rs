//! How things stand, as records that every language reads.
//!
//! They say what `corona_phone::api` says, with words as enums and times as the platform's.
mod contact;
mod event;
mod moment;
mod network;
mod status;
mod words;

pub use contact::{ContactShown, ProfileShown};
pub use event::{CountShown, EventShown, ReportShown, StatisticsShown};
pub use network::{ConditionsShown, GatewayShown, UpdateShown};
pub use status::{DisclosureShown, ExposureShown, SignalShown, StatusChangeShown, StatusShown};
pub use words::{
    Decision, InfectionStatus, NetworkCondition, Policy, RecipientKind, Stage, StatusCause,
};

pub(crate) use moment::{moment, to_millis};
