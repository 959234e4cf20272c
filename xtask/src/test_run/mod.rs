//! `cargo xtask test` and `bless`: which commands, in which order, with what result.

mod data_folder;
mod plan;
mod session;
mod step;
mod tally;
mod tools;

pub(crate) use session::{bless, test};
