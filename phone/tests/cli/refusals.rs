//! What is refused before any phone is asked: exit code 2, and the whole message.

use crate::workplace::{Ended, Workplace, failed, failed_in_json};

const NONSENSE: &str = "check-in code: this is no readable code \
    (parse failed: character error: invalid character (code=O)): scan it again, or copy all of it";

#[test]
fn a_text_that_is_no_code_is_refused_though_no_phone_runs() {
    let place = Workplace::new();
    assert_eq!(place.run(&["check-in", "NONSENSE"]), failed(2, NONSENSE));
    assert_eq!(
        place.run(&["check-in", "NONSENSE", "--json"]),
        failed_in_json(2, "refused", NONSENSE)
    );
    assert_eq!(place.run_with_input(&["check-in", "-"], "NONSENSE\n"), failed(2, NONSENSE));
    let nothing = "no code came on standard input: paste it, or pipe it in, in one line";
    assert_eq!(place.run(&["check-in", "-"]), failed(2, nothing));
    assert_eq!(place.run(&["pair", "join", "-"]), failed(2, nothing));
    assert_eq!(
        place.run(&["pair", "join", "NONSENSE"]),
        failed(2, &NONSENSE.replace("check-in code", "invitation"))
    );
}

#[test]
fn a_bad_date_names_flag_value_and_forms() {
    let place = Workplace::new();
    let forms = "write 2020-04-06, or 2020-04-06 12:00 (UTC)";
    assert_eq!(
        place.run(&["status", "report", "negative", "--sampled", "6.4.2020"]),
        failed(2, &format!("--sampled \"6.4.2020\": not a date: {forms}"))
    );
    assert_eq!(
        place.run(&["--json", "status", "report", "positive", "--since", "2021-02-29"]),
        failed_in_json(
            2,
            "refused",
            &format!("--since \"2021-02-29\": there is no such day: {forms}")
        )
    );
}

#[test]
fn words_that_mean_nothing_are_refused_as_text_or_json() {
    let place = Workplace::new();
    let message = "unrecognized subcommand 'frobnicate'\n\n\
        Usage: corona [OPTIONS] <COMMAND>\n\nFor more information, try '--help'.";
    assert_eq!(
        place.run(&["frobnicate"]),
        Ended { code: Some(2), stdout: String::new(), stderr: format!("error: {message}\n") }
    );
    assert_eq!(place.run(&["--json", "frobnicate"]), failed_in_json(2, "refused", message));
}

#[test]
fn test_settings_need_the_scaled_clock_to_be_asked_for() {
    let place = Workplace::with_phone();
    for flag in ["--record-trace", "--hold-at"] {
        let ended = place.run(&["run", flag, "file"]);
        assert_eq!(ended.code, Some(2));
        assert_eq!(
            ended.stderr,
            format!(
                "error: the following required arguments were not provided:\n  \
                 --scaled-clock <FILE>\n\n\
                 Usage: corona run --scaled-clock <FILE> {flag} <FILE> --home <DIR>\n\n\
                 For more information, try '--help'.\n"
            )
        );
    }
}

#[test]
fn help_and_version_are_no_failures() {
    let place = Workplace::new();
    for words in [&["--help"][..], &["--version"], &["event", "--help"], &["--json", "--help"]] {
        let ended = place.run(words);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{words:?}");
        assert!(ended.stdout.contains("corona"), "{words:?}");
    }
}
