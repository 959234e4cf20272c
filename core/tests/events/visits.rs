//! What a visit does to the organizer's phone.

use super::*;

#[test]
fn a_visit_that_brings_no_report_leaves_no_trace() {
    for policy in [Policy::whitepaper(), Policy::graded()] {
        let mut world = barbecue(policy.clone(), &["Host"]);
        let mut alice = Puppet::checked_in(&mut world, 1);
        let bob = Puppet::checked_in(&mut world, 2);
        alice.tell(&mut world, POSITIVE, false);
        for _epoch in 0..4 {
            let event = |world: &World| {
                let event = world.node(HOST).hosted_event(0).unwrap();
                (event.version(), event.settles_at(world.now, &policy))
            };
            let disk = &world.phones[HOST].disk;
            let (before, commits) = (event(&world), disk.commits());
            for puppet in [&alice, &bob] {
                puppet.visit(&mut world, None);
            }
            assert_eq!((event(&world), world.phones[HOST].disk.commits()), (before, commits));
            world.run_for(Span::hours(6));
        }
    }
}

#[test]
fn the_version_grows_with_all_that_an_answer_shows() {
    let mut world = barbecue(Policy::whitepaper(), &["Host"]);
    let mut versions = Vec::new();
    let mut note = |world: &World| {
        versions.push(world.node(HOST).hosted_event(0).unwrap().version());
    };
    note(&world);
    let mut alice = Puppet::checked_in(&mut world, 1);
    note(&world);
    alice.tell(&mut world, POSITIVE, false);
    note(&world);
    // Only what she is told of her own report changes: its number, then its standing.
    alice.tell(&mut world, POSITIVE, false);
    note(&world);
    let confirm = Command::Decide { event: 0, slot: 0, decision: Decision::Confirm };
    world.command(HOST, confirm.clone()).unwrap();
    note(&world);
    report(&mut world, HOST, InfectionStatus::Suspected);
    note(&world);
    world.command(HOST, Command::CloseEvent { event: 0 }).unwrap();
    note(&world);
    assert!(versions.is_sorted_by(|before, after| before < after), "{versions:?}");
    let last = *versions.last().unwrap();
    world.command(HOST, confirm).unwrap();
    alice.visit(&mut world, None);
    assert_eq!(world.node(HOST).hosted_event(0).unwrap().version(), last, "nothing new");
}
