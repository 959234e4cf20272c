//! `cargo xtask test` and `bless`: which commands, in which order, with what result.

mod data_folder;
mod plan;
mod session;
mod step;
mod tally;
mod tools;
mod tor_network;
mod tor_program;

pub(crate) use data_folder::{DataFolder, VARIABLE};
pub(crate) use session::{bless, test, test_tor};
