//! Towns of people from a table, and adoption by household and age.

use crate::given::{RESIDENTS, build, file, load, refusal};
use corona_simulator::population::{Name, Numbered, Population, TieKind};
use std::fmt::Write as _;
use std::path::Path;

/// Households of four: two of 40, two of 10 who go to one school with one teacher of their own
/// household; every older person works.
fn table(households: u32) -> String {
    let mut text =
        "person_id,age,household_id,school_id,school_role,workplace_id,ltcf_id\n".to_owned();
    for home in 0..households {
        for member in 0..4 {
            let person = 4 * home + member;
            let (age, school, role, work) = match member {
                0 if home == 0 => (40, "s", "teacher", ""),
                0 | 1 => (40, "", "", "w"),
                _ => (10, "s", "student", ""),
            };
            writeln!(text, "{person},{age},h{home},{school},{role},{work},").unwrap();
        }
    }
    text
}

fn populated(text: &str, keys: &str) -> Population {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "people.csv", text.as_bytes());
    build(&format!("{RESIDENTS}{keys}"), Some(&data)).unwrap().0
}

fn refused(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "people.csv", text.as_bytes());
    build(RESIDENTS, Some(&data)).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn people_live_learn_and_work_with_those_of_their_table() {
    let text = table(20);
    let population = populated(&text, "class_size = 15\nteam_meetings = \"5 per week\"\n");
    assert_eq!(population.people.len(), 80);
    assert_eq!(population.people[17].name.to_string(), "p17");
    let homes: Vec<(u32, u32)> = (population.ties.iter())
        .filter(|tie| tie.kind == TieKind::Household)
        .map(|tie| (tie.a, tie.b))
        .collect();
    assert_eq!(homes.len(), 20 * 6);
    assert!(homes.iter().all(|(a, b)| a / 4 == b / 4));
    let works = |person: u32| person % 4 < 2 && person != 0;
    let mut classes = 0;
    for gathering in population.gatherings.iter() {
        let Name::Numbered(Numbered::Team, _) = gathering.name else { continue };
        let guests = population.guests(gathering).iter().map(|guest| guest.person);
        let present: Vec<u32> = guests.chain([gathering.organizer]).collect();
        assert!(present.len() <= 30);
        let workers = present.iter().filter(|person| works(**person)).count();
        assert!(workers == 0 || workers == present.len(), "{present:?}");
        if workers == 0 {
            // Forty pupils are three classes, one of them with the only teacher.
            assert!(present.len() <= 15, "{present:?}");
            classes += 1;
        }
    }
    assert!(classes > 20, "{classes}");
}

fn adopters(population: &Population) -> Vec<bool> {
    population.people.iter().map(|person| person.has_phone).collect()
}

#[test]
fn households_that_decide_together_have_the_app_together_and_as_many_have_it() {
    let text = table(2_000);
    let of = |together: &str| {
        let keys = format!(
            "leisure = \"0 per week\"\n[phones]\nadoption = \"60 %\"\n\
             adoption_together = \"{together}\"\n"
        );
        adopters(&populated(&text, &keys))
    };
    let agree = |all: &[bool]| {
        let homes = all.chunks(4).filter(|home| home.iter().all(|one| *one == home[0]));
        homes.count() as f64 / 2_000.0
    };
    let share = |all: &[bool]| all.iter().filter(|one| **one).count() as f64 / all.len() as f64;
    let (alone, together) = (of("0 %"), of("100 %"));
    assert_eq!(agree(&together), 1.0);
    assert!((agree(&alone) - (0.6_f64.powi(4) + 0.4_f64.powi(4))).abs() < 0.04);
    // Four standard errors: of 8,000 people, and of 2,000 households.
    assert!((share(&alone) - 0.6).abs() < 0.022, "{}", share(&alone));
    assert!((share(&together) - 0.6).abs() < 0.044, "{}", share(&together));
}

#[test]
fn adoption_follows_age_and_whoever_is_younger_the_common_share() {
    let text = table(2_000);
    let keys = "leisure = \"0 per week\"\n[phones]\nadoption = \"0 %\"\n\
                adoption_ages = [9, 12]\nadoption_by_age = [\"0 %\", \"80 %\"]\n";
    let all = adopters(&populated(&text, keys));
    let share = |child: bool| {
        let group = (0..all.len()).filter(|person| (person % 4 >= 2) == child);
        group.filter(|person| all[*person]).count() as f64 / 4_000.0
    };
    assert_eq!(share(true), 0.0);
    assert!((share(false) - 0.8).abs() < 0.026, "{}", share(false));
}

#[test]
fn a_share_for_an_age_that_nobody_in_the_table_has_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "people.csv", table(2).as_bytes());
    let of = |ages: &str, shares: &str| {
        let text =
            format!("{RESIDENTS}[phones]\nadoption_ages = {ages}\nadoption_by_age = {shares}\n");
        build(&text, Some(&data)).map(|_| ())
    };
    let (one, two) = ("[\"5 %\"]", "[\"5 %\", \"9 %\"]");
    assert!(of("[12]", one).is_ok() && of("[5, 40]", two).is_ok());
    for (ages, shares, told) in [
        (
            "[65]",
            one,
            "phones.adoption_ages[0] = 65: nobody in the table is 65 or older (they are 10",
        ),
        ("[12, 41]", two, "adoption_ages[1] = 41"),
        ("[12, 20]", two, "is 12 or older and younger than 20"),
    ] {
        let message = of(ages, shares).unwrap_err().to_string();
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn what_is_wrong_with_a_table_is_told_with_its_line() {
    let head = "person_id,age,household_id\n";
    for (text, told) in [
        ("person_id,age\n1,2\n", "no column \"household_id\""),
        (&format!("{head}1,30,h\n,31,h\n"), "people.csv:3: \"\": the line has no person_id"),
        (&format!("{head}1,30,h\n1,31,h\n"), "people.csv:3: \"1\": line 2 has this person_id"),
        (&format!("{head}1,thirty,h\n2,31,h\n"), "people.csv:2: \"thirty\": no age"),
        (&format!("{head}1,130,h\n2,31,h\n"), "people.csv:2: \"130\": no age"),
        (&format!("{head}1,30,h\n2,31\n"), "people.csv:3: 2 columns instead of 3"),
        (&format!("{head}1,30,h\n"), "fewer than two people"),
    ] {
        let message = refused(text);
        assert!(message.contains(told), "{text}: {message}");
    }
}

#[test]
fn keys_that_the_table_or_the_population_decides_are_refused() {
    for (key, value) in
        [("population.people", "5"), ("population.occupied", "5 %"), ("population.class_size", "1")]
    {
        let message = refusal(RESIDENTS, &[(key, value)]);
        assert!(message.contains(key), "{message}");
    }
    let misspelt = refusal(RESIDENTS, &[("population.class_sise", "5")]);
    assert!(misspelt.contains("class_size") && !misspelt.contains("occupied"), "{misspelt}");
    let town = RESIDENTS.replace("residents", "town");
    let ages = [("phones.adoption_ages", "[5]"), ("phones.adoption_by_age", "[\"5 %\"]")];
    assert!(refusal(&town, &ages).contains("only kind = \"residents\" knows ages"));
    assert!(load(RESIDENTS, &ages).is_ok());
    assert!(refusal(RESIDENTS, &ages[..1]).contains("one for each of the 1 ages"));
    let contacts = RESIDENTS.replace("residents", "contacts");
    let together = [("phones.adoption_together", "5 %")];
    assert!(refusal(&contacts, &together).contains("no households"));
    // As resolved it loads again.
    let loaded = load(RESIDENTS, &[("population.class_size", "25")]).unwrap();
    let again = load(&loaded.resolved(), &[]).unwrap();
    assert_eq!(again.population, loaded.population);
    let path = Path::new("nowhere.csv");
    let missing = build(RESIDENTS, Some(path)).map(|_| ()).unwrap_err().to_string();
    assert!(missing.contains("nowhere.csv") && missing.contains("cannot be read"), "{missing}");
}
