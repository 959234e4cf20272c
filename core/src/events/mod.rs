//! Meetups: their life cycle, check-in, reports and statistics, from both sides.
mod code;
mod guest;
mod guest_list;
mod hosted;
mod intake;
mod life_cycle;
mod metadata;
mod participation;
mod polls;
mod publication;
mod statistics;

pub use crate::identity::CodeError;
pub use code::CheckInCode;
pub use guest::{Decision, Guest, HeldReport, Standing};
pub(crate) use hosted::HostedRecord;
pub use hosted::{HostedEvent, Phase};
pub use intake::ReportRefusal;
pub use life_cycle::{EventRules, Stage};
pub use metadata::{Metadata, MetadataError, MetadataHash};
pub use participation::{Answered, InDoubt, Joined, Participation, Pending, State, VisitError};
pub use polls::{PollRules, PollSchedule};
pub use statistics::{Contribution, Range, Statistics, Tally};
