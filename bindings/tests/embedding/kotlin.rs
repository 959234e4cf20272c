//! Kotlin, on the JVM: what needs no phone, and the sample's check-in and report.

use crate::workshop::{Kotlin, Workshop, of_the_package, rehearsal_library, run};
use corona_bindgen::Language;

// One test, because compiling takes longest.
#[test]
fn the_kotlin_sample_checks_in_and_reports_on_the_jvm() {
    let Some(kotlin) = Kotlin::find("the_kotlin_sample_checks_in_and_reports_on_the_jvm") else {
        return;
    };
    let library = rehearsal_library();
    let workshop = Workshop::with(Language::Kotlin, &library);
    let mut files = workshop.kotlin_sources();
    files.push(of_the_package("tests/embedding/kotlin/Surface.kt"));
    files.push(of_the_package("tests/embedding/kotlin/Story.kt"));
    files.push(of_the_package("samples/kotlin/Meetup.kt"));
    let classes = workshop.path("classes");
    kotlin.compile(&files, &classes);
    let natives = library.parent().expect("a library lies in a folder");

    let said = run(&mut kotlin.program(&classes, natives, "SurfaceKt")).stdout;
    assert_eq!(String::from_utf8_lossy(&said), "surface: ok\n");

    let mut story = kotlin.program(&classes, natives, "StoryKt");
    let said = run(story.arg(workshop.path("phones"))).stdout;
    let said = String::from_utf8_lossy(&said);
    for line in [
        "checked in: Barbecue",
        "reported: Bob is POSITIVE",
        "Alice is at HIGH_RISK",
        "  alice: guest-admitted",
        "  bob: report-acknowledged",
    ] {
        assert!(said.lines().any(|it| it == line), "{line}\n{said}");
    }
}
