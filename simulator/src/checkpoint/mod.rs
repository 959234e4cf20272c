//! Long runs put away while they run, and resumed after whatever cut them short.
//!
//! ```text
//! OUT.checkpoint/
//!   run.toml        what was asked for, by which build; held locked while somebody runs it
//!   scenario.toml   the scenario, byte for byte
//!   seed-7.state    the newest state of a seed's world, phones' keys included
//!   seed-8.record   what a finished seed's world was seen to do
//! ```
//! Every file appears whole: it is written under another name, flushed and then renamed.
mod description;
mod error;
mod folder;
mod hashed_reader;
mod hashed_writer;
mod seeds;

pub(crate) use description::hex;
pub use description::{Description, InputFile, data_hash};
pub use error::CheckpointError;
pub use folder::CheckpointFolder;
pub use seeds::{Checkpoints, Finished};
