//! What waits while the network is metered or the battery saved, what doesn't, and that a
//! phone with nothing due is not awake.

mod support;

use corona_core::cascade::Policy;
use corona_core::identity::Card;
use corona_core::node::{Answer, Command, Effects, Node, PhoneConditions, Update};
use corona_core::rules::Rules;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use corona_core::wire::{GuestRequest, GuestRequestBody, decode};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::World;
use support::disk::PowerCut;

/// Whose conditions change.
const ALICE: usize = 0;
/// Hosts Alice's first event.
const HOST: usize = 1;

const METERED: PhoneConditions =
    PhoneConditions { metered: true, battery_saver: false, heeded: true };
const SAVING: PhoneConditions =
    PhoneConditions { metered: false, battery_saver: true, heeded: true };
const BOTH: PhoneConditions = PhoneConditions { metered: true, battery_saver: true, heeded: true };
const NEITHER: PhoneConditions =
    PhoneConditions { metered: false, battery_saver: false, heeded: true };

fn host(world: &mut World, who: usize) {
    let create = Command::CreateEvent { name: "Barbecue".to_owned(), banner: None };
    world.command(who, create).expect("an event");
}

fn check_in(world: &mut World, who: usize, host: usize) {
    let Ok(Answer::Code(code)) = world.command(host, Command::ShowCode { event: 0 }) else {
        panic!("an open event shows codes");
    };
    world.command(who, Command::CheckIn { code }).expect("a fresh code");
}

/// Alice, at events of as many hosts.
fn guest_of(events: usize) -> World {
    let names: Vec<String> = (1..=events).map(|number| format!("Host {number}")).collect();
    let mut world = World::of(Rules::with_policy(Policy::whitepaper()), &["Alice"]);
    for (host_number, name) in (1..).zip(&names) {
        world.add(name);
        host(&mut world, host_number);
        check_in(&mut world, ALICE, host_number);
    }
    world
}

fn tell(world: &mut World, who: usize, conditions: PhoneConditions) {
    world.command(who, Command::Conditions(conditions)).expect("always possible");
}

fn report(world: &mut World, who: usize, status: InfectionStatus) {
    let report = Command::ReportInfection { status, infectious_from: None, note: String::new() };
    world.command(who, report).expect("legal");
}

fn dials(world: &World, who: usize, since: Timestamp) -> Vec<Timestamp> {
    world.dials.iter().filter(|d| d.from == who && d.at > since).map(|d| d.at).collect()
}

#[test]
fn polls_wait_while_the_network_is_metered_or_the_battery_saved_and_keep_to_their_schedule_after() {
    for conditions in [METERED, SAVING, BOTH] {
        let (mut world, mut twin) = (guest_of(5), guest_of(5));
        let start = world.now;
        world.run_for(Span::hours(7));
        tell(&mut world, ALICE, conditions);
        let begun = world.now;
        world.run_for(Span::hours(29));
        let over = world.now;
        assert_eq!(dials(&world, ALICE, begun), [], "{conditions:?}");
        tell(&mut world, ALICE, NEITHER);
        world.run_for(Span::DAY);
        twin.run_for(world.now - start);
        let mut kept = dials(&twin, ALICE, start);
        kept.retain(|at| *at <= begun || *at > over);
        assert!(kept.len() > 30, "{}", kept.len());
        assert_eq!(dials(&world, ALICE, start), kept, "none is made up for, none comes earlier");
    }
}

#[test]
fn while_polls_wait_the_next_wake_up_is_the_next_real_deadline() {
    let mut world = guest_of(20);
    let rules = world.rules.events.clone();
    tell(&mut world, ALICE, METERED);
    let archived = world.now + rules.auto_close + rules.maintain + Span(1);
    assert_eq!(world.node(ALICE).next_wake(), archived);
    world.run_for(Span::days(17));
    assert_eq!(world.node(ALICE).next_wake(), archived, "no end that is assumed wakes anybody");
    world.run_for(Span::minutes(1));
    assert_eq!(world.node(ALICE).next_wake(), archived + rules.archive);
}

#[test]
fn the_switch_lets_polls_go_on_whatever_the_conditions_are() {
    let (mut world, mut twin) = (guest_of(3), guest_of(3));
    let start = world.now;
    tell(&mut world, ALICE, PhoneConditions { heeded: false, ..BOTH });
    world.run_for(Span::days(2));
    twin.run_for(Span::days(2));
    assert_eq!(dials(&world, ALICE, start), dials(&twin, ALICE, start));
}

#[test]
fn a_report_leaves_at_once_while_polls_wait_and_brings_home_what_the_event_says() {
    let mut world = guest_of(1);
    world.add("Bob");
    check_in(&mut world, 2, HOST);
    tell(&mut world, ALICE, METERED);
    report(&mut world, 2, InfectionStatus::Positive);
    world.run_for(Span::hours(12));
    let positives = |world: &World| {
        let known = world.node(ALICE).participation(0).and_then(|joined| joined.joined());
        known.and_then(|known| known.answered.as_ref()).map(|answered| answered.positives().low)
    };
    assert_ne!(positives(&world), Some(1), "she has not asked");
    let now = world.now;
    world.updates(ALICE);
    report(&mut world, ALICE, InfectionStatus::Suspected);
    assert_eq!(positives(&world), Some(1));
    let is_acknowledged = |update: &Update| matches!(update, Update::ReportAcknowledged { .. });
    assert!(world.updates(ALICE).iter().any(is_acknowledged));
    world.run_for(Span::days(1));
    let after: Vec<Timestamp> = dials(&world, ALICE, now - Span(1));
    assert_eq!(after, [now], "then she is silent again");
}

#[test]
fn a_report_to_a_host_that_is_off_is_tried_every_half_hour_while_polls_wait() {
    let mut world = guest_of(2);
    tell(&mut world, ALICE, SAVING);
    let deaf = dials_to(&world, HOST);
    world.set_online(HOST, false);
    let begun = world.now;
    report(&mut world, ALICE, InfectionStatus::Positive);
    world.run_for(Span::hours(3));
    let tries: Vec<Span> =
        dials_to(&world, HOST)[deaf.len()..].iter().map(|at| *at - begun).collect();
    let half_hours: Vec<Span> = (0..=6).map(|n| Span::minutes(30 * n)).collect();
    assert_eq!(tries, half_hours);
    world.set_online(HOST, true);
    world.run_for(Span::minutes(30));
    let delivered = world.now;
    world.run_for(Span::days(1));
    assert_eq!(dials(&world, ALICE, delivered), []);
}

fn dials_to(world: &World, host: usize) -> Vec<Timestamp> {
    let address = world.node(host).hosted_event(0).and_then(|event| event.discovery());
    let address = address.expect("not archived").public();
    world.dials.iter().filter(|d| d.address == address).map(|d| d.at).collect()
}

#[test]
fn a_check_in_in_doubt_is_cleared_up_while_polls_wait() {
    let mut world = World::of(Rules::with_policy(Policy::whitepaper()), &["Alice", "Host"]);
    tell(&mut world, ALICE, BOTH);
    host(&mut world, HOST);
    world.cut_frame(HOST, 0);
    check_in(&mut world, ALICE, HOST);
    let is_joined =
        |world: &World| world.node(ALICE).participation(0).is_some_and(|p| p.joined().is_some());
    assert!(!is_joined(&world));
    world.run_for(Span::seconds(10));
    assert!(is_joined(&world));
}

#[test]
fn guests_of_the_own_event_are_admitted_and_answered_while_polls_wait() {
    let mut world = guest_of(1);
    tell(&mut world, HOST, BOTH);
    world.add("Bob");
    check_in(&mut world, 2, HOST);
    world.updates(ALICE);
    report(&mut world, 2, InfectionStatus::Positive);
    world.run_for(Span::hours(6));
    assert_eq!(world.node(ALICE).status(), InfectionStatus::HighRisk);
}

#[test]
fn no_record_holds_conditions_and_a_restart_forgets_them() {
    let mut world = guest_of(2);
    let (records, commits) = (world.node(ALICE).records(), world.phones[ALICE].disk.commits());
    tell(&mut world, ALICE, METERED);
    assert!(world.node(ALICE).records() == records);
    assert_eq!(world.phones[ALICE].disk.commits(), commits);
    let restarted = world.now;
    world.crash(ALICE);
    assert_eq!(world.node(ALICE).conditions(), PhoneConditions::default());
    world.run_for(Span::hours(6));
    assert!(dials(&world, ALICE, restarted).len() >= 2, "polls go on until it is told again");
}

/// People who have all scanned each other and synced.
fn friends(names: &[&str]) -> World {
    let mut world = World::of(Rules::with_policy(Policy::whitepaper()), names);
    let cards: Vec<Card> = (0..names.len()).map(|who| world.node(who).card()).collect();
    for (who, own) in cards.iter().enumerate() {
        for card in cards.iter().filter(|card| *card != own) {
            let command = Command::AddContact { card: *card, share_status: false };
            world.try_command(who, command).expect("strangers so far");
        }
    }
    world.run_for(Span::hours(1));
    world
}

#[test]
fn contacts_talk_while_polls_wait_only_if_there_is_something_to_tell() {
    let mut world = friends(&["Alice", "Bob", "Carol", "Dave"]);
    (0..4).for_each(|who| tell(&mut world, who, METERED));
    let begun = world.now;
    world.run_for(Span::days(3));
    assert_eq!(world.dials.iter().filter(|dial| dial.at > begun).count(), 0);
    let renamed = world.now;
    let command = Command::SetProfile { name: "Alicia".to_owned(), avatar: None };
    world.command(ALICE, command).expect("a fine profile");
    world.run_for(Span::hours(6));
    assert_eq!(dials(&world, ALICE, renamed).len(), 3);
    let later = world.dials.iter().filter(|dial| dial.at > renamed);
    assert!(later.clone().all(|dial| dial.from == ALICE));
    for friend in 1..4 {
        assert!(world.node(friend).contacts().any(|(_, c)| c.profile.name == "Alicia"));
    }
}

#[test]
fn contacts_who_are_overdue_are_dialled_at_unrelated_times_once_nothing_waits_any_more() {
    let mut world = friends(&["Alice", "Bob", "Carol", "Dave"]);
    (0..4).for_each(|who| tell(&mut world, who, SAVING));
    world.run_for(Span::days(3));
    let over = world.now;
    (0..4).for_each(|who| tell(&mut world, who, NEITHER));
    world.run_for(Span::hours(6));
    let times: Vec<Timestamp> = world.dials.iter().filter(|d| d.at >= over).map(|d| d.at).collect();
    let distinct: BTreeSet<&Timestamp> = times.iter().collect();
    assert!(times.len() >= 6, "each of the six pairs: {times:?}");
    assert_eq!(distinct.len(), times.len(), "{times:?}");
}

/// What happens to Alice, or around her.
#[derive(Clone, Debug)]
enum Step {
    Pass(i64),
    Conditions(PhoneConditions),
    Report(InfectionStatus),
    HostOnline(usize, bool),
    HostReports(usize),
    Close(usize),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let host = 1..4_usize;
    let conditions = any::<(bool, bool, bool)>().prop_map(|(metered, battery_saver, heeded)| {
        Step::Conditions(PhoneConditions { metered, battery_saver, heeded })
    });
    let status = prop_oneof![Just(InfectionStatus::Suspected), Just(InfectionStatus::Positive)];
    prop_oneof![
        4 => (1..3_000_i64).prop_map(Step::Pass),
        3 => conditions,
        1 => status.prop_map(Step::Report),
        1 => (host.clone(), any::<bool>()).prop_map(|(host, on)| Step::HostOnline(host, on)),
        1 => host.clone().prop_map(Step::HostReports),
        1 => host.prop_map(Step::Close),
        1 => Just(Step::Restart),
    ]
}

fn is_quiet(step: &Step) -> bool {
    match step {
        Step::Report(_) | Step::HostReports(_) => false,
        Step::Pass(_)
        | Step::Conditions(_)
        | Step::HostOnline(..)
        | Step::Close(_)
        | Step::Restart => true,
    }
}

fn take(world: &mut World, step: Step) {
    let report =
        |status| Command::ReportInfection { status, infectious_from: None, note: String::new() };
    // Some reports are refused: they are none then.
    match step {
        Step::Pass(minutes) => world.run_for(Span::minutes(minutes)),
        Step::Conditions(conditions) => tell(world, ALICE, conditions),
        Step::Report(status) => drop(world.command(ALICE, report(status))),
        Step::HostOnline(host, on) => world.set_online(host, on),
        Step::HostReports(host) => drop(world.command(host, report(InfectionStatus::Positive))),
        Step::Close(host) => drop(world.command(host, Command::CloseEvent { event: 0 })),
        Step::Restart => {
            world.crash(ALICE);
            world.settle();
        }
    }
}

fn bytes_of(node: &Node) -> Vec<u8> {
    // Asked first, for what is looked up is kept.
    let _looked_up = node.next_wake();
    postcard::to_allocvec(&node.freeze()).expect("plain data")
}

/// A visit of Alice that neither brings a report nor ends doubt.
fn is_poll(frame: &[u8]) -> bool {
    match decode::<GuestRequest>(frame).expect("Alice is a guest").body {
        Some(GuestRequestBody::Visit(visit)) => visit.report.is_none() && !visit.wants_metadata,
        Some(GuestRequestBody::CheckIn(_) | GuestRequestBody::Fetch(_)) | None => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_due_nothing_awake(steps in prop::collection::vec(step(), 1..20)) {
        let mut world = guest_of(3);
        for step in steps {
            take(&mut world, step);
            let (now, node) = (world.now, &mut world.phones[ALICE].node);
            let (next, before) = (node.next_wake(), bytes_of(node));
            prop_assert!(next > now);
            let last = next.min(now + Span::days(400)) - Span(1);
            for at in [now, now + Span((last - now).as_millis() / 2), last] {
                let mut effects = Effects::default();
                node.wake(at, &mut effects);
                let is_idle = effects.changes.is_empty() && effects.requests.is_empty();
                prop_assert!(is_idle && effects.updates.is_empty(), "too early at {at}");
                prop_assert!(bytes_of(node) == before, "changed at {at}");
                prop_assert_eq!(node.next_wake(), next);
            }
        }
    }

    #[test]
    fn no_poll_leaves_while_polls_wait(steps in prop::collection::vec(step(), 1..20)) {
        let mut world = guest_of(3);
        for step in steps {
            let seen = world.frames.len();
            let waited = world.node(ALICE).conditions().polls_wait();
            take(&mut world, step);
            if waited && world.node(ALICE).conditions().polls_wait() {
                let mut sent = world.frames[seen..].iter().filter(|frame| frame.from == ALICE);
                prop_assert!(!sent.any(|frame| is_poll(&frame.bytes)));
            }
        }
    }

    #[test]
    fn while_nobody_reports_no_wake_up_is_for_nothing(
        steps in prop::collection::vec(step().prop_filter("no report", is_quiet), 1..20)
    ) {
        let mut world = guest_of(3);
        for step in steps {
            take(&mut world, step);
            prop_assert_eq!(world.phones[ALICE].woken_for_nothing, 0);
        }
    }
}

#[test]
fn a_report_tried_again_and_again_while_polls_wait_survives_power_cuts() {
    let mut world = guest_of(1);
    tell(&mut world, ALICE, METERED);
    world.set_online(HOST, false);
    world.cut_power(ALICE, 0, PowerCut::After);
    let status = InfectionStatus::Positive;
    let report = Command::ReportInfection { status, infectious_from: None, note: String::new() };
    assert!(world.try_command(ALICE, report).is_err());
    tell(&mut world, ALICE, METERED);
    world.set_online(HOST, true);
    world.run_for(Span::minutes(31));
    let hosted = world.node(HOST).hosted_event(0).expect("hosted");
    let held = hosted.guest(0).and_then(|guest| guest.held.as_ref());
    assert!(held.is_some(), "delivered");
}
