//! The samples as apps run them: with the library that ships, over a private Tor network.

#[allow(dead_code, reason = "the other test binary uses the rest of it")]
#[path = "../embedding/workshop.rs"]
mod workshop;

use corona_bindgen::Language;
use corona_private_tor::network_or_skip;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use workshop::{Kotlin, Workshop, of_the_package, python, run, shipped_library};

/// A folder for the sample, whose two phones know the network of an Arti configuration.
fn phones(workshop: &Workshop, arti_toml: &Path) -> PathBuf {
    let folder = workshop.path("phones");
    for name in ["alice", "bob"] {
        let home = folder.join(name);
        DirBuilder::new().recursive(true).mode(0o700).create(&home).expect("the folder is ours");
        let text = format!("network = {:?}\n", arti_toml.display().to_string());
        std::fs::write(home.join("tor.toml"), text).expect("the folder is ours");
    }
    folder
}

fn assert_said(said: &[u8], lines: &[&str]) {
    let said = String::from_utf8_lossy(said);
    for line in lines {
        assert!(said.lines().any(|it| it == *line), "{line}\n{said}");
    }
}

#[test]
fn the_python_sample_warns_over_tor() {
    let test = "the_python_sample_warns_over_tor";
    let Some(network) = network_or_skip(test) else { return };
    let Some(python) = python(test) else { return };
    let workshop = Workshop::with(Language::Python, &shipped_library());
    let folder = phones(&workshop, network.arti_toml_path());
    let mut sample = workshop.python(&python, "samples/python/meetup.py");
    let said = run(sample.arg(folder)).stdout;
    assert_said(
        &said,
        &[
            "paired: Alice has Bob, Bob has Alice",
            "seen: Bob's picture, the same",
            "met: Barbecue, guests: 1",
            "seen: the banner, the same",
            "counted: 2 attended, 1 positive",
            "reported: Bob is positive, 'Cough since Friday'",
            "Alice is at HIGH_RISK, hop 1",
        ],
    );
}

#[test]
fn the_kotlin_sample_checks_in_and_reports_over_tor() {
    let test = "the_kotlin_sample_checks_in_and_reports_over_tor";
    let Some(network) = network_or_skip(test) else { return };
    let Some(kotlin) = Kotlin::find(test) else { return };
    let library = shipped_library();
    let workshop = Workshop::with(Language::Kotlin, &library);
    let mut sources = workshop.kotlin_sources();
    sources.push(of_the_package("samples/kotlin/Meetup.kt"));
    let classes = workshop.path("classes");
    kotlin.compile(&sources, &classes);
    let natives = library.parent().expect("a library lies in a folder");
    let mut sample = kotlin.program(&classes, natives, "MeetupKt");
    let said = run(sample.arg(phones(&workshop, network.arti_toml_path()))).stdout;
    assert_said(
        &said,
        &["checked in: Barbecue", "reported: Bob is POSITIVE", "Alice is at HIGH_RISK"],
    );
}
