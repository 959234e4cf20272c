//! What an organizer's phone still knows of an event that nobody can visit any more.

use super::*;
use corona_core::identity::Ed25519;
use corona_core::node::{Effects, Node, RestoreError};
use corona_core::storage::Snapshot;

/// Alice has reported, Bob has not, and it is over since 14 days.
fn archived() -> World {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    report(&mut world, ALICE, InfectionStatus::Positive);
    world.command(HOST, Command::CloseEvent { event: 0 }).unwrap();
    world.run_for(Span::days(14));
    world
}

fn stored(world: &World) -> Vec<RecordKey> {
    let of_event = |key: &&RecordKey| matches!(key, RecordKey::Hosted(_) | RecordKey::Guest(..));
    world.phones[HOST].disk.snapshot().keys().filter(of_event).copied().collect()
}

fn knows(world: &World, bytes: &[u8]) -> bool {
    let mut records = world.phones[HOST].disk.snapshot().values();
    records.any(|record| record.windows(bytes.len()).any(|window| window == bytes))
}

fn pseudonym(world: &World, who: usize) -> [u8; 32] {
    *world.node(who).participation(0).expect("joined").pseudonym().expect("live").as_bytes()
}

#[test]
fn an_archived_event_forgets_its_keys_and_who_never_reported() {
    let mut world = archived();
    let event = world.node(HOST).hosted_event(0).unwrap();
    let (keys, discovery) = event.keys().zip(event.discovery()).expect("still maintained");
    let secrets = [keys.seed(), discovery.seed()];
    let (alice, bob) = (pseudonym(&world, ALICE), pseudonym(&world, BOB));
    assert!(secrets.iter().all(|seed| knows(&world, &seed[..])));
    assert!(knows(&world, &alice) && knows(&world, &bob));
    world.run_for(Span::MINUTE);
    assert!(!secrets.iter().any(|seed| knows(&world, &seed[..])));
    assert!(knows(&world, &alice) && !knows(&world, &bob));
    assert_eq!(stored(&world), [RecordKey::Hosted(0), RecordKey::Guest(0, 0)]);
    let event = world.node(HOST).hosted_event(0).unwrap();
    assert!(event.keys().is_none() && event.discovery().is_none());
    let slots: Vec<u32> = event.guests().map(|(slot, _)| slot).collect();
    assert_eq!((slots, event.guest(1)), (vec![0], None));
}

#[test]
fn what_an_archived_event_has_counted_stays() {
    let mut world = archived();
    let policy = world.rules.policy.clone();
    let counts = |world: &World| {
        let event = world.node(HOST).hosted_event(0).unwrap();
        (event.own_statistics(&policy), event.best_for_own(&policy))
    };
    let before = counts(&world);
    assert_eq!((before.0.attendees.low, before.0.positives.low), (3, 1));
    world.run_for(Span::MINUTE);
    assert_eq!(counts(&world), before);
    world.crash(HOST);
    world.settle();
    assert_eq!(counts(&world), before);
    let reject = Command::Decide { event: 0, slot: 0, decision: Decision::Reject };
    assert_eq!(world.command(HOST, reject).unwrap_err(), CommandError::Closed);
    assert_eq!(counts(&world), before);
    world.run_for(Span::days(30));
    assert_eq!(stored(&world), []);
}

#[test]
fn an_archived_event_stays_so_by_a_clock_set_back() {
    let mut world = archived();
    world.run_for(Span::MINUTE);
    assert_eq!(world.services_of(HOST), 1);
    world.now = world.now - Span::days(7);
    world.crash(HOST);
    world.settle();
    assert_eq!(world.services_of(HOST), 1, "only the host's own service");
    let reject = Command::Decide { event: 0, slot: 0, decision: Decision::Reject };
    assert_eq!(world.command(HOST, reject).unwrap_err(), CommandError::Closed);
}

#[test]
fn an_event_that_became_archived_while_the_phone_was_off_is_forgotten_at_its_start() {
    let mut world = archived();
    world.now += Span::days(1);
    world.crash(HOST);
    assert_eq!(stored(&world), [RecordKey::Hosted(0), RecordKey::Guest(0, 0)]);
}

fn restored(world: &World, snapshot: &Snapshot) -> Option<RestoreError> {
    let mut out = Effects::default();
    Node::<Ed25519>::restore(world.rules.clone(), snapshot, world.now, &mut out).err()
}

#[test]
fn only_an_archived_event_may_lack_guests_and_none_may_have_too_many() {
    let mut world = archived();
    let mut snapshot = world.phones[HOST].disk.snapshot().clone();
    let guest = snapshot.remove(&RecordKey::Guest(0, 0)).expect("Alice");
    let orphan = |slot| Some(RestoreError::Orphan { key: RecordKey::Guest(0, slot) });
    assert_eq!(restored(&world, &snapshot), orphan(1));
    world.run_for(Span::MINUTE);
    let mut snapshot = world.phones[HOST].disk.snapshot().clone();
    snapshot.remove(&RecordKey::Guest(0, 0));
    snapshot.insert(RecordKey::Guest(0, 1), guest.clone());
    assert_eq!(restored(&world, &snapshot), None);
    snapshot.insert(RecordKey::Guest(0, 2), guest);
    assert_eq!(restored(&world, &snapshot), orphan(2), "two were admitted");
}
