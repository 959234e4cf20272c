//! What holds of the pure parts for all inputs: cascade, counts, history, schedules.
//!
//! Each law is stated beside a model that shares no code with what it judges.

#[path = "laws/arbitrary.rs"]
mod arbitrary;
#[path = "laws/counts.rs"]
mod counts;
#[path = "laws/exposures.rs"]
mod exposures;
#[path = "laws/history.rs"]
mod history;
#[path = "laws/schedules.rs"]
mod schedules;
#[path = "laws/spread.rs"]
mod spread;
