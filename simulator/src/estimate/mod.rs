//! What a run will take, before it runs.
//!
//! Knows how to count a population and how to try a small world of the same scenario;
//! decides how the trial's cost carries over. Clocks and memory are read by whoever
//! runs it, so that counts stay the same on every machine.
mod demand;
mod footprint;
mod forecast;
mod gauge;
mod pilot;
mod weights;

pub use demand::Demand;
pub use forecast::{Estimate, estimate};
pub use gauge::{Gauge, NoGauge};
pub use pilot::{Limits, Pilot, Seconds};
pub use weights::{PollShare, Weights};
