//! One phone's protocol machine: it routes inputs to the parts that decide, and turns
//! their decisions into effects.
mod acknowledgement;
mod attendance;
mod avatars;
mod banners;
mod blobs;
mod command;
mod comparison;
mod conditions;
mod connection;
mod consent;
mod contacts;
mod effect;
mod elision;
mod exchange;
mod freezing;
mod guest;
mod hosting;
mod idleness;
mod inference;
mod machine;
mod organizer;
mod pairing;
mod preview;
mod records;
mod survey;
mod views;
mod wake_ups;

pub use command::{Answer, Command, CommandError};
pub use conditions::PhoneConditions;
pub use effect::{CheckInFailure, Effects, EventRef, Update};
pub use elision::Aside;
pub use freezing::{Frozen, Thawing};
pub use machine::Node;
pub use preview::{Disclosure, SelfReported};
pub use records::RestoreError;
pub use views::Warning;
