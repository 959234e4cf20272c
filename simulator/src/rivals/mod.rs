//! What the cascade is compared with: other ways to warn the contacts of positive people.
//!
//! Each file knows one rival and whom it reaches; all of them warn one hop, know the people,
//! gatherings and luck of the epidemic, and act by the same warnings. When they do is the
//! outbreak's.
mod attended;
mod bluetooth;
mod event;
mod manual;
mod tracing;

pub use attended::Attended;
pub use tracing::{Tracing, contacts, delay};
