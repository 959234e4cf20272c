//! Who meets whom in Haslemere, by phones that noted each other's position.

use crate::reproductions::DataSetError;
use crate::reproductions::data_set::DataFile;
use std::path::Path;

const FILE: DataFile = DataFile {
    path: "covidhm-network/haslemere_edges.csv",
    published: "element \"All\" of data-raw/am_list.RData in github.com/biouea/covidhm, to be \
                written as CSV with the columns u, v (people from 0) and days",
};
const PEOPLE: usize = 468;
const PAIRS: usize = 1_257;
/// Positions were noted on three days.
const DAYS: u32 = 3;

/// Who meets whom.
#[derive(Debug)]
pub(super) struct Ties {
    /// By person, whom they meet and on how many of three days.
    contacts: Vec<Vec<Tie>>,
}

/// One direction of two people who meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tie {
    pub(super) contact: usize,
    /// 1 to 3.
    pub(super) days: u32,
}

impl Ties {
    /// Reads the published network.
    pub(super) fn read(data: &Path) -> Result<Self, DataSetError> {
        let pairs = FILE.whole_numbers(data, ["u", "v", "days"], PEOPLE as u32 - 1)?;
        if pairs.len() != PAIRS {
            return Err(FILE.other(data, format!("{} pairs instead of {PAIRS}", pairs.len())));
        }
        let odd = |[u, v, days]: &&[u32; 3]| u == v || !(1..=DAYS).contains(days);
        if let Some([u, v, days]) = pairs.iter().find(odd) {
            let problem =
                format!("{u} and {v} meet on {days} days: expected two people and 1 to 3");
            return Err(FILE.other(data, problem));
        }
        Ok(Self::new(PEOPLE, &pairs))
    }

    /// Ties among so many people; who is in no pair meets nobody.
    pub(super) fn new(people: usize, pairs: &[[u32; 3]]) -> Self {
        let mut contacts = vec![Vec::new(); people];
        for [u, v, days] in pairs.iter().copied() {
            contacts[u as usize].push(Tie { contact: v as usize, days });
            contacts[v as usize].push(Tie { contact: u as usize, days });
        }
        Self { contacts }
    }

    pub(super) fn people(&self) -> usize {
        self.contacts.len()
    }

    pub(super) fn of(&self, person: usize) -> &[Tie] {
        &self.contacts[person]
    }
}
