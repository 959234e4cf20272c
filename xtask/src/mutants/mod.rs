//! `cargo xtask mutants`: the comparison of phones with the oracle notices a broken rule.

mod run;
mod table;

pub(crate) use run::run;
