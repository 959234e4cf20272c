//! The simulator behind `corona-sim`.
pub mod checkers;
pub mod data_folder;
pub mod estimate;
pub mod population;
pub mod replay;
pub mod replicates;
pub mod results;
pub mod scenario;
pub mod world;

pub use corona_transport_sim::chance;
