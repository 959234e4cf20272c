//! Which package may import which, and what the protocol's core may know of the world.

mod core_purity;
mod direction;
mod light_build;
mod manifest;
mod supply_chain;

pub(crate) use core_purity::{core_manifest_is_pure, core_sources_are_pure};
pub(crate) use direction::dependencies_point_inwards;
pub(crate) use light_build::the_default_build_has_no_arti;
pub(crate) use supply_chain::{build_scripts_are_known, fragile_crates_are_pinned};
