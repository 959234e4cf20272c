//! Worlds that were put away and taken up again go on as if they had not been.

use super::random_world::{RandomWorld, random_world};
use super::{CALM, END, FIRST_CHECK, SECOND_CHECK, THIRD_CHECK, after, config};
use corona_core::time::{Span, Timestamp};
use corona_simulator::world::{Polls, Stores, World, WorldSetup};
use corona_transport_sim::agenda::QueueKind;
use corona_transport_sim::{PutPieces, TakePieces};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::VecDeque;
use std::sync::Arc;

/// A state in memory.
#[derive(Default, PartialEq)]
struct Pieces(VecDeque<Vec<u8>>);

impl PutPieces for Pieces {
    type Error = String;
    fn put<T: Serialize + ?Sized>(&mut self, piece: &T) -> Result<(), String> {
        self.0.push_back(postcard::to_allocvec(piece).map_err(|error| error.to_string())?);
        Ok(())
    }
}

impl TakePieces for Pieces {
    type Error = String;
    fn take<T: DeserializeOwned>(&mut self) -> Result<T, String> {
        let piece = self.0.pop_front().ok_or("there are no more pieces")?;
        match postcard::take_from_bytes(&piece) {
            Ok((piece, [])) => Ok(piece),
            Ok((_, rest)) => Err(format!("{} bytes of a piece are left", rest.len())),
            Err(error) => Err(error.to_string()),
        }
    }
    fn contradiction(&self, problem: &str) -> String {
        problem.to_owned()
    }
}

fn frozen(world: &World) -> Pieces {
    let mut pieces = Pieces::default();
    world.freeze(&mut pieces).expect("memory takes everything");
    pieces
}

fn thawed(setup: &Arc<WorldSetup>, mut pieces: Pieces) -> Result<World, TestCaseError> {
    let world = World::thaw(setup.clone(), &mut pieces).map_err(TestCaseError::fail)?;
    prop_assert!(pieces.0.is_empty(), "{} pieces are left", pieces.0.len());
    Ok(world)
}

/// Lives until a time, and is put away and taken up at every time that comes before.
fn live(world: &mut World, until: Timestamp, breaks: &[Timestamp]) -> Result<(), TestCaseError> {
    let setup = Arc::new(world.setup().clone());
    let ahead = world.now()..until;
    for at in breaks.iter().filter(|at| ahead.contains(at)).copied() {
        world.run_until(at);
        let pieces = frozen(world);
        *world = thawed(&setup, pieces)?;
        prop_assert!(frozen(world) == frozen(&thawed(&setup, frozen(world))?), "at {at}");
    }
    world.run_until(until);
    Ok(())
}

fn hold(setup: &Arc<WorldSetup>, breaks: &[Timestamp]) -> Result<(), TestCaseError> {
    let (mut whole, mut broken) = (World::new(setup.clone()), World::new(setup.clone()));
    for until in [CALM, FIRST_CHECK, SECOND_CHECK, THIRD_CHECK, END] {
        whole.run_until(after(until));
        live(&mut broken, after(until), breaks)?;
        prop_assert_eq!(whole.record(), broken.record(), "after {}", until);
        for (person, (one, other)) in whole.phones().iter().zip(broken.phones()).enumerate() {
            prop_assert!(one.records() == other.records(), "store of person {} differs", person);
        }
        let (one, other) = (frozen(&whole).0, frozen(&broken).0);
        for (n, (one, other)) in one.iter().zip(&other).enumerate() {
            prop_assert!(one == other, "piece {n} of the states differs after {until}");
        }
        prop_assert_eq!(one.len(), other.len());
        if until == CALM {
            whole.calm_down();
            broken.calm_down();
        }
    }
    Ok(())
}

/// Computed in one of the ways there are; without stores only where no phone crashes.
fn setup(plan: &RandomWorld, polls: Polls, queue: QueueKind, keeps: bool) -> Arc<WorldSetup> {
    let setup = (*plan.setup()).clone();
    let crashes_per_day = if keeps { setup.crashes_per_day } else { 0.0 };
    let stores = if keeps { Stores::Kept } else { Stores::Derived };
    Arc::new(WorldSetup { polls, queue, stores, crashes_per_day, ..setup })
}

/// Most while much happens: minutes after the beginning.
fn breaks() -> impl Strategy<Value = Vec<Timestamp>> {
    let minute = prop_oneof![4 => 0..9 * 24 * 60_i64, 2 => 16 * 24 * 60..26 * 24 * 60_i64, 1 => 0..80 * 24 * 60_i64];
    vec(minute, 1..25).prop_map(|mut minutes| {
        minutes.sort_unstable();
        minutes.into_iter().map(|minute| after(Span::minutes(minute))).collect()
    })
}

/// A quarter of the worlds that others are held to: each is lived twice, and more.
fn fewer() -> Config {
    let asked = config();
    Config { cases: asked.cases.div_ceil(4), ..asked }
}

proptest! {
    #![proptest_config(fewer())]

    #[test]
    fn a_world_put_away_and_taken_up_goes_on_as_if_it_had_not_been(
        plan in random_world(),
        breaks in breaks(),
        telling in any::<bool>(),
        heap in any::<bool>(),
        keeps in prop::bool::weighted(0.8),
    ) {
        let polls = if telling { Polls::Telling } else { Polls::Every };
        let queue = if heap { QueueKind::Heap } else { QueueKind::Ladder };
        hold(&setup(&plan, polls, queue, keeps), &breaks)?;
    }
}

#[test]
fn a_world_of_other_people_is_not_taken_up() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let plan = random_world().new_tree(&mut runner).expect("there are plans").current();
    let more = RandomWorld { people: plan.people + 1, ..plan.clone() };
    let mut pieces = frozen(&World::new(plan.setup()));
    let refused = World::<corona_core::identity::Ed25519>::thaw(more.setup(), &mut pieces);
    let refusal = refused.err().expect("it has one person more");
    assert_eq!(refusal, "the network has another number of phones");
}
