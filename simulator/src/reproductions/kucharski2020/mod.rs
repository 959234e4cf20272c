//! Kucharski et al. 2020: by how much isolation, tracing and distancing reduce the
//! reproduction number in the United Kingdom.
//!
//! Knows one generation: an index case with a contact diary, and whom they infect. What
//! the authors' program does is followed where it differs from what it means to do, and
//! every such place says so.
mod comparison;
mod diaries;
#[cfg(test)]
mod expectation;
mod index_case;
mod measures;
mod tally;

pub(super) use comparison::reproduce;
