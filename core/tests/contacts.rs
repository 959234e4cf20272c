//! What contacts tell each other, when, and what becomes of those who are removed.

mod support;

use corona_core::cascade::Policy;
use corona_core::contacts::Contact;
use corona_core::identity::{Card, DiscoverySecret, IdentitySecret};
use corona_core::node::{Answer, Command, CommandError, Update};
use corona_core::rules::Rules;
use corona_core::status::InfectionStatus;
use corona_core::storage::RecordKey;
use corona_core::time::{Span, Timestamp};
use corona_core::transport::LinkId;
use corona_core::wire::{BlobChunk, ContactBody, ContactFrame, ContactUpdate, FetchBlob, encode};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::World;
use support::disk::PowerCut;
use zeroize::Zeroizing;

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;

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
    world.run_for(Span::MINUTE);
    (0..names.len()).for_each(|who| drop(world.updates(who)));
    world
}

fn number(world: &World, who: usize, of: usize) -> Option<u32> {
    let identity = world.node(of).card().identity;
    world.node(who).contacts().find(|(_, c)| c.card.identity == identity).map(|(number, _)| number)
}

/// What `who` holds of `of`.
fn held(world: &World, who: usize, of: usize) -> Contact {
    let identity = world.node(of).card().identity;
    let found = world.node(who).contacts().find(|(_, c)| c.card.identity == identity);
    found.map(|(_, contact)| contact.clone()).expect("a contact")
}

fn share(world: &mut World, who: usize, with: usize) {
    let contact = number(world, who, with).expect("a contact");
    world.command(who, Command::ShareStatus { contact, share: true }).expect("done");
}

fn remove(world: &mut World, who: usize, whom: usize) {
    let contact = number(world, who, whom).expect("a contact");
    world.command(who, Command::RemoveContact { contact }).expect("removed");
}

fn report_positive(world: &mut World, who: usize) {
    let status = InfectionStatus::Positive;
    let report = Command::ReportInfection { status, infectious_from: None, note: String::new() };
    world.command(who, report).expect("legal");
}

fn rename(world: &mut World, who: usize, name: &str, avatar: Option<Vec<u8>>) {
    let command = Command::SetProfile { name: name.to_owned(), avatar };
    world.command(who, command).expect("a fine profile");
}

fn picture(seed: u8, length: usize) -> Vec<u8> {
    (0..length).map(|i| (i as u8).wrapping_mul(7).wrapping_add(seed)).collect()
}

fn dials_of(world: &World, who: usize, since: Timestamp) -> Vec<Timestamp> {
    world.dials.iter().filter(|d| d.from == who && d.at >= since).map(|d| d.at).collect()
}

#[test]
fn a_new_name_reaches_everybody_within_six_hours_and_not_all_at_once() {
    let mut world = friends(&["Alice", "Bob", "Carol", "Dave", "Erin"]);
    // The first links must be gone, or the news would travel on them.
    world.run_for(Span::minutes(10));
    let start = world.now;
    rename(&mut world, ALICE, "Alicia", None);
    world.run_for(Span::hours(6));
    for friend in 1..5 {
        assert_eq!(held(&world, friend, ALICE).profile.name, "Alicia");
        assert!(held(&world, ALICE, friend).is_told());
    }
    let times: BTreeSet<Timestamp> = dials_of(&world, ALICE, start).into_iter().collect();
    assert_eq!(times.len(), 4, "four contacts, four unrelated times");
}

#[test]
fn a_status_goes_to_those_who_may_see_it_and_moves_nobody_elses() {
    let mut world = friends(&["Alice", "Bob", "Carol"]);
    share(&mut world, ALICE, BOB);
    world.run_for(Span::hours(6));
    assert_eq!(held(&world, BOB, ALICE).status, Some(InfectionStatus::Unknown));
    let to_carol = held(&world, ALICE, CAROL).version;
    world.updates(BOB);
    report_positive(&mut world, ALICE);
    world.run_for(Span::hours(6));
    assert_eq!(held(&world, BOB, ALICE).status, Some(InfectionStatus::Positive));
    let contact = number(&world, BOB, ALICE).unwrap();
    assert_eq!(world.updates(BOB), [Update::ContactChanged { contact }]);
    assert_eq!(world.node(BOB).status(), InfectionStatus::Unknown);
    assert_eq!(held(&world, CAROL, ALICE).status, None);
    let still = held(&world, ALICE, CAROL).version;
    assert_eq!(still, to_carol, "not even a count tells Carol that something changed");
}

#[test]
fn who_may_no_longer_see_a_status_is_told_nothing_more() {
    let mut world = friends(&["Alice", "Bob"]);
    share(&mut world, ALICE, BOB);
    world.run_for(Span::hours(6));
    let contact = number(&world, ALICE, BOB).unwrap();
    world.command(ALICE, Command::ShareStatus { contact, share: false }).unwrap();
    report_positive(&mut world, ALICE);
    world.run_for(Span::hours(6));
    assert_eq!(held(&world, BOB, ALICE).status, None);
}

#[test]
fn contacts_talk_at_least_daily() {
    let mut world = friends(&["Alice", "Bob"]);
    let start = world.now;
    world.run_for(Span::days(10));
    let times: Vec<Timestamp> =
        world.dials.iter().filter(|d| d.at >= start).map(|d| d.at).collect();
    assert!((10..=14).contains(&times.len()), "{times:?}");
    let gaps = times.windows(2).map(|pair| pair[1] - pair[0]);
    assert!(gaps.into_iter().all(|gap| gap <= Span::DAY), "{times:?}");
}

#[test]
fn a_failed_dial_is_tried_again_after_an_hour() {
    let mut world = friends(&["Alice", "Bob"]);
    world.set_online(BOB, false);
    let alice_is_due = Span::DAY;
    world.run_for(alice_is_due);
    let start = world.now;
    world.run_for(Span::hours(5));
    let times = dials_of(&world, ALICE, start);
    assert_eq!(times.len(), 5);
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] == Span::HOUR), "{times:?}");
    world.set_online(BOB, true);
    world.run_for(Span::HOUR);
    let start = world.now;
    world.run_for(Span::hours(12));
    assert!(dials_of(&world, ALICE, start).is_empty(), "reached: back to once a day");
}

#[test]
fn idle_links_close_after_five_minutes() {
    let mut world = friends(&["Alice", "Bob"]);
    assert!(world.open_links() > 0);
    world.run_for(Span::minutes(3));
    assert!(world.open_links() > 0);
    world.run_for(Span::minutes(2));
    assert_eq!(world.open_links(), 0);
}

#[test]
fn an_avatar_is_fetched_once_and_survives_a_restart() {
    let mut world = friends(&["Alice", "Bob"]);
    let avatar = picture(1, 100_000);
    rename(&mut world, ALICE, "Alice", Some(avatar.clone()));
    world.run_for(Span::hours(6));
    let hash = held(&world, BOB, ALICE).profile.avatar.expect("announced");
    assert_eq!(world.node(BOB).blob(&hash), Some(avatar.as_slice()));
    world.crash(BOB);
    assert_eq!(world.node(BOB).blob(&hash), Some(avatar.as_slice()));
    let frames = world.frames.len();
    world.run_for(Span::days(3));
    let large = world.frames[frames..].iter().filter(|f| f.bytes.len() > 2048).count();
    assert_eq!(large, 0, "not fetched again");
}

#[test]
fn an_avatar_goes_on_where_a_broken_link_left_off() {
    let mut world = friends(&["Alice", "Bob"]);
    let avatar = picture(2, 150_000);
    world.run_for(Span::minutes(10));
    rename(&mut world, ALICE, "Alice", Some(avatar.clone()));
    world.cut_frame(ALICE, 5);
    world.run_for(Span::days(1));
    let hash = held(&world, BOB, ALICE).profile.avatar.expect("announced");
    assert_eq!(world.node(BOB).blob(&hash), Some(avatar.as_slice()));
    let large = world.frames.iter().filter(|f| f.bytes.len() > 2048).count();
    assert_eq!(large, 10, "ten pieces, none sent twice");
}

#[test]
fn a_picture_nobody_shows_any_more_is_erased() {
    let mut world = friends(&["Alice", "Bob"]);
    rename(&mut world, ALICE, "Alice", Some(picture(1, 1000)));
    world.run_for(Span::hours(6));
    let blobs = |world: &World, who: usize| {
        let keys = world.phones[who].disk.snapshot().keys();
        keys.filter(|key| matches!(key, RecordKey::Blob(_))).count()
    };
    assert_eq!([blobs(&world, ALICE), blobs(&world, BOB)], [1, 1]);
    rename(&mut world, ALICE, "Alice", Some(picture(2, 1000)));
    world.run_for(Span::hours(6));
    assert_eq!([blobs(&world, ALICE), blobs(&world, BOB)], [1, 1]);
    remove(&mut world, BOB, ALICE);
    assert_eq!([blobs(&world, ALICE), blobs(&world, BOB)], [1, 0]);
    rename(&mut world, ALICE, "Alice", None);
    assert_eq!(blobs(&world, ALICE), 0);
}

#[test]
fn a_profile_that_is_too_large_is_refused_by_name() {
    let mut world = friends(&["Alice"]);
    let mut set = |name: String, avatar| world.command(ALICE, Command::SetProfile { name, avatar });
    let name = set("x".repeat(65), None).unwrap_err();
    assert_eq!(name, CommandError::ProfileName { length: 65, limit: 64 });
    let avatar = set("Alice".to_owned(), Some(vec![0; 256 * 1024 + 1])).unwrap_err();
    assert!(avatar.to_string().starts_with("a picture has 1 to 262144 bytes, this one 262145"));
    assert!(set("Alice".to_owned(), Some(Vec::new())).is_err());
}

#[test]
fn a_name_too_long_at_birth_is_cut_between_letters() {
    let name = format!("{}é", "x".repeat(63));
    let world = World::of(Rules::with_policy(Policy::whitepaper()), &[&name]);
    assert_eq!(world.node(ALICE).profile().name, "x".repeat(63));
}

#[test]
fn a_removed_contact_is_left_behind_and_learns_nothing() {
    let mut world = friends(&["Alice", "Bob", "Carol"]);
    world.set_online(CAROL, false);
    let old = world.node(ALICE).card().address;
    remove(&mut world, ALICE, BOB);
    assert!(world.is_reachable(ALICE, &old), "Carol may still dial it");
    let frames = world.frames.len();
    world.run_for(Span::days(2));
    let bob_tried = world.dials.iter().any(|d| d.from == BOB && d.address == old && d.answered);
    assert!(bob_tried);
    let to_bob = world.frames[frames..].iter().filter(|f| f.from == ALICE && f.to == BOB).count();
    assert_eq!(to_bob, 0, "not a word to Bob");
    world.set_online(CAROL, true);
    world.run_for(Span::hours(2));
    let new = world.node(ALICE).card().address;
    assert_eq!(held(&world, CAROL, ALICE).card.address, new);
    assert!(!world.is_reachable(ALICE, &old), "retired once Carol knows the new one");
    assert_eq!(held(&world, BOB, ALICE).card.address, old);
    assert_eq!(world.services_of(ALICE), 1);
}

#[test]
fn former_addresses_survive_a_restart_and_then_leave_the_store() {
    let mut world = friends(&["Alice", "Bob"]);
    let size = |world: &World| world.phones[ALICE].disk.snapshot()[&RecordKey::Person].len();
    let before = size(&world);
    world.set_online(BOB, false);
    world.command(ALICE, Command::RotateDiscovery).unwrap();
    world.command(ALICE, Command::RotateDiscovery).unwrap();
    assert_eq!(world.services_of(ALICE), 3);
    assert!(size(&world) > before);
    world.crash(ALICE);
    world.settle();
    assert_eq!(world.services_of(ALICE), 3);
    // However long that takes.
    world.run_for(Span::days(7));
    assert_eq!(world.services_of(ALICE), 3);
    world.set_online(BOB, true);
    world.run_for(Span::hours(2));
    assert_eq!(world.services_of(ALICE), 1);
    assert_eq!(size(&world), before, "nothing of them is left");
}

#[test]
fn two_who_move_at_once_while_they_cannot_reach_each_other_find_each_other() {
    let mut world = friends(&["Alice", "Bob"]);
    world.set_online(ALICE, false);
    world.set_online(BOB, false);
    for who in [ALICE, BOB] {
        world.command(who, Command::RotateDiscovery).unwrap();
    }
    world.run_for(Span::days(7));
    world.set_online(ALICE, true);
    world.set_online(BOB, true);
    world.run_for(Span::hours(2));
    assert_eq!(held(&world, ALICE, BOB).card, world.node(BOB).card());
    assert_eq!(held(&world, BOB, ALICE).card, world.node(ALICE).card());
    assert_eq!([world.services_of(ALICE), world.services_of(BOB)], [1, 1]);
}

#[test]
fn a_new_address_is_told_at_once() {
    let mut world = friends(&["Alice", "Bob", "Carol"]);
    world.run_for(Span::hours(1));
    world.command(ALICE, Command::RotateDiscovery).unwrap();
    for friend in [BOB, CAROL] {
        assert_eq!(held(&world, friend, ALICE).card, world.node(ALICE).card());
    }
    assert_eq!(world.services_of(ALICE), 1);
}

#[test]
fn who_was_removed_can_be_paired_anew_and_takes_the_new_for_new() {
    for changes_before in [0, 1, 5] {
        let mut world = friends(&["Alice", "Bob"]);
        for round in 0..changes_before {
            rename(&mut world, ALICE, &format!("Alice {round}"), None);
        }
        world.run_for(Span::hours(6));
        remove(&mut world, ALICE, BOB);
        rename(&mut world, ALICE, "Alice again", None);
        let (alice, bob) = (world.node(ALICE).card(), world.node(BOB).card());
        world.command(ALICE, Command::AddContact { card: bob, share_status: false }).unwrap();
        // Bob's phone has not noticed anything.
        world.run_for(Span::DAY);
        assert_eq!(held(&world, BOB, ALICE).profile.name, "Alice again");
        assert_eq!(held(&world, BOB, ALICE).card, alice);
        assert_eq!(held(&world, ALICE, BOB).profile.name, "Bob");
    }
}

#[test]
fn an_open_link_carries_what_changes_and_its_acknowledgement() {
    let mut world = friends(&["Alice", "Bob"]);
    assert!(world.open_links() > 0);
    let dials = world.dials.len();
    world.command(ALICE, Command::RotateDiscovery).unwrap();
    assert_eq!(held(&world, BOB, ALICE).card, world.node(ALICE).card());
    assert!(held(&world, ALICE, BOB).is_told());
    assert_eq!(world.services_of(ALICE), 1);
    assert_eq!(world.dials.len(), dials);
}

#[test]
fn restarts_do_not_tell_contacts_anything_nor_dial_them_together() {
    let mut world = friends(&["Alice", "Bob", "Carol", "Dave"]);
    world.run_for(Span::hours(1));
    let versions = |world: &World| [1, 2, 3].map(|friend| held(world, ALICE, friend).version);
    let before = versions(&world);
    world.now += Span::days(3);
    let start = world.now;
    for who in 0..4 {
        world.crash(who);
    }
    world.run_for(Span::hours(7));
    assert_eq!(versions(&world), before);
    let dials = world.dials.iter().filter(|d| d.at >= start);
    let times: Vec<Timestamp> = dials.map(|d| d.at).collect();
    let distinct: BTreeSet<&Timestamp> = times.iter().collect();
    assert!(!times.is_empty());
    assert_eq!(distinct.len(), times.len(), "{times:?}");
}

#[test]
fn a_node_without_contacts_asks_for_nothing() {
    let mut world = friends(&["Alice"]);
    assert_eq!(world.node(ALICE).next_wake(), Timestamp::FAR_FUTURE);
    let commits = world.phones[ALICE].disk.commits();
    world.run_for(Span::days(30));
    assert_eq!(world.phones[ALICE].disk.commits(), commits);
}

#[test]
fn nothing_of_contacts_shows_on_the_links_of_an_event() {
    let mut world = friends(&["Alice", "Bob"]);
    rename(&mut world, BOB, "Bob", Some(picture(3, 500)));
    let Ok(Answer::Hosted(event)) =
        world.command(ALICE, Command::CreateEvent { name: "Barbecue".to_owned(), banner: None })
    else {
        panic!("hosted")
    };
    let Ok(Answer::Code(code)) = world.command(ALICE, Command::ShowCode { event }) else {
        panic!("shown")
    };
    let place = code.address;
    world.command(BOB, Command::CheckIn { code }).unwrap();
    world.run_for(Span::days(2));
    let bob = world.node(BOB).card();
    let visits: Vec<_> = world.dials.iter().filter(|d| d.address == place).collect();
    assert!(visits.len() > 5);
    assert!(visits.iter().all(|d| d.proves != bob.identity.erase_role()));
    let secrets = [bob.identity.as_bytes(), bob.address.as_bytes()];
    for frame in world.frames.iter().filter(|frame| frame.address == place) {
        assert!(
            !secrets.iter().any(|secret| {
                frame.bytes.windows(32).any(|window| window == secret.as_slice())
            })
        );
        assert!(!frame.bytes.windows(3).any(|window| window == b"Bob"));
    }
}

/// A contact of Alice's without a node, and its link.
fn puppet_contact(world: &mut World) -> LinkId {
    let identity = IdentitySecret::from_seed(Zeroizing::new([77; 32])).public();
    let address = DiscoverySecret::from_seed(Zeroizing::new([78; 32])).public();
    let card = Card { identity, address };
    let alice = world.node(ALICE).card();
    world.command(ALICE, Command::AddContact { card, share_status: false }).unwrap();
    let link = world.puppet_dial(alice.address, alice.identity.erase_role(), identity.erase_role());
    link.expect("admitted")
}

fn frame(body: ContactBody) -> Vec<u8> {
    encode(&ContactFrame { body: Some(body) })
}

#[test]
fn who_has_not_introduced_themselves_is_served_nothing() {
    let mut world = friends(&["Alice"]);
    rename(&mut world, ALICE, "Alice", Some(picture(1, 100)));
    let hash = world.node(ALICE).profile().avatar.unwrap().to_vec();
    let link = puppet_contact(&mut world);
    let fetch = frame(ContactBody::Fetch(FetchBlob { hash, offset: 0 }));
    assert!(world.puppet_send(link, fetch).is_empty());
    assert_eq!(world.open_links(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever a contact sends, the phone stands, and holds at most what makes sense.
    #[test]
    fn nonsense_from_a_contact_breaks_nothing(
        version in any::<u64>(), acknowledged in any::<u64>(), name in ".{0,80}",
        avatar in prop::collection::vec(any::<u8>(), 0..40),
        address in prop::collection::vec(any::<u8>(), 30..34), valid in any::<bool>(),
        status in 0_u32..8, noise in prop::collection::vec(any::<u8>(), 0..600),
        total in any::<u32>(), offset in any::<u32>(),
    ) {
        let mut world = friends(&["Alice"]);
        let link = puppet_contact(&mut world);
        let address = if valid { world.node(ALICE).card().address.as_bytes().to_vec() } else { address };
        let fetch = FetchBlob { hash: avatar.clone(), offset };
        let access = vec![7; 32];
        let update =
            ContactUpdate { version, acknowledged, name, avatar, address, status, access };
        world.puppet_send(link, frame(ContactBody::Update(update)));
        world.puppet_send(link, frame(ContactBody::Fetch(fetch)));
        world.puppet_send(link, frame(ContactBody::Chunk(BlobChunk { total, bytes: noise.clone() })));
        world.puppet_send(link, noise);
        world.run_for(Span::days(2));
        let (_, contact) = world.node(ALICE).contacts().next().expect("still there");
        prop_assert!(contact.profile.name.len() <= 64);
        prop_assert!(contact.card.address.check());
        world.crash(ALICE);
    }
}

fn change(round: u8) -> Command {
    match round / 2 {
        0 | 3 => Command::RotateDiscovery,
        1 => {
            let avatar = Some(picture(round, 40_000));
            Command::SetProfile { name: format!("round {round}"), avatar }
        }
        _ => Command::ShareStatus { contact: 0, share: true },
    }
}

/// Power fails at every k-th commit of one phone while both change everything they can: in
/// the end each holds what the other says, and nobody is lost.
fn change_with_power_cuts(victim: usize, period: u64, cut: PowerCut) -> u32 {
    let context = format!("victim {victim}, {cut:?} every {period}");
    let mut world = friends(&["Alice", "Bob"]);
    let mut acknowledged = [0, 0];
    for round in 0..8 {
        if world.phones[victim].disk.fuse.is_none() {
            world.cut_power(victim, period, cut);
        }
        let _maybe_lost = world.try_command(usize::from(round % 2), change(round));
        world.run_for(Span::hours(3));
        for who in [ALICE, BOB] {
            let contact = held(&world, who, 1 - who);
            assert!(contact.acknowledged >= acknowledged[who], "{context}");
            acknowledged[who] = contact.acknowledged;
            // Acknowledged means stored, on the other side's disk.
            let received = held(&world, 1 - who, who).received;
            assert!(received >= contact.acknowledged, "{context}");
        }
    }
    world.phones[victim].disk.fuse = None;
    world.run_for(Span::days(2));
    for who in [ALICE, BOB] {
        let seen = held(&world, 1 - who, who);
        assert_eq!(&seen.profile, world.node(who).profile(), "{context}");
        assert_eq!(seen.card, world.node(who).card(), "{context}");
        assert!(held(&world, who, 1 - who).is_told(), "{context}");
        assert_eq!(world.services_of(who), 1, "{context}");
        if let Some(hash) = seen.profile.avatar {
            assert!(world.node(1 - who).blob(&hash).is_some(), "{context}");
        }
    }
    world.crashes
}

#[test]
fn power_cuts_at_every_kth_commit_lose_nothing_that_was_acknowledged() {
    let mut crashes = 0;
    for victim in [ALICE, BOB] {
        for period in 0..8 {
            crashes += change_with_power_cuts(victim, period, PowerCut::Before);
            crashes += change_with_power_cuts(victim, period, PowerCut::After);
        }
    }
    assert!(crashes > 80, "only {crashes}");
}
