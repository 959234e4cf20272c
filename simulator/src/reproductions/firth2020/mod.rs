//! Firth et al. 2020: outbreaks in the network of Haslemere under isolation, tracing of
//! contacts, and tracing of contacts of contacts.
//!
//! Knows who meets whom, how a disease takes its course, and who is kept away from whom;
//! time goes by in days. The authors' program is followed in its order of steps.
mod comparison;
mod outbreak;
mod person;
mod policy;
mod ties;

pub(super) use comparison::reproduce;
