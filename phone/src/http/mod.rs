//! The local API: the phone's questions and answers as JSON over HTTP, on this computer alone.
//!
//! ```text
//! server        listens on loopback, with or without TLS
//!   guard       who may ask: Host, Origin, token
//!   router      which question is where; its description is made from the same handlers
//!     gateway, profile, pairings, contacts, hosted, joined, status, keeping, updates, tools:
//!               one noun each
//!   page        a page for people, served as it is
//!   problem     failures as application/problem+json
//! doorplate     where it is and by which token, told once at the start
//! ```
//! Handlers put one question to the phone and show its answer; they decide nothing.
mod contacts;
mod desk;
mod doorplate;
mod extract;
mod gateway;
mod guard;
mod hosted;
mod joined;
mod keeping;
mod page;
mod pairings;
mod picture;
mod problem;
mod profile;
mod router;
mod server;
mod status;
mod tls;
mod tools;
mod updates;

pub use doorplate::Doorplate;
pub use router::description;
pub use server::ApiError;

pub(crate) use server::ApiServer;
