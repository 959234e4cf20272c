//! How far one report travels over a given set of gatherings: the oracle at rest.
//!
//! Everybody consents and is reachable; whether those without the app count is the
//! caller's choice, and what the counts are compared with. One person after the other is the
//! only reporter.

use super::hypergraph::{Attending, Carrier, Gathered, Hypergraph};
use super::oracle::Oracle;
use crate::population::{Attendance, Gathering, Population};
use corona_core::cascade::{EventSpan, Policy};
use corona_core::status::{History, InfectionStatus, StatusError, StatusRules};
use corona_core::time::{Span, Timestamp};

/// Gatherings where nobody has reported anything yet.
pub struct Reach {
    graph: Hypergraph,
    /// When the last gathering is over.
    end: Timestamp,
}

impl Reach {
    /// All gatherings of a population, hosted or not, with everybody who was there.
    #[must_use]
    pub fn new(population: &Population, policy: Policy) -> Self {
        let events = population.gatherings.iter().map(|g| gathered(population, g)).collect();
        Self::over(events, population, policy)
    }

    /// Hosted gatherings only, with the organizer and those who check in: what phones know.
    #[must_use]
    pub fn among_phones(population: &Population, policy: Policy) -> Self {
        let hosted = population.gatherings.iter().filter(|gathering| gathering.hosted);
        let events = hosted.map(|gathering| checked_in(population, gathering)).collect();
        Self::over(events, population, policy)
    }

    fn over(events: Vec<Gathered>, population: &Population, policy: Policy) -> Self {
        let end = population.gatherings.iter().map(|g| g.end).max().unwrap_or_default();
        let nobody = Carrier { history: History::default(), now: end };
        // A reporter may be infectious from before the first gathering on.
        let status = StatusRules { infectious_before: Span::days(3_650), ..StatusRules::default() };
        let people = vec![nobody; population.people.len()];
        Self { graph: Hypergraph { policy, status, people, events }, end }
    }

    /// By person, how many events the warning had travelled that puts them at high risk when
    /// `reporter` alone turned out positive at the end, infectious since `infectious_from`;
    /// `None` for the reporter and everybody who isn't at high risk.
    ///
    /// # Errors
    /// [`StatusError::InFuture`] if `infectious_from` lies after the last gathering.
    pub fn hops_from(
        &mut self,
        reporter: u32,
        infectious_from: Timestamp,
    ) -> Result<Vec<Option<u8>>, StatusError> {
        let mut history = History::default();
        history.report_infection(
            InfectionStatus::Positive,
            Some(infectious_from),
            InfectionStatus::Unknown,
            self.end,
            &self.graph.status,
        )?;
        self.graph.people[reporter as usize].history = history;
        let oracle = Oracle::search(&self.graph);
        let hops = (0..self.graph.people.len() as u32)
            .map(|person| {
                let outcome = oracle.outcome(person);
                let high = outcome.status == InfectionStatus::HighRisk;
                outcome.signal.filter(|_| high).map(|signal| signal.hop)
            })
            .collect();
        self.graph.people[reporter as usize].history = History::default();
        Ok(hops)
    }
}

fn gathered(population: &Population, gathering: &Gathering) -> Gathered {
    attended(gathering, population.guests(gathering).iter())
}

fn checked_in(population: &Population, gathering: &Gathering) -> Gathered {
    attended(gathering, population.guests(gathering).iter().filter(|guest| guest.checks_in))
}

fn attended(gathering: &Gathering, guests: impl Iterator<Item = Attendance>) -> Gathered {
    let guests = guests.map(|guest| guest.person);
    Gathered {
        span: EventSpan { start: gathering.start, end: Some(gathering.end) },
        attendees: std::iter::once(gathering.organizer)
            .chain(guests)
            .map(Attending::live)
            .collect(),
    }
}
