//! Hosts in one process, over a network in memory, asked through their sockets.
#![expect(clippy::wildcard_enum_match_arm, reason = "any other answer fails the test")]

mod bench;
mod conditions;
mod control;
mod crashes;
mod folders;
mod log;
mod scaled;
mod stories;
mod switchboard;
