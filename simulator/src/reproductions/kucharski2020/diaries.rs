//! Contact diaries of the BBC Pandemic study.
//!
//! Knows how many contacts of each kind a participant had on one day.

use crate::reproductions::DataSetError;
use crate::reproductions::data_set::DataFile;
use std::path::Path;

const ADULTS: DataFile = DataFile {
    path: "kucharski-contacts/V2_contact_distributions_o18.csv",
    published: "V2_code/data/contact_distributions_o18.csv in github.com/adamkucharski/2020-cov-tracing",
};
const MINORS: DataFile = DataFile {
    path: "kucharski-contacts/V2_contact_distributions_u18.csv",
    published: "V2_code/data/contact_distributions_u18.csv in github.com/adamkucharski/2020-cov-tracing",
};
/// Participants of 18 years or more, and younger ones.
const PUBLISHED_ADULTS: usize = 38_117;
const PUBLISHED_MINORS: usize = 2_045;
/// No participant wrote down more than 234 contacts of a kind.
const MOST_CONTACTS: u32 = 1_000;

/// A participant's contacts on one day, by where they met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Diary {
    pub(super) home: u32,
    /// At work or school.
    pub(super) work: u32,
    pub(super) other: u32,
}

/// All participants.
#[derive(Debug)]
pub(super) struct Diaries {
    pub(super) adults: Vec<Diary>,
    pub(super) minors: Vec<Diary>,
}

impl Diaries {
    /// Reads both files.
    pub(super) fn read(data: &Path) -> Result<Self, DataSetError> {
        Ok(Self {
            adults: read(&ADULTS, data, PUBLISHED_ADULTS)?,
            minors: read(&MINORS, data, PUBLISHED_MINORS)?,
        })
    }
}

fn read(file: &DataFile, data: &Path, published: usize) -> Result<Vec<Diary>, DataSetError> {
    let rows = file.whole_numbers(data, ["e_home", "e_work", "e_other"], MOST_CONTACTS)?;
    if rows.len() != published {
        return Err(file.other(data, format!("{} diaries instead of {published}", rows.len())));
    }
    Ok(rows.into_iter().map(|[home, work, other]| Diary { home, work, other }).collect())
}
