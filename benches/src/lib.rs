//! What several benches start from: two phones at one event, one phone
//! after many, and towns.
mod attendee;
mod pair;
mod town;

pub use attendee::{Attendee, Season};
pub use pair::Pair;
pub use town::{town, town_setup};
