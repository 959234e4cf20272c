//! Worlds drawn at random, as plans that shrink.

use corona_core::cascade::Policy;
use corona_core::events::PollRules;
use corona_core::rules::Rules;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use corona_simulator::population::{
    Attendance, CorrectionAction, DecisionAction, Gathering, Gatherings, Person, Population,
    ReportAction, Script,
};
use corona_simulator::scenario::{
    Background, Behaviour, Churn, Probability, RandomReports, Verdict,
};
use corona_simulator::world::{Polls, Stores, WorldSetup};
use corona_transport_sim::Profile;
use corona_transport_sim::agenda::QueueKind;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// 2020-03-01.
pub(crate) const START: Timestamp = Timestamp(1_583_020_800_000);

const MINUTE: i64 = Span::MINUTE.0;
const DAY_MINUTES: i64 = 24 * 60;

#[derive(Clone, Debug)]
pub(crate) struct RandomWorld {
    pub seed: u64,
    pub rules: CascadeRules,
    pub people: u32,
    pub meetings: Vec<PlannedMeeting>,
    pub acts: Vec<Act>,
    pub trouble: Trouble,
    pub consent_percent: u8,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum CascadeRules {
    Whitepaper,
    Graded,
    /// Every infection as strong as a confirmed one: what an early negative test leaves of
    /// it is still relayed, so that weakening and clearing differ.
    GradedStrong,
}

impl CascadeRules {
    fn policy(self) -> Policy {
        match self {
            Self::Whitepaper => Policy::whitepaper(),
            Self::Graded => Policy::graded(),
            Self::GradedStrong => Policy { positive: 15, suspected: 14, ..Policy::graded() },
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct PlannedMeeting {
    pub start_minute: i64,
    pub minutes: i64,
    /// Modulo the number of people; the smallest is the organizer.
    pub members: BTreeSet<u32>,
}

#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub minute: i64,
    /// Modulo the number of people.
    pub person: u32,
    pub what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    /// Perhaps with a word of every organizer who gets to hear of it.
    Infection {
        positive: bool,
        infectious_hours: i64,
        decided: Option<bool>,
    },
    /// Of a guest of the n-th meeting, sampled and told this long after it.
    LateNegative {
        meeting: usize,
        hours: i64,
    },
    Negative {
        sampled_hours_ago: i64,
    },
    Correct,
    /// On the person's report to the n-th meeting, modulo their number.
    Decide {
        meeting: usize,
        confirm: bool,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub dial_failure_percent: u8,
    pub link_break_percent: u8,
    pub stall_percent: u8,
    pub churn: bool,
    pub nights: bool,
    pub suspended_percent: Option<u8>,
    pub crashes_per_day: f64,
    pub skew_hours: i64,
}

/// A third of the phones is off at night.
fn nights() -> [Probability; 24] {
    std::array::from_fn(|hour| Probability::percent(if hour < 7 { 66.0 } else { 98.0 }))
}

fn meeting(first_day: i64, last_day: i64) -> impl Strategy<Value = PlannedMeeting> {
    (
        first_day * DAY_MINUTES..last_day * DAY_MINUTES,
        prop_oneof![3 => 30..600_i64, 1 => 600..3_000_i64],
        btree_set(0..2_000_u32, 2..14),
    )
        .prop_map(|(start_minute, minutes, members)| PlannedMeeting {
            start_minute,
            minutes,
            members,
        })
}

fn act(first_day: i64, last_day: i64) -> impl Strategy<Value = Act> {
    let what = prop_oneof![
        4 => (any::<bool>(), 26..330_i64, prop_oneof![3 => Just(None), 1 => any::<bool>().prop_map(Some)])
            .prop_map(|(positive, infectious_hours, decided)| What::Infection {
                positive,
                infectious_hours,
                decided,
            }),
        2 => (any::<usize>(), 100..230_i64)
            .prop_map(|(meeting, hours)| What::LateNegative { meeting, hours }),
        2 => (0..60_i64).prop_map(|sampled_hours_ago| What::Negative { sampled_hours_ago }),
        1 => Just(What::Correct),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(meeting, confirm)| What::Decide { meeting, confirm }),
    ];
    (first_day * DAY_MINUTES..last_day * DAY_MINUTES + 720, any::<u32>(), what)
        .prop_map(|(minute, person, what)| Act { minute, person, what })
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let off = (any::<bool>(), prop::bool::weighted(0.3), prop::option::weighted(0.3, 10..=100_u8));
    (0..=20_u8, 0..4_u8, 0..3_u8, off, 0.0..0.5_f64, 0..=12_i64).prop_map(
        |(dial, link, stall, off, crashes_per_day, skew_hours)| Trouble {
            dial_failure_percent: dial,
            link_break_percent: link,
            stall_percent: stall,
            churn: off.0,
            nights: off.1,
            suspended_percent: off.2,
            crashes_per_day,
            skew_hours,
        },
    )
}

/// Every part is drawn by itself, and names people modulo their number, so that each can
/// shrink without the others.
pub(crate) fn random_world() -> impl Strategy<Value = RandomWorld> {
    let people = prop_oneof![12 => 2..14_u32, 5 => 14..60_u32, 1 => 60..=200_u32];
    let meetings = (vec(meeting(0, 7), 1..24), vec(meeting(16, 22), 0..12));
    let acts = (vec(act(2, 8), 1..8), vec(act(18, 25), 0..9));
    let rules = prop_oneof![
        2 => Just(CascadeRules::Whitepaper),
        1 => Just(CascadeRules::Graded),
        1 => Just(CascadeRules::GradedStrong),
    ];
    let consent = prop_oneof![Just(100_u8), Just(60)];
    (any::<u64>(), rules, people, meetings, acts, trouble(), consent).prop_map(
        |(seed, rules, people, meetings, acts, trouble, consent_percent)| RandomWorld {
            seed,
            rules,
            people,
            meetings: [meetings.0, meetings.1].concat(),
            acts: [acts.0, acts.1].concat(),
            trouble,
            consent_percent,
        },
    )
}

fn at(minute: i64) -> Timestamp {
    START + Span(minute * MINUTE)
}

impl RandomWorld {
    pub(crate) fn setup(&self) -> Arc<WorldSetup> {
        let trouble = &self.trouble;
        let share = |percent: u8| f64::from(percent) / 100.0;
        Arc::new(WorldSetup {
            seed: self.seed,
            start: START,
            end: START + super::END,
            // Fourteen rounds of poll and push, some of them lost, must fit before the first
            // maintenance ends, so phones poll more often here.
            rules: Arc::new(Rules {
                polls: PollRules { min: Span::HOUR, max: Span::hours(2), ..PollRules::default() },
                ..Rules::with_policy(self.rules.policy())
            }),
            population: Arc::new(self.population()),
            script: Arc::new(self.script()),
            network: Profile {
                dial_failure: share(trouble.dial_failure_percent),
                link_break: share(trouble.link_break_percent),
                stall: share(trouble.stall_percent),
                ..Profile::tor()
            },
            partitions: Vec::new(),
            churn: trouble.churn.then_some(Churn { on: Span::hours(20), off: Span::hours(5) }),
            sleep: None,
            on_by_hour: trouble.nights.then(nights),
            background: trouble.suspended_percent.map(|percent| Background {
                share: Probability::percent(percent.into()),
                every: Span::hours(2),
                window: Span::minutes(10),
                open: Span::minutes(5),
            }),
            crashes_per_day: trouble.crashes_per_day,
            clock_skew: Span::hours(trouble.skew_hours),
            behaviour: Behaviour {
                consent: Probability::percent(self.consent_percent.into()),
                ..Behaviour::default()
            },
            reports: RandomReports::default(),
            app: true,
            epidemic: None,
            polls: Polls::Every,
            queue: QueueKind::Ladder,
            stores: Stores::Kept,
        })
    }

    fn population(&self) -> Population {
        let people =
            (0..self.people).map(|n| Person { name: format!("p{n}").into(), has_phone: true });
        let people = people.collect();
        let mut met: Vec<(Gathering, Vec<Attendance>)> =
            (0..).zip(&self.meetings).filter_map(|(n, plan)| self.gathering(n, plan)).collect();
        met.sort_by_key(|(gathering, _)| gathering.start);
        let mut gatherings = Gatherings::default();
        met.into_iter().for_each(|(gathering, guests)| gatherings.push(gathering, guests));
        Population { people, gatherings, ..Population::default() }
    }

    fn script(&self) -> Script {
        let mut script = Script::default();
        let gatherings = self.population().gatherings;
        for act in &self.acts {
            let (time, person) = (at(act.minute), act.person % self.people);
            match act.what {
                What::Infection { positive, infectious_hours, decided } => {
                    let from = time - Span::hours(infectious_hours);
                    script.reports.push(infection(person, time, positive, from));
                    let word = decided.map(verdict);
                    let meetings = word.iter().flat_map(|word| {
                        meetings_of(&gatherings, person, time).map(|gathering| (*word, gathering))
                    });
                    script.decisions.extend(meetings.map(|(verdict, gathering)| DecisionAction {
                        at: time + Span::HOUR,
                        gathering,
                        person,
                        verdict,
                    }));
                }
                What::Negative { sampled_hours_ago } => {
                    let sampled = time - Span::hours(sampled_hours_ago);
                    script.reports.push(negative(person, time, sampled));
                }
                What::LateNegative { meeting, hours } => {
                    if let Some(about) = gatherings.get(meeting % gatherings.len().max(1)) {
                        let guests = gatherings.guests(about);
                        let guest = guests.get(act.person as usize % guests.len()).unwrap().person;
                        let time = about.end + Span::hours(hours);
                        if !is_quiet(time) {
                            script.reports.push(negative(guest, time, time));
                        }
                    }
                }
                What::Correct => script.corrections.push(CorrectionAction { at: time, person }),
                What::Decide { meeting, confirm } => {
                    let gathering = meeting % gatherings.len().max(1);
                    if meetings_of(&gatherings, person, time).any(|one| one == gathering) {
                        let verdict = verdict(confirm);
                        script.decisions.push(DecisionAction {
                            at: time,
                            gathering,
                            person,
                            verdict,
                        });
                    }
                }
            }
        }
        script
    }

    /// `None` if fewer than two people are left of it.
    fn gathering(&self, n: u32, plan: &PlannedMeeting) -> Option<(Gathering, Vec<Attendance>)> {
        let (start, end) = (at(plan.start_minute), at(plan.start_minute + plan.minutes));
        let members: BTreeSet<u32> = plan.members.iter().map(|m| m % self.people).collect();
        let mut members = members.into_iter();
        let organizer = members.next()?;
        let arrives = |place: i64| (start + Span::minutes(2 + place)).min(end);
        let guests: Vec<Attendance> = (0..)
            .zip(members)
            .map(|(place, person)| Attendance { person, arrives: arrives(place), checks_in: true })
            .collect();
        let name = format!("meeting {n}").into();
        (!guests.is_empty()).then(|| (Gathering::new(name, start..end, organizer, true), guests))
    }
}

/// Before a check nothing new happens for as long as news may take to spread.
fn is_quiet(time: Timestamp) -> bool {
    let checks = [(9 * 24, super::FIRST_CHECK), (25 * 24 + 12, super::SECOND_CHECK)];
    let day = time - START;
    checks.iter().any(|(from, check)| (Span::hours(*from)..=*check).contains(&day))
}

/// Gatherings that began before `time` with `person` as a guest.
fn meetings_of(
    gatherings: &Gatherings,
    person: u32,
    time: Timestamp,
) -> impl Iterator<Item = usize> + '_ {
    gatherings
        .iter()
        .enumerate()
        .filter(move |(_, g)| {
            g.start <= time && gatherings.guests(g).iter().any(|a| a.person == person)
        })
        .map(|(gathering, _)| gathering)
}

fn verdict(confirm: bool) -> Verdict {
    if confirm { Verdict::Confirm } else { Verdict::Reject }
}

fn infection(person: u32, at: Timestamp, positive: bool, from: Timestamp) -> ReportAction {
    let status = if positive { InfectionStatus::Positive } else { InfectionStatus::Suspected };
    ReportAction { at, person, status, infectious_from: Some(from), sampled: None }
}

fn negative(person: u32, at: Timestamp, sampled: Timestamp) -> ReportAction {
    let status = InfectionStatus::Negative;
    ReportAction { at, person, status, infectious_from: None, sampled: Some(sampled) }
}
