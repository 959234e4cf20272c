//! Where somebody is infected.

use crate::population::{Name, Numbered};
use serde::{Deserialize, Serialize};

/// The kind of place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Setting {
    /// Infected when the world began, or brought in from outside since.
    Outside,
    /// At home.
    Household,
    /// At a meeting of a team or class.
    Team,
    /// Among friends, or at a gathering of a script or a data file.
    Circle,
    /// At a leisure event.
    Leisure,
    /// By somebody met by chance, out of any app's sight.
    Casual,
}

impl Setting {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Outside, Self::Household, Self::Team, Self::Circle, Self::Leisure, Self::Casual];

    /// In results.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Household => "household",
            Self::Team => "team",
            Self::Circle => "circle",
            Self::Leisure => "leisure",
            Self::Casual => "casual",
        }
    }

    /// The setting of a gathering, which its name tells.
    #[must_use]
    pub const fn of_gathering(name: &Name) -> Self {
        match name {
            Name::Numbered(Numbered::Team, _) => Self::Team,
            Name::Numbered(Numbered::Leisure, _) => Self::Leisure,
            Name::Given(_)
            | Name::Numbered(Numbered::Circle | Numbered::Gathering | Numbered::Person, _) => {
                Self::Circle
            }
        }
    }
}
