//! Paired people: who they are, where they are, what we share.
mod book;
mod contact;
mod exchange;
mod former;
mod rules;
pub(crate) mod schedule;

pub(crate) use book::Book;
pub use contact::{Bond, Contact, Profile};
pub use exchange::Theirs;
pub(crate) use exchange::update_frame;
pub(crate) use former::ContactOfVersion4;
pub use rules::ContactRules;
