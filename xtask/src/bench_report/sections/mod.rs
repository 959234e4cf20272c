//! The report's sections, each measuring one thing on its own.

mod catalogue;
mod city;
mod climb;
mod contenders;
mod digests;
mod estimate;
mod goals;
mod idle;
mod protocol;
mod queue;
mod rivals;
mod scaling;

pub(crate) use catalogue::{SECTIONS, Section};
pub(crate) use rivals::SIMPY;
