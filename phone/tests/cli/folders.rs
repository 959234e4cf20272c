//! Making a phone, and commands to one that isn't there or doesn't run.

use crate::workplace::{Ended, Workplace, failed, failed_in_json};

#[test]
fn a_new_phone_says_where_it_is_and_what_comes_next() {
    let place = Workplace::new();
    assert_eq!(
        place.run(&["init", "--name", "Alice"]),
        Ended {
            code: Some(0),
            stdout: format!("Alice has a phone in {}.\n", place.home().display()),
            stderr: "Its keys are in that folder: whoever reads it is you. Next: `corona run`\n"
                .to_owned(),
        }
    );
}

#[test]
fn a_second_phone_in_the_same_folder_is_refused_in_words_and_json() {
    let place = Workplace::with_phone();
    let message = format!(
        "{}: a phone lives here already; choose another folder, or remove this one for good",
        place.home().display()
    );
    assert_eq!(place.run(&["init", "--name", "Bob"]), failed(1, &message));
    assert_eq!(
        place.run(&["--json", "init", "--name", "Bob"]),
        failed_in_json(1, "phone", &message)
    );
}

#[test]
fn a_name_that_cannot_be_used_is_the_persons_to_change() {
    let place = Workplace::new();
    assert_eq!(
        place.run(&["init", "--name", " "]),
        failed(2, "--name: name = \"\": contacts must see something; give a name")
    );
    assert!(!place.home().exists());
}

#[test]
fn without_a_phone_or_with_one_that_sleeps_the_remedies_differ() {
    let place = Workplace::new();
    let missing = format!(
        "{}: no phone lives here; make one with `corona init`, or name its folder",
        place.home().display()
    );
    assert_eq!(place.run(&["status"]), failed(1, &missing));
    assert_eq!(place.run(&["run"]), failed(1, &missing));
    let place = Workplace::with_phone();
    let asleep = format!("{}: the phone isn't running: start `corona run`", place.home().display());
    for words in [&["status"][..], &["event", "list"], &["follow"], &["stop"]] {
        assert_eq!(place.run(words), failed(1, &asleep), "{words:?}");
        let json = [&["--json"], words].concat();
        assert_eq!(place.run(&json), failed_in_json(1, "phone", &asleep), "{words:?}");
    }
}

#[test]
fn a_folder_on_the_command_line_goes_before_the_environments_and_that_before_the_default() {
    let place = Workplace::new();
    let made = |command: &mut std::process::Command| {
        let output = command.args(["init", "--name", "Alice"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let told = made(place.command().env("CORONA_HOME", "environment").args(["--home", "flag"]));
    assert_eq!(told, "Alice has a phone in flag.\n");
    let told = made(place.command().env("CORONA_HOME", "environment"));
    assert_eq!(told, "Alice has a phone in environment.\n");
    let data = place.home().join("data");
    let told = made(place.command().env("XDG_DATA_HOME", &data));
    assert_eq!(told, format!("Alice has a phone in {}.\n", data.join("corona").display()));
}
