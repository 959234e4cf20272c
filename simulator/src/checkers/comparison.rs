//! A world's phones against the oracle.
//!
//! The hypergraph is read from the world: who was admitted where, what people reported and
//! decided. What maintenance has frozen is taken from the phones as it stands, because its
//! last moment may not have been a quiet one; everything live must follow from it.

use super::hypergraph::{Attending, Carrier, Gathered, Hypergraph};
use super::oracle::{Oracle, Outcome};
use crate::world::World;
use corona_core::cascade::{Policy, ReportIdentity, Signal, Told};
use corona_core::events::{Guest, HostedEvent, Joined, Stage, Standing};
use corona_core::identity::Signatures;
use corona_core::node::Node;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A phone that does not hold what it must.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Whose.
    pub person: String,
    /// What the phone shows.
    pub phone: (InfectionStatus, Option<Signal>),
    /// What it must show.
    pub oracle: (InfectionStatus, Option<Signal>),
    /// Why, newest event first.
    pub because: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} shows {:?}, must show {:?}", self.person, self.phone, self.oracle)?;
        self.because.iter().try_for_each(|link| write!(f, "\n    {link}"))
    }
}

/// Lets faults end and the network become quiet, then compares every phone.
///
/// Quiet means: as many rounds of poll and push as the policy has hops, with room for
/// lost dials, and for organizers of coarse events to publish once an epoch.
#[must_use]
pub fn compare_when_calm<S: Signatures>(world: &mut World<S>) -> Vec<Difference> {
    world.calm_down();
    let round = world.setup().rules.polls.max + Span::hours(7);
    let rounds = i64::from(world.setup().rules.policy.max_hops()) + 2;
    let until = world.now() + Span(round.0 * rounds);
    world.run_until(until);
    compare(world)
}

/// Compares every phone now.
#[must_use]
pub fn compare<S: Signatures>(world: &World<S>) -> Vec<Difference> {
    let (graph, names) = hypergraph_of(world);
    let oracle = Oracle::search(&graph);
    let mut differences = Vec::new();
    for (person, phone) in (0_u32..).zip(world.phones()) {
        let Some(node) = phone.node() else {
            continue;
        };
        let Outcome { status, signal } = oracle.outcome(person);
        let (shown, felt) = (node.status(), node.signal());
        if (shown, felt) != (status, signal) {
            differences.push(Difference {
                person: world.setup().population.people[person as usize].name.to_string(),
                phone: (shown, felt),
                oracle: (status, signal),
                because: explain(&oracle, person, &names, world),
            });
        }
    }
    differences
}

fn explain<S: Signatures>(
    oracle: &Oracle<'_>,
    person: u32,
    names: &[String],
    world: &World<S>,
) -> Vec<String> {
    let people = &world.setup().population.people;
    oracle
        .explain(person)
        .iter()
        .map(|link| {
            let from = &people[link.from as usize].name;
            format!("{} holds {:?} of {from}", names[link.event], link.held)
        })
        .collect()
}

/// The world's hypergraph now, with a name for each of its events.
#[must_use]
pub fn hypergraph_of<S: Signatures>(world: &World<S>) -> (Hypergraph, Vec<String>) {
    let rules = &world.setup().rules;
    let people = world
        .phones()
        .iter()
        .map(|phone| Carrier {
            history: phone.node().map(|node| node.history().clone()).unwrap_or_default(),
            now: world.now() + phone.skew(),
        })
        .collect();
    let mut graph = Hypergraph {
        policy: rules.policy.clone(),
        status: rules.status.clone(),
        people,
        events: Vec::new(),
    };
    let mut names = Vec::new();
    for gathering in 0..world.meetings().len() as u32 {
        if let Some(gathered) = gathered(world, gathering) {
            graph.events.push(gathered);
            let about = &world.setup().population.gatherings[gathering as usize];
            names.push(about.name.to_string());
        }
    }
    (graph, names)
}

/// One gathering's event, unless nobody holds anything of it any more.
fn gathered<S: Signatures>(world: &World<S>, gathering: u32) -> Option<Gathered> {
    let meeting = &world.meetings()[gathering as usize];
    let about = &world.setup().population.gatherings[gathering as usize];
    let host = &world.phones()[about.organizer as usize];
    let start = meeting.start(host)?;
    let span = corona_core::cascade::EventSpan { start, end: meeting.end() };
    let hosted = meeting.hosted().and_then(|number| host.node()?.hosted_event(number));
    let hosted = hosted.filter(|hosted| hosted.metadata().start == start);
    let host_live = is_live(meeting.end(), world.now() + host.skew(), world);
    let mut attendees = Vec::new();
    if let Some(hosted) = hosted {
        attendees.push(as_organizer(world, about.organizer, hosted, host_live));
    }
    for guest in world.setup().population.guests(about).iter() {
        attendees.extend(as_guest(world, gathering, guest.person, hosted, host_live));
    }
    Some(Gathered { span, attendees })
}

fn is_live<S: Signatures>(end: Option<Timestamp>, clock: Timestamp, world: &World<S>) -> bool {
    world.setup().rules.events.stage(end, clock) <= Stage::Maintained
}

fn as_organizer<S: Signatures>(
    world: &World<S>,
    person: u32,
    hosted: &HostedEvent,
    live: bool,
) -> Attending {
    let policy = &world.setup().rules.policy;
    let fixed_view = (!live).then(|| hosted.best_for_own(policy));
    let fixed_report = (!live).then(|| hosted.own_contribution(policy).signal());
    Attending { person, may_relay: true, fixed_report, fixed_view }
}

fn as_guest<S: Signatures>(
    world: &World<S>,
    gathering: u32,
    person: u32,
    hosted: Option<&HostedEvent>,
    host_live: bool,
) -> Option<Attending> {
    let phone = &world.phones()[person as usize];
    let node = phone.node()?;
    let joined = joined(node, phone.joined_number(gathering)?)?;
    let meeting = &world.meetings()[gathering as usize];
    let live = host_live && is_live(meeting.end(), world.now() + phone.skew(), world);
    let slot = world.guest_slot(gathering, person).map(|(_, slot)| slot);
    let guest = hosted.zip(slot).and_then(|(hosted, slot)| hosted.guest(slot));
    let signal = guest.and_then(|guest| held_signal(guest, &world.setup().rules.policy));
    let decided = guest.and_then(|guest| guest.held.as_ref()).is_some_and(|held| {
        held.standing != Standing::Unreviewed && matches!(held.told, Told::Infection { .. })
    });
    Some(Attending {
        person,
        may_relay: joined.metadata.high_risk_reports == ReportIdentity::Pseudonymous
            || joined.consent() == Some(true),
        fixed_report: (!live || decided).then_some(signal),
        fixed_view: (!live).then(|| joined.best()),
    })
}

/// What a held report is worth, anew from the protocol's table: the organizer's own
/// reckoning is among what is compared.
fn held_signal(guest: &Guest, policy: &Policy) -> Option<Signal> {
    let held = guest.held.as_ref()?;
    let strength = match (held.standing, held.told) {
        (Standing::Rejected, _) | (_, Told::Nothing | Told::Negative { .. }) => return None,
        (_, Told::HighRisk { signal, .. }) => return Some(signal),
        (_, Told::Infection { positive: false, .. }) => policy.suspected,
        (Standing::Confirmed, Told::Infection { .. }) => policy.positive_confirmed,
        (Standing::Unreviewed, Told::Infection { .. }) => policy.positive,
    };
    Some(Signal { strength, hop: 0 })
}

fn joined<S: Signatures>(node: &Node<S>, number: u32) -> Option<&Joined> {
    node.participation(number)?.joined()
}
