//! The queue of what will happen, ordered by (time, phase, sequence).
//!
//! An [`Agenda`] knows what is pending; it decides the one order in which that comes
//! out, which no machine, thread, container or choice of queue can change. What an
//! occurrence means is left to whoever pushed it.
//!
//! ```text
//! Agenda<T> ──► Slab<T>      the things themselves, by slot
//!     │
//!     └──► Queue of Entry    16 bytes each: time, phase, sequence, slot
//!            ├── Ladder      the default, O(1): top ► rungs ► front
//!            └── FourHeap    O(log n), plain enough to check the ladder by
//! ```
mod choice;
mod chunks;
mod entry;
mod four_heap;
mod front;
mod ladder;
mod list;
mod queue;
mod rung;
mod stored;

pub use choice::{QueueKind, UnknownQueue};
pub use entry::{Entry, Phase};
pub use four_heap::FourHeap;
pub use ladder::Ladder;
pub use list::{Agenda, Ticket};
pub use queue::Queue;
