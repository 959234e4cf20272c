//! The laws every [`Transport`](crate::transport::Transport) keeps, one public function each.
//!
//! A transport's tests build a [`Rig`] (a few phones that can reach each other) and
//! call [`all`], or single laws to see which one fails. The suite never assumes that
//! something has happened, only that it happens within the rig's patience, so it runs
//! over sockets as it runs over a simulated network.
//!
//! A law panics where it is broken. Bad luck is no breach: a rig may fail dials (the
//! suite dials again), but must not break open links.
mod delivery;
mod ending;
mod links;
mod reaching;
mod referee;
mod rig;
mod suite;

pub use delivery::*;
pub use ending::*;
pub use links::*;
pub use reaching::*;
pub use rig::Rig;
pub use suite::{all, all_of_delivery, all_of_ending, all_of_moving, all_of_reaching};
