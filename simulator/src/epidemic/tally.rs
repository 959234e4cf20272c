//! An epidemic's days, counted.

use serde::{Deserialize, Serialize};

/// One day of an epidemic; all but `infections` are counted at its end.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct EpidemicDay {
    /// 0 for the first day.
    pub day: u32,
    /// People infected in its course, from outside included.
    pub infections: u32,
    /// People who infect others.
    pub infectious: u32,
    /// People in isolation, because they are ill or tested positive.
    pub isolated: u32,
    /// People in quarantine, because they were warned, and not in isolation.
    pub quarantined: u32,
    /// Of these, people who are neither incubating nor infectious.
    pub wrongly_quarantined: u32,
    /// People who only keep a distance.
    pub distancing: u32,
}
