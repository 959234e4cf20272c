//! How much memory a node takes: what a million phones must fit in.
//!
//! Bytes asked of the allocator, and the node's own size. An allocator adds its own, some
//! dozen bytes for each block: blocks are counted too.

#[path = "support/mod.rs"]
mod support;

use corona_core::cascade::Policy;
use corona_core::node::{Answer, Command, Node};
use corona_core::rules::Rules;
use corona_core::time::Span;
use support::World;

/// Most bytes of a phone that nothing has happened to.
const IDLE_LIMIT: i64 = 716;
/// Most bytes of a participation that was answered: 128 are keys, 40 what inference
/// reads side by side.
const LIVE_LIMIT: i64 = 312;
/// Most bytes of one that is archived.
const ARCHIVED_LIMIT: i64 = 112;
/// Most bytes of an organizer's event with fifty guests.
const HOSTED_LIMIT: i64 = 16_000;

const GUEST: usize = 0;

/// What one node takes.
#[derive(Clone, Copy, Debug)]
struct Memory {
    bytes: i64,
    blocks: i64,
}

impl Memory {
    /// Of a phone's node, which ends here.
    fn of(mut world: World, who: usize) -> Self {
        let phone = world.phones.swap_remove(who);
        let node = phone.node;
        let freed = allocation_counter::measure(|| drop(node));
        Self { bytes: size_of::<Node>() as i64 - freed.bytes_current, blocks: -freed.count_current }
    }
    fn beyond(self, other: Self) -> Self {
        Self { bytes: self.bytes - other.bytes, blocks: self.blocks - other.blocks }
    }
    fn per(self, n: i64) -> Self {
        // Rounded up: a bound must not profit.
        Self { bytes: (self.bytes + n - 1) / n, blocks: (self.blocks + n - 1) / n }
    }
}

fn world() -> World {
    World::of(Rules::with_policy(Policy::graded()), &["Somebody with a name"])
}

fn attend(world: &mut World, who: usize, host: usize, event: u32) {
    let Ok(Answer::Code(code)) = world.command(host, Command::ShowCode { event }) else {
        panic!("an open event shows codes");
    };
    world.command(who, Command::CheckIn { code }).expect("a fresh code");
}

fn host(world: &mut World, who: usize) -> u32 {
    let create = Command::CreateEvent { name: "Choir, Monday evening".to_owned(), banner: None };
    match world.command(who, create) {
        Ok(Answer::Hosted(event)) => event,
        other => panic!("{other:?}"),
    }
}

/// Somebody who was at so many events, each with one host, who closes it.
fn attending(events: usize) -> World {
    let mut world = world();
    for organizer in 1..=events {
        world.add("Host");
        let event = host(&mut world, organizer);
        attend(&mut world, GUEST, organizer, event);
        world.command(organizer, Command::CloseEvent { event }).unwrap();
    }
    world.run_for(Span::hours(7));
    world
}

fn idle() -> Memory {
    Memory::of(world(), GUEST)
}

#[test]
fn a_phone_that_nothing_has_happened_to_is_small() {
    let idle = idle();
    println!("a phone: {idle:?}, of which the node itself {}", size_of::<Node>());
    assert!(idle.bytes <= IDLE_LIMIT, "{idle:?}");
}

#[test]
fn a_live_participation_is_little_more_than_its_keys() {
    let world = attending(20);
    let answered = (0..20).all(|event| {
        let known = world.node(GUEST).participation(event).and_then(|it| it.joined());
        known.is_some_and(|known| known.answered.is_some() && known.end().is_some())
    });
    assert!(answered, "twenty events, joined and answered");
    let live = Memory::of(world, GUEST).beyond(idle());
    println!("20 live participations: {live:?}; each {:?}", live.per(20));
    assert!(live.per(20).bytes <= LIVE_LIMIT, "{:?}", live.per(20));
}

#[test]
fn an_archived_participation_has_no_keys_and_no_block_of_its_own() {
    let mut world = attending(40);
    world.run_for(Span::days(15));
    assert!(world.node(GUEST).participations().all(|event| {
        world.node(GUEST).participation(event).is_some_and(|it| it.pseudonym().is_none())
    }));
    let archived = Memory::of(world, GUEST).beyond(idle());
    println!("40 archived participations: {archived:?}; each {:?}", archived.per(40));
    assert!(archived.per(40).bytes <= ARCHIVED_LIMIT, "{:?}", archived.per(40));
    assert_eq!(archived.blocks, 1, "one vector");
}

#[test]
fn an_event_with_fifty_guests_is_bounded() {
    let mut world = world();
    let event = host(&mut world, GUEST);
    for guest in 1..=50 {
        world.add("Guest");
        attend(&mut world, guest, GUEST, event);
    }
    world.run_for(Span::hours(7));
    assert_eq!(world.node(GUEST).hosted_event(event).unwrap().guests().count(), 50);
    let hosted = Memory::of(world, GUEST).beyond(idle());
    println!("an event with 50 guests: {hosted:?}; each guest {:?}", hosted.per(50));
    assert!(hosted.bytes <= HOSTED_LIMIT, "{hosted:?}");
}
