//! The store on disk: keys, versions, damage, crashes, and what erasing leaves.
#![expect(clippy::wildcard_enum_match_arm, reason = "any other answer fails the test")]

mod backups;
mod bench;
mod course;
mod crashes;
mod damage;
mod erasure;
mod inbox;
mod keys;
mod reader;
mod story;
#[path = "../host/switchboard.rs"]
mod switchboard;
mod versions;
mod world;
