//! The shipped city, at a hundredth of its size.

use crate::given::shipped;
use corona_core::time::{Span, Timestamp};
use corona_simulator::population::Population;
use corona_simulator::scenario::Scenario;

fn city(people: &str) -> (Scenario, Population) {
    let sets = [("population.people".to_owned(), people.to_owned())];
    let scenario = Scenario::read(&shipped("city.toml"), &sets).unwrap();
    let (population, _) = Population::build(&scenario, None).unwrap();
    (scenario, population)
}

/// Check-ins per person to events that are open or maintained then.
fn live_per_person(scenario: &Scenario, population: &Population, at: Timestamp) -> f64 {
    let maintain = scenario.event.maintain;
    let live = population.gatherings.iter().filter(|g| g.start <= at && g.end + maintain > at);
    let check_ins = live.flat_map(|g| population.guests(g).iter()).filter(|guest| guest.checks_in);
    check_ins.count() as f64 / population.people.len() as f64
}

#[test]
fn from_day_14_on_a_phone_in_the_city_holds_about_twenty_live_events() {
    let (scenario, population) = city("10000");
    assert!(population.people.iter().all(|person| person.has_phone));
    let live = |days| live_per_person(&scenario, &population, scenario.start + Span::days(days));
    assert!(live(7) < 0.6 * live(14), "it begins with none");
    for day in [15, 30, 45, 59] {
        assert!((18.5..21.5).contains(&live(day)), "{} live on day {day}", live(day));
    }
}

#[test]
fn most_gatherings_in_the_city_are_of_5_to_30_people() {
    let (_, population) = city("10000");
    let mut sizes: Vec<usize> = population.gatherings.iter().map(|g| g.size()).collect();
    sizes.sort_unstable();
    let quantile = |share: f64| sizes[(sizes.len() as f64 * share) as usize];
    assert!((6..=12).contains(&quantile(0.5)), "median {}", quantile(0.5));
    let between = sizes.iter().filter(|size| (5..=30).contains(*size)).count() as f64;
    assert!(between / sizes.len() as f64 > 0.7, "{between} of {}", sizes.len());
    assert!(sizes[sizes.len() - 1] > 200, "a tail");
}

#[test]
fn a_city_of_every_size_is_a_city() {
    for people in ["8", "100", "1234"] {
        let (scenario, population) = city(people);
        let live = live_per_person(&scenario, &population, scenario.start + Span::days(30));
        assert!(live > 5.0, "{live} live events in a city of {people}");
    }
}

#[test]
fn one_person_in_a_hundred_reports_in_the_city() {
    let (scenario, _) = city("8");
    let per_day = scenario.reports.suspected.per_day() + scenario.reports.positive.per_day();
    let share = 1.0 - (-per_day * scenario.duration.as_hours() / 24.0).exp();
    assert!((0.0095..0.0105).contains(&share), "{share}");
}
