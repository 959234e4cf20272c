//! `cargo xtask test`, `deny` and `bless`: which commands, in which order, with what result.

mod cargo_deny;
mod checks;
mod data_folder;
mod debian;
mod kotlin;
mod needs;
mod plan;
mod programs;
mod session;
mod step;
mod surroundings;
mod tally;
mod tools;
mod tor_network;

pub(crate) use data_folder::{DataFolder, VARIABLE};
pub(crate) use session::{bless, deny, test, test_phone, test_tor};
pub(crate) use tools::cargo;
