//! Onion services over a private Tor network.

mod erasing;
mod reading;
mod rig;
mod services;
mod weather;
