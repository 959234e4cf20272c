//! The simulator behind `corona-sim`.
pub mod behaviour;
pub mod checkers;
pub mod checkpoint;
pub mod comparison;
pub mod data_folder;
pub mod engine;
pub mod epidemic;
pub mod estimate;
pub mod population;
pub mod replay;
pub mod replicates;
pub mod reproductions;
pub mod results;
pub mod rivals;
pub mod scenario;
mod signature_scheme;
pub mod sweep;
pub mod theory;
pub mod world;

pub use corona_transport_sim::chance;
pub use signature_scheme::SignatureScheme;
