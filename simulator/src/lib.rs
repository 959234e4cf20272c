//! The simulator behind `corona-sim`.
pub mod population;
pub mod results;
pub mod scenario;
