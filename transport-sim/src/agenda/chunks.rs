//! Bags of entries in one pool of memory.
//!
//! [`Chunks`] knows all the memory of a ladder's unsorted entries; it decides which
//! chunk a bag grows into, the last one freed first because it is still in the cache.
//! What a bag stands for is left to the ladder.

use super::entry::Entry;

/// Entries of one chunk: 256 bytes, so that half-filled chunks waste little.
pub(super) const CHUNK: usize = 16;

/// The index of no chunk.
const NONE: u32 = u32::MAX;

/// A bag of entries: a chain of chunks, all but the last full.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain {
    first: u32,
    last: u32,
    len: u32,
}

impl Default for Chain {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Chain {
    pub(super) const EMPTY: Self = Self { first: NONE, last: NONE, len: 0 };

    pub(super) const fn len(&self) -> usize {
        self.len as usize
    }
}

/// The pool: chunk n is `entries[n * CHUNK..][..CHUNK]`.
#[derive(Clone, Debug)]
pub(super) struct Chunks {
    entries: Vec<Entry>,
    /// The chunk after each, in its chain or among the free ones.
    next: Vec<u32>,
    free: u32,
}

impl Default for Chunks {
    fn default() -> Self {
        Self { entries: Vec::new(), next: Vec::new(), free: NONE }
    }
}

impl Chunks {
    /// Adds an entry at the end of a chain.
    pub(super) fn push(&mut self, chain: &mut Chain, entry: Entry) {
        let within = chain.len as usize % CHUNK;
        if within == 0 {
            let chunk = self.take();
            match self.next.get_mut(chain.last as usize) {
                Some(next) => *next = chunk,
                None => chain.first = chunk,
            }
            chain.last = chunk;
        }
        self.entries[chain.last as usize * CHUNK + within] = entry;
        chain.len += 1;
    }

    /// Shows the entries of a chain, chunk by chunk, in the order of their pushes.
    pub(super) fn each(&self, chain: Chain, mut see: impl FnMut(&[Entry])) {
        let (mut chunk, mut left) = (chain.first as usize, chain.len());
        while left > 0 {
            let count = left.min(CHUNK);
            see(&self.entries[chunk * CHUNK..][..count]);
            chunk = self.next[chunk] as usize;
            left -= count;
        }
    }

    /// Frees all chunks of a chain, in constant time.
    pub(super) fn release(&mut self, chain: Chain) {
        if let Some(next) = self.next.get_mut(chain.last as usize) {
            *next = self.free;
            self.free = chain.first;
        }
    }

    /// Moves the first chunk of a chain out and frees it; gives how many it held.
    pub(super) fn take_first(&mut self, chain: &mut Chain, out: &mut [Entry; CHUNK]) -> usize {
        let count = chain.len().min(CHUNK);
        if count > 0 {
            let chunk = chain.first as usize;
            out[..count].copy_from_slice(&self.entries[chunk * CHUNK..][..count]);
            let rest =
                Chain { first: self.next[chunk], last: chain.last, len: chain.len - count as u32 };
            self.next[chunk] = self.free;
            self.free = chunk as u32;
            *chain = if rest.len == 0 { Chain::EMPTY } else { rest };
        }
        count
    }

    pub(super) fn memory(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.next.capacity() * size_of::<u32>()
    }

    fn take(&mut self) -> u32 {
        let chunk = self.free;
        if let Some(next) = self.next.get_mut(chunk as usize) {
            self.free = std::mem::replace(next, NONE);
            return chunk;
        }
        let chunk = self.next.len();
        if self.entries.len() == self.entries.capacity() {
            // A quarter more, where a vector would take as much again.
            let more = chunk / 4 + 4;
            self.entries.reserve_exact(more * CHUNK);
            self.next.reserve_exact(more);
        }
        self.entries.resize((chunk + 1) * CHUNK, Entry::BLANK);
        self.next.push(NONE);
        chunk as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corona_core::time::Timestamp;

    fn entry(n: u32) -> Entry {
        Entry::new(Timestamp(0), 0, 0, n)
    }

    fn listed(chunks: &Chunks, chain: Chain) -> Vec<u32> {
        let mut list = Vec::new();
        chunks.each(chain, |entries| list.extend(entries.iter().map(|entry| entry.slot())));
        list
    }

    #[test]
    fn chains_that_grow_by_turns_keep_their_entries_in_order() {
        let mut chunks = Chunks::default();
        let mut chains = [Chain::EMPTY; 3];
        for n in 0..300 {
            chunks.push(&mut chains[n as usize % 3], entry(n));
        }
        for (start, chain) in (0..).zip(chains) {
            assert_eq!(listed(&chunks, chain), (start..300).step_by(3).collect::<Vec<_>>());
        }
    }

    #[test]
    fn freed_chunks_are_used_again() {
        let mut chunks = Chunks::default();
        let fill = |chunks: &mut Chunks| {
            let mut chain = Chain::EMPTY;
            (0..100).for_each(|n| chunks.push(&mut chain, entry(n)));
            chain
        };
        let (first, mut second) = (fill(&mut chunks), fill(&mut chunks));
        let memory = chunks.memory();
        chunks.release(first);
        chunks.release(Chain::EMPTY);
        let mut out = [Entry::BLANK; CHUNK];
        let mut taken = Vec::new();
        loop {
            let count = chunks.take_first(&mut second, &mut out);
            taken.extend(out[..count].iter().map(|entry| entry.slot()));
            if count == 0 {
                break;
            }
        }
        assert_eq!(taken, (0..100).collect::<Vec<_>>());
        let again = [fill(&mut chunks), fill(&mut chunks)];
        assert_eq!(chunks.memory(), memory);
        assert!(again.iter().all(|chain| listed(&chunks, *chain).len() == 100));
    }
}
