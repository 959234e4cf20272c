//! Names of people and gatherings.
//!
//! Knows names that were given and names that are only a number; decides how a
//! number reads. A million generated names are thus never written down: they are
//! composed whenever somebody wants to read one.

use std::fmt;

/// What a person or a gathering is called. Displays as the name itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Name {
    /// From a script or a data file.
    Given(Box<str>),
    /// The n-th of its kind.
    Numbered(Numbered, u32),
}

/// Of what kind the n-th is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Numbered {
    /// `p17`.
    Person,
    /// A meeting of `team 17`.
    Team,
    /// A meeting of `circle 17`.
    Circle,
    /// The event `leisure 17`.
    Leisure,
    /// `gathering 17` of a file of contacts.
    Gathering,
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::Given(text.into())
    }
}
impl From<String> for Name {
    fn from(text: String) -> Self {
        Self::Given(text.into())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(text) => f.write_str(text),
            Self::Numbered(kind, number) => write!(f, "{}{number}", kind.before_number()),
        }
    }
}

impl Numbered {
    const fn before_number(self) -> &'static str {
        match self {
            Self::Person => "p",
            Self::Team => "team ",
            Self::Circle => "circle ",
            Self::Leisure => "leisure ",
            Self::Gathering => "gathering ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_their_kind_and_given_names_as_they_are() {
        assert_eq!(Name::Numbered(Numbered::Person, 17).to_string(), "p17");
        assert_eq!(Name::Numbered(Numbered::Circle, 0).to_string(), "circle 0");
        assert_eq!(Name::from("Swing Festival").to_string(), "Swing Festival");
    }
}
