//! How long phones that go off and on keep others waiting, in a world; and delays that
//! add up over hops.

use crate::sample::Sample;
use corona_core::cascade::Policy;
use corona_core::rules::Rules;
use corona_core::time::{Span, Timestamp};
use corona_simulator::chance::{Chance, Purpose};
use corona_simulator::population::{
    Attendance, Gathering, Gatherings, Name, Numbered, Person, Population, Script,
};
use corona_simulator::scenario::{
    Background, Behaviour, Churn, Phones, Probability, RandomReports,
};
use corona_simulator::theory::{Availability, HopDelay};
use corona_simulator::world::{Polls, Stores, World, WorldSetup};
use corona_transport_sim::Profile;
use corona_transport_sim::agenda::QueueKind;
use std::sync::Arc;

const PHONES: u32 = 4_000;

/// All phones begin on; after ten mean times nobody can tell.
const ARRIVAL: Timestamp = Timestamp(Span::hours(80).0);

/// Twelve mean times off: one of 160,000 is off longer.
const WAITS_AT_MOST: Span = Span::hours(96);

/// How exactly a wait is read.
const STEP: Span = Span::minutes(2);

fn world(phones: Phones) -> World {
    let person = |n| Person { name: Name::Numbered(Numbered::Person, n), has_phone: true };
    let people = (0..PHONES).map(person).collect();
    world_of(phones, Population { people, ..Population::default() })
}

fn world_of(phones: Phones, population: Population) -> World {
    World::new(Arc::new(WorldSetup {
        seed: 1,
        start: Timestamp(0),
        end: ARRIVAL + WAITS_AT_MOST,
        rules: Arc::new(Rules::with_policy(Policy::whitepaper())),
        population: Arc::new(population),
        script: Arc::new(Script::default()),
        network: Profile::instant(),
        partitions: Vec::new(),
        churn: phones.churn,
        sleep: None,
        on_by_hour: phones.on_by_hour.as_slice().try_into().ok(),
        background: phones.background,
        crashes_per_day: 0.0,
        clock_skew: Span::ZERO,
        app: true,
        epidemic: None,
        behaviour: Behaviour::default(),
        reports: RandomReports::default(),
        polls: Polls::Telling,
        queue: QueueKind::Ladder,
        stores: Stores::Derived,
    }))
}

/// Half of the time on, eight hours off on average: four hours of waiting.
#[test]
fn a_phone_keeps_waiting_for_its_share_off_times_its_mean_time_off() {
    let law = Availability { on_hours: 8.0, off_hours: 8.0 };
    let mut world = world(Phones {
        churn: Some(Churn { on: Span::hours(8), off: Span::hours(8) }),
        ..Phones::default()
    });
    world.run_until(ARRIVAL);
    let off = |world: &World, person: &u32| !world.phones()[*person as usize].is_on();
    let mut waiting: Vec<u32> = (0..PHONES).filter(|person| off(&world, person)).collect();
    let found_on = (0..PHONES).map(|person| !off(&world, &person)).collect::<Sample>();
    found_on.agrees(law.share_on(), 0.01, "share on");
    let mut waits = vec![0.0; PHONES as usize];
    let mut waited = Span::ZERO;
    while !waiting.is_empty() && waited < WAITS_AT_MOST {
        waited = Span(waited.0 + STEP.0);
        world.run_until(ARRIVAL + waited);
        let back = |person: &u32| !off(&world, person);
        for person in waiting.extract_if(.., |person| back(person)) {
            // On average it came on half a step ago.
            waits[person as usize] = (waited.0 - STEP.0 / 2) as f64 / Span::HOUR.0 as f64;
        }
    }
    let waits: Sample = waits.into_iter().collect();
    waits.agrees(law.mean_wait_hours(), 0.15, "hours of waiting");
}

fn on_now(world: &World) -> Sample {
    world.phones().iter().map(corona_simulator::world::Phone::is_on).collect()
}

/// In the middle of an hour it is that hour by every phone, early or late.
#[test]
fn in_each_hour_its_share_of_the_phones_is_on() {
    let shares: Vec<Probability> =
        (0..24).map(|hour| Probability::percent(40.0 + f64::from(hour) * 2.0)).collect();
    let mut world = world(Phones { on_by_hour: shares.clone(), ..Phones::default() });
    for hour in 0..48 {
        world.run_until(Timestamp(0) + Span::hours(hour) + Span::minutes(30));
        let share = shares[hour.rem_euclid(24) as usize].fraction();
        on_now(&world).agrees(share, 0.01, &format!("share on in hour {hour}"));
    }
}

/// Who is off before midnight is off after it: one draw from noon to noon.
#[test]
fn a_phone_that_is_off_for_the_night_stays_off() {
    let shares = (0..24)
        .map(|hour| Probability::percent(if (6..22).contains(&hour) { 100.0 } else { 50.0 }));
    let mut world = world(Phones { on_by_hour: shares.collect(), ..Phones::default() });
    let mut off_at = |hours: i64| -> Vec<bool> {
        world.run_until(Timestamp(0) + Span::hours(hours));
        world.phones().iter().map(|phone| !phone.is_on()).collect()
    };
    let evening = off_at(23);
    assert_eq!(off_at(29), evening);
    assert_ne!(off_at(47), evening, "another night, another half");
}

/// Off when the world ends, too, whatever hour that is.
#[test]
fn phones_that_are_never_on_stay_off_to_the_end() {
    let shares = vec![Probability::NEVER; 24];
    let mut world = world(Phones { on_by_hour: shares, ..Phones::default() });
    for hours in [1, 30, 80, 176] {
        world.run_until(Timestamp(0) + Span::hours(hours));
        assert!(!world.phones().iter().any(corona_simulator::world::Phone::is_on), "{hours} h");
    }
    assert_eq!(world.now(), ARRIVAL + WAITS_AT_MOST);
}

fn background(share: f64, window: Span) -> Phones {
    let share = Probability::percent(share);
    let limits = Background { share, every: Span::hours(4), window, open: Span::minutes(5) };
    Phones { background: Some(limits), ..Phones::default() }
}

/// 1 − s of the phones, but for the two in a thousand that are in a window.
#[test]
fn as_many_phones_suspend_the_app_as_are_said_to() {
    let mut world = world(background(60.0, Span::seconds(30)));
    world.run_until(Timestamp(0) + Span::minutes(4));
    assert!(world.phones().iter().all(corona_simulator::world::Phone::is_on), "all are in use");
    world.run_until(Timestamp(0) + Span::minutes(77));
    on_now(&world).agrees(0.4 + 0.6 * 0.5 / 239.5, 0.01, "share that runs");
}

/// w/(e − w) of them at a moment in the middle of an interval: a window lies within its own.
#[test]
fn a_suspended_app_runs_in_its_windows_alone() {
    let mut world = world(background(100.0, Span::minutes(30)));
    let mut on = Vec::new();
    for half_day in 1..=6 {
        world.run_until(Timestamp(0) + Span::hours(12 * half_day) + Span::minutes(77));
        on.extend(world.phones().iter().map(corona_simulator::world::Phone::is_on));
    }
    on.into_iter().collect::<Sample>().agrees(30.0 / 210.0, 0.003, "share that runs");
}

/// A meeting from 10 to 12 o'clock whose three members suspend the app, with windows that are
/// rare and brief enough to be no explanation.
fn meeting() -> World {
    let (start, end) = (Timestamp(0) + Span::hours(10), Timestamp(0) + Span::hours(12));
    let mut gatherings = Gatherings::default();
    let guest = |person: u32| Attendance {
        person,
        arrives: start + Span::minutes(2 * i64::from(person)),
        checks_in: true,
    };
    gatherings.push(Gathering::new("a".into(), start..end, 0, true), [guest(1), guest(2)]);
    let person = |n| Person { name: Name::Numbered(Numbered::Person, n), has_phone: true };
    let people = (0..3).map(person).collect();
    let limits = Background {
        share: Probability::ALWAYS,
        every: Span::hours(90),
        window: Span::seconds(20),
        open: Span::minutes(5),
    };
    let phones = Phones { background: Some(limits), ..Phones::default() };
    world_of(phones, Population { people, gatherings, ..Population::default() })
}

#[test]
fn whoever_uses_a_suspended_app_opens_it_for_a_while() {
    let mut world = meeting();
    let mut on_at = |hours: i64, minutes: i64| -> Vec<bool> {
        world.run_until(Timestamp(0) + Span::hours(hours) + Span::minutes(minutes));
        world.phones().iter().map(corona_simulator::world::Phone::is_on).collect()
    };
    assert_eq!(on_at(9, 59), [false; 3]);
    assert_eq!(on_at(10, 1), [true, false, false], "the organizer has created the event");
    assert_eq!(on_at(10, 3), [true, true, false], "the first guest checks in");
    assert_eq!(on_at(10, 6), [true; 3], "with another code the organizer's stays open");
    assert_eq!(on_at(10, 8), [true, false, true]);
    assert_eq!(on_at(10, 10), [false; 3], "five minutes after the last use");
    assert_eq!(on_at(12, 1), [true, false, false], "the organizer closes the event");
    assert_eq!(on_at(12, 6), [false; 3]);
    assert_eq!(world.meetings()[0].joined(), 2);
    assert!(world.meetings()[0].closed().is_some());
}

/// Three hops of six hours on average: 0.7619 within a day, half within 16.04 hours. Every hop
/// is one draw of the kind that phones' times off and crashes are drawn with.
#[test]
fn three_exponential_delays_are_a_gamma() {
    let law = HopDelay { hops: 3, mean_hours: 6.0 };
    let chance = Chance::new(1);
    let chain = |chain: u64| {
        let mut draws = chance.draws(Purpose::ChainDelay, chain);
        (0..law.hops).map(|_| draws.exponential(law.mean_hours)).sum::<f64>()
    };
    let delays: Vec<f64> = (0..40_000).map(chain).collect();
    let within = |hours: f64| delays.iter().map(|delay| *delay <= hours).collect::<Sample>();
    within(24.0).agrees(0.761_896_694_4, 0.003, "within a day");
    within(law.median_hours()).agrees(0.5, 0.003, "within the median");
    within(6.0).agrees(law.share_within(6.0), 0.003, "within six hours");
    delays.iter().copied().collect::<Sample>().agrees(18.0, 0.06, "mean");
}
