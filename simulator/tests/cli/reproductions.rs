//! `corona-sim reproduce` tells numbers beside numbers, and what it lacks.

use crate::workplace::{BINARY, Ended, Workplace};
use corona_simulator::data_folder::data_folder;
use std::process::Command;

const TABLE: &str = "cencetti-oracle/critical_values_R0_1.50_sympt_0.80_testing_0_delay_2.csv";
const DIARIES: &str = "kucharski-contacts/V2_contact_distributions_o18.csv";

/// With no data sets but those that are named.
fn reproduce(place: &Workplace, arguments: &[&str]) -> Ended {
    let before = place.tree();
    let mut command = Command::new(BINARY);
    command.arg("reproduce").args(arguments).current_dir(place.path(""));
    command.env_remove("CORONA_THREADS").env_remove("CORONA_DATA");
    command.env_remove("CARGO_MANIFEST_DIR");
    let ended = Ended::of(&mut command);
    assert_eq!(place.tree(), before, "{arguments:?} left something behind");
    ended
}

/// The one line that a refusal says.
fn refusal(place: &Workplace, arguments: &[&str]) -> String {
    let Ended { code, stdout, stderr } = reproduce(place, arguments);
    assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}: {stderr}");
    let line = stderr.strip_prefix("corona-sim: ").and_then(|line| line.strip_suffix('\n'));
    let line = line.unwrap_or_else(|| panic!("no sentence of ours: {stderr}"));
    assert!(!line.contains('\n'), "more than a line: {stderr}");
    line.to_owned()
}

/// A table of ten lines of this value.
fn table(value: &str) -> String {
    format!("{}\n", [value; 10].join(",")).repeat(10)
}

#[test]
fn without_a_known_name_all_names_are_told() {
    let place = Workplace::new();
    let names = "write one of kucharski2020, firth2020, cencetti2021";
    assert_eq!(refusal(&place, &[]), format!("no published result is named: {names}"));
    assert_eq!(
        refusal(&place, &["kucharski"]),
        format!(
            "\"kucharski\" is no published result: did you mean \"kucharski2020\"? If not, {names}"
        )
    );
}

#[test]
fn without_data_sets_the_remedy_is_told() {
    let place = Workplace::new();
    let remedy = "name the folder of data sets by --data DIR or the variable CORONA_DATA";
    assert_eq!(refusal(&place, &["firth2020"]), format!("no data sets here: {remedy}"));
    assert_eq!(
        refusal(&place, &["firth2020", "--data", "nowhere"]),
        format!("--data nowhere: no folder: {remedy}")
    );
}

#[test]
fn a_missing_file_is_told_with_where_it_is_published() {
    let place = Workplace::new();
    for (name, path, published) in [
        ("kucharski2020", DIARIES, "github.com/adamkucharski/2020-cov-tracing"),
        ("firth2020", "covidhm-network/haslemere_edges.csv", "github.com/biouea/covidhm"),
        ("cencetti2021", TABLE, "github.com/DigitalContactTracing/covid_code"),
    ] {
        let said = refusal(&place, &[name, "--data", ".", "--json"]);
        assert!(said.starts_with(&format!("./{path}: cannot be read (")), "{said}");
        assert!(said.contains(published), "{said}");
    }
}

#[test]
fn a_missing_column_and_a_wrong_value_are_told_with_their_line() {
    let place = Workplace::new();
    place.write(DIARIES, "e_home,e_work\n1,2\n");
    let said = refusal(&place, &["kucharski2020", "--data", "."]);
    let start = format!("./{DIARIES}:1: column \"e_other\" is missing (found e_home, e_work): ");
    assert!(said.starts_with(&start), "{said}");
    place.write(DIARIES, "e_home,e_work,e_other\n1,2,3\n1,-2,3\n");
    let said = refusal(&place, &["kucharski2020", "--data", "."]);
    assert!(said.starts_with(&format!("./{DIARIES}:3: e_work = \"-2\": ")), "{said}");
    place.write(DIARIES, "e_home,e_work,e_other\n1,2,3\n");
    let said = refusal(&place, &["kucharski2020", "--data", "."]);
    assert!(said.starts_with(&format!("./{DIARIES}: 1 diaries instead of 38117: ")), "{said}");
}

#[test]
fn other_numbers_than_ours_end_with_exit_code_one_and_are_all_told() {
    let place = Workplace::new();
    place.write(TABLE, table("0.25"));
    let Ended { code, stdout, stderr } =
        reproduce(&place, &["cencetti2021", "--data", ".", "--json"]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.starts_with("corona-sim: 100 of 100 rows of cencetti2021 are outside"));
    let told: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(told["name"], "cencetti2021");
    assert!(told["source"].as_str().unwrap().contains("12:1655"));
    let rows = told["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 100);
    assert_eq!(rows[0]["name"], "isolation 0/9, tracing 0/9");
    assert_eq!(
        (rows[0]["published"].as_f64(), rows[0]["within"].as_bool()),
        (Some(0.25), Some(false))
    );
    // Of the authors' own table.
    assert!((rows[0]["ours"].as_f64().unwrap() - 4.229_980_549_515).abs() < 1e-9);
    let Ended { code, stdout, .. } = reproduce(&place, &["cencetti2021", "--data", "."]);
    assert_eq!(code, Some(1));
    assert!(stdout.ends_with("\n0 of 100 rows are within their tolerance\n"), "{stdout}");
}

#[test]
fn the_authors_own_table_ends_well() {
    let Some(data) = data_folder().filter(|folder| folder.join(TABLE).exists()) else {
        eprintln!("SKIPPED: no cencetti-oracle in the data folder; set CORONA_DATA to its parent");
        return;
    };
    let place = Workplace::new();
    let data = data.canonicalize().unwrap();
    let arguments = ["cencetti2021", "--data", data.to_str().unwrap()];
    let Ended { code, stdout, stderr } = reproduce(&place, &arguments);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(stdout.ends_with("\n100 of 100 rows are within their tolerance\n"), "{stdout}");
}
