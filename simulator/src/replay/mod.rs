//! Lives recorded phones again and compares what they decide.
//!
//! It knows the traces of all phones of one run ([`corona_core::trace`]). Each phone takes
//! what it took then, at the times it was taken and with the randomness it had; but frames
//! and codes come from the replayed phones that made them, so that every byte any phone
//! decided on is shown to follow from people's commands, time and seeds alone. How the
//! traces came to be is left to whoever recorded them.
//!
//! ```text
//! alice.jsonl  took(check in with code C) ─── waits until somebody was answered C
//!              did(dial 7 …)              ─── must be what the node decides again
//!              took(notice: frame F)      ─── waits until somebody sent F; once each
//! ```
//!
//! Only these waits order phones against each other: their clocks may differ.
mod difference;
mod phone;
mod post;
mod replayed;
mod run;
mod step;
mod trace;

pub use difference::{Difference, Problem};
pub use replayed::{Person, Replayed};
pub use run::{ReplayError, replay};
pub use step::{Cause, Step};
pub use trace::{Trace, TraceError};
