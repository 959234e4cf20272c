//! Published results about isolation and tracing, computed again from the published data.
//!
//! Knows three models as their authors ran them, each in a folder of its own, with the
//! numbers they published. Decides nothing about phones: these are the models that a
//! cascade of warnings will be compared with, and agreeing with their authors is what
//! makes them fit for that. `docs/reproductions.md` tells them in words.
mod catalogue;
mod cencetti2021;
mod data_set;
mod data_set_error;
mod firth2020;
mod kucharski2020;
mod reproduction;

pub use catalogue::{Effort, PublishedResult, UnknownResult};
pub use data_set_error::DataSetError;
pub use reproduction::{Reproduction, Row};
