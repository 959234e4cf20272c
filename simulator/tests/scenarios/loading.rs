use crate::given::{CONTACTS, SCRIPT, TOWN, load, refusal};
use corona_core::cascade::{Fade, NegativeTestRule, Policy};
use corona_core::time::{Span, Timestamp};
use corona_simulator::scenario::{NetworkProfile, PopulationSection, Probability};
use proptest::prelude::*;

#[test]
fn a_short_file_is_filled_with_defaults() {
    let scenario = load(TOWN, &[]).unwrap();
    assert_eq!(scenario.seed, 1);
    assert_eq!(scenario.start, Timestamp::from_civil_date(2020, 3, 1).unwrap());
    assert_eq!(scenario.end() - scenario.start, Span::days(20));
    assert_eq!(scenario.policy(), Policy::whitepaper());
    assert_eq!(scenario.polling.max, Span::hours(6));
    assert_eq!(scenario.phones.churn, None);
}

#[test]
fn a_preset_is_the_policy_of_that_name_and_each_field_can_be_changed() {
    let graded = load(&format!("{TOWN}[policy]\npreset = \"graded\"\n"), &[]).unwrap();
    assert_eq!(graded.policy(), Policy::graded());
    let changed = format!(
        "{TOWN}[policy]\npreset = \"graded\"\nloss = 2\nlatent = \"-30 days\"\nfade = \"none\"\n"
    );
    let expected =
        Policy { loss: 2, latent: Span::days(-30), fade: Fade::None, ..Policy::graded() };
    assert_eq!(load(&changed, &[]).unwrap().policy(), expected);
}

#[test]
fn overrides_go_before_the_file() {
    let sets = [
        ("policy.loss", "2"),
        ("policy.preset", "graded"),
        ("policy.negative_test.weakens_by", "4"),
        ("network.profile", "instant"),
        ("polling.max", "12 h"),
        ("phones.adoption", "30 %"),
        ("seed", "7"),
        ("start", "2020-04-01"),
        ("phones.churn", "{ on = \"1 day\", off = \"1 h\" }"),
    ];
    let scenario = load(TOWN, &sets).unwrap();
    let policy = scenario.policy();
    assert_eq!((policy.loss, policy.positive), (2, 12));
    let rule = NegativeTestRule::ByDays { weakens_from: 5, weakens_by: 4, clears_from: 7 };
    assert_eq!(policy.negative_test, rule);
    assert_eq!(scenario.network.profile, NetworkProfile::Instant);
    assert_eq!(scenario.polling.max, Span::hours(12));
    assert_eq!(scenario.phones.adoption, Probability::percent(30.0));
    assert_eq!(scenario.seed, 7);
    assert_eq!(scenario.start, Timestamp::from_civil_date(2020, 4, 1).unwrap());
    assert_eq!(scenario.phones.churn.unwrap().off, Span::HOUR);
}

#[test]
fn of_two_overrides_of_one_key_the_later_holds() {
    assert_eq!(load(TOWN, &[("seed", "2"), ("seed", "3")]).unwrap().seed, 3);
}

#[test]
fn an_element_of_a_list_is_overridden_by_its_number() {
    let text = format!(
        "{SCRIPT}[[population.report]]\nperson = \"Bob\"\nat = \"2020-03-05\"\nstatus = \"positive\"\n"
    );
    let scenario = load(&text, &[("population.report.0.person", "Alice")]).unwrap();
    let PopulationSection::Script(story) = scenario.population else { panic!("no script") };
    assert_eq!(story.reports[0].person, "Alice");
    let message = refusal(&text, &[("population.report.3.person", "Alice")]);
    assert!(message.contains("--set population.report.3.person=Alice"), "{message}");
}

#[test]
fn dates_need_no_quotes() {
    let text = TOWN.replace("\"2020-03-01\"", "2020-03-01 18:30:00");
    let expected = Timestamp::from_civil_date(2020, 3, 1).unwrap() + Span::minutes(18 * 60 + 30);
    assert_eq!(load(&text, &[]).unwrap().start, expected);
}

/// Text, overrides, and what the message must name: place, key, value, remedy.
type Refused<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

#[test]
fn every_refusal_names_the_place_the_key_the_value_and_the_remedy() {
    let in_town = |rest: &str| format!("{TOWN}{rest}");
    let cases: &[Refused<'_>] = &[
        (&in_town("peple = 5\n"), &[], &["x.toml:6:1: population.peple", "\"people\""]),
        (&in_town("people = -5\n"), &[], &["x.toml:6:1: population.people = -5", "whole number"]),
        (&in_town("people = 1\n"), &[], &["population.people = 1", "2 to 1000000"]),
        (&in_town("people = \"many\"\n"), &[], &["population.people = \"many\"", "whole number"]),
        (&in_town("window = \"1 h\"\n"), &[], &["x.toml:6:1: population.window: unknown key"]),
        (&in_town("[polcy]\nloss = 1\n"), &[], &["x.toml:6:2: polcy: unknown key", "\"policy\""]),
        (&in_town("[policy]\nlos = 1\n"), &[], &["x.toml:7:1: policy.los: unknown", "\"loss\""]),
        (
            &in_town("[policy]\nloss = 0\n"),
            &[],
            &["x.toml:7:1: policy.loss", "0", "between 1 and 15"],
        ),
        (
            &in_town("[policy]\nloss = 300\n"),
            &[],
            &["x.toml:7:1: policy.loss = 300", "whole number"],
        ),
        (
            &in_town("[policy]\nfade = \"no\"\n"),
            &[],
            &["policy.fade", "\"no\"", "\"none\" or { from_day = 7 }"],
        ),
        (
            &in_town("[policy]\nfade = { day = 7 }\n"),
            &[],
            &["x.toml:7:10: policy.fade.day: unknown", "from_day"],
        ),
        (
            &in_town("[policy]\npreset = \"grade\"\n"),
            &[],
            &["policy.preset = \"grade\"", "did you mean \"graded\"?"],
        ),
        (
            &in_town("[polling]\nmin = 3\n"),
            &[],
            &["x.toml:7:1: polling.min", "3 has no unit", "\"90 min\""],
        ),
        (
            &in_town("[polling]\nmin = \"3\"\n"),
            &[],
            &["x.toml:7:1: polling.min", "\"3\"", "no unit"],
        ),
        (
            &in_town("[polling]\nmin = \"3 kg\"\n"),
            &[],
            &["polling.min", "\"3 kg\"", "unknown unit", "ms, s, min, h"],
        ),
        (
            &in_town("[polling]\nmin = \"0 h\"\n"),
            &[],
            &["x.toml:7:1: polling.min", "longer than nothing"],
        ),
        (
            &in_town("[polling]\nmin = \"9 h\"\n"),
            &[],
            &["polling.max = 6 h", "shorter than polling.min"],
        ),
        (
            &in_town("[phones]\nadoption = 0.5\n"),
            &[],
            &["x.toml:7:1: phones.adoption", "0.5", "\"50 %\""],
        ),
        (
            &in_town("[phones]\nadoption = 1.5\n"),
            &[],
            &["x.toml:7:1: phones.adoption", "1.5", "0 % to 100 %"],
        ),
        (
            &in_town("[phones]\nadoption = \"150 %\"\n"),
            &[],
            &["phones.adoption", "\"150 %\"", "0 % to 100 %"],
        ),
        (
            &in_town("[phones]\nchurn = { on = \"3 h\" }\n"),
            &[],
            &["x.toml:7:1: phones.churn.off", "missing"],
        ),
        (
            &in_town("[reports]\npositive = \"1 %\"\n"),
            &[],
            &["reports.positive", "\"1 %\"", "0.02 % per day"],
        ),
        (
            &in_town("[event]\nmaintain = \"-1 day\"\n"),
            &[],
            &["x.toml:7:1: event.maintain = -1 days", "longer"],
        ),
        (
            &in_town("[behaviour]\ncheck_in_attempts = 0\n"),
            &[],
            &["behaviour.check_in_attempts = 0", "1 to 100"],
        ),
        (
            &in_town("[network]\nprofile = \"tcp\"\n"),
            &[],
            &["network.profile = \"tcp\"", "\"tor\" or \"private-tor\" or \"instant\""],
        ),
        (
            &in_town(
                "[[network.partition]]\nfrom = \"2020-03-05\"\nuntil = \"2020-03-04\"\nshare = \"30 %\"\n",
            ),
            &[],
            &["x.toml:8:1: network.partition[0].until = 2020-03-04 00:00", "later"],
        ),
        (
            &in_town(
                "[phones]\nsleep = { from = \"25:00\", until = \"07:00\", wake_every = \"1 h\" }\n",
            ),
            &[],
            &["x.toml:7:11: phones.sleep.from", "\"25:00\"", "\"23:00\""],
        ),
        (
            &in_town("[phones]\non_by_hour = [\"90 %\", \"80 %\"]\n"),
            &[],
            &["x.toml:7:1: phones.on_by_hour = 2 probabilities", "each of the 24 hours"],
        ),
        (
            &in_town(
                "[phones]\nbackground = { share = \"30 %\", every = \"1 min\", window = \"2 min\", open = \"5 min\" }\n",
            ),
            &[],
            &["phones.background.every = 1 min", "phones.background.window", "longer time"],
        ),
        (
            &in_town(
                "[phones]\nsleep = { from = \"23:00\", until = \"07:00\", wake_every = \"1 h\" }\n\
                 background = { share = \"30 %\", every = \"4 h\", window = \"2 min\", open = \"5 min\" }\n",
            ),
            &[],
            &["phones.sleep.from = 23:00", "phones.background", "leave one of them out"],
        ),
        (
            &TOWN.replace("town", "twon"),
            &[],
            &["x.toml:5:1: population.kind = \"twon\"", "did you mean \"town\"?"],
        ),
        (&TOWN.replace("kind", "# kind"), &[], &["x.toml:4:2: population.kind", "missing"]),
        (&TOWN.replace("name = \"t\"\n", ""), &[], &["x.toml: name: missing"]),
        (
            &TOWN.replace("2020-03-01", "2020-02-30"),
            &[],
            &["x.toml:2:1: start", "\"2020-02-30\"", "2020-03-01"],
        ),
        (&TOWN.replace("20 days", "0 days"), &[], &["x.toml:3:1: duration = 0 ms", "from \"1 s\""]),
        (
            &TOWN.replace("name = \"t\"", "name = \"\""),
            &[],
            &["x.toml:1:1: name = \"\"", "short name"],
        ),
        (&TOWN.replace("= \"t\"", "= t"), &[], &["x.toml:1:8: "]),
        (&in_town("people = 5\npeople = 6\n"), &[], &["x.toml:7:1: ", "duplicate"]),
        (
            TOWN,
            &[("policy.lss", "2")],
            &["--set policy.lss=2: policy.lss: unknown key", "\"loss\""],
        ),
        (TOWN, &[("polcy.loss", "2")], &["--set polcy.loss=2: polcy: unknown key", "\"policy\""]),
        (
            TOWN,
            &[("policy.loss", "two")],
            &["--set policy.loss=two: policy.loss = \"two\"", "whole number"],
        ),
        (
            TOWN,
            &[("phones.churn.on", "1 h")],
            &["--set phones.churn.on=1 h: phones.churn.off: missing"],
        ),
        (TOWN, &[("policy..loss", "2")], &["--set policy..loss=2", "empty key"]),
        (TOWN, &[("", "2")], &["--set =2", "empty key"]),
        (TOWN, &[("name.x", "2")], &["--set name.x=2", "no table at \"name\""]),
        (TOWN, &[("seed", "-1")], &["--set seed=-1: seed = -1", "whole number"]),
        (CONTACTS, &[("population.min_people", "1")], &["population.min_people = 1", "from 2"]),
        (
            CONTACTS,
            &[("population.window", "1 s")],
            &["population.window = 1 s", "population.resolution"],
        ),
    ];
    for (text, sets, expected) in cases {
        let message = refusal(text, sets);
        for part in *expected {
            assert!(message.contains(part), "{part:?} not in: {message}\n{text}");
        }
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn a_misspelled_key_is_refused_even_when_the_rest_is_right() {
    // Nothing is half accepted: there is no scenario beside the error.
    assert!(load(&format!("{TOWN}[polling]\nmin = \"4 h\"\nmaxx = \"5 h\"\n"), &[]).is_err());
}

proptest! {
    #[test]
    fn any_scenario_written_out_loads_to_the_same(
        seed in 0..i64::MAX,
        people in 2_u32..1_000_000,
        adoption in 0.0..=100.0_f64,
        minutes in 1_i64..100_000,
        latent in -100_000_i64..100_000,
        (from_day, loss) in (0_u8..=255, 1_u8..=15),
        (instant, night) in (any::<bool>(), any::<bool>()),
        rate in 0.0..10.0_f64,
    ) {
        let mut text = format!(
            "{TOWN}people = {people}\n[policy]\npreset = \"graded\"\nloss = {loss}\n\
             latent = \"{latent} min\"\nfade = {{ from_day = {from_day} }}\n\
             [polling]\nmin = \"{minutes} min\"\nmax = \"{minutes} h\"\n\
             [reports]\nsuspected = \"{rate} % per day\"\n\
             [[phones.outage]]\nperson = \"p1\"\nfrom = \"2020-03-05\"\nuntil = \"2020-03-06\"\n\
             [phones]\nadoption = \"{adoption} %\"\n"
        );
        if night {
            text.push_str("sleep = { from = \"23:30\", until = \"06:15\", wake_every = \"1 h\" }\n");
        }
        let profile = if instant { "instant" } else { "tor" };
        let seed = seed.to_string();
        let scenario = load(&text, &[("seed", &seed), ("network.profile", profile)]).unwrap();
        let resolved = scenario.resolved();
        let again = load(&resolved, &[]).unwrap();
        prop_assert_eq!(&again, &scenario);
        prop_assert_eq!(again.resolved(), resolved);
    }

    #[test]
    fn overriding_a_key_says_the_same_as_writing_it(loss in 0_u8..20, emit in 0_u8..20) {
        let written = load(&format!("{TOWN}[policy]\nloss = {loss}\nemit = {emit}\nhigh = 15\n"), &[]);
        let (loss, emit) = (loss.to_string(), emit.to_string());
        let sets = [("policy.loss", loss.as_str()), ("policy.emit", &emit), ("policy.high", "15")];
        match (written, load(TOWN, &sets)) {
            (Ok(written), Ok(set)) => prop_assert_eq!(written, set),
            (Err(written), Err(set)) => prop_assert_eq!(written.field, set.field),
            (written, set) => prop_assert!(false, "{:?} {:?}", written, set),
        }
    }

    #[test]
    fn no_text_and_no_override_panics(text in ".{0,80}", key in "[a-z.0-9]{0,12}", value in ".{0,12}") {
        let _ = load(&text, &[(&key, &value)]);
        let _ = load(TOWN, &[(&key, &value)]);
    }
}

#[test]
fn an_epidemic_knows_its_keys_and_their_ranges() {
    let given = |keys: &str| format!("{TOWN}[epidemic]\n{keys}\n");
    for (keys, field, remedy) in [
        ("calibration = -1.0", "epidemic.calibration = -1", "write a number from 0 to 100"),
        ("variant = \"delta\"", "epidemic.variant", "write \"ancestral\" or \"omicron\""),
        ("incubatoin = 3", "epidemic.incubatoin", "unknown key"),
        (
            "[epidemic.transmission]\nteam = \"100 %\"",
            "transmission.team = 100 %",
            "at most \"99 %\"",
        ),
        ("[epidemic.diagnosis]\ndays = [3, 1]", "diagnosis.days = [3, 1]", "rising days"),
        (
            "[epidemic.diagnosis]\ndays = [1, 3]",
            "diagnosis.sensitivity",
            "one for each of the 2 days",
        ),
        ("[epidemic.course]\ndispersion = 0.001", "course.dispersion", "write a number from 0.01"),
        (
            "[epidemic.precaution]\nisolation = \"0 s\"",
            "precaution.isolation",
            "write a duration from",
        ),
        ("[epidemic.rival]\nkind = \"cascade\"", "rival.kind", "manual"),
        ("[epidemic.rival]\nbluetooth_false = \"90 per day\"", "bluetooth_false = 90", "at most"),
        ("importation = \"2 per day\"", "epidemic.importation = 2", "at most \"1 per day\""),
        ("[epidemic.reporting]\nlies = \"2 per hour\"", "reporting.lies = 2", "\"24 per day\""),
        (
            "[epidemic.diagnosis]\nother_illness = \"2 per day\"",
            "diagnosis.other_illness = 2",
            "\"1 per day\"",
        ),
        ("[reports]\npositive = \"1 % per day\"", "reports.positive", "nobody reports at random"),
        ("[behaviour]\nstays_home = \"50 %\"", "behaviour.stays_home", "isolate_ill"),
    ] {
        let message = refusal(&given(keys), &[]);
        assert!(message.contains(field) && message.contains(remedy), "{keys}: {message}");
    }
}

#[test]
fn a_script_for_phones_that_do_not_run_is_refused() {
    let told = "[[population.report]]\nperson = \"Ann\"\nat = \"2020-04-13\"\n\
                status = \"positive\"\n";
    for (keys, runs) in
        [("", true), ("app = false", false), ("[epidemic.rival]\nkind = \"manual\"", false)]
    {
        let text = format!(
            "name = \"s\"\nstart = \"2020-04-12\"\nduration = \"3 days\"\n[population]\n\
             kind = \"script\"\npeople = [\"Ann\"]\n{told}[epidemic]\n{keys}\n"
        );
        if runs {
            load(&text, &[]).unwrap();
        } else {
            let message = refusal(&text, &[]);
            let expected = "population.report = 1 entries: no phone of this network runs";
            assert!(message.contains(expected), "{message}");
        }
    }
}

#[test]
fn a_variant_is_a_set_of_defaults_and_each_key_can_still_be_set() {
    let text = format!("{TOWN}[epidemic]\nvariant = \"omicron\"\n");
    let omicron = load(&text, &[]).unwrap().epidemic.unwrap();
    assert_eq!(omicron.course.incubation, Span::hours(77));
    let slower = load(&text, &[("epidemic.course.incubation", "4 days")]).unwrap();
    let slower = slower.epidemic.unwrap();
    assert_eq!(slower.course.incubation, Span::days(4));
    assert_eq!(slower.transmission, omicron.transmission);
    assert!(load(TOWN, &[]).unwrap().epidemic.is_none());
}
