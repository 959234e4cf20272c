//! Onion services over a private Tor network, whose description (in Arti's format) is named by
//! `CORONA_TOR_NETWORK`.

mod erasing;
mod reading;
mod rig;
mod services;
mod weather;
