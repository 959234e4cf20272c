//! What one phone took in and what it decided, so that the same node can be lived again.
//!
//! It knows how a [`Witness`] beside the pump turns inputs and effects into [`Entry`]s,
//! one JSON object per line of a trace. It decides what of an effect makes it the same
//! decision as another: all of it, to the byte. Where lines go is left to the host, and
//! living them again to the simulator.
//!
//! **For tests only.** A trace holds the seed of the phone's randomness, names, codes and
//! public keys: whoever reads it is that phone. A host writes one only where its owner
//! asked for a test.
//!
//! ```text
//! {"created":{"at":…,"seed":"…","name":"Alice","rules":{…}}}
//! {"did":{"changes":[…],"requests":[…],"updates":[]}}
//! {"took":{"at":…,"input":{"command":{"create_event":{"name":"party","banner":null}}}}}
//! {"did":{"changes":[…],"requests":[…],"updates":[],"answer":{"answered":"Hosted(0)"}}}
//! {"took":{"at":…,"input":"wake"}}                      the process died here, or while
//! {"restored":{"at":…,"seed":"…","store":"…","rules":{…}}}      it wrote the line between
//! {"did":{…}}
//! ```
//!
//! `took` is written before the node sees the input, `did` after its effects were stored and
//! submitted. A process that dies leaves at most one `took`, `created` or `restored` without
//! `did`, and at most one line that is torn: a host begins a process with a line break if the
//! trace doesn't end in one. Empty lines mean nothing.
mod decisions;
mod entry;
mod fingerprint;
mod input;
mod recorder;
mod seed;
mod texts;
mod witness;

pub use decisions::{Decisions, Outcome};
pub use entry::Entry;
pub use fingerprint::Fingerprint;
pub use input::{Input, RecordedNotice};
pub use recorder::Recorder;
pub use seed::Seed;
pub(crate) use texts::{card, code, image, invitation};
pub use witness::{Taken, Witness};
