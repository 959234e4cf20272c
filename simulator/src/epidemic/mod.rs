//! A disease among the people of any population: pure model, no phone in it.
//!
//! ```text
//!  gatherings, households ──► encounters ──► Infection ──► symptoms, tests ──► Intent
//!          ▲                                (course, curve, risks)               │ to phones
//!          └────────── Precaution: who stays away ◄── warn ◄────────────────────────┘ from them
//! ```
//!
//! [`Outbreak`] owns the state and time of it; the other files are functions of a scenario's
//! numbers and of draws by name. It runs alone, or inside a world that drains it.
mod course;
mod curve;
mod diagnosis;
mod distributions;
mod encounters;
mod freezing;
mod households;
mod illness;
mod infection;
mod outbreak;
mod plan;
mod risks;
mod setting;
mod strangers;
mod tally;
mod tracing;

pub use course::Course;
pub use curve::{Anchor, Curve};
pub use diagnosis::positive_probability;
pub(crate) use distributions::poisson;
pub use households::Households;
pub use infection::{Infection, Source};
pub use outbreak::{Intent, Outbreak};
pub use plan::OutbreakPlan;
pub use risks::Risks;
pub use setting::Setting;
pub use strangers::{Stranger, met_by_chance};
pub use tally::EpidemicDay;
pub use tracing::RivalWarning;
