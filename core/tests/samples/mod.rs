//! One example of every message that phones exchange, with keys anybody can make.
mod contact;
mod event;
mod keys;
mod pairing;
mod sample;

pub(crate) use event::{full_report, metadata};
pub(crate) use keys::{event, identity, pseudonym, public};
pub(crate) use sample::{Sample, every_message};
