//! Quantities as scenario files write them: always with their unit.
//!
//! Knows how each kind of quantity is spelled; decides what is refused for its
//! spelling alone. Whether a well-spelled value makes sense is for the sections.
pub mod maybe_moment;
pub mod moment;
mod probability;
mod rate;
pub mod span;
mod time_of_day;
pub mod word_or;

pub use probability::Probability;
pub use rate::{Period, Rate};
pub use time_of_day::TimeOfDay;
