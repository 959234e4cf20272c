//! The Corona Network protocol as a sans-IO state machine.
//!
//! A [`node::Node`] is one phone. It takes a person's commands, the transport's notices
//! and the passing of time, and answers with effects: changes to store, requests to the
//! transport, updates to show. It reads no clock, draws no randomness of its own and
//! touches no socket, file or thread. The whole loop around it:
//!
//! ```
//! # use corona_core::{node::{Node, Update}, pump, storage::{Store, StoreError}, time::Timestamp, transport::Transport};
//! # fn host(node: &mut Node, transport: &mut impl Transport, store: &mut impl Store,
//! #     mut clock: impl FnMut() -> Timestamp, mut sleep_until: impl FnMut(Timestamp),
//! #     mut show: impl FnMut(Update), rng: &mut dyn rand_core::CryptoRng) -> Result<(), StoreError> {
//! loop {
//!     let mut updates = Vec::new();
//!     let next = pump::pump(node, transport, store, clock(), rng, &mut updates)?;
//!     updates.into_iter().for_each(&mut show);
//!     sleep_until(next); // or until the transport has a notice
//! #   if next == Timestamp::FAR_FUTURE { return Ok(()) }
//! }
//! # }
//! ```
//!
//! Read in this order: [`status`] (who is what), [`cascade`] (what follows), [`events`]
//! (meetups from both sides), [`pairing`] and [`contacts`] (people), [`node`] (routes), [`wire`] (bytes), [`transport`] and
//! [`storage`] (the seams), [`pump`] (the loop), [`trace`] (the loop, witnessed).
pub mod blobs;
pub mod cascade;
pub mod contacts;
pub mod events;
pub mod identity;
pub mod node;
pub mod pairing;
pub mod pump;
pub mod rules;
pub mod status;
pub mod storage;
#[cfg(feature = "testing")]
pub mod testing;
pub mod time;
pub mod trace;
pub mod transport;
pub mod wire;
