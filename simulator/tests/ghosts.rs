//! No ghosts: two people at the same two events keep telling each other what a third told
//! both, and still forget it soon after it was taken back (protocol §5).

use corona_core::cascade::StatisticsRule;
use corona_core::status::InfectionStatus::{HighRisk, Unknown};
use corona_core::time::{Span, Timestamp};
use corona_simulator::population::Population;
use corona_simulator::scenario::Scenario;
use corona_simulator::world::{Phone, World, WorldSetup};
use std::path::Path;
use std::sync::Arc;

const SEEDS: std::ops::RangeInclusive<u32> = 1..=20;
const SOURCE: &str = "Sam";
/// How often is looked at everybody: changes take at least a dial of some seconds.
const LOOK: Span = Span::minutes(5);
/// A dial and a retry of a report that wasn't acknowledged.
const PUSH: Span = Span::minutes(35);

/// Sam is at one of two simultaneous events, Ann and Ben are at both and host one each.
const CIRCLE: &str = r#"
[population]
kind = "script"
people = ["Ann", "Ben", "Sam"]
[[population.event]]
name = "Dinner"
start = "2020-03-02 18:00"
end = "2020-03-02 23:00"
attendees = ["Ann", "Ben", "Sam"]
[[population.event]]
name = "Game"
start = "2020-03-02 18:00"
end = "2020-03-02 23:00"
attendees = ["Ben", "Ann"]
"#;

/// Each event passes the warning on to one more person.
const CHAIN: &str = r#"
[population]
kind = "script"
people = ["Ann", "Ben", "Cleo", "Sam"]
[[population.event]]
name = "Dinner"
start = "2020-03-02 18:00"
end = "2020-03-02 23:00"
attendees = ["Ann", "Sam"]
[[population.event]]
name = "Game"
start = "2020-03-03 08:00"
end = "2020-03-03 10:00"
attendees = ["Ben", "Ann"]
[[population.event]]
name = "Walk"
start = "2020-03-03 14:00"
end = "2020-03-03 16:00"
attendees = ["Cleo", "Ben"]
"#;

const WHITEPAPER: &str = "preset = \"whitepaper\"";
/// Without latency, so that simultaneous events reach each other.
const GRADED: &str = "preset = \"graded\"\nlatent = \"0 days\"";

/// Told by Sam on March 4 at noon,
const TOLD: Span = Span::hours(3 * 24 + 12);
/// and taken back a day later.
const TAKEN_BACK: Span = Span::hours(4 * 24 + 12);
const NEGATIVE_TEST: &str = r#"
[[population.report]]
person = "Sam"
at = "2020-03-04 12:00"
status = "suspected"
[[population.report]]
person = "Sam"
at = "2020-03-05 12:00"
status = "negative"
"#;
const REJECTION: &str = r#"
[[population.report]]
person = "Sam"
at = "2020-03-04 12:00"
status = "positive"
[[population.decision]]
event = "Dinner"
person = "Sam"
at = "2020-03-05 12:00"
verdict = "reject"
"#;
const CORRECTION: &str = r#"
[[population.report]]
person = "Sam"
at = "2020-03-04 12:00"
status = "positive"
[[population.correction]]
person = "Sam"
at = "2020-03-05 12:00"
"#;

fn world(people: &str, retraction: &str, policy: &str, seed: u32) -> World {
    let text = format!(
        "name = \"ghosts\"\nabout = \"A warning that is taken back\"\nstart = \"2020-03-01\"\n\
         duration = \"14 days\"\nseed = {seed}\n{people}{retraction}\n[policy]\n{policy}\n\
         [network]\ndial_failure = \"0 %\"\nlink_break = \"0 %\"\nstall = \"0 %\"\n"
    );
    let scenario = Scenario::load(Path::new("ghosts.toml"), &text, &[]).unwrap();
    let (population, script) = Population::build(&scenario, None).unwrap();
    World::new(Arc::new(WorldSetup::new(&scenario, Arc::new(population), Arc::new(script))))
}

/// Everybody but the source.
fn others(world: &World) -> Vec<&Phone> {
    let people = world.setup().population.people.iter().zip(world.phones());
    people.filter(|(person, _)| person.name != SOURCE.into()).map(|(_, phone)| phone).collect()
}

fn hops(world: &World) -> Vec<Option<u8>> {
    let hop = |phone: &&Phone| phone.node().unwrap().signal().map(|signal| signal.hop);
    others(world).iter().map(hop).collect()
}

/// As many rounds of poll and push as the policy allows hops, and one for the retraction.
fn bound(world: &World) -> Span {
    let rules = &world.setup().rules;
    let wait = match rules.policy.statistics {
        StatisticsRule::Exact => Span::ZERO,
        StatisticsRule::Coarse { epoch } => epoch,
    };
    let round = rules.polls.max + wait + PUSH;
    Span(round.as_millis() * (i64::from(rules.policy.max_hops()) + 1))
}

/// Lives until `until`; the furthest hop that anybody but the source felt meanwhile.
fn furthest_hop(world: &mut World, until: Timestamp) -> u8 {
    let (mut furthest, limit) = (0, world.setup().rules.policy.max_hops());
    while world.now() < until {
        let next = (world.now() + LOOK).min(until);
        world.run_until(next);
        furthest = hops(world).into_iter().flatten().fold(furthest, u8::max);
        assert!(furthest <= limit, "a warning travelled {furthest} events, at most {limit}");
    }
    furthest
}

/// Before the retraction each of the others feels what `expected` says; by the bound after
/// it nobody feels anything. Returns the furthest hop that was felt in between.
fn forgets(mut world: World, expected: &[Option<u8>], case: &str) -> u8 {
    let taken_back = world.setup().start + TAKEN_BACK;
    furthest_hop(&mut world, taken_back - Span::SECOND);
    assert_eq!(hops(&world), expected, "{case}: before the retraction");
    let until = taken_back + bound(&world);
    let furthest = furthest_hop(&mut world, until);
    assert_eq!(hops(&world), vec![None; expected.len()], "{case}: after the retraction");
    for phone in others(&world) {
        assert_eq!(phone.node().unwrap().status(), Unknown, "{case}");
    }
    furthest
}

fn everybody_forgets(people: &str, policy: &str, expected: &[Option<u8>]) {
    let ways = [("test", NEGATIVE_TEST), ("rejection", REJECTION), ("correction", CORRECTION)];
    for (way, retraction) in ways {
        for seed in SEEDS {
            let world = world(people, retraction, policy, seed);
            forgets(world, expected, &format!("{way}, seed {seed}"));
        }
    }
}

#[test]
fn two_people_at_two_events_forget_whoever_takes_it_back() {
    everybody_forgets(CIRCLE, WHITEPAPER, &[Some(1), Some(1)]);
}

#[test]
fn two_people_forget_under_graded_too() {
    everybody_forgets(CIRCLE, GRADED, &[Some(1), Some(1)]);
}

#[test]
fn a_false_alarm_is_forgotten_down_the_chain() {
    everybody_forgets(CHAIN, WHITEPAPER, &[Some(1), Some(2), Some(3)]);
    everybody_forgets(CHAIN, GRADED, &[Some(1), None, None]);
}

/// Without loss per event the two would go on for ever: what each hears after the retraction
/// is what the other still relays, one event further each time.
#[test]
fn in_between_the_ghost_walks_and_only_loss_ends_it() {
    for seed in SEEDS {
        let world = world(CIRCLE, NEGATIVE_TEST, WHITEPAPER, seed);
        let limit = world.setup().rules.policy.max_hops();
        let furthest = forgets(world, &[Some(1), Some(1)], &format!("seed {seed}"));
        assert_eq!(furthest, limit, "seed {seed}");
    }
}

#[test]
fn what_is_told_and_taken_back_reaches_the_organizer_before_any_poll() {
    for policy in [WHITEPAPER, GRADED] {
        for seed in SEEDS {
            let mut world = world(CHAIN, NEGATIVE_TEST, policy, seed);
            for (moment, hop) in [(TOLD, Some(1)), (TAKEN_BACK, None)] {
                let at = world.setup().start + moment;
                world.run_until(at + Span::minutes(10));
                assert_eq!(hops(&world)[0], hop, "seed {seed}");
            }
        }
    }
}

#[test]
fn a_suspicion_makes_high_risk_under_whitepaper_and_caution_under_graded() {
    for (policy, status) in [(WHITEPAPER, HighRisk), (GRADED, Unknown)] {
        let mut world = world(CIRCLE, NEGATIVE_TEST, policy, 1);
        world.run_until(world.setup().start + TAKEN_BACK - Span::SECOND);
        for phone in others(&world) {
            assert_eq!(phone.node().unwrap().status(), status);
        }
    }
}
