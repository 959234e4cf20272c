use crate::given::{TOWN, load};
use corona_core::time::{Span, Timestamp};
use corona_simulator::population::{Gathering, Name, Numbered, Population, TieKind};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn town(sets: &[(&str, &str)]) -> Population {
    Population::build(&load(TOWN, sets).unwrap(), None).unwrap().0
}

fn present(
    population: &Population,
    gathering: &Gathering,
) -> impl Iterator<Item = (u32, Timestamp)> {
    let guests = population.guests(gathering).iter().map(|guest| (guest.person, guest.arrives));
    guests.chain([(gathering.organizer, gathering.start)])
}

fn is_of(gathering: &Gathering, kind: Numbered) -> bool {
    matches!(gathering.name, Name::Numbered(of, _) if of == kind)
}

/// What holds in every population.
fn check(population: &Population) {
    let mut free_from = vec![Timestamp(i64::MIN); population.people.len()];
    let mut last = Timestamp(i64::MIN);
    for gathering in &population.gatherings {
        assert!(gathering.start >= last, "sorted by start");
        last = gathering.start;
        assert!(gathering.start < gathering.end);
        let has_phone = |person: u32| population.people[person as usize].has_phone;
        assert_eq!(gathering.hosted, has_phone(gathering.organizer));
        for (person, arrives) in present(population, gathering) {
            assert!((gathering.start..gathering.end).contains(&arrives));
            let free = &mut free_from[person as usize];
            assert!(*free <= gathering.start, "p{person} is at two places at once");
            *free = gathering.end;
            assert!(gathering.hosted || !has_phone(person), "somebody could have hosted");
        }
        for guest in population.guests(gathering).iter() {
            assert!(!guest.checks_in || (gathering.hosted && has_phone(guest.person)));
        }
    }
    assert!(population.ties.windows(2).all(|ties| (ties[0].a, ties[0].b) < (ties[1].a, ties[1].b)));
    assert!(population.ties.iter().all(|tie| tie.a < tie.b));
}

#[test]
fn people_meet_as_often_as_the_budget_says() {
    let population = town(&[("duration", "60 days")]);
    check(&population);
    assert_eq!(population.people.len(), 10_000);
    let attendances: usize = population.gatherings.iter().map(|g| g.size()).sum();
    let per_week = attendances as f64 / 10_000.0 / (60.0 / 7.0);
    assert!((2.0..2.5).contains(&per_week), "{per_week} gatherings per person and week");
    let count = |kind| population.gatherings.iter().filter(|g| is_of(g, kind)).count();
    assert!(count(Numbered::Team) > 5_000);
    assert!(count(Numbered::Circle) > 5_000 && count(Numbered::Leisure) > 5_000);
}

#[test]
fn most_gatherings_are_small_and_a_few_are_large() {
    let population = town(&[]);
    let mut sizes: Vec<usize> = population.gatherings.iter().map(|g| g.size()).collect();
    sizes.sort_unstable();
    let median = sizes[sizes.len() / 2];
    let largest = sizes[sizes.len() - 1];
    assert!((3..=8).contains(&median), "median {median}");
    assert!((100..=300).contains(&largest), "largest {largest}");
}

#[test]
fn friends_of_friends_are_often_friends_and_degrees_differ() {
    let population = town(&[]);
    let mut friends = vec![BTreeSet::new(); population.people.len()];
    for tie in population.ties.iter().filter(|tie| tie.kind == TieKind::Friend) {
        friends[tie.a as usize].insert(tie.b);
        friends[tie.b as usize].insert(tie.a);
    }
    let (mut closed, mut pairs) = (0_u64, 0_u64);
    for mine in &friends {
        for one in mine {
            for other in mine.range(one + 1..) {
                pairs += 1;
                closed += u64::from(friends[*one as usize].contains(other));
            }
        }
    }
    let clustering = closed as f64 / pairs as f64;
    // A random network of this size and degree would have 0.001.
    assert!(clustering > 0.3, "{clustering}");
    let mean = friends.iter().map(|mine| mine.len() as f64).sum::<f64>() / friends.len() as f64;
    assert!((7.0..18.0).contains(&mean), "{mean} friends");
    let household = population.ties.iter().filter(|tie| tie.kind == TieKind::Household).count();
    assert!(household > 5_000, "{household} household ties");
}

#[test]
fn the_same_seed_gives_the_same_town_and_another_seed_another() {
    let small = [("population.people", "300"), ("seed", "5")];
    assert_eq!(town(&small), town(&small));
    assert_ne!(town(&small), town(&[("population.people", "300"), ("seed", "6")]));
}

#[test]
fn adoption_and_check_in_leave_everybody_s_plans_alone() {
    let some = [
        ("population.people", "2000"),
        ("phones.adoption", "60 %"),
        ("behaviour.check_in", "80 %"),
    ];
    let more = [
        ("population.people", "2000"),
        ("phones.adoption", "70 %"),
        ("behaviour.check_in", "80 %"),
    ];
    let (some, more) = (town(&some), town(&more));
    check(&some);
    assert_eq!(some.gatherings.len(), more.gatherings.len());
    let mut checks = (0, 0);
    for (fewer, gathering) in some.gatherings.iter().zip(&more.gatherings) {
        let people = |population: &Population, gathering: &Gathering| {
            present(population, gathering).map(|(person, _)| person).collect::<BTreeSet<_>>()
        };
        assert_eq!(people(&some, fewer), people(&more, gathering));
        for guest in some
            .guests(fewer)
            .iter()
            .filter(|guest| fewer.hosted && some.people[guest.person as usize].has_phone)
        {
            checks.0 += u32::from(guest.checks_in);
            checks.1 += 1;
        }
    }
    // Whoever has the app at 60 % has it at 70 %, too.
    let adopted = some.people.iter().zip(&more.people);
    assert!(adopted.clone().all(|(some, more)| more.has_phone || !some.has_phone));
    let share = some.people.iter().filter(|person| person.has_phone).count() as f64 / 2_000.0;
    assert!((share - 0.6).abs() < 0.05, "{share}");
    assert!((f64::from(checks.0) / f64::from(checks.1) - 0.8).abs() < 0.02, "{checks:?}");
}

#[test]
fn teams_meet_on_workdays_at_their_hour() {
    let population = town(&[
        ("population.people", "500"),
        ("population.turn_out", "100 %"),
        ("population.leisure", "0 per week"),
        ("population.circles", "0"),
    ]);
    let of_team =
        population.gatherings.iter().filter(|gathering| gathering.name.to_string() == "team 0");
    let starts: Vec<Timestamp> = of_team.map(|gathering| gathering.start).collect();
    assert!(starts.len() >= 2, "{starts:?}");
    assert!(starts.windows(2).all(|pair| pair[1] - pair[0] == Span::days(7)), "{starts:?}");
    assert!(population.gatherings.iter().all(|gathering| is_of(gathering, Numbered::Team)));
}

#[test]
fn a_town_may_lie_in_the_past() {
    let population = town(&[("population.people", "300"), ("start", "1918-09-02")]);
    check(&population);
    assert!(population.gatherings.iter().any(|gathering| is_of(gathering, Numbered::Team)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_town_is_sound(
        people in 2_u32..200,
        seed in 0_u32..1_000,
        days in 1_u32..30,
        circles in 0_u32..4,
        exponent in 1.0..5.0_f64,
        adoption in 0_u32..=100,
        hour in 0_u32..24,
    ) {
        check(&town(&[
            ("population.people", &people.to_string()),
            ("population.leisure_min", "2"),
            ("population.circles", &circles.to_string()),
            ("population.leisure_exponent", &format!("{exponent:?}")),
            ("phones.adoption", &format!("{adoption} %")),
            ("duration", &format!("{days} days")),
            ("start", &format!("2020-03-01 {hour:02}:00")),
            ("seed", &seed.to_string()),
        ]));
    }
}

#[test]
fn guests_check_in_as_often_as_is_said_of_the_kind_of_gathering() {
    let population = town(&[
        ("population.people", "2000"),
        ("behaviour.check_in", "50 %"),
        ("behaviour.check_in_team", "90 %"),
        ("behaviour.check_in_leisure", "0 %"),
    ]);
    let share = |kind: Numbered| {
        let of_kind = population.gatherings.iter().filter(
            |gathering| matches!(gathering.name, Name::Numbered(found, _) if found == kind),
        );
        let guests: Vec<bool> = of_kind
            .flat_map(|gathering| population.guests(gathering).iter())
            .map(|guest| guest.checks_in)
            .collect();
        guests.iter().filter(|checks_in| **checks_in).count() as f64 / guests.len() as f64
    };
    // Four standard errors of some thousand guests.
    assert!((share(Numbered::Team) - 0.9).abs() < 0.02, "{}", share(Numbered::Team));
    assert!((share(Numbered::Circle) - 0.5).abs() < 0.04, "{}", share(Numbered::Circle));
    assert_eq!(share(Numbered::Leisure), 0.0);
}

#[test]
fn an_organizer_without_the_app_hosts_nothing_unless_somebody_takes_over() {
    let hosted = |take_over: &str| {
        let population = town(&[
            ("population.people", "2000"),
            ("phones.adoption", "40 %"),
            ("behaviour.take_over", take_over),
        ]);
        let gatherings: Vec<(u32, bool)> = (population.gatherings.iter())
            .map(|gathering| (gathering.organizer, gathering.hosted))
            .collect();
        let has_app = |person: u32| population.people[person as usize].has_phone;
        assert!(gatherings.iter().all(|(host, hosted)| !hosted || has_app(*host)));
        gatherings.iter().filter(|(_, hosted)| *hosted).count() as f64 / gatherings.len() as f64
    };
    let (never, half, always) = (hosted("0 %"), hosted("50 %"), hosted("100 %"));
    assert!((never - 0.4).abs() < 0.04, "{never}");
    assert!(always > 0.75, "{always}");
    assert!((half - (never + always) / 2.0).abs() < 0.04, "{never} {half} {always}");
}
