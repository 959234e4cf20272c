//! What is left of an event whose time for warnings is over, on its guests' phones.

use super::support::disk::PowerCut;
use super::*;
use corona_core::events::Stage;

const MAINTAINED: Span = Span::days(14);

fn record(world: &World, who: usize) -> Option<Vec<u8>> {
    let snapshot = world.phones[who].disk.snapshot();
    snapshot.get(&RecordKey::Participation(0)).map(|bytes| bytes.to_vec())
}

fn holds(record: &[u8], key: &[u8; 32]) -> bool {
    record.windows(32).any(|window| window == key)
}

#[test]
fn an_archived_event_leaves_its_guests_no_key() {
    let mut world = world(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    let event = host(&mut world, HOST);
    let code = show_code(&mut world, HOST, event);
    let (key, address) = (*code.event.as_bytes(), *code.address.as_bytes());
    world.command(ALICE, Command::CheckIn { code }).unwrap();
    check_in(&mut world, BOB, HOST, event);
    world.command(HOST, Command::CloseEvent { event }).unwrap();
    report(&mut world, BOB, InfectionStatus::Positive);
    world.run_for(MAINTAINED);
    let pseudonym = world.node(ALICE).participation(0).unwrap().pseudonym().unwrap();
    let live = record(&world, ALICE).unwrap();
    assert!([&key, &address, pseudonym.as_bytes()].iter().all(|key| holds(&live, key)));
    let is_erased =
        |world: &World| world.phones[ALICE].disk.erased.contains(&RecordKey::Participation(0));
    assert!(!is_erased(&world));

    world.run_for(Span::hours(1));
    let archived = record(&world, ALICE).unwrap();
    assert!(is_erased(&world), "replacing a record may leave its bytes on the medium");
    assert!(![&key, &address, pseudonym.as_bytes()].iter().any(|key| holds(&archived, key)));
    assert!(archived.len() < live.len() - 128, "{} and {}", archived.len(), live.len());
    world.crash(ALICE);
    let left = world.node(ALICE).participation(0).unwrap();
    assert_eq!(left.pseudonym(), None);
    assert_eq!(left.stage(world.now, &world.rules.events), Stage::Archived);
    assert_eq!(left.joined().unwrap().metadata.name, "Barbecue");
    assert_eq!(positives(&world, ALICE, 0), Some(1));

    world.run_for(Span::days(30));
    assert!(world.node(ALICE).participation(0).is_none() && record(&world, ALICE).is_none());
}

#[test]
fn what_an_archived_event_has_said_goes_on_warning() {
    let mut world = world(Policy::graded(), &["Host", "Alice", "Bob"]);
    let barbecue = host(&mut world, HOST);
    check_in(&mut world, ALICE, HOST, barbecue);
    check_in(&mut world, BOB, HOST, barbecue);
    world.command(HOST, Command::CloseEvent { event: barbecue }).unwrap();
    world.run_for(Span::days(9));
    report(&mut world, BOB, InfectionStatus::Positive);
    world.run_for(Span::days(2));
    world.add("Choirmaster");
    let choir = host(&mut world, 3);
    let choir = check_in(&mut world, ALICE, 3, choir);
    let told =
        |world: &World| world.node(ALICE).participation(choir).unwrap().joined().unwrap().told();
    let relayed = told(&world);
    assert!(matches!(relayed, Told::HighRisk { .. }), "{relayed:?}");
    world.run_for(Span::days(5));
    let stage = world.node(ALICE).participation(0).unwrap().stage(world.now, &world.rules.events);
    assert_eq!((stage, told(&world)), (Stage::Archived, relayed));
    world.crash(ALICE);
    world.run_for(Span::days(1));
    assert_eq!(told(&world), relayed);
}

#[test]
fn a_check_in_that_nobody_ever_answered_is_not_archived_but_forgotten() {
    let mut world = world(Policy::whitepaper(), &["Host", "Alice"]);
    let event = host(&mut world, HOST);
    let code = show_code(&mut world, HOST, event);
    world.cut_power(ALICE, 1, PowerCut::Before);
    world.try_command(ALICE, Command::CheckIn { code }).unwrap();
    world.settle();
    world.set_online(HOST, false);
    world.run_for(world.rules.events.auto_close + MAINTAINED - Span::hours(1));
    assert!(world.node(ALICE).participation(0).unwrap().joined().is_none());
    world.run_for(Span::hours(2));
    assert_eq!((world.node(ALICE).participations().count(), record(&world, ALICE)), (0, None));
}
