//! What an outbreak is made from, computed once.

use super::curve::Curve;
use super::households::Households;
use super::risks::Risks;
use crate::population::Population;
use crate::rivals::Attended;
use crate::scenario::{EpidemicSection, RivalKind};
use corona_core::time::Timestamp;
use std::sync::Arc;

/// An outbreak before it begins. Equal plans and seeds have equal outbreaks.
#[derive(Clone, Debug)]
pub struct OutbreakPlan {
    /// First instant.
    pub start: Timestamp,
    /// Last instant.
    pub end: Timestamp,
    /// The scenario's numbers.
    pub section: EpidemicSection,
    /// Who meets whom.
    pub population: Arc<Population>,
    /// Who lives with whom.
    pub households: Households,
    /// Who was where, if a rival asks.
    pub attended: Option<Attended>,
    /// How infectiousness goes over time.
    pub curve: Curve,
    /// How likely encounters infect.
    pub risks: Risks,
}

impl OutbreakPlan {
    /// For the people of a population between two times.
    #[must_use]
    pub fn new(
        section: EpidemicSection,
        population: Arc<Population>,
        start: Timestamp,
        end: Timestamp,
    ) -> Self {
        Self {
            start,
            end,
            households: Households::of(&population),
            attended: (section.rival.kind != RivalKind::None).then(|| Attended::of(&population)),
            curve: Curve::of(&section.course),
            risks: Risks::of(&section),
            section,
            population,
        }
    }
}
