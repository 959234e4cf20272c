//! The epidemic under a world's people: bodies tell phones by their owners, phones tell bodies
//! by what they show.
//!
//! It knows both sides and decides nothing of either: an [`Intent`] becomes a command to a
//! phone, a risk that a phone shows becomes a warning, and who stays away is asked for every
//! check-in. The outbreak's own loop is left alone.

use super::occurrence::Occurrence;
use super::setup::WorldSetup;
use super::step::{PEOPLE, World};
use crate::epidemic::{Intent, Outbreak, OutbreakPlan};
use crate::population::PersonIndex;
use crate::results::EpidemicRecord;
use corona_core::identity::Signatures;
use corona_core::time::Timestamp;
use std::sync::Arc;

/// What a setup's outbreak is made from.
pub(super) fn outbreak_plan(setup: &WorldSetup) -> Option<Arc<OutbreakPlan>> {
    let section = setup.epidemic.as_deref()?.clone();
    let population = setup.population.clone();
    Some(Arc::new(OutbreakPlan::new(section, population, setup.start, setup.end)))
}

pub(super) fn outbreak_of(setup: &WorldSetup) -> Option<Outbreak> {
    outbreak_plan(setup).map(|plan| Outbreak::new(plan, setup.seed))
}

impl<S: Signatures> World<S> {
    /// The epidemic among this world's people, if there is one.
    #[must_use]
    pub fn outbreak(&self) -> Option<&Outbreak> {
        self.outbreak.as_ref()
    }

    /// When something happens in the epidemic next; never, once the world is calm.
    pub(super) fn outbreak_due(&self) -> Option<Timestamp> {
        self.outbreak.as_ref().filter(|_| !self.calm).and_then(Outbreak::next_due)
    }

    pub(super) fn live_outbreak(&mut self) {
        let Some(due) = self.outbreak_due() else {
            return;
        };
        self.now = self.now.max(due);
        let Some(intent) = self.outbreak.as_mut().and_then(Outbreak::advance) else {
            return;
        };
        let (person, occurrence) = match intent {
            Intent::Symptoms { person, since } => {
                (person, Occurrence::ReportSymptoms { person, since })
            }
            Intent::Result { person, sampled, positive } => {
                (person, Occurrence::ReportResult { person, sampled, positive })
            }
        };
        if self.setup.app && self.setup.population.people[person as usize].has_phone {
            // People have their turn after what phones do at this instant.
            self.agenda.push(self.now, PEOPLE, occurrence);
        }
    }

    /// A phone shows a risk, or none any more.
    pub(super) fn warn_owner(&mut self, person: PersonIndex, shows: Option<bool>) {
        let now = self.now;
        if let Some(outbreak) = self.outbreak.as_mut().filter(|_| !self.calm) {
            outbreak.warn(person, shows, now);
        }
    }

    /// Whether somebody is careful and misses a gathering.
    pub(super) fn misses(&self, person: PersonIndex, gathering: u32) -> bool {
        self.outbreak.as_ref().is_some_and(|outbreak| outbreak.misses(person, gathering))
    }

    pub(super) fn epidemic_record(&self) -> Option<EpidemicRecord> {
        let outbreak = self.outbreak.as_ref()?;
        Some(EpidemicRecord {
            infections: outbreak.infections().to_vec(),
            days: outbreak.days().to_vec(),
            rival_warnings: outbreak.rival_warnings().to_vec(),
        })
    }
}
