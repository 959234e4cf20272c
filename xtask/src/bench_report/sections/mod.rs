//! The report's sections, each measuring one thing on its own.

mod catalogue;
mod city;
mod climb;
mod contenders;
mod digests;
mod epidemic;
mod estimate;
mod goals;
mod idle;
mod long_run;
mod protocol;
mod python;
mod queue;
mod rivals;
mod scaling;
mod seattle;

pub(crate) use catalogue::{SECTIONS, Section};
pub(crate) use python::PACKAGES;
