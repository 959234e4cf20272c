//! Generated towns: households, teams, circles of friends, leisure events; the first two
//! perhaps from a table of residents.
//!
//! Knows the parts a town is made of and puts them together; each part draws from
//! streams of its own, so changing one leaves the others' luck alone.
mod calendar;
mod circles;
mod crowd;
mod groups;
mod households;
mod leisure;
mod plan;
mod residents;
mod teams;
mod town_builder;

pub(super) use town_builder::{build, build_of_residents};
