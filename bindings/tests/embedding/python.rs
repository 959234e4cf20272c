//! Python: the sample's story, and what an app meets beside it.

use crate::workshop::{Workshop, of_the_package, python, rehearsal_library, run};
use corona_bindgen::Language;
use std::process::Command;

fn said(command: &mut Command) -> String {
    String::from_utf8_lossy(&run(command).stdout).into_owned()
}

#[test]
fn codes_failures_and_the_log_are_typed_in_python() {
    let Some(python) = python("codes_failures_and_the_log_are_typed_in_python") else { return };
    let workshop = Workshop::with(Language::Python, &rehearsal_library());
    let mut command = workshop.python(&python, "tests/embedding/python/surface.py");
    assert_eq!(said(&mut command), "surface: ok\n");
}

#[test]
fn the_python_sample_pairs_meets_and_warns() {
    let Some(python) = python("the_python_sample_pairs_meets_and_warns") else { return };
    let workshop = Workshop::with(Language::Python, &rehearsal_library());
    let mut command = workshop.python(&python, "tests/embedding/python/story.py");
    command.arg(workshop.path("phones")).arg(of_the_package("samples/python"));
    let said = said(&mut command);
    for line in [
        "paired: Alice has Bob, Bob has Alice",
        "met: Barbecue, guests: 1",
        "seen: the banner, the same",
        "counted: 2 attended, 1 positive",
        "reported: Bob is positive, 'Cough since Friday'",
        "Alice is at HIGH_RISK, hop 1",
        "because of: Barbecue",
    ] {
        assert!(said.lines().any(|it| it == line), "{line}\n{said}");
    }
}

#[test]
fn a_python_app_lives_through_restarts_cancellations_and_jobs() {
    let Some(python) = python("a_python_app_lives_through_restarts_cancellations_and_jobs") else {
        return;
    };
    let workshop = Workshop::with(Language::Python, &rehearsal_library());
    let mut command = workshop.python(&python, "tests/embedding/python/life.py");
    let said = said(command.arg(workshop.path("phones")));
    assert_eq!(said.lines().filter(|line| line.starts_with("ok: ")).count(), 8, "{said}");
}
