//! The Corona Network protocol as a sans-IO state machine.
pub mod cascade;
pub mod status;
pub mod time;
