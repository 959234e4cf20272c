//! What holds for every infection of every epidemic.

use crate::given::{START, alone, people, plain, town, with};
use corona_core::time::Span;
use corona_simulator::epidemic::{Outbreak, OutbreakPlan, Setting};
use corona_simulator::population::PersonIndex;
use corona_simulator::scenario::{Probability, Rate};
use std::collections::BTreeMap;
use std::sync::Arc;

fn attends(outbreak: &Outbreak, person: PersonIndex, gathering: u32) -> bool {
    let population = &outbreak.plan().population;
    let about = &population.gatherings[gathering as usize];
    about.organizer == person || population.guests(about).iter().any(|g| g.person == person)
}

/// The newest infection obeys every law, as things are when it happens. True if its infector
/// began to infect during the gathering at which it happened.
fn check_newest(outbreak: &Outbreak) -> bool {
    let infection = *outbreak.infections().last().unwrap();
    let earlier = &outbreak.infections()[..outbreak.infections().len() - 1];
    let twice = earlier.iter().any(|other| other.person == infection.person);
    assert!(!twice, "{} was infected twice", infection.person);
    let Some(infector) = infection.infector else {
        assert_eq!(infection.setting, Setting::Outside);
        return false;
    };
    let source = *outbreak.infection_of(infector).expect("an infector is infected");
    let infectious = source.begins..=source.ends;
    assert!(infectious.contains(&infection.time), "{infection:?} by {source:?}");
    match infection.setting {
        Setting::Household => {
            let mates = outbreak.plan().households.mates(infector);
            assert!(mates.contains(&infection.person), "{infection:?}");
        }
        Setting::Team | Setting::Circle | Setting::Leisure => {
            let gathering = infection.gathering.expect("it was at a gathering");
            let about = &outbreak.plan().population.gatherings[gathering as usize];
            assert!((about.start..=about.end).contains(&infection.time), "{infection:?}");
            for person in [infector, infection.person] {
                assert!(attends(outbreak, person, gathering), "{person} is not invited");
                assert!(!outbreak.misses(person, gathering), "{person} stayed away");
            }
            return source.begins > about.start;
        }
        Setting::Casual => {
            for person in [infector, infection.person] {
                let precaution = outbreak.precaution_of(person);
                assert!(!precaution.is_home(infection.time), "{person} was at home");
            }
        }
        Setting::Outside => panic!("nobody of this world infects from outside"),
    }
    false
}

#[test]
fn nobody_is_infected_twice_and_infectors_are_infectious_and_there() {
    let mut began_there = 0;
    for seed in 1..=4 {
        // Only a flat and short course infects much at its begin.
        let curve = if seed % 2 == 0 {
            "\"generation\""
        } else {
            "\"flat\"\nlatent = \"2 days\"\nlatent_sigma = 0.5\ninfectious = \"2 days\""
        };
        let keys = format!(
            "initial = 8\nimportation = \"0.02 % per day\"\ncalibration = 1.6\n\
             [epidemic.course]\ncurve = {curve}"
        );
        let mut scenario = town(900, 100, &keys);
        scenario.seed = seed;
        let mut outbreak = alone(&scenario);
        let mut seen = outbreak.infections().len();
        while outbreak.next_due().is_some() {
            outbreak.advance();
            if outbreak.infections().len() > seen {
                seen += 1;
                assert_eq!(outbreak.infections().len(), seen, "one at a time");
                began_there += u32::from(check_newest(&outbreak));
            }
        }
        let mut settings: BTreeMap<Setting, u32> = BTreeMap::new();
        for infection in outbreak.infections() {
            *settings.entry(infection.setting).or_default() += 1;
        }
        assert_eq!(settings.len(), 6, "{settings:?}");
    }
    assert!(began_there > 0, "nobody began to infect during a gathering");
}

#[test]
fn the_days_add_up_to_the_infections() {
    let outbreak = {
        let mut outbreak = alone(&town(900, 80, "calibration = 1.6"));
        outbreak.run_until(outbreak.plan().end);
        outbreak
    };
    assert_eq!(outbreak.days().len(), 80);
    let counted: u32 = outbreak.days().iter().map(|day| day.infections).sum();
    assert_eq!(counted as usize, outbreak.infections().len());
    assert!(outbreak.days().iter().any(|day| day.isolated > 0 && day.infectious > 0));
    let unwarned = outbreak.days().iter().all(|day| day.quarantined == 0 && day.distancing == 0);
    assert!(unwarned, "without phones nobody is warned");
}

#[test]
fn isolation_slows_an_epidemic_and_a_later_variant_speeds_it() {
    let size = |sets: &[(&str, &str)]| {
        let scenario = with(&town(3_000, 90, ""), sets);
        let mut outbreak = alone(&scenario);
        outbreak.run_until(scenario.end());
        outbreak.infections().len()
    };
    let careless = [
        ("epidemic.precaution.isolate_ill", "0 %"),
        ("epidemic.precaution.isolate_positive", "0 %"),
    ];
    let careful = [
        ("epidemic.precaution.isolate_ill", "100 %"),
        ("epidemic.precaution.isolation_household", "0 %"),
    ];
    let (without, with_isolation) = (size(&careless), size(&careful));
    assert!(4 * without > 5 * with_isolation, "{without} {with_isolation}");
    // Resolved keys are all written, so the variant's are set one by one.
    let omicron = town(3_000, 90, "variant = \"omicron\"");
    let mut later = alone(&with(&omicron, &careless));
    later.run_until(omicron.end());
    assert!(later.infections().len() > without, "{} {without}", later.infections().len());
}

#[test]
fn a_seed_has_one_epidemic() {
    let scenario = town(900, 60, "importation = \"0.01 % per day\"");
    let run = |scenario| {
        let mut outbreak = alone(scenario);
        outbreak.run_until(scenario.end());
        (outbreak.infections().to_vec(), outbreak.days().to_vec())
    };
    assert_eq!(run(&scenario), run(&scenario));
    let mut other = scenario.clone();
    other.seed = 2;
    assert_ne!(run(&scenario).0, run(&other).0);
}

#[test]
fn who_heeded_a_warning_in_vain_heeds_the_next_less() {
    let heeds = |initial: u32| {
        let mut section = plain();
        section.initial = initial;
        section.diagnosis.other_illness = Rate::NEVER;
        section.precaution.quarantine_warned = Probability::ALWAYS;
        section.precaution.fatigue = Probability::ALWAYS;
        section.precaution.dropout = Rate::NEVER;
        let plan = OutbreakPlan::new(section, people(1, 1), START, START + Span::days(60));
        let mut outbreak = Outbreak::new(Arc::new(plan), 1);
        let mut is_home = |day: i64, shows| {
            let at = START + Span::days(day);
            outbreak.run_until(at);
            outbreak.warn(0, shows, at);
            outbreak.precaution_of(0).is_home(at + Span::HOUR)
        };
        [is_home(1, Some(true)), is_home(3, None), is_home(5, Some(true)), is_home(20, None)]
    };
    assert_eq!(heeds(0), [true, false, false, false], "the first warning was in vain");
    assert_eq!(heeds(1), [true, false, true, false], "it was not, for the infected");
}
