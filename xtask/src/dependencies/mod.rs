//! Which package may import which, and what the protocol's core may know of the world.

mod core_purity;
mod direction;
mod light_build;
mod manifest;

pub(crate) use core_purity::{core_manifest_is_pure, core_sources_are_pure};
pub(crate) use direction::dependencies_point_inwards;
pub(crate) use light_build::the_default_build_has_no_arti;
