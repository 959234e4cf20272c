//! Which queue an agenda has, chosen when it is made.
//!
//! [`QueueKind`] knows the names of the queues; [`Chosen`] passes everything on to the
//! one that was chosen. All of them give the same order, so the choice decides speed
//! and memory only, and is left to whoever makes the agenda.

use super::entry::Entry;
use super::four_heap::FourHeap;
use super::ladder::Ladder;
use super::queue::Queue;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How an agenda keeps what is pending; written `ladder` or `heap`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QueueKind {
    /// [`Ladder`]: O(1), for worlds of any size.
    #[default]
    Ladder,
    /// [`FourHeap`]: O(log n), to check the other by.
    Heap,
}

impl fmt::Display for QueueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ladder => "ladder",
            Self::Heap => "heap",
        })
    }
}

impl FromStr for QueueKind {
    type Err = UnknownQueue;

    fn from_str(name: &str) -> Result<Self, UnknownQueue> {
        match name {
            "ladder" => Ok(Self::Ladder),
            "heap" => Ok(Self::Heap),
            _ => Err(UnknownQueue { name: name.to_owned() }),
        }
    }
}

/// A name that is no queue's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownQueue {
    /// What was asked for.
    pub name: String,
}

impl fmt::Display for UnknownQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no queue \"{}\": choose \"ladder\" or \"heap\"", self.name)
    }
}

impl std::error::Error for UnknownQueue {}

/// The queue that was chosen.
#[derive(Debug)]
pub(super) enum Chosen {
    Ladder(Ladder),
    Heap(FourHeap),
}

impl Chosen {
    pub(super) fn new(kind: QueueKind) -> Self {
        match kind {
            QueueKind::Ladder => Self::Ladder(Ladder::default()),
            QueueKind::Heap => Self::Heap(FourHeap::default()),
        }
    }

    pub(super) const fn kind(&self) -> QueueKind {
        match self {
            Self::Ladder(_) => QueueKind::Ladder,
            Self::Heap(_) => QueueKind::Heap,
        }
    }
}

impl Queue for Chosen {
    fn push(&mut self, entry: Entry) {
        match self {
            Self::Ladder(ladder) => ladder.push(entry),
            Self::Heap(heap) => heap.push(entry),
        }
    }

    fn peek(&self) -> Option<Entry> {
        match self {
            Self::Ladder(ladder) => ladder.peek(),
            Self::Heap(heap) => heap.peek(),
        }
    }

    fn pop(&mut self) -> Option<Entry> {
        match self {
            Self::Ladder(ladder) => ladder.pop(),
            Self::Heap(heap) => heap.pop(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Ladder(ladder) => ladder.len(),
            Self::Heap(heap) => heap.len(),
        }
    }

    fn retain(&mut self, keep: impl FnMut(Entry) -> bool) {
        match self {
            Self::Ladder(ladder) => ladder.retain(keep),
            Self::Heap(heap) => heap.retain(keep),
        }
    }

    fn each(&self, see: impl FnMut(Entry)) {
        match self {
            Self::Ladder(ladder) => ladder.each(see),
            Self::Heap(heap) => heap.each(see),
        }
    }

    fn upcoming(&self, count: usize) -> impl Iterator<Item = Entry> {
        let (ladder, heap) = match self {
            Self::Ladder(ladder) => (Some(ladder.upcoming(count)), None),
            Self::Heap(heap) => (None, Some(heap.upcoming(count))),
        };
        ladder.into_iter().flatten().chain(heap.into_iter().flatten())
    }

    fn memory(&self) -> usize {
        match self {
            Self::Ladder(ladder) => ladder.memory(),
            Self::Heap(heap) => heap.memory(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queues_are_chosen_by_the_names_they_print() {
        for kind in [QueueKind::Ladder, QueueKind::Heap] {
            assert_eq!(kind.to_string().parse(), Ok(kind));
            assert_eq!(Chosen::new(kind).kind(), kind);
        }
        let unknown = "Heap".parse::<QueueKind>().unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "there is no queue \"Heap\": choose \"ladder\" or \"heap\""
        );
    }
}
