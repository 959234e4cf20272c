//! Paired people: who they are, where they are, what we share.
mod contact;

pub use contact::{Contact, ContactRules, Profile};
