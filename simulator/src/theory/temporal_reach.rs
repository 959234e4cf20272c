//! Who could have told whom: temporal reachability, counted exactly.
//!
//! A sweep over meetings in time. Whoever meets learns of everybody whom the others had
//! heard of before: one hop for each instant, because meetings of one instant use what
//! was known before it. No limit of hops and no end of a window, so it bounds every cascade
//! over the same meetings from above.

const BITS: usize = u64::BITS as usize;

/// What everybody has heard of, up to some instant.
#[derive(Clone, Debug)]
pub struct TemporalReach {
    /// Machine words per person.
    width: usize,
    /// By person, a bit for each they have heard of, themselves included.
    known: Vec<u64>,
}

impl TemporalReach {
    /// So many people, each of whom knows of themselves only.
    #[must_use]
    pub fn new(people: usize) -> Self {
        let width = people.div_ceil(BITS);
        let mut known = vec![0; width * people];
        for person in 0..people {
            known[person * width + person / BITS] |= 1 << (person % BITS);
        }
        Self { width, known }
    }

    /// All meetings of the next instant, each by its members' indices.
    pub fn meet<'a>(&mut self, meetings: impl IntoIterator<Item = &'a [usize]>) {
        let mut learnt: Vec<(&[usize], Vec<u64>)> = Vec::new();
        for members in meetings {
            let mut union = vec![0; self.width];
            for member in members {
                merge(&mut union, self.row(*member));
            }
            learnt.push((members, union));
        }
        for (members, union) in learnt {
            for member in members {
                merge(&mut self.known[member * self.width..][..self.width], &union);
            }
        }
    }

    /// Whether anything of `source` can have come to `person`.
    #[must_use]
    pub fn reaches(&self, source: usize, person: usize) -> bool {
        self.row(person)[source / BITS] >> (source % BITS) & 1 == 1
    }

    /// Pairs (source, person) of two different people where the one reaches the other.
    #[must_use]
    pub fn ordered_pairs(&self) -> u64 {
        let known: u64 = self.known.iter().map(|word| u64::from(word.count_ones())).sum();
        let people = self.known.len().checked_div(self.width).unwrap_or(0);
        known - people as u64
    }

    fn row(&self, person: usize) -> &[u64] {
        &self.known[person * self.width..][..self.width]
    }
}

fn merge(into: &mut [u64], other: &[u64]) {
    into.iter_mut().zip(other).for_each(|(into, other)| *into |= other);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swept(people: usize, instants: &[&[&[usize]]]) -> TemporalReach {
        let mut reach = TemporalReach::new(people);
        instants.iter().for_each(|meetings| reach.meet(meetings.iter().copied()));
        reach
    }

    /// By hand: {A,B,C} and {D,E}, then {C,D}, then {E,F}.
    #[test]
    fn six_people_at_four_meetings_are_sixteen_ordered_pairs() {
        let reach = swept(6, &[&[&[0, 1, 2], &[3, 4]], &[&[2, 3]], &[&[4, 5]]]);
        let expected: [&[usize]; 6] =
            [&[1, 2, 3], &[0, 2, 3], &[0, 1, 3], &[2, 4, 5], &[2, 3, 5], &[4]];
        for (source, expected) in expected.into_iter().enumerate() {
            let reached =
                (0..6).filter(|person| *person != source && reach.reaches(source, *person));
            assert_eq!(reached.collect::<Vec<_>>(), expected, "from {source}");
        }
        assert_eq!(reach.ordered_pairs(), 16);
    }

    #[test]
    fn meetings_of_one_instant_do_not_feed_each_other() {
        assert_eq!(swept(3, &[&[&[0, 1], &[1, 2]]]).ordered_pairs(), 4);
        assert_eq!(swept(3, &[&[&[0, 1]], &[&[1, 2]]]).ordered_pairs(), 5);
    }

    #[test]
    fn more_people_than_a_word_has_bits_are_told_apart() {
        let everybody: Vec<usize> = (0..130).collect();
        assert_eq!(swept(130, &[&[&everybody]]).ordered_pairs(), 130 * 129);
        assert_eq!(swept(0, &[]).ordered_pairs(), 0);
    }
}
