//! Groups of people: households, teams, circles.
//!
//! Knows members in one row, group after group; who belongs together is decided by
//! those who draw them.

/// Groups, by number.
#[derive(Default)]
pub(super) struct Groups {
    members: Vec<u32>,
    /// Where each group ends in `members`.
    ends: Vec<u32>,
}

impl Groups {
    pub(super) fn push(&mut self, members: impl IntoIterator<Item = u32>) {
        self.members.extend(members);
        self.ends.push(self.members.len() as u32);
    }

    pub(super) fn get(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let first = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.members[first..self.ends[number] as usize]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[u32])> {
        (0..self.ends.len() as u32).map(|number| (number, self.get(number)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_keep_their_members_in_order() {
        let mut groups = Groups::default();
        groups.push([3, 1]);
        groups.push([]);
        groups.push([2]);
        let all: Vec<(u32, &[u32])> = groups.iter().collect();
        assert_eq!(all, [(0, &[3, 1][..]), (1, &[]), (2, &[2])]);
    }
}
