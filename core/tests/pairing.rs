//! Two people become contacts, or find out why not.

mod support;

use corona_core::cascade::Policy;
use corona_core::contacts::Bond;
use corona_core::identity::{Card, IdentitySecret, PairingSecret};
use corona_core::node::{Answer, Command, CommandError, Update};
use corona_core::pairing::{Digits, Invitation, PairingFailure};
use corona_core::pump::Failure;
use corona_core::rules::Rules;
use corona_core::storage::RecordKey;
use corona_core::time::Span;
use corona_core::transport::CloseReason;
use support::World;
use support::disk::PowerCut;
use zeroize::Zeroizing;

const ALICE: usize = 0;
const BOB: usize = 1;
const MALLORY: usize = 2;

fn world(names: &[&str]) -> World {
    World::of(Rules::with_policy(Policy::whitepaper()), names)
}

fn card(world: &mut World, who: usize) -> Card {
    match world.command(who, Command::ShowCard) {
        Ok(Answer::Card(card)) => card,
        other => panic!("{other:?}"),
    }
}

fn invite(world: &mut World, who: usize) -> (u32, Invitation) {
    match world.command(who, Command::Invite) {
        Ok(Answer::Invitation { pairing, invitation }) => {
            // As scanned from the screen.
            (pairing, Invitation::from_text(&invitation.to_text()).expect("readable"))
        }
        other => panic!("{other:?}"),
    }
}

fn join(world: &mut World, who: usize, invitation: Invitation) -> u32 {
    match world.command(who, Command::Join { invitation }) {
        Ok(Answer::Pairing(pairing)) => pairing,
        other => panic!("{other:?}"),
    }
}

fn confirm(world: &mut World, who: usize, pairing: u32, matches: bool) {
    world.command(who, Command::ConfirmPairing { pairing, matches }).expect("to be asked");
}

fn digits(updates: &[Update]) -> Option<Digits> {
    updates.iter().find_map(|update| {
        if let Update::PairingCode { digits, .. } = update { Some(*digits) } else { None }
    })
}

fn failure(updates: &[Update]) -> Option<PairingFailure> {
    updates.iter().find_map(|update| {
        if let Update::PairingFailed { reason, .. } = update { Some(*reason) } else { None }
    })
}

fn contacts(world: &World, who: usize) -> Vec<String> {
    world.node(who).contacts().map(|(_, contact)| contact.profile.name.clone()).collect()
}

/// Alice invites, Bob joins; both are shown digits. Returns their pairings.
fn meet(world: &mut World) -> (u32, u32) {
    let (ours, invitation) = invite(world, ALICE);
    let theirs = join(world, BOB, invitation);
    (ours, theirs)
}

#[test]
fn two_people_who_scan_each_other_are_contacts_once_they_are_online() {
    let mut world = world(&["Alice", "Bob"]);
    world.set_online(ALICE, false);
    let (alice, bob) = (card(&mut world, ALICE), card(&mut world, BOB));
    let scanned = Card::from_text(&alice.to_text()).unwrap();
    world.command(BOB, Command::AddContact { card: scanned, share_status: false }).unwrap();
    world.command(ALICE, Command::AddContact { card: bob, share_status: false }).unwrap();
    assert_eq!(contacts(&world, ALICE), [""]);
    world.set_online(ALICE, true);
    world.run_for(Span::HOUR);
    assert_eq!(contacts(&world, ALICE), ["Bob"]);
    assert_eq!(contacts(&world, BOB), ["Alice"]);
    assert!(world.node(ALICE).contacts().all(|(_, contact)| contact.bond == Bond::Mutual));
}

#[test]
fn who_was_not_scanned_back_is_not_admitted() {
    let mut world = world(&["Alice", "Bob"]);
    let alice = card(&mut world, ALICE);
    world.command(BOB, Command::AddContact { card: alice, share_status: true }).unwrap();
    world.run_for(Span::days(3));
    assert!(contacts(&world, ALICE).is_empty());
    assert!(world.frames.iter().all(|frame| frame.from != ALICE), "Alice never says anything");
    let (_, contact) = world.node(BOB).contacts().next().unwrap();
    assert_eq!(contact.bond, Bond::Scanned);
}

#[test]
fn the_own_card_and_a_known_one_are_refused_by_name() {
    let mut world = world(&["Alice", "Bob"]);
    let (alice, bob) = (card(&mut world, ALICE), card(&mut world, BOB));
    let mut add = |card| world.command(ALICE, Command::AddContact { card, share_status: false });
    assert_eq!(add(alice).unwrap_err(), CommandError::OwnCard);
    add(bob).unwrap();
    assert_eq!(add(bob).unwrap_err(), CommandError::AlreadyContact { number: 0 });
}

#[test]
fn an_invitation_makes_contacts_of_those_who_confirm_the_same_digits() {
    let mut world = world(&["Alice", "Bob"]);
    let (ours, theirs) = meet(&mut world);
    let (alice, bob) = (world.updates(ALICE), world.updates(BOB));
    assert!(alice.contains(&Update::InvitationReady { pairing: ours }));
    assert!(digits(&alice).is_some());
    assert_eq!(digits(&alice), digits(&bob));
    confirm(&mut world, ALICE, ours, true);
    assert!(contacts(&world, ALICE).is_empty() && contacts(&world, BOB).is_empty());
    confirm(&mut world, BOB, theirs, true);
    for (who, pairing) in [(ALICE, ours), (BOB, theirs)] {
        let updates = world.updates(who);
        assert!(updates.contains(&Update::Paired { pairing, contact: 0 }));
        let doubted = updates.contains(&Update::ContactConfirmed { contact: 0 });
        assert!(!doubted, "the pairing itself has settled it");
    }
    assert_eq!(contacts(&world, ALICE), ["Bob"]);
    assert_eq!(contacts(&world, BOB), ["Alice"]);
    assert_eq!(world.services_of(ALICE), 1, "the invitation's service is gone");
    let again = Command::ConfirmPairing { pairing: ours, matches: true };
    let gone = CommandError::NoSuchPairing { number: ours };
    assert_eq!(world.command(ALICE, again).unwrap_err(), gone);
}

#[test]
fn digits_that_differ_end_the_pairing_on_both_sides_and_move_the_address() {
    let mut world = world(&["Alice", "Bob"]);
    let (ours, theirs) = meet(&mut world);
    let shown = card(&mut world, ALICE);
    confirm(&mut world, BOB, theirs, true);
    confirm(&mut world, ALICE, ours, false);
    assert_eq!(failure(&world.updates(ALICE)), Some(PairingFailure::Mismatch));
    assert_eq!(failure(&world.updates(BOB)), Some(PairingFailure::Refused));
    for who in [ALICE, BOB] {
        assert!(contacts(&world, who).is_empty());
        assert!(!world.phones[who].disk.snapshot().contains_key(&RecordKey::Contact(0)));
    }
    assert_ne!(card(&mut world, ALICE).address, shown.address);
    assert!(!world.is_reachable(ALICE, &shown.address));
}

#[test]
fn who_photographs_an_invitation_burns_it_and_shows_no_matching_digits() {
    let mut world = world(&["Alice", "Bob", "Mallory"]);
    let (ours, invitation) = invite(&mut world, ALICE);
    let photograph = invitation.clone();
    join(&mut world, MALLORY, photograph);
    join(&mut world, BOB, invitation);
    assert!(digits(&world.updates(ALICE)).is_some(), "Alice is asked to compare with Bob's");
    let bob = world.updates(BOB);
    assert_eq!(digits(&bob), None, "and Bob's screen shows none");
    let used = PairingFailure::Link(CloseReason::Unreachable);
    assert_eq!(failure(&bob), Some(used));
    confirm(&mut world, ALICE, ours, false);
    assert_eq!(failure(&world.updates(MALLORY)), Some(PairingFailure::Refused));
    assert!(contacts(&world, ALICE).is_empty());
}

#[test]
fn a_screen_in_between_shows_other_digits() {
    let mut world = world(&["Alice", "Bob", "Mallory"]);
    let (_, invitation) = invite(&mut world, ALICE);
    join(&mut world, MALLORY, invitation);
    let (_, forged) = invite(&mut world, MALLORY);
    join(&mut world, BOB, forged);
    let (alice, bob) = (digits(&world.updates(ALICE)), digits(&world.updates(BOB)));
    assert!(alice.is_some() && bob.is_some());
    assert_ne!(alice, bob);
}

#[test]
fn an_invitation_serves_once_even_if_nothing_comes_of_it() {
    let mut world = world(&["Alice", "Bob", "Mallory"]);
    let (_, invitation) = invite(&mut world, ALICE);
    world.cut_frame(BOB, 0);
    join(&mut world, BOB, invitation.clone());
    let broken = PairingFailure::Link(CloseReason::Broken);
    assert_eq!(failure(&world.updates(ALICE)), Some(broken));
    assert_eq!(failure(&world.updates(BOB)), Some(broken));
    join(&mut world, BOB, invitation);
    let used = PairingFailure::Link(CloseReason::Unreachable);
    assert_eq!(failure(&world.updates(BOB)), Some(used));
}

#[test]
fn an_invitation_without_the_secret_admits_nobody_and_is_not_burned() {
    let mut world = world(&["Alice", "Bob", "Mallory"]);
    let (_, invitation) = invite(&mut world, ALICE);
    let guess = PairingSecret::from_seed(Zeroizing::new([9; 32]));
    join(&mut world, MALLORY, Invitation { secret: guess, ..invitation.clone() });
    assert!(failure(&world.updates(MALLORY)).is_some());
    join(&mut world, BOB, invitation);
    assert!(digits(&world.updates(BOB)).is_some());
}

#[test]
fn an_invitation_expires_after_ten_minutes() {
    let mut world = world(&["Alice", "Bob"]);
    let (ours, invitation) = invite(&mut world, ALICE);
    world.run_for(Span::minutes(10));
    let expired = Update::PairingFailed { pairing: ours, reason: PairingFailure::Expired };
    assert!(world.updates(ALICE).contains(&expired));
    assert_eq!(world.services_of(ALICE), 1);
    join(&mut world, BOB, invitation);
    assert!(failure(&world.updates(BOB)).is_some());
}

#[test]
fn an_invitation_is_too_old_even_before_its_phone_has_noticed() {
    let mut world = world(&["Alice", "Bob"]);
    let (_, invitation) = invite(&mut world, BOB);
    world.now += Span::minutes(10);
    // Alice's dial reaches Bob's phone before its own alarm does.
    join(&mut world, ALICE, invitation);
    assert_eq!(digits(&world.updates(ALICE)), None);
    assert_eq!(failure(&world.updates(BOB)), Some(PairingFailure::Expired));
}

#[test]
fn users_who_do_not_answer_in_five_minutes_are_not_paired() {
    let mut world = world(&["Alice", "Bob"]);
    let (_, theirs) = meet(&mut world);
    world.updates(ALICE);
    world.run_for(Span::minutes(6));
    assert!(failure(&world.updates(ALICE)).is_some());
    let late = Command::ConfirmPairing { pairing: theirs, matches: true };
    assert!(world.command(BOB, late).is_err());
    assert_eq!(world.open_links(), 0);
}

#[test]
fn a_cancelled_invitation_and_the_own_one_are_refused() {
    let mut world = world(&["Alice", "Bob"]);
    let (ours, invitation) = invite(&mut world, ALICE);
    let own = Command::Join { invitation: invitation.clone() };
    assert_eq!(world.command(ALICE, own).unwrap_err(), CommandError::OwnInvitation);
    let early = Command::ConfirmPairing { pairing: ours, matches: true };
    let nothing = CommandError::NothingToCompare { number: ours };
    assert_eq!(world.command(ALICE, early).unwrap_err(), nothing);
    world.command(ALICE, Command::CancelPairing { pairing: ours }).unwrap();
    assert_eq!(failure(&world.updates(ALICE)), Some(PairingFailure::Cancelled));
    join(&mut world, BOB, invitation);
    assert!(failure(&world.updates(BOB)).is_some());
    for _ in 0..8 {
        invite(&mut world, ALICE);
    }
    let full = CommandError::TooManyInvitations { limit: 8 };
    assert_eq!(world.command(ALICE, Command::Invite).unwrap_err(), full);
}

#[test]
fn a_contact_cannot_be_paired_again() {
    let mut world = world(&["Alice", "Bob"]);
    let (ours, theirs) = meet(&mut world);
    confirm(&mut world, ALICE, ours, true);
    confirm(&mut world, BOB, theirs, true);
    world.updates(BOB);
    meet(&mut world);
    assert_eq!(failure(&world.updates(BOB)), Some(PairingFailure::AlreadyContact));
    assert_eq!(contacts(&world, ALICE), ["Bob"]);
}

#[test]
fn a_confirmation_that_was_lost_on_its_way_resolves_to_no_contact() {
    let mut world = world(&["Alice", "Bob"]);
    let (ours, _) = meet(&mut world);
    world.cut_frame(ALICE, 0);
    confirm(&mut world, ALICE, ours, true);
    let updates = world.updates(ALICE);
    assert!(updates.contains(&Update::PairingInDoubt { pairing: ours, contact: 0 }));
    assert!(contacts(&world, ALICE).is_empty());
    world.run_for(Span::hours(4));
    assert!(world.updates(ALICE).contains(&Update::ContactRefused { contact: 0 }));
    assert!(!world.phones[ALICE].disk.snapshot().contains_key(&RecordKey::Contact(0)));
    assert!(contacts(&world, BOB).is_empty());
}

#[test]
fn a_confirmation_whose_answer_was_lost_resolves_by_a_sync() {
    let mut world = world(&["Alice", "Bob"]);
    let (ours, theirs) = meet(&mut world);
    confirm(&mut world, ALICE, ours, true);
    world.updates(ALICE);
    world.cut_frame(BOB, 0);
    confirm(&mut world, BOB, theirs, true);
    world.run_for(Span::minutes(1));
    let updates = world.updates(ALICE);
    assert!(updates.contains(&Update::PairingInDoubt { pairing: ours, contact: 0 }));
    assert!(updates.contains(&Update::ContactConfirmed { contact: 0 }));
    assert_eq!(contacts(&world, ALICE), ["Bob"]);
    assert_eq!(contacts(&world, BOB), ["Alice"]);
}

#[test]
fn a_stranger_is_not_admitted_as_a_contact_in_doubt() {
    let mut world = world(&["Alice", "Bob", "Mallory"]);
    let (ours, _) = meet(&mut world);
    confirm(&mut world, ALICE, ours, true);
    let alice = card(&mut world, ALICE);
    world.command(MALLORY, Command::AddContact { card: alice, share_status: false }).unwrap();
    world.run_for(Span::MINUTE);
    assert!(contacts(&world, ALICE).is_empty());
    let stranger = IdentitySecret::from_seed(Zeroizing::new([1; 32])).public();
    assert!(world.node(ALICE).contacts().all(|(_, c)| c.card.identity != stranger));
}

/// Whoever lost power, and when: afterwards either both hold each other or neither does,
/// and who was told that they are paired is.
fn pair_with_power_cut(victim: usize, commits: u64, cut: PowerCut, first: usize) -> u32 {
    let context = format!("victim {victim}, {cut:?} commit {commits}, {first} confirms first");
    let mut world = world(&["Alice", "Bob"]);
    world.cut_power(victim, commits, cut);
    let (ours, theirs) = meet(&mut world);
    for who in [first, 1 - first] {
        let pairing = if who == ALICE { ours } else { theirs };
        let word = world.try_command(who, Command::ConfirmPairing { pairing, matches: true });
        assert!(!matches!(word, Err(Failure::Store(_))) || who == victim, "{context}");
        world.settle();
    }
    let paired = |update: &Update| matches!(update, Update::Paired { .. });
    let told = [ALICE, BOB].map(|who| world.updates(who).iter().any(paired));
    world.run_for(Span::days(4));
    let held = [contacts(&world, ALICE).len(), contacts(&world, BOB).len()];
    assert_eq!(held[0], held[1], "{context}");
    assert!(!told.contains(&true) || held == [1, 1], "{context}");
    world.crashes
}

#[test]
fn power_cuts_at_any_commit_never_leave_one_side_alone() {
    let mut crashes = 0;
    for (victim, first) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        for commits in 0..8 {
            crashes += pair_with_power_cut(victim, commits, PowerCut::Before, first);
            crashes += pair_with_power_cut(victim, commits, PowerCut::After, first);
        }
    }
    assert!(crashes > 40, "only {crashes}");
}
