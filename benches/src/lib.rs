//! What several benches start from: two phones at one event, and towns.
mod pair;
mod town;

pub use pair::Pair;
pub use town::{town, town_setup};
