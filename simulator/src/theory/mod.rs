//! Closed forms that the simulation must agree with.
//!
//! Knows the laws of branching, percolation, epidemics in households, delays and temporal
//! reach, each with its source; decides nothing, and no simulated phone or person depends on
//! it. That the two agree is for `tests/theory`; which law is held against what is listed in
//! `docs/theory.md`.
mod availability;
mod cascade;
mod configuration;
mod degrees;
mod final_size;
mod generation_time;
mod growth;
mod hop_delay;
mod offspring;
mod ratio;
mod reed_frost;
mod root;
mod temporal_reach;
mod tracing;

pub use availability::Availability;
pub use cascade::Cascade;
pub use configuration::ConfigurationModel;
pub use degrees::Degrees;
pub use final_size::final_size;
pub use generation_time::Weibull;
pub use growth::Stages;
pub use hop_delay::HopDelay;
pub use offspring::Offspring;
pub use ratio::Ratio;
pub use reed_frost::ReedFrost;
pub use temporal_reach::TemporalReach;
pub use tracing::one_hop_tracing;
