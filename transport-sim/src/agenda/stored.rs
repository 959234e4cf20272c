//! An agenda as a checkpoint holds it.
//!
//! It knows the entries in their order, which is all that decides what comes next; so
//! agendas with the same pending occurrences are stored as the same bytes, however
//! their queues have cut up time. [`Stored`] refuses entries whose things are missing;
//! whether the times make sense is left to whoever reads the checkpoint.

use super::choice::{Chosen, QueueKind};
use super::entry::Entry;
use super::list::Agenda;
use super::queue::Queue;
use crate::slab::Slab;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};

/// What was stored, not yet believed. Its fields are those that `serialize` writes.
#[derive(Deserialize)]
#[serde(rename = "Agenda")]
pub(super) struct Stored<T> {
    queue: QueueKind,
    pushes: u64,
    entries: Vec<Entry>,
    items: Slab<Option<T>>,
}

impl<T: Serialize> Serialize for Agenda<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut stored = serializer.serialize_struct("Agenda", 4)?;
        stored.serialize_field("queue", &self.queue.kind())?;
        stored.serialize_field("pushes", &self.pushes)?;
        stored.serialize_field("entries", &Sorted(&self.queue))?;
        stored.serialize_field("items", &self.items)?;
        stored.end()
    }
}

struct Sorted<'a>(&'a Chosen);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = Vec::with_capacity(self.0.len());
        self.0.each(|entry| entries.push(entry));
        entries.sort_unstable();
        serializer.collect_seq(entries)
    }
}

impl<T> TryFrom<Stored<T>> for Agenda<T> {
    type Error = String;

    fn try_from(stored: Stored<T>) -> Result<Self, String> {
        let Stored { queue, pushes, entries, items } = stored;
        if entries.len() != items.len() {
            let (pending, things) = (entries.len(), items.len());
            return Err(format!("the agenda has {pending} entries for {things} things"));
        }
        let mut is_named = Vec::new();
        let mut cancelled = 0;
        for slot in entries.iter().map(|entry| entry.slot()) {
            let Some(item) = items.get(slot) else {
                return Err(format!("the agenda has an entry for slot {slot}, which is empty"));
            };
            cancelled += usize::from(item.is_none());
            let at = slot as usize;
            is_named.resize(is_named.len().max(at + 1), false);
            if std::mem::replace(&mut is_named[at], true) {
                return Err(format!("the agenda has two entries for slot {slot}"));
            }
        }
        let mut chosen = Chosen::new(queue);
        entries.into_iter().for_each(|entry| chosen.push(entry));
        Ok(Self::resumed(chosen, items, pushes, cancelled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corona_core::time::Timestamp;

    fn agenda(kind: QueueKind) -> Agenda<u32> {
        let mut agenda = Agenda::with_queue(kind);
        let mut tickets = Vec::new();
        for n in 0..5_000_u32 {
            let time = Timestamp(i64::from(n.wrapping_mul(2_654_435_761) >> (n % 20)));
            tickets.push(agenda.push(time, (n % 3) as u8, n));
            if n % 3 == 0 {
                agenda.pop();
            }
            if n % 5 == 0 {
                agenda.cancel(tickets[n as usize / 2]);
            }
        }
        agenda
    }

    #[test]
    fn an_agenda_resumed_in_mid_life_goes_on_as_if_it_had_never_been_stored() {
        for kind in [QueueKind::Ladder, QueueKind::Heap] {
            let mut lived = agenda(kind);
            let bytes = postcard::to_allocvec(&lived).unwrap();
            let mut resumed: Agenda<u32> = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(resumed.len(), lived.len());
            for n in 0..10_000 {
                if n % 2 == 0 {
                    let (time, phase) = (Timestamp(n * 77), (n % 2) as u8);
                    let tickets = [lived.push(time, phase, 7), resumed.push(time, phase, 7)];
                    assert_eq!(tickets[0], tickets[1]);
                }
                assert_eq!(resumed.pop(), lived.pop());
            }
            assert_eq!(postcard::to_allocvec(&resumed), postcard::to_allocvec(&lived));
        }
    }

    #[test]
    fn what_is_pending_is_stored_alike_by_every_queue() {
        let [ladder, heap] = [QueueKind::Ladder, QueueKind::Heap].map(|kind| {
            let bytes = postcard::to_allocvec(&agenda(kind)).unwrap();
            assert_eq!(bytes[0], kind as u8);
            bytes
        });
        assert_eq!(ladder[1..], heap[1..]);
    }

    #[test]
    fn entries_without_things_are_refused() {
        let read = |slots: &[u32], things: usize| {
            let entries: Vec<_> =
                slots.iter().map(|slot| Entry::new(Timestamp(0), 0, 0, *slot)).collect();
            let mut items = Slab::new();
            (0..things).for_each(|n| {
                items.insert(Some(n));
            });
            Agenda::try_from(Stored { queue: QueueKind::Ladder, pushes: 2, entries, items })
                .map(|agenda| agenda.len())
        };
        assert_eq!(read(&[1, 0], 2), Ok(2));
        assert_eq!(read(&[1], 2), Err("the agenda has 1 entries for 2 things".to_owned()));
        let empty = "the agenda has an entry for slot 7, which is empty".to_owned();
        assert_eq!(read(&[0, 7], 2), Err(empty));
        assert_eq!(read(&[1, 1], 2), Err("the agenda has two entries for slot 1".to_owned()));
    }
}
