//! Carriers that stay on this machine: pipes in memory, and TCP on 127.0.0.1.
//!
//! They keep the laws of a carrier without Tor's minutes, for tests and demonstrations.
//! They hide nobody: never a phone's.
mod desk;
mod directory;
mod pipes;
mod tcp;

pub use pipes::{PipeNetwork, Pipes};
pub use tcp::{LoopbackNetwork, LoopbackTcp};
