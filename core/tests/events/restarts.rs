//! What a phone that loses power in the worst moment still knows.

use super::support::disk::PowerCut;
use super::*;

fn is_joined(world: &World, who: usize) -> bool {
    let participation = world.node(who).participation(0);
    participation.is_some_and(|known| known.joined().is_some())
}

#[test]
fn a_check_in_whose_answer_died_with_the_phone_is_asked_about() {
    let mut world = world(Policy::whitepaper(), &["Host", "Alice"]);
    let event = host(&mut world, HOST);
    let code = show_code(&mut world, HOST, event);
    // The first commit stores the doubt, the second would store the answer.
    world.cut_power(ALICE, 1, PowerCut::Before);
    world.try_command(ALICE, Command::CheckIn { code }).unwrap();
    world.settle();
    assert_eq!((guests(&world), is_joined(&world, ALICE)), (1, false));
    world.run_for(Span::MINUTE);
    assert!(is_joined(&world, ALICE));
}

#[test]
fn a_check_in_that_never_left_the_phone_comes_to_nothing() {
    let mut world = world(Policy::whitepaper(), &["Host", "Alice"]);
    let event = host(&mut world, HOST);
    let code = show_code(&mut world, HOST, event);
    world.cut_power(ALICE, 0, PowerCut::After);
    world.try_command(ALICE, Command::CheckIn { code }).unwrap();
    world.settle();
    assert_eq!((guests(&world), world.node(ALICE).participations().count()), (0, 1));
    world.run_for(Span::MINUTE);
    assert_eq!(world.node(ALICE).participations().count(), 0);
}

#[test]
fn a_restarted_organizer_publishes_no_second_time_in_an_epoch() {
    let mut world = barbecue(Policy::graded(), &["Host"]);
    let mut alice = Puppet::checked_in(&mut world, 1);
    let bob = Puppet::checked_in(&mut world, 2);
    world.run_for(Span::hours(12));
    bob.visit_frame(&mut world, None);
    world.run_for(Span::hours(6));
    let before = bob.visit_frame(&mut world, None);
    alice.tell(&mut world, POSITIVE, false);
    world.crash(HOST);
    world.settle();
    assert_eq!(bob.visit_frame(&mut world, None), before);
    world.run_for(Span::hours(6));
    assert_ne!(bob.visit_frame(&mut world, None), before);
}

#[test]
fn a_correction_that_crosses_a_confirmation_is_told_to_be_overruled() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice"]);
    let positive = Command::ReportInfection {
        status: InfectionStatus::Positive,
        infectious_from: None,
        note: String::new(),
    };
    world.command(ALICE, positive).unwrap();
    let confirm = Command::Decide { event: 0, slot: 0, decision: Decision::Confirm };
    world.command(HOST, confirm).unwrap();
    world.command(ALICE, Command::Correct).unwrap();
    let overruled = Update::ReportOverruled { event: 0, told: Told::Nothing };
    assert!(world.updates(ALICE).contains(&overruled));
    let held = world.node(HOST).hosted_event(0).unwrap().guest(0).unwrap().held.clone().unwrap();
    assert_eq!(
        (held.told.status(), held.standing),
        (InfectionStatus::Positive, Standing::Confirmed)
    );
}
