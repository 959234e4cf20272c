//! A queue that sorts late and little: entries wait in buckets until their time nears.
//!
//! A [`Ladder`] knows how far time has been cut up; it decides, by how its entries lie,
//! how finely to cut the next stretch. Each entry is moved a bounded number of times,
//! so a push and a pop together cost O(1), whatever is pending; what arrives into the
//! stretch that is being popped costs O(log n) of those that arrived likewise.
//!
//! ```text
//!  time ──►
//!  │ front │ rung 2 ......│ rung 1 .................│ rung 0 ...........│ top
//!  │ sorted│ narrow buckets│ wider                  │ widest            │ unsorted
//! ```
//! A bucket too full to sort becomes a finer rung; when the rungs are used up, the top
//! becomes a new one.

use super::chunks::{CHUNK, Chain, Chunks};
use super::entry::Entry;
use super::front::Front;
use super::queue::Queue;
use super::rung::{Rung, Shape};

/// More entries than this are spread over a finer rung rather than sorted.
const CROWD: usize = 1_024;

/// So few are sorted at once, wherever they lie.
const FEW: usize = 256;

/// With so many rungs each one still cuts into eight; the next bucket is sorted.
const MAX_RUNGS: usize = 16;

/// A multi-rung ladder, least entry first.
#[derive(Clone, Default, Debug)]
pub struct Ladder {
    /// Never empty while anything is pending.
    front: Front,
    /// Ticks before it belong to the front.
    front_end: u64,
    /// The stretches after the front, the farthest and widest first.
    rungs: Vec<Rung>,
    /// Their memory, for use again.
    spare: Vec<Rung>,
    /// All from `top_start` on.
    top: Chain,
    top_start: u64,
    chunks: Chunks,
    len: usize,
}

impl Ladder {
    fn push_first(&mut self, entry: Entry) {
        self.spare.append(&mut self.rungs);
        self.front.insert(entry);
        self.front_end = entry.tick() + 1;
        self.top_start = self.front_end;
    }

    fn push_front(&mut self, entry: Entry) {
        self.front.insert(entry);
        if self.front.is_crowded() && self.rungs.len() < MAX_RUNGS {
            let first = self.front.first().map_or(self.front_end, Entry::tick);
            if self.front_end - first > 1 {
                let mut chain = Chain::EMPTY;
                self.front.drain().for_each(|entry| self.chunks.push(&mut chain, entry));
                self.unfold(chain, Some(self.front_end));
                self.refill();
            }
        }
    }

    /// Fills the empty front from what comes next.
    fn refill(&mut self) {
        while let Some(rung) = self.rungs.last_mut() {
            let Some(bucket) = rung.take() else {
                self.spare.extend(self.rungs.pop());
                continue;
            };
            let is_crowd = bucket.chain.len() > CROWD && !bucket.is_one_tick;
            if is_crowd && self.rungs.len() < MAX_RUNGS {
                self.unfold(bucket.chain, Some(bucket.end));
                continue;
            }
            self.front_end = bucket.end;
            self.front.load(&mut self.chunks, bucket.chain);
            return;
        }
        self.refill_from_top();
    }

    fn refill_from_top(&mut self) {
        let top = std::mem::replace(&mut self.top, Chain::EMPTY);
        if top.len() > FEW {
            self.unfold(top, None);
            self.refill();
        } else {
            self.front.load(&mut self.chunks, top);
            let last = self.front.last();
            self.front_end = last.map_or(self.front_end, |last| last.tick() + 1);
            self.top_start = self.front_end;
        }
    }

    /// Spreads a chain over a new rung that ends at `end`, or else as far as is good,
    /// with what comes after it in the top.
    fn unfold(&mut self, mut chain: Chain, end: Option<u64>) {
        let shape = self.survey(chain);
        let shape = end.map_or(shape, |end| shape.until(end));
        let end = end.unwrap_or_else(|| {
            self.top_start = shape.end();
            self.top_start
        });
        let mut rung = self.spare.pop().unwrap_or_default();
        rung.lay(shape, end);
        let mut entries = [Entry::BLANK; CHUNK];
        loop {
            let count = self.chunks.take_first(&mut chain, &mut entries);
            for entry in &entries[..count] {
                let tick = entry.tick();
                let bucket = if tick < end { rung.bucket(tick) } else { &mut self.top };
                self.chunks.push(bucket, *entry);
            }
            if count == 0 {
                break;
            }
        }
        self.rungs.push(rung);
    }

    /// How best to cut up the entries of a chain.
    fn survey(&self, chain: Chain) -> Shape {
        let mut start = u64::MAX;
        self.chunks.each(chain, |entries| {
            start = entries.iter().fold(start, |least, entry| least.min(entry.tick()));
        });
        Shape::of(start, |count| {
            self.chunks.each(chain, |entries| entries.iter().for_each(|entry| count(entry.tick())));
        })
    }
}

impl Queue for Ladder {
    fn push(&mut self, entry: Entry) {
        self.len += 1;
        let tick = entry.tick();
        if self.len == 1 {
            return self.push_first(entry);
        }
        if tick >= self.top_start {
            return self.chunks.push(&mut self.top, entry);
        }
        match self.rungs.iter_mut().find(|rung| tick >= rung.from()) {
            Some(rung) => self.chunks.push(rung.bucket(tick), entry),
            None => self.push_front(entry),
        }
    }

    fn peek(&self) -> Option<Entry> {
        self.front.first()
    }

    fn pop(&mut self) -> Option<Entry> {
        let entry = self.front.pop()?;
        self.len -= 1;
        if self.front.is_empty() && self.len > 0 {
            self.refill();
        }
        Some(entry)
    }

    fn len(&self) -> usize {
        self.len
    }

    fn retain(&mut self, mut keep: impl FnMut(Entry) -> bool) {
        let mut chains = vec![std::mem::replace(&mut self.top, Chain::EMPTY)];
        self.rungs.iter_mut().for_each(|rung| chains.extend(rung.drain()));
        self.spare.append(&mut self.rungs);
        let mut kept = Chain::EMPTY;
        let mut entries = [Entry::BLANK; CHUNK];
        for entry in self.front.drain().filter(|entry| keep(*entry)) {
            self.chunks.push(&mut kept, entry);
        }
        for mut chain in chains {
            while chain.len() > 0 {
                let count = self.chunks.take_first(&mut chain, &mut entries);
                for entry in entries[..count].iter().filter(|entry| keep(**entry)) {
                    self.chunks.push(&mut kept, *entry);
                }
            }
        }
        self.len = kept.len();
        self.top = kept;
        self.refill_from_top();
    }

    fn each(&self, mut see: impl FnMut(Entry)) {
        self.front.each(&mut see);
        let mut see_all = |chain| {
            self.chunks.each(chain, |entries| entries.iter().copied().for_each(&mut see));
        };
        self.rungs.iter().for_each(|rung| rung.each(&mut see_all));
        see_all(self.top);
    }

    fn upcoming(&self, count: usize) -> impl Iterator<Item = Entry> {
        self.front.upcoming(count)
    }

    fn memory(&self) -> usize {
        let rungs = self.rungs.iter().chain(&self.spare);
        rungs.map(Rung::memory).sum::<usize>() + self.front.memory() + self.chunks.memory()
    }
}
