//! A phone of the Corona Network as a program.
//!
//! ```text
//! home      the folder: settings, lock, socket, and where the rest lies
//!   disk      records, encrypted, durable before anything that reveals them leaves
//!   clock     what time the phone takes it to be
//! host      the loop: node, transport, store and clock together
//!   control   questions from the command line, on a socket in the folder
//!   http      the same over HTTP on this computer, for programs and a page
//!     api       what is asked and answered
//! ```
pub mod api;
pub mod clock;
pub mod control;
pub mod disk;
pub mod home;
pub mod host;
pub mod http;
pub mod qr;
mod switch;
