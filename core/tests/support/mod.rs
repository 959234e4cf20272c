//! A handful of phones over a network without delays: what stories are told with.
#![allow(dead_code, reason = "each story uses its part")]
pub(crate) mod disk;
mod phone;
mod world;

pub(crate) use world::World;
