use crate::given::{SCRIPT, build, load};
use corona_core::status::InfectionStatus;
use corona_core::time::Span;
use corona_simulator::population::{Gathering, Population, TieKind};
use corona_simulator::scenario::Verdict;

const DINNER: &str = "[[population.event]]\nname = \"Dinner\"\nstart = \"2020-03-02 18:00\"\n\
    end = \"2020-03-02 22:00\"\nattendees = [\"Alice\", \"Bob\"]\n";

#[test]
fn a_story_becomes_gatherings_and_actions_by_time() {
    let text = format!(
        "{SCRIPT}[[population.event]]\nname = \"Choir\"\nstart = \"2020-03-04 18:00\"\n\
         end = \"2020-03-04 20:00\"\nattendees = [\"Alice\", \"Claire\"]\norganizer = \"Bob\"\narrive_after = \"10 min\"\n{DINNER}\
         [[population.report]]\nperson = \"Bob\"\nat = \"2020-03-09\"\nstatus = \"negative\"\nsampled = \"2020-03-08\"\n\
         [[population.report]]\nperson = \"Bob\"\nat = \"2020-03-06\"\nstatus = \"suspected\"\n\
         [[population.decision]]\nevent = \"Dinner\"\nperson = \"Bob\"\nat = \"2020-03-07\"\nverdict = \"reject\"\n\
         [[population.correction]]\nperson = \"Alice\"\nat = \"2020-03-08\"\n\
         [[population.pairing]]\na = \"Claire\"\nb = \"Alice\"\nat = \"2020-03-03\"\n\
         [[phones.outage]]\nperson = \"Claire\"\nfrom = \"2020-03-05\"\nuntil = \"2020-03-06\"\n\
         [[phones.crash]]\nperson = \"Bob\"\nat = \"2020-03-05\"\n"
    );
    let (population, script) = build(&text, None).unwrap();
    let names: Vec<String> =
        population.people.iter().map(|person| person.name.to_string()).collect();
    assert_eq!(names, ["Alice", "Bob", "Claire"]);
    assert!(population.people.iter().all(|person| person.has_phone));
    let [dinner, choir] = &population.gatherings[..] else { panic!("two gatherings") };
    assert_eq!((&dinner.name, dinner.organizer, dinner.hosted), (&"Dinner".into(), 0, true));
    let guest = |event: &Gathering, n| population.guests(event).get(n).unwrap();
    assert_eq!(dinner.size(), 2);
    assert_eq!(guest(dinner, 0).arrives - dinner.start, Span::minutes(5));
    assert!(guest(dinner, 0).checks_in);
    assert_eq!((choir.organizer, choir.size()), (1, 3));
    assert_eq!(guest(choir, 1).arrives - choir.start, Span::minutes(10));

    let statuses: Vec<_> = script.reports.iter().map(|report| report.status).collect();
    assert_eq!(statuses, [InfectionStatus::Suspected, InfectionStatus::Negative]);
    assert!(script.reports[1].sampled.is_some() && script.reports[0].infectious_from.is_none());
    let decision = script.decisions[0];
    assert_eq!((decision.gathering, decision.person, decision.verdict), (0, 1, Verdict::Reject));
    assert_eq!(script.corrections[0].person, 0);
    assert_eq!((script.pairings[0].inviter, script.pairings[0].joiner), (2, 0));
    assert_eq!((population.ties[0].a, population.ties[0].b), (0, 2));
    assert_eq!(population.ties[0].kind, TieKind::Friend);
    assert_eq!((script.outages[0].person, script.crashes[0].person), (2, 1));
    assert_eq!(script.crashes[0].restart_after, Span::minutes(5));
}

#[test]
fn an_event_of_people_without_phones_is_not_hosted_and_another_takes_over_if_one_has() {
    let text = format!("{SCRIPT}{DINNER}[phones]\nadoption = \"50 %\"\n");
    let mut seen = [0; 4];
    for seed in 0..200 {
        let scenario = load(&text, &[("seed", &seed.to_string())]).unwrap();
        let (population, _) = Population::build(&scenario, None).unwrap();
        let has = |person: usize| population.people[person].has_phone;
        let dinner = &population.gatherings[0];
        let guest = population.guests(dinner).get(0).unwrap();
        match (has(0), has(1)) {
            (true, bob) => {
                assert_eq!((dinner.organizer, dinner.hosted, guest.checks_in), (0, true, bob))
            }
            (false, true) => {
                assert_eq!((dinner.organizer, dinner.hosted, guest.checks_in), (1, true, false))
            }
            (false, false) => {
                assert_eq!((dinner.organizer, dinner.hosted, guest.checks_in), (0, false, false))
            }
        }
        seen[usize::from(has(0)) + 2 * usize::from(has(1))] += 1;
    }
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}

#[test]
fn stories_that_cannot_happen_are_refused() {
    let report = |person: &str, at: &str, rest: &str| {
        format!(
            "{DINNER}[[population.report]]\nperson = \"{person}\"\nat = \"{at}\"\nstatus = \"positive\"\n{rest}"
        )
    };
    let decision = |event: &str, person: &str| {
        format!(
            "{DINNER}[[population.decision]]\nevent = \"{event}\"\nperson = \"{person}\"\nat = \"2020-03-07\"\nverdict = \"confirm\"\n"
        )
    };
    let cases: &[(String, &[&str])] = &[
        (
            DINNER.replace("22:00", "17:00"),
            &["x.toml:10:1: population.event[0].end = 2020-03-02 17:00", "before it starts"],
        ),
        (
            DINNER.replace("\"Bob\"", "\"Alice\""),
            &["population.event[0].attendees[1] = \"Alice\"", "twice at one event"],
        ),
        (
            DINNER.replace("\"Bob\"", "\"Bop\""),
            &["x.toml:11:23: population.event[0].attendees[1] = \"Bop\"", "did you mean \"Bob\"?"],
        ),
        (DINNER.replace("\"Bob\"", "\"Zoe\""), &["\"Zoe\"", "nobody has this name", "add them"]),
        (DINNER.replace("[\"Alice\", \"Bob\"]", "[]"), &["attendees = []", "at least one"]),
        (
            DINNER.replace("2020-03-02", "2020-04-02"),
            &["population.event[0].start = 2020-04-02 18:00", "outside the run"],
        ),
        (format!("{DINNER}arrive_after = \"5 h\"\n"), &["arrive_after = 5 h", "to \"4 h\""]),
        (
            format!("{DINNER}organizer = \"Bop\"\n"),
            &["population.event[0].organizer = \"Bop\"", "\"Bob\""],
        ),
        (format!("{DINNER}{DINNER}"), &["population.event[1].name = \"Dinner\"", "another event"]),
        (
            report("Bob", "2020-04-05", ""),
            &[
                "population.report[0].at = 2020-04-05 00:00",
                "outside the run, from 2020-03-01 00:00 to 2020-03-21",
            ],
        ),
        (
            report("Bobby", "2020-03-05", ""),
            &["population.report[0].person = \"Bobby\"", "did you mean \"Bob\"?"],
        ),
        (
            report("Bob", "2020-03-05", "infectious_from = \"2020-03-06\"\n"),
            &["infectious_from = 2020-03-06", "later than the report"],
        ),
        (
            report("Bob", "2020-03-05", "sampled = \"2020-03-06\"\n"),
            &["sampled = 2020-03-06", "later than the report"],
        ),
        (
            decision("Diner", "Bob"),
            &["population.decision[0].event = \"Diner\"", "did you mean \"Dinner\"?"],
        ),
        (
            decision("Dinner", "Claire"),
            &["population.decision[0].person = \"Claire\"", "no guest of \"Dinner\""],
        ),
        (decision("Dinner", "Alice"), &["population.decision[0].person = \"Alice\"", "no guest"]),
        (
            "[[population.pairing]]\na = \"Bob\"\nb = \"Bob\"\nat = \"2020-03-06\"\n".to_owned(),
            &["population.pairing[0].b", "themselves"],
        ),
        (
            "[[population.correction]]\nperson = \"Bo\"\nat = \"2020-03-06\"\n".to_owned(),
            &["population.correction[0].person", "\"Bob\""],
        ),
        (
            "[[phones.crash]]\nperson = \"Bo\"\nat = \"2020-03-06\"\n".to_owned(),
            &["x.toml:8:1: phones.crash[0].person = \"Bo\"", "\"Bob\""],
        ),
        (
            "[[phones.outage]]\nperson = \"Bob\"\nfrom = \"2020-02-06\"\nuntil = \"2020-03-02\"\n"
                .to_owned(),
            &["phones.outage[0].from", "outside the run"],
        ),
    ];
    for (rest, expected) in cases {
        let message = build(&format!("{SCRIPT}{rest}"), None).unwrap_err().to_string();
        for part in *expected {
            assert!(message.contains(part), "{part:?} not in: {message}");
        }
    }
    let twice = SCRIPT.replace("\"Claire\"", "\"Bob\"");
    let message = build(&twice, None).unwrap_err().to_string();
    assert!(message.contains("population.people[2] = \"Bob\": listed twice"), "{message}");
}

#[test]
fn a_story_reads_no_data_file() {
    let message = build(SCRIPT, Some("some.csv".as_ref())).unwrap_err().to_string();
    assert!(message.contains("some.csv") && message.contains("leave out --data"), "{message}");
}
