//! What a preview of a report says against what the report then does.

mod support;

use corona_core::cascade::{Policy, Told};
use corona_core::contacts::Contact;
use corona_core::identity::Card;
use corona_core::node::{Answer, Command, Disclosure, EventRef, SelfReported, Update};
use corona_core::rules::Rules;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use support::World;

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;
const NOTE: &str = "call me any time";

/// Checks `guest` in to an event of `host`'s, which is number 0 there or the newest.
fn check_in(world: &mut World, host: usize, event: u32, guest: usize) {
    let code = match world.command(host, Command::ShowCode { event }) {
        Ok(Answer::Code(code)) => code,
        other => panic!("{other:?}"),
    };
    world.command(guest, Command::CheckIn { code }).expect("a fresh code");
}

fn host(world: &mut World, host: usize, name: &str) -> u32 {
    match world.command(host, Command::CreateEvent { name: name.to_owned(), banner: None }) {
        Ok(Answer::Hosted(event)) => event,
        other => panic!("{other:?}"),
    }
}

/// Alice meets Bob at his barbecue, Carol at hers, hosts a dinner, and both are contacts of
/// whom Bob alone may see her status.
fn world(policy: Policy) -> World {
    let mut world = World::of(Rules::with_policy(policy), &["Alice", "Bob", "Carol"]);
    let cards: Vec<Card> = (0..3).map(|who| world.node(who).card()).collect();
    for who in 0..3 {
        for (whom, card) in cards.iter().enumerate().filter(|(whom, _)| *whom != who) {
            let share_status = (who, whom) == (ALICE, BOB);
            world.command(who, Command::AddContact { card: *card, share_status }).expect("new");
        }
    }
    let barbecue = host(&mut world, BOB, "Barbecue");
    check_in(&mut world, BOB, barbecue, ALICE);
    world.command(BOB, Command::CloseEvent { event: barbecue }).expect("open");
    world.run_for(Span::days(2));
    let dinner = host(&mut world, ALICE, "Dinner");
    check_in(&mut world, ALICE, dinner, CAROL);
    let theater = host(&mut world, CAROL, "Theater");
    check_in(&mut world, CAROL, theater, ALICE);
    world.run_for(Span::DAY);
    world
}

fn command(report: SelfReported) -> Command {
    match report {
        SelfReported::Infection { status, infectious_from } => {
            Command::ReportInfection { status, infectious_from, note: NOTE.to_owned() }
        }
        SelfReported::Negative { sampled } => Command::ReportNegative { sampled },
        SelfReported::Correction => Command::Correct,
    }
}

/// How `who` knows Alice.
fn alice_at(world: &World, who: usize) -> Contact {
    let alice = world.node(ALICE).card().identity;
    let found = world.node(who).contacts().find(|(_, c)| c.card.identity == alice);
    found.map(|(_, contact)| contact.clone()).expect("a contact")
}

/// What the organizer of an event Alice joined holds of her: what, name and note.
fn held(world: &World, event: u32) -> (Told, Option<String>, Option<String>) {
    let organizer = [BOB, CAROL][event as usize];
    let (_, guest) = world.node(organizer).hosted_event(0).unwrap().guests().next().unwrap();
    let Some(held) = &guest.held else { return (Told::Nothing, None, None) };
    let given = |text: &str| Some(text.to_owned());
    let named = held.identity().is_some();
    let note = given(held.note()).filter(|note| named && !note.is_empty());
    (held.told, given(held.name()).filter(|_| named), note)
}

/// Previews, reports, and holds one against the other.
#[track_caller]
fn agree(world: &mut World, report: SelfReported) -> Vec<Disclosure> {
    let now = world.now;
    let preview = world.node(ALICE).preview(&report, NOTE, now).expect("it is legal");
    let before: Vec<_> = [BOB, CAROL].map(|who| alice_at(world, who).status).to_vec();
    let untouched = world.node(ALICE).records();
    assert_eq!(world.node(ALICE).preview(&report, NOTE, now).as_ref(), Ok(&preview));
    assert_eq!(world.node(ALICE).records(), untouched, "a preview changes nothing");
    world.updates(ALICE);
    world.command(ALICE, command(report)).expect("it was previewed");

    // Events: exactly those that were named are told exactly that.
    let told = |update: Update| {
        if let Update::ReportQueued { event, told } = update { Some((event, told)) } else { None }
    };
    let queued: Vec<(EventRef, Told)> = world.updates(ALICE).into_iter().filter_map(told).collect();
    let guests = preview.iter().filter_map(|disclosure| {
        if let Disclosure::Guests { event, told } = disclosure {
            Some((*event, *told))
        } else {
            None
        }
    });
    assert_eq!(guests.collect::<Vec<_>>(), queued);
    // Organizers: they hold what was shown, name and note included, or leave both out.
    for disclosure in &preview {
        if let Disclosure::Organizer { event, told, corrects: _, name, note } = disclosure {
            assert_eq!(held(world, *event), (*told, name.clone(), note.clone()));
        }
    }
    // Contacts: those who were named learn that status, nobody else any.
    world.run_for(Span::DAY);
    for (who, before) in [BOB, CAROL].into_iter().zip(before) {
        let identity = world.node(who).card().identity;
        let mut contacts = world.node(ALICE).contacts();
        let number = contacts.find(|(_, c)| c.card.identity == identity).unwrap().0;
        let shown = preview.iter().find_map(|disclosure| match disclosure {
            Disclosure::Contact { contact, status } if *contact == number => Some(*status),
            Disclosure::Contact { .. }
            | Disclosure::Organizer { .. }
            | Disclosure::Guests { .. } => None,
        });
        assert_eq!(alice_at(world, who).status, shown.or(before), "{who}");
    }
    preview
}

fn infection(status: InfectionStatus, from: Option<Timestamp>) -> SelfReported {
    SelfReported::Infection { status, infectious_from: from }
}

#[test]
fn a_preview_is_what_then_happens() {
    for policy in [Policy::whitepaper(), Policy::graded()] {
        let mut world = world(policy);
        let symptoms = agree(&mut world, infection(InfectionStatus::Suspected, None));
        assert!(symptoms.len() >= 6, "two organizers, three crowds, Bob: {symptoms:?}");
        let positive = agree(&mut world, infection(InfectionStatus::Positive, None));
        let named = |disclosure: &Disclosure| matches!(disclosure, Disclosure::Organizer { name: Some(name), .. } if name == "Alice");
        assert_eq!(positive.iter().filter(|d| named(d)).count(), 2, "{positive:?}");
        let corrected = agree(&mut world, SelfReported::Correction);
        assert!(corrected.iter().any(|disclosure| {
            matches!(disclosure, Disclosure::Organizer { corrects: true, .. })
        }));
        let now = world.now;
        agree(&mut world, SelfReported::Negative { sampled: now });
    }
}

#[test]
fn a_late_begin_tells_fewer_events() {
    let mut world = world(Policy::whitepaper());
    let from = Some(world.now - Span::hours(30));
    let late = agree(&mut world, infection(InfectionStatus::Positive, from));
    let barbecue =
        |disclosure: &Disclosure| matches!(disclosure, Disclosure::Organizer { event: 0, .. });
    assert!(!late.iter().any(barbecue), "it was over before: {late:?}");
    assert!(late.iter().any(|d| matches!(d, Disclosure::Organizer { event: 1, .. })));
}

#[test]
fn what_would_be_refused_is_refused_as_a_preview() {
    let mut world = world(Policy::whitepaper());
    let now = world.now;
    for report in [
        SelfReported::Correction,
        SelfReported::Negative { sampled: now + Span::HOUR },
        infection(InfectionStatus::HighRisk, None),
        infection(InfectionStatus::Positive, Some(now + Span::HOUR)),
    ] {
        let previewed = world.node(ALICE).preview(&report, NOTE, now).unwrap_err();
        let reported = world.command(ALICE, command(report)).unwrap_err();
        assert_eq!(previewed, reported);
    }
    let long = "x".repeat(141);
    let positive = infection(InfectionStatus::Positive, None);
    assert!(world.node(ALICE).preview(&positive, &long, now).is_err());
}

#[test]
fn the_warnings_shown_are_those_that_decide() {
    let mut world = world(Policy::whitepaper());
    assert_eq!(world.node(ALICE).warnings(world.now), []);
    let report = infection(InfectionStatus::Positive, None);
    world.command(BOB, command(report)).expect("legal");
    world.run_for(Span::days(2));
    let node = world.node(ALICE);
    let warnings = node.warnings(world.now);
    assert_eq!(node.signal(), warnings.first().map(|warning| warning.felt));
    assert_eq!(node.signal_event(), warnings.first().map(|warning| warning.event));
    assert_eq!(warnings[0].event, EventRef::Joined(0), "Bob's barbecue: {warnings:?}");
    assert_eq!(warnings[0].felt.hop, 1);
}

#[test]
fn an_alias_stays_here_and_no_update_of_theirs_takes_it_away() {
    let mut world = world(Policy::whitepaper());
    let identity = world.node(BOB).card().identity;
    let find = |world: &World| {
        let mut contacts = world.node(ALICE).contacts();
        let (number, bob) = contacts.find(|(_, c)| c.card.identity == identity).unwrap();
        (number, bob.called().to_owned(), bob.version)
    };
    let (contact, called, version) = find(&world);
    assert_eq!(called, "Bob");
    let rename =
        |alias: Option<&str>| Command::RenameContact { contact, alias: alias.map(str::to_owned) };
    world.command(ALICE, rename(Some("Bobby"))).expect("a fine alias");
    let robert = Command::SetProfile { name: "Robert".to_owned(), avatar: None };
    world.command(BOB, robert).expect("a fine name");
    world.run_for(Span::DAY);
    assert_eq!(find(&world), (contact, "Bobby".to_owned(), version), "nobody must hear of it");
    world.crash(ALICE);
    assert_eq!(find(&world).1, "Bobby");
    world.command(ALICE, rename(None)).expect("there is one");
    assert_eq!(find(&world).1, "Robert");
    for alias in ["", &"x".repeat(65)] {
        assert!(world.command(ALICE, rename(Some(alias))).is_err());
    }
}
