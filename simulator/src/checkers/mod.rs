//! Whether phones hold what they must: decided from outside, by somebody who sees everything.
mod comparison;
mod hypergraph;
mod oracle;
mod reach;

pub use comparison::{Difference, compare, compare_when_calm, hypergraph_of};
pub use hypergraph::{Attending, Carrier, Gathered, Hypergraph};
pub use oracle::{Link, Oracle, Outcome};
pub use reach::Reach;
