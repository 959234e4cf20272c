//! Worlds with polls left out are the worlds with every poll, seen from outside and inside.

use super::random_world::{RandomWorld, Trouble, random_world};
use super::{CALM, END, FIRST_CHECK, SECOND_CHECK, THIRD_CHECK, after, config};
use corona_core::time::Span;
use corona_simulator::results::RunRecord;
use corona_simulator::world::{Polls, World, WorldSetup};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestCaseError;
use std::sync::Arc;

/// What a world is held to: everything but the traffic, which the polls are.
fn outcome(world: &World) -> RunRecord {
    let mut record = world.record();
    (record.occurrences, record.elided_polls) = (0, 0);
    for day in &mut record.days {
        (day.dials, day.failed_dials, day.bytes, day.wake_ups) = (0, 0, 0, 0);
    }
    record
}

fn dials(world: &World) -> u64 {
    world.dials() + world.record().elided_polls
}

fn worlds(plan: &RandomWorld) -> [World; 2] {
    [Polls::Every, Polls::Telling].map(|polls| {
        let setup = WorldSetup { polls, ..(*plan.setup()).clone() };
        World::new(Arc::new(setup))
    })
}

fn equal(every: &World, telling: &World, when: Span) -> Result<(), TestCaseError> {
    let (all, few) = (outcome(every), outcome(telling));
    prop_assert_eq!(&all.status_changes, &few.status_changes, "statuses after {}", when);
    prop_assert_eq!(&all.warnings, &few.warnings, "warnings after {}", when);
    prop_assert_eq!(all, few, "after {}", when);
    for (person, (one, other)) in every.phones().iter().zip(telling.phones()).enumerate() {
        let (one, other) = (one.records(), other.records());
        prop_assert!(one == other, "the store of person {person} differs after {when}");
    }
    Ok(())
}

fn hold(plan: &RandomWorld) -> Result<(), TestCaseError> {
    let [mut every, mut telling] = worlds(plan);
    for until in [Span::days(5), CALM] {
        every.run_until(after(until));
        telling.run_until(after(until));
        equal(&every, &telling, until)?;
    }
    every.calm_down();
    telling.calm_down();
    for until in [FIRST_CHECK, SECOND_CHECK, THIRD_CHECK, END] {
        every.run_until(after(until));
        telling.run_until(after(until));
        equal(&every, &telling, until)?;
    }
    Ok(())
}

/// Every dial of the one world is begun or counted in the other.
fn count(plan: &RandomWorld) -> Result<(), TestCaseError> {
    let trouble = Trouble { crashes_per_day: 0.0, ..plan.trouble.clone() };
    let [mut every, mut telling] = worlds(&RandomWorld { trouble, ..plan.clone() });
    for until in [CALM, SECOND_CHECK] {
        every.run_until(after(until));
        telling.run_until(after(until));
        prop_assert_eq!(dials(&every), dials(&telling), "after {}", until);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn polls_left_out_change_nothing(plan in random_world()) {
        hold(&plan)?;
    }

    #[test]
    fn polls_left_out_are_counted(plan in random_world()) {
        count(&plan)?;
    }
}

#[test]
fn most_polls_are_left_out() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let plans = proptest::collection::vec(random_world(), 10);
    let plans = plans.new_tree(&mut runner).expect("there are plans").current();
    let (mut every, mut telling) = (0, 0);
    for plan in plans {
        let [mut all, mut few] = worlds(&plan);
        all.run_until(after(SECOND_CHECK));
        few.run_until(after(SECOND_CHECK));
        every += all.dials();
        telling += few.dials();
    }
    assert!(telling * 3 < every, "{telling} of {every} dials were simulated");
}
