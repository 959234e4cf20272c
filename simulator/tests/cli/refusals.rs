//! What can't be used is refused with one sentence, exit code 2 and no trace on disk.

use crate::workplace::{Ended, SMALL_TOWN, Workplace, shipped_text};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::Path;

/// Refused, with nothing on stdout and every file and folder as before; what stderr said.
fn refused(place: &Workplace, arguments: &[&str]) -> String {
    let before = place.tree();
    let Ended { code, stdout, stderr } = place.run(arguments);
    assert_eq!(code, Some(2), "{arguments:?}: {stderr}");
    assert_eq!(stdout, "", "{arguments:?}");
    assert_eq!(place.tree(), before, "{arguments:?} left something behind");
    stderr
}

/// The one line that a refusal says.
fn sentence(place: &Workplace, arguments: &[&str]) -> String {
    let said = refused(place, arguments);
    let line = said.strip_prefix("corona-sim: ").and_then(|line| line.strip_suffix('\n'));
    let line = line.unwrap_or_else(|| panic!("no sentence of ours: {said}"));
    assert!(!line.contains('\n'), "more than a line: {said}");
    line.to_owned()
}

/// What a scenario of this text is refused with.
fn refused_scenario(text: &str) -> String {
    let place = Workplace::new();
    place.write("a.toml", text);
    sentence(&place, &["a.toml", "--out", "new/run"])
}

/// The whitepaper's story with one text replaced by another.
fn told_wrongly(from: &str, to: &str) -> String {
    let text = shipped_text("whitepaper.toml");
    assert_eq!(text.matches(from).count(), 1, "{from} is not unique");
    text.replace(from, to)
}

#[test]
fn an_unknown_key_names_its_line_and_the_nearest_known_one() {
    assert_eq!(
        refused_scenario(&SMALL_TOWN.replace("duration", "duraton")),
        "a.toml:3:1: duraton: unknown key: did you mean \"duration\"?"
    );
    assert_eq!(
        refused_scenario(&SMALL_TOWN.replace("people", "poeple")),
        "a.toml:6:1: population.poeple: unknown key: did you mean \"people\"?"
    );
}

#[test]
fn a_wrong_unit_names_the_right_ones() {
    assert_eq!(
        refused_scenario(&SMALL_TOWN.replace("6 days", "6 kg")),
        "a.toml:3:1: duration: \"6 kg\" is no duration (unknown unit \"kg\"): \
         write a number and one of ms, s, min, h, days, weeks, e.g. \"90 min\""
    );
}

#[test]
fn a_probability_above_one_is_refused_however_it_is_written() {
    let adoption =
        |value: &str| refused_scenario(&format!("{SMALL_TOWN}[phones]\nadoption = {value}\n"));
    assert_eq!(
        adoption("1.5"),
        "a.toml:11:1: phones.adoption: 1.5 is no probability (no percent sign): \
         write 0 % to 100 %, e.g. \"20 %\""
    );
    assert_eq!(
        adoption("\"150 %\""),
        "a.toml:11:1: phones.adoption: \"150 %\" is no probability (out of range): \
         write 0 % to 100 %, e.g. \"20 %\""
    );
}

#[test]
fn an_event_that_ends_before_it_starts_is_refused_with_both_times() {
    assert_eq!(
        refused_scenario(&told_wrongly("end = \"2020-04-12 22:00\"", "end = \"2020-04-12 14:00\"")),
        "a.toml:33:1: population.event[2].end = 2020-04-12 14:00: the event ends before it \
         starts (start = \"2020-04-12 15:00\"): write a later end"
    );
}

#[test]
fn a_person_is_at_an_event_once() {
    let twice = told_wrongly("[\"Alice\", \"Bob\", \"Eve\"]", "[\"Alice\", \"Bob\", \"Alice\"]");
    assert_eq!(
        refused_scenario(&twice),
        "a.toml:34:30: population.event[2].attendees[2] = \"Alice\": twice at one event: remove one"
    );
}

#[test]
fn an_override_of_no_key_is_named_as_it_was_typed() {
    let place = Workplace::with_town();
    let refused = |set: &str| sentence(&place, &["town.toml", "--set", set]);
    assert_eq!(
        refused("policy.lss=2"),
        "--set policy.lss=2: policy.lss: unknown key: did you mean \"loss\"?"
    );
    assert_eq!(
        refused("polcy.loss=2"),
        "--set polcy.loss=2: polcy: unknown key: did you mean \"policy\"?"
    );
    let usage = self::refused(&place, &["town.toml", "--set", "policy.loss"]);
    let expected = "error: invalid value 'policy.loss' for '--set <KEY=VALUE>': \
                    write KEY=VALUE, for example policy.loss=2\n";
    assert!(usage.starts_with(expected), "{usage}");
}

#[test]
fn a_scenario_that_cannot_be_read_is_named() {
    let place = Workplace::with_town();
    place.write("latin1.toml", b"name = \"M\xfcnchen\"\n");
    for name in ["nowhere.toml", ".", "town.toml/below.toml", "latin1.toml"] {
        let said = sentence(&place, &[name]);
        assert!(said.starts_with(&format!("{name}: cannot be read as a scenario (")), "{said}");
        assert!(said.ends_with("): name a TOML file"), "{said}");
    }
}

#[test]
fn data_that_is_missing_or_truncated_is_refused_before_anything_is_written() {
    let place = Workplace::new();
    place.write("conference.toml", shipped_text("conference.toml"));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all("36020 5 3\n".repeat(5_000).as_bytes()).unwrap();
    let whole = encoder.finish().unwrap();
    place.write("half.dat.gz", &whole[..whole.len() / 2]);
    let refused = |more: &[&str]| {
        sentence(&place, &[&["conference.toml", "--out", "new/run"], more].concat())
    };
    assert_eq!(
        refused(&["--data", "half.dat.gz"]),
        "half.dat.gz: the file is truncated (its gzip stream ends early): fetch it again"
    );
    let missing = refused(&["--data", "nowhere.dat.gz"]);
    assert!(missing.starts_with("nowhere.dat.gz: cannot be read ("), "{missing}");
    assert!(missing.ends_with("): check the path given by --data"), "{missing}");
    assert_eq!(
        refused(&[]),
        "conference.toml:11:2: population.contacts: no data file: \
         give it by --data FILE, or name it by this key"
    );
    // Without --out the default folder's parent would have to be made.
    sentence(&place, &["conference.toml", "--data", "nowhere.dat.gz"]);
    assert!(!place.path("runs").exists());
}

#[test]
fn a_story_reads_no_data() {
    let place = Workplace::new();
    place.write("story.toml", shipped_text("whitepaper.toml"));
    let said = sentence(&place, &["story.toml", "--data", "tij.dat.gz"]);
    for part in ["story.toml:15:1: population.kind", "tij.dat.gz", "leave out --data"] {
        assert!(said.contains(part), "{part:?} not in: {said}");
    }
}

#[test]
fn a_seed_that_no_file_could_hold_is_refused() {
    let place = Workplace::with_town();
    for seed in ["9223372036854775808", "99999999999999999999", "-1", "one", "1.0"] {
        let expected = format!(
            "error: invalid value '{seed}' for '--seed <N>': \
             write a whole number from 0 to 9223372036854775807\n"
        );
        let said = refused(&place, &["town.toml", "--seed", seed]);
        assert!(said.starts_with(&expected), "{said}");
    }
    assert_eq!(
        sentence(&place, &["town.toml", "--seed", "9223372036854775807", "--seeds", "2"]),
        "--seeds 2: counting up from seed 9223372036854775807 passes the largest, \
         9223372036854775807: lower --seed or --seeds"
    );
    assert_eq!(
        sentence(&place, &["town.toml", "--set", "seed=-1"]),
        "--set seed=-1: seed = -1: write a whole number from 0 on"
    );
}

#[test]
fn a_scheme_of_signatures_that_there_is_not_is_refused() {
    let place = Workplace::new();
    let told = refused(&place, &["story.toml", "--signatures", "rsa"]);
    assert!(told.contains("'rsa'") && told.contains("write real or stand-in"), "{told}");
}

#[test]
fn an_output_folder_of_others_is_refused_even_with_force() {
    let place = Workplace::with_town();
    place.write("photos/cat.jpg", b"meow");
    place.write("forged/manifest.json", b"{\"schema\":\"somebody-else/1\",\"files\":{}}");
    for folder in ["photos", "forged"] {
        for force in [&[][..], &["--force"]] {
            let arguments = [&["town.toml", "--out", folder][..], force].concat();
            assert_eq!(
                sentence(&place, &arguments),
                format!(
                    "{folder}: the folder is not empty and holds no run of corona-sim: \
                     name another with --out (--force replaces runs only)"
                )
            );
        }
    }
}

#[test]
fn an_output_folder_that_cannot_be_made_is_refused_before_the_run() {
    let place = Workplace::with_town();
    assert_eq!(
        sentence(&place, &["town.toml", "--out", "town.toml"]),
        "town.toml: is not a folder: name another with --out"
    );
    let below_a_file = sentence(&place, &["town.toml", "--out", "town.toml/run"]);
    assert!(below_a_file.starts_with("town.toml/run: cannot be written ("), "{below_a_file}");
    assert!(below_a_file.ends_with("): name a folder that can with --out"), "{below_a_file}");
    let Some(locked) = locked_folder(&place) else {
        eprintln!("SKIPPED: this user may write everywhere");
        return;
    };
    let out = format!("{locked}/deep/run");
    let said = sentence(&place, &["town.toml", "--out", &out]);
    assert!(said.starts_with(&format!("{locked}: cannot be written (")), "{said}");
    assert!(said.ends_with("): name a folder that can with --out"), "{said}");
}

/// A folder that nothing can be made in: by its permissions, or for root, who is
/// above them, by its file system.
fn locked_folder(place: &Workplace) -> Option<String> {
    let folder = place.path("locked");
    std::fs::create_dir(&folder).unwrap();
    let mut permissions = std::fs::metadata(&folder).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&folder, permissions).unwrap();
    [folder.as_path(), Path::new("/proc")]
        .into_iter()
        .find(|folder| {
            let attempt = folder.join("attempt");
            folder.is_dir() && std::fs::create_dir(&attempt).is_err() && !attempt.exists()
        })
        .map(|folder| folder.to_str().unwrap().to_owned())
}
