//! Meetups: their life cycle, check-in, reports and statistics, from both sides.
mod code;
mod hosted;
mod life_cycle;
mod metadata;
mod participation;
mod polls;
mod statistics;

pub use crate::identity::CodeError;
pub use code::CheckInCode;
pub(crate) use hosted::HostedRecord;
pub use hosted::{Decision, Guest, HeldReport, HostedEvent, Phase, ReportRefusal, Standing};
pub use life_cycle::{EventRules, Stage};
pub use metadata::{Metadata, MetadataError, MetadataHash};
pub use participation::{Answered, InDoubt, Joined, Participation, Pending, State, VisitError};
pub use polls::{PollRules, PollSchedule};
pub use statistics::{Contribution, Range, Statistics, Tally};
