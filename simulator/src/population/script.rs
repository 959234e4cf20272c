//! Populations told by name: a story.
//!
//! Knows how names and times of a story must fit together; refuses the first that
//! doesn't. Whether a report is legal when it comes is for the reporter's phone.

use super::action::{CorrectionAction, DecisionAction, PairingAction, ReportAction, Script};
use super::draft::{Draft, Meeting};
use super::faults::{Directory, in_run};
use super::{LATEST_ARRIVAL, PersonIndex, Tie, TieKind};
use crate::scenario::sections::{
    Decision, Pairing, ScriptPopulation, ScriptedEvent, ScriptedReport,
};
use crate::scenario::{Objection, ReportedStatus, Scenario, nearest};
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use std::collections::BTreeSet;

/// Builds people, events and actions of a story.
pub(super) fn build(
    scenario: &Scenario,
    story: &ScriptPopulation,
) -> Result<(Draft, Script), Objection> {
    distinct("population.people", &story.people, "listed twice: remove one")?;
    if story.people.is_empty() {
        return Err(Objection::new("population.people", "[]", "write at least one name"));
    }
    let teller = Teller { scenario, directory: Directory::new(story.people.iter().cloned()) };
    let mut meetings = teller.numbered("event", &story.events, Teller::event)?;
    meetings.sort_by_key(|meeting| meeting.start);
    let names: Vec<String> = meetings.iter().map(|meeting| meeting.name.to_string()).collect();
    teller.distinct_events(story)?;

    let mut script = Script {
        reports: teller.numbered("report", &story.reports, Teller::report)?,
        decisions: teller.numbered("decision", &story.decisions, |teller, field, decision| {
            teller.decision(field, decision, &names, &meetings)
        })?,
        corrections: teller.numbered("correction", &story.corrections, |teller, field, what| {
            let (person, at) = (teller.person(field, &what.person)?, what.at);
            in_run(teller.scenario, &format!("{field}.at"), at)?;
            Ok(CorrectionAction { at, person })
        })?,
        pairings: teller.numbered("pairing", &story.pairings, Teller::pairing)?,
        ..Script::default()
    };
    script.reports.sort_by_key(|action| action.at);
    script.decisions.sort_by_key(|action| action.at);
    script.corrections.sort_by_key(|action| action.at);
    script.pairings.sort_by_key(|action| action.at);
    let ties = ties(&script.pairings);
    Ok((Draft { people: story.people.clone(), ties, meetings, notes: Vec::new() }, script))
}

/// Whoever pairs in the story counts as friends; the world pairs them when the
/// story says so, not at its start.
fn ties(pairings: &[PairingAction]) -> Vec<Tie> {
    let pairs: BTreeSet<(PersonIndex, PersonIndex)> = (pairings.iter())
        .map(|pairing| (pairing.inviter.min(pairing.joiner), pairing.inviter.max(pairing.joiner)))
        .collect();
    pairs.into_iter().map(|(a, b)| Tie { a, b, kind: TieKind::Friend }).collect()
}

fn distinct(field: &str, names: &[String], problem: &str) -> Result<(), Objection> {
    let mut seen = BTreeSet::new();
    match names.iter().position(|name| !seen.insert(name)) {
        Some(index) => {
            let value = format!("{:?}", names[index]);
            Err(Objection::new(format!("{field}[{index}]"), value, problem))
        }
        None => Ok(()),
    }
}

struct Teller<'a> {
    scenario: &'a Scenario,
    directory: Directory,
}

impl Teller<'_> {
    fn numbered<T, U>(
        &self,
        list: &str,
        items: &[T],
        tell: impl Fn(&Self, &str, &T) -> Result<U, Objection>,
    ) -> Result<Vec<U>, Objection> {
        (items.iter().enumerate())
            .map(|(index, item)| tell(self, &format!("population.{list}[{index}]"), item))
            .collect()
    }

    fn person(&self, field: &str, name: &str) -> Result<PersonIndex, Objection> {
        self.directory.find(&format!("{field}.person"), name)
    }

    fn distinct_events(&self, story: &ScriptPopulation) -> Result<(), Objection> {
        let mut seen = BTreeSet::new();
        match story.events.iter().position(|event| !seen.insert(&event.name)) {
            Some(index) => {
                let field = format!("population.event[{index}].name");
                let value = format!("{:?}", story.events[index].name);
                Err(Objection::new(field, value, "another event has this name: choose a new one"))
            }
            None => Ok(()),
        }
    }

    fn event(&self, field: &str, event: &ScriptedEvent) -> Result<Meeting, Objection> {
        in_run(self.scenario, &format!("{field}.start"), event.start)?;
        if event.end <= event.start {
            let problem = format!(
                "the event ends before it starts (start = \"{}\"): write a later end",
                event.start
            );
            return Err(Objection::new(format!("{field}.end"), event.end, problem));
        }
        let longest = (event.end - event.start).min(LATEST_ARRIVAL);
        let arrive_after = format!("{field}.arrive_after");
        Objection::outside_span(&arrive_after, event.arrive_after, Span::ZERO, longest)?;
        let attendees = format!("{field}.attendees");
        distinct(&attendees, &event.attendees, "twice at one event: remove one")?;
        let Some(organizer) = event.organizer.as_ref().or(event.attendees.first()) else {
            return Err(Objection::new(attendees, "[]", "write at least one attendee"));
        };
        let organizer = self.directory.find(&format!("{field}.organizer"), organizer)?;
        let mut present = vec![(organizer, event.start)];
        for (index, name) in event.attendees.iter().enumerate() {
            let person = self.directory.find(&format!("{attendees}[{index}]"), name)?;
            if person != organizer {
                present.push((person, event.start + event.arrive_after));
            }
        }
        Ok(Meeting {
            name: event.name.as_str().into(),
            start: event.start,
            end: event.end,
            present,
        })
    }

    fn report(&self, field: &str, report: &ScriptedReport) -> Result<ReportAction, Objection> {
        in_run(self.scenario, &format!("{field}.at"), report.at)?;
        not_later(&format!("{field}.infectious_from"), report.infectious_from, report.at)?;
        not_later(&format!("{field}.sampled"), report.sampled, report.at)?;
        Ok(ReportAction {
            at: report.at,
            person: self.person(field, &report.person)?,
            status: match report.status {
                ReportedStatus::Suspected => InfectionStatus::Suspected,
                ReportedStatus::Positive => InfectionStatus::Positive,
                ReportedStatus::Negative => InfectionStatus::Negative,
            },
            infectious_from: report.infectious_from,
            sampled: report.sampled,
        })
    }

    fn decision(
        &self,
        field: &str,
        decision: &Decision,
        names: &[String],
        meetings: &[Meeting],
    ) -> Result<DecisionAction, Objection> {
        in_run(self.scenario, &format!("{field}.at"), decision.at)?;
        let person = self.person(field, &decision.person)?;
        let found = names.iter().position(|name| *name == decision.event);
        let gathering = found.ok_or_else(|| {
            let near = nearest(&decision.event, names.iter().map(String::as_str));
            let hint = near.map_or(String::new(), |near| format!(": did you mean {near:?}?"));
            let value = format!("{:?}", decision.event);
            Objection::new(format!("{field}.event"), value, format!("no event has this name{hint}"))
        })?;
        let mut guests = meetings[gathering].present.iter().skip(1);
        if !guests.any(|(guest, _)| *guest == person) {
            let problem = format!("no guest of {:?}: name one", decision.event);
            let value = format!("{:?}", decision.person);
            return Err(Objection::new(format!("{field}.person"), value, problem));
        }
        Ok(DecisionAction { at: decision.at, gathering, person, verdict: decision.verdict })
    }

    fn pairing(&self, field: &str, pairing: &Pairing) -> Result<PairingAction, Objection> {
        in_run(self.scenario, &format!("{field}.at"), pairing.at)?;
        let inviter = self.directory.find(&format!("{field}.a"), &pairing.a)?;
        let joiner = self.directory.find(&format!("{field}.b"), &pairing.b)?;
        if inviter == joiner {
            let value = format!("{:?}", pairing.b);
            let problem = "nobody pairs with themselves: name two people";
            return Err(Objection::new(format!("{field}.b"), value, problem));
        }
        Ok(PairingAction { at: pairing.at, inviter, joiner })
    }
}

fn not_later(field: &str, time: Option<Timestamp>, at: Timestamp) -> Result<(), Objection> {
    match time {
        Some(time) if time > at => {
            let problem = format!("later than the report, at \"{at}\": write an earlier time");
            Err(Objection::new(field, time, problem))
        }
        Some(_) | None => Ok(()),
    }
}
