//! `scenarios/PARAMETERS.md` and the schema say the same.

use crate::given::{ATTENDANCE, CONTACTS, RESIDENTS, SCRIPT, TOWN, load, refusal, shipped};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// A list element with only what is required, for the keys of each list.
const STORY: &str = "[[population.event]]\nname = \"e\"\nstart = \"2020-03-02\"\n\
    end = \"2020-03-03\"\nattendees = [\"Alice\", \"Bob\"]\n\
    [[population.report]]\nperson = \"Bob\"\nat = \"2020-03-05\"\nstatus = \"positive\"\n\
    [[population.decision]]\nevent = \"e\"\nperson = \"Bob\"\nat = \"2020-03-06\"\nverdict = \"confirm\"\n\
    [[population.correction]]\nperson = \"Bob\"\nat = \"2020-03-06\"\n\
    [[population.pairing]]\na = \"Alice\"\nb = \"Bob\"\nat = \"2020-03-06\"\n\
    [[network.partition]]\nfrom = \"2020-03-02\"\nuntil = \"2020-03-03\"\nshare = \"5 %\"\n\
    [[phones.outage]]\nperson = \"Bob\"\nfrom = \"2020-03-02\"\nuntil = \"2020-03-03\"\n\
    [[phones.crash]]\nperson = \"Bob\"\nat = \"2020-03-02\"\n[epidemic]\n";
/// Keys that hold a table of further keys, or a list of such tables.
const COMMON_TABLES: [&str; 24] = [
    "",
    "policy",
    "policy.fade",
    "policy.negative_test",
    "policy.statistics",
    "event",
    "polling",
    "network",
    "network.partition.0",
    "phones",
    "phones.churn",
    "phones.sleep",
    "phones.background",
    "phones.outage.0",
    "phones.crash.0",
    "behaviour",
    "reports",
    "epidemic",
    "epidemic.course",
    "epidemic.transmission",
    "epidemic.diagnosis",
    "epidemic.reporting",
    "epidemic.precaution",
    "epidemic.rival",
];
const SECTIONS: [&str; 15] = [
    "population",
    "policy",
    "event",
    "polling",
    "network",
    "phones",
    "behaviour",
    "reports",
    "epidemic",
    "epidemic.course",
    "epidemic.transmission",
    "epidemic.diagnosis",
    "epidemic.reporting",
    "epidemic.precaution",
    "epidemic.rival",
];
const SCRIPT_TABLES: [&str; 6] = [
    "population",
    "population.event.0",
    "population.report.0",
    "population.decision.0",
    "population.correction.0",
    "population.pairing.0",
];

/// (kind or empty, key) → default as documented.
fn documented() -> BTreeMap<(String, String), String> {
    let page = std::fs::read_to_string(shipped("PARAMETERS.md")).unwrap();
    let mut kind = String::new();
    let mut rows = BTreeMap::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            kind = heading.strip_prefix("Population: ").unwrap_or_default().to_owned();
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", key, unit, default, _range, _meaning, ""] = cells[..]
            && let Some(key) = key.strip_prefix('`')
        {
            let key = key.trim_end_matches('`').to_owned();
            assert!(!unit.is_empty() && !default.is_empty(), "{key} lacks unit or default");
            let again = rows.insert((kind.clone(), key.clone()), default.to_owned());
            assert_eq!(again, None, "{key} is listed twice");
        }
    }
    rows
}

/// The keys a table knows, as its refusal of an unknown key lists them.
fn known_keys(text: &str, table: &str) -> Vec<String> {
    let unknown = if table.is_empty() { "0zzz".to_owned() } else { format!("{table}.0zzz") };
    let message = if [
        "policy.fade",
        "policy.negative_test",
        "policy.statistics",
        "phones.churn",
        "phones.sleep",
        "phones.background",
    ]
    .contains(&table)
    {
        refusal(text, &[(table, "{ 0zzz = 1 }")])
    } else {
        refusal(text, &[(&unknown, "1")])
    };
    let list = message.split_once("known here are ").expect(&message).1;
    list.split(", ").map(str::to_owned).collect()
}

fn schema() -> Vec<(String, String)> {
    let story = format!("{SCRIPT}{STORY}");
    let mut keys = Vec::new();
    let mut add = |kind: &str, text: &str, table: &str| {
        let prefix = table.trim_end_matches(".0");
        for key in known_keys(text, table) {
            let dotted = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
            if !SECTIONS.contains(&dotted.as_str()) {
                keys.push((kind.to_owned(), dotted));
            }
        }
    };
    COMMON_TABLES.iter().for_each(|table| add("", &story, table));
    SCRIPT_TABLES.iter().for_each(|table| add("script", &story, table));
    for (kind, text) in [("town", TOWN), ("attendance", ATTENDANCE), ("contacts", CONTACTS)] {
        add(kind, text, "population");
    }
    // A town's other keys are described with the town.
    let of_town = known_keys(TOWN, "population");
    let of_residents = known_keys(RESIDENTS, "population");
    let own = of_residents.into_iter().filter(|key| !of_town.contains(key));
    keys.extend(own.map(|key| ("residents".to_owned(), format!("population.{key}"))));
    for kind in ["script", "town", "residents", "attendance", "contacts"] {
        keys.push((kind.to_owned(), "population.kind".to_owned()));
    }
    keys
}

#[test]
fn every_key_of_the_schema_is_documented_and_no_other() {
    let mut schema = schema();
    schema.sort();
    let documented: Vec<(String, String)> = documented().into_keys().collect();
    let missing: Vec<_> = schema.iter().filter(|key| !documented.contains(key)).collect();
    let invented: Vec<_> = documented.iter().filter(|key| !schema.contains(key)).collect();
    assert!(missing.is_empty(), "not in PARAMETERS.md: {missing:?}");
    assert!(invented.is_empty(), "not in the schema: {invented:?}");
    assert!(schema.len() > 100, "{} keys", schema.len());
}

fn find<'a>(table: &'a Table, dotted: &str) -> Option<&'a Value> {
    let mut parts = dotted.split('.');
    let mut value = table.get(parts.next()?)?;
    for part in parts {
        let inner = value.as_array().map_or(value, |list| &list[0]);
        value = inner.get(part)?;
    }
    Some(value)
}

fn check_defaults(kind: &str, text: &str, preset: usize) {
    let given: Table = text.parse().unwrap();
    let resolved: Table = load(text, &[]).unwrap().resolved().parse().unwrap();
    for ((documented_kind, key), default) in documented() {
        if !documented_kind.is_empty() && documented_kind != kind {
            continue;
        }
        let parent = key.rsplit_once('.').map_or("", |(parent, _)| parent);
        if parent.contains('.') && find(&resolved, parent).is_none() {
            continue;
        }
        let actual = find(&resolved, &key).map(Value::to_string);
        let of_preset = default.split(" / ").nth(preset).unwrap_or(&default);
        match of_preset {
            // Required in a table that is itself optional, or given by the text.
            "required" => {
                let parent_given = parent.is_empty()
                    || find(&given, parent)
                        .is_some_and(|parent| parent.is_table() || parent.is_array());
                assert!(!parent_given || find(&given, &key).is_some(), "{key} can be left out");
            }
            "left out" => {
                assert!(actual.is_none() || find(&given, &key).is_some(), "{key} = {actual:?}");
            }
            written => {
                let expected: Table =
                    format!("v = {}", written.trim_matches('`')).parse().expect(&key);
                assert_eq!(actual, Some(expected["v"].to_string()), "default of {key}");
            }
        }
    }
}

#[test]
fn documented_defaults_are_the_schemas() {
    check_defaults("script", &format!("{SCRIPT}{STORY}"), 0);
    check_defaults("town", &format!("{TOWN}[epidemic]\n"), 0);
    check_defaults("residents", &format!("{RESIDENTS}[epidemic]\n"), 0);
    check_defaults("attendance", &format!("{ATTENDANCE}[epidemic]\n"), 0);
    check_defaults("contacts", &format!("{CONTACTS}[epidemic]\n"), 0);
    let second = "[policy]\npreset = \"graded\"\n[epidemic]\nvariant = \"omicron\"\n";
    check_defaults("town", &format!("{TOWN}{second}"), 1);
}

#[test]
fn what_is_required_cannot_be_left_out() {
    let text = format!("{SCRIPT}{STORY}");
    let given: Table = text.parse().unwrap();
    let required = documented().into_iter().filter(|(_, default)| default == "required");
    let mut tried = 0;
    for ((kind, key), _) in required {
        if !(kind.is_empty() || kind == "script") || find(&given, &key).is_none() {
            continue;
        }
        let (parent, name) = key.rsplit_once('.').unwrap_or(("", &key));
        let mut table = given.clone();
        let mut at = &mut table;
        for part in parent.split('.').filter(|part| !part.is_empty()) {
            let value = at.get_mut(part).unwrap();
            let first = if value.is_array() { value.get_mut(0).unwrap() } else { value };
            at = first.as_table_mut().unwrap();
        }
        at.remove(name).unwrap();
        let message = refusal(&table.to_string(), &[]);
        assert!(message.contains(name) && message.contains("missing"), "{key}: {message}");
        tried += 1;
    }
    assert!(tried > 25, "{tried}");
}
