//! Phones in one process, driven by HTTP alone.
mod caller;
mod description;
mod doors;
mod lifecycle;
mod pairing;
mod phone;
mod restarts;
mod story;
#[path = "../host/switchboard.rs"]
mod switchboard;
mod updates;
