//! Rules for the tree that neither rustfmt nor clippy knows.

mod cited_tests;
mod clauses;
mod clippy_bans;
mod data_paths;
mod decisions;
mod front_doors;
mod leftovers;
mod links;
mod names;
mod rules;
mod size;
mod tor_tests;

pub(crate) use rules::report;
