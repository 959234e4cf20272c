//! The command line `corona`.
//!
//! [`arguments`] knows what can be typed, each noun (`status`, `event`, `pair`, `contact`)
//! which question its words put to the phone and how the answers read, and [`session`]
//! brings both together. What is true and what happens is the phone's to say.

mod answer;
mod arguments;
mod code;
mod conditions;
mod contact;
mod date;
mod event;
mod event_show;
mod event_words;
mod failure;
mod home;
mod keeping;
mod key;
mod pair;
mod phone;
mod qr;
mod screen;
mod session;
mod status;
mod status_words;
#[cfg(test)]
mod testing;
mod words;

pub(crate) use session::corona;
