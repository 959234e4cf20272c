//! The Corona Network protocol as a sans-IO state machine.
pub mod cascade;
pub mod identity;
pub mod status;
pub mod storage;
#[cfg(feature = "testing")]
pub mod testing;
pub mod time;
pub mod transport;
