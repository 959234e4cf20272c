//! Phones that live for moments only, as background jobs let them.

mod support;

use corona_core::cascade::Policy;
use corona_core::identity::Card;
use corona_core::node::Command;
use corona_core::rules::Rules;
use corona_core::time::Span;
use support::World;

const ALICE: usize = 0;

/// Alice, and friends who have all scanned each other and synced, no link left.
fn friends(names: &[&str]) -> World {
    let mut world = World::of(Rules::with_policy(Policy::whitepaper()), names);
    let cards: Vec<Card> = (0..names.len()).map(|who| world.node(who).card()).collect();
    for (who, own) in cards.iter().enumerate() {
        for card in cards.iter().filter(|card| *card != own) {
            let command = Command::AddContact { card: *card, share_status: false };
            world.command(who, command).expect("strangers so far");
        }
    }
    world.run_for(Span::minutes(10));
    world
}

/// A quarter of an hour off, then a fresh life of twenty seconds; how many it dials.
fn job(world: &mut World, catches_up: bool) -> usize {
    world.set_online(ALICE, false);
    world.run_for(Span::minutes(15));
    world.crash(ALICE);
    let begun = world.now;
    world.set_online(ALICE, true);
    if catches_up {
        world.command(ALICE, Command::CatchUp).expect("always possible");
    }
    world.run_for(Span::seconds(20));
    world.dials.iter().filter(|dial| dial.from == ALICE && dial.at >= begun).count()
}

fn told(world: &World) -> usize {
    world.node(ALICE).contacts().filter(|(_, contact)| contact.is_told()).count()
}

fn rename(world: &mut World) {
    let profile = Command::SetProfile { name: "Alicia".to_owned(), avatar: None };
    world.command(ALICE, profile).expect("a fine profile");
}

// CO-13
#[test]
fn everybody_hears_of_a_change_from_a_phone_that_lives_in_jobs_and_one_at_a_time() {
    let mut world = friends(&["Alice", "Bob", "Carol", "Dave", "Erin"]);
    rename(&mut world);
    let most = (0..48).map(|_| job(&mut world, true)).max();
    assert_eq!((told(&world), most), (4, Some(1)));
}

#[test]
fn without_catching_up_such_a_phone_would_tell_next_to_nobody() {
    let mut world = friends(&["Alice", "Bob", "Carol", "Dave", "Erin"]);
    rename(&mut world);
    for _ in 0..48 {
        job(&mut world, false);
    }
    assert!(told(&world) < 4);
}

#[test]
fn a_link_on_which_everything_was_said_keeps_no_phone_from_going() {
    let mut world = friends(&["Alice", "Bob"]);
    rename(&mut world);
    world.set_online(ALICE, false);
    world.run_for(Span::hours(7));
    world.crash(ALICE);
    world.set_online(ALICE, true);
    world.command(ALICE, Command::CatchUp).expect("always possible");
    assert_eq!(told(&world), 1);
    assert!(world.open_links() > 0, "the link stays for what changes");
    assert!(!world.node(ALICE).is_engaged());
    assert!(world.node(ALICE).next_due() > world.now);
}
