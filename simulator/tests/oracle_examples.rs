//! The oracle itself: published examples, and the equations solved naively.

use corona_core::cascade::{EventSpan, Policy, Signal};
use corona_core::status::{History, InfectionStatus, StatusRules};
use corona_core::time::{Span, Timestamp};
use corona_simulator::checkers::{Attending, Carrier, Gathered, Hypergraph, Oracle, Reach};
use corona_simulator::population::{
    Attendance, Gathering, Gatherings, Name, Numbered, Person, Population,
};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

fn day(n: i64) -> Timestamp {
    Timestamp(n * Span::DAY.0)
}

/// Gatherings of one instant each, everybody with a phone.
fn population(people: u32, meetings: &[(&[u32], i64)]) -> Population {
    let mut gatherings = Gatherings::default();
    for (members, at) in meetings {
        let arrives = day(*at);
        let guest = |person: &u32| Attendance { person: *person, arrives, checks_in: true };
        let gathering = Gathering::new("".into(), arrives..arrives, members[0], true);
        gatherings.push(gathering, members[1..].iter().map(guest));
    }
    let person = |n| Person { name: Name::Numbered(Numbered::Person, n), has_phone: true };
    Population { people: (0..people).map(person).collect(), gatherings, ..Population::default() }
}

/// Temporal reachability over a hypergraph: {A,B,C} at 1, {D,E} at 1, {C,D} at 2, {E,F} at 3
/// joins 16 ordered pairs: A→BCD, B→ACD, C→ABD, D→CEF, E→CDF, F→E.
#[test]
fn six_people_at_four_meetings_reach_sixteen_ordered_pairs() {
    let meetings: [(&[u32], i64); 4] = [(&[0, 1, 2], 1), (&[3, 4], 1), (&[2, 3], 2), (&[4, 5], 3)];
    let expected: [&[usize]; 6] =
        [&[1, 2, 3], &[0, 2, 3], &[0, 1, 3], &[2, 4, 5], &[2, 3, 5], &[4]];
    let population = population(6, &meetings);
    // One instant later is later: simultaneous meetings don't feed each other.
    let policy = Policy { latent: Span(1), ..Policy::whitepaper() };
    let mut reach = Reach::new(&population, policy);
    for (reporter, expected) in (0..).zip(expected) {
        let hops = reach.hops_from(reporter, day(0)).unwrap();
        let warned: Vec<usize> = (0..6).filter(|person| hops[*person].is_some()).collect();
        assert_eq!(warned, expected, "reporter {reporter}");
    }
}

/// A tree where everybody is at 3 events of 5 people: 12 others at one hop, then 96, then 768
/// (bipartite branching: 3·4·(2·4)^(h−1)).
#[test]
fn warnings_branch_as_the_bipartite_formula_says() {
    let mut meetings: Vec<(Vec<u32>, i64)> = Vec::new();
    let (mut rim, mut next) = (vec![0_u32], 1_u32);
    for generation in 0..3 {
        let mut grown = Vec::new();
        for person in std::mem::take(&mut rim) {
            for _ in 0..if generation == 0 { 3 } else { 2 } {
                let fresh: Vec<u32> = (next..next + 4).collect();
                next += 4;
                grown.extend(&fresh);
                meetings.push(([vec![person], fresh].concat(), generation + 1));
            }
        }
        rim = grown;
    }
    let borrowed: Vec<(&[u32], i64)> = meetings.iter().map(|(m, at)| (m.as_slice(), *at)).collect();
    let hops = Reach::new(&population(next, &borrowed), Policy::whitepaper())
        .hops_from(0, day(0))
        .unwrap();
    let at = |hop| hops.iter().filter(|found| **found == Some(hop)).count();
    assert_eq!([at(1), at(2), at(3)], [12, 96, 768]);
}

/// The equations of the cascade, evaluated from nothing until nothing changes any more.
fn naive(graph: &Hypergraph) -> Vec<Option<Signal>> {
    let nothing = || -> Vec<Vec<Option<Signal>>> {
        graph.events.iter().map(|event| vec![None; event.attendees.len()]).collect()
    };
    let best_of_others = |held: &Vec<Vec<Option<Signal>>>, e: usize, person: u32| {
        let event = &graph.events[e];
        let others = event.attendees.iter().zip(&held[e]).filter(|(a, _)| a.person != person);
        others.filter_map(|(_, signal)| *signal).max()
    };
    let via = |held: &Vec<Vec<Option<Signal>>>, e: usize, person: u32| {
        let exposure = corona_core::cascade::Exposure {
            event: graph.events[e].span,
            best: best_of_others(held, e, person),
        };
        let history = &graph.people[person as usize].history;
        exposure.via(history.negative_samples(), &graph.policy)
    };
    let mut held = nothing();
    for _ in 0..16 {
        let mut next = nothing();
        for (x, event) in graph.events.iter().enumerate() {
            for (place, attending) in event.attendees.iter().enumerate() {
                let carrier = &graph.people[attending.person as usize];
                let own = carrier
                    .history
                    .episodes(carrier.now, &graph.status)
                    .filter(|episode| event.span.concerned_by(episode))
                    .map(|episode| match episode.status {
                        InfectionStatus::Positive => graph.policy.positive,
                        InfectionStatus::Suspected
                        | InfectionStatus::Unknown
                        | InfectionStatus::HighRisk
                        | InfectionStatus::Negative => graph.policy.suspected,
                    })
                    .max();
                let relayed = (0..graph.events.len())
                    .filter(|e| *e != x)
                    .filter(|e| {
                        let there = &graph.events[*e].attendees;
                        there.iter().any(|a| a.person == attending.person)
                            && event.span.reached_from(&graph.events[*e].span, &graph.policy)
                    })
                    .filter_map(|e| via(&held, e, attending.person))
                    .max();
                next[x][place] = own.map(|strength| Signal { strength, hop: 0 }).or(relayed);
            }
        }
        held = next;
    }
    held.concat()
}

fn hypergraph() -> impl Strategy<Value = Hypergraph> {
    let events = vec((btree_set(0..12_u32, 2..6), 0..20_i64, 0..4_i64), 1..14);
    let reports = vec((0..12_usize, 12..20_i64, 1..14_i64, any::<bool>(), any::<bool>()), 1..5);
    (events, reports, any::<bool>()).prop_map(|(events, reports, graded)| {
        let (policy, status) =
            (if graded { Policy::graded() } else { Policy::whitepaper() }, StatusRules::default());
        let mut people = vec![Carrier { history: History::default(), now: day(21) }; 12];
        for (person, at, before, positive, recovers) in reports {
            let history = &mut people[person].history;
            let to = if positive { InfectionStatus::Positive } else { InfectionStatus::Suspected };
            let current = history.status(day(at), &status).unwrap_or(InfectionStatus::Unknown);
            let from = Some(day(at - before));
            let ill = history.report_infection(to, from, current, day(at), &status).is_ok();
            if recovers || !ill {
                let current = history.status(day(20), &status).unwrap_or(InfectionStatus::Unknown);
                let _ = history.report_negative(day(20), current, day(20));
            }
        }
        let events = events
            .into_iter()
            .map(|(members, start, days)| Gathered {
                span: EventSpan { start: day(start), end: Some(day(start + days)) },
                attendees: members.into_iter().map(Attending::live).collect(),
            })
            .collect();
        Hypergraph { policy, status, people, events }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn best_first_search_solves_the_equations(graph in hypergraph()) {
        let oracle = Oracle::search(&graph);
        let found: Vec<Option<Signal>> = graph
            .events
            .iter()
            .enumerate()
            .flat_map(|(e, event)| (0..event.attendees.len()).map(move |place| (e, place)))
            .map(|(e, place)| oracle.held(e, place))
            .collect();
        prop_assert_eq!(found, naive(&graph));
    }
}
