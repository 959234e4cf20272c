//! Becoming contacts by invitation: one screen shows a code, the other phone joins, and two
//! people compare six digits.
//!
//! ```text
//! inviter                                             joiner
//!    │◄──── link: pairing key proven, secret proven ────│   burns the invitation
//!    │◄─────────── Commit(SHA-256 of introduction) ─────│
//!    │──────────── Offer(introduction) ────────────────►│
//!    │◄─────────── Reveal(introduction, signature) ─────│
//!    │──────────── Proof(signature) ───────────────────►│
//!    │   both show six digits of the same transcript    │
//!    │◄──────────── Confirm(yes) each ─────────────────►│   then, and only then, contacts
//! ```
//! The parts here decide; [`crate::node`] moves frames, stores and asks the user.
mod comparison;
mod failure;
mod introduced;
mod invitation;
mod inviter;
mod joiner;
mod rules;
mod transcript;

pub(crate) use comparison::{Comparison, Words};
pub use failure::PairingFailure;
pub(crate) use introduced::Introduced;
pub use invitation::Invitation;
pub(crate) use invitation::Terms;
pub(crate) use inviter::Inviter;
pub(crate) use joiner::Joiner;
pub use rules::PairingRules;
pub use transcript::Digits;
pub(crate) use transcript::{Transcript, Turn};

#[cfg(test)]
mod tests;
