//! Records on disk, durable before anything that reveals them leaves the phone.
//!
//! ```text
//! FileStore    which bytes of the file live, when it is written anew
//!   log        transactions as bytes, and where a file of them is torn or damaged
//! ```
mod error;
mod file;
mod log;
#[cfg(test)]
mod tests;

pub use error::OpenError;
pub use file::FileStore;
