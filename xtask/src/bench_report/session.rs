//! One call from the first section to the page.

use super::baseline::Comparison;
use super::bench::Bench;
use super::clock;
use super::contents::Contents;
use super::figure::Figure;
use super::kept::Kept;
use super::machine::{Machine, Moment};
use super::options::Options;
use super::page;
use super::processes::Processes;
use super::report::{Measured, Report};
use super::sections::{SECTIONS, Section};
use super::versions;
use std::path::Path;

/// Measures, writes page and figures; true if no section failed.
///
/// # Errors
/// A sentence if a file can't be written, or the baseline that was named can't be used.
pub(crate) fn run(root: &Path, options: &Options) -> Result<bool, String> {
    let out = root.join(&options.out);
    if !options.resume {
        // Criterion keeps results of benches that are gone; the report must not.
        let _ = std::fs::remove_dir_all(out.join("criterion"));
    }
    std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let report = measure(root, options)?;
    if options.baseline_named
        && let Err(problem) = &report.comparison
    {
        eprintln!("xtask: not compared: {problem}");
    }
    write(&out.join("index.html"), &page::html(&report))?;
    write(&out.join("bench-report.json"), &report.json())?;
    if let Some(path) = &options.save_baseline {
        write(&root.join(path), &report.json())?;
    }
    for section in &report.sections {
        for failure in &section.contents.failures {
            eprintln!("xtask: {}: {failure}", section.name);
        }
    }
    println!("{}", out.join("index.html").display());
    Ok(report.is_success())
}

fn measure(root: &Path, options: &Options) -> Result<Report, String> {
    let mut runner = Processes::new(root);
    let (date, start) = (clock::utc(), Moment::now());
    let mut figures: Vec<Figure> = Vec::new();
    let mut sections = Vec::new();
    let commit = versions::commit(&mut Bench { runner: &mut runner, options, figures: &figures });
    let kept = Kept::below(&root.join(&options.out), commit, options);
    for section in SECTIONS.iter().filter(|section| options.shows(section.name)) {
        let before = options.keeps(section.name).then(|| kept.get(section.name)).flatten();
        let measured = if let Some(measured) = before {
            eprintln!("── {}: kept, measured at {} UTC", section.title, measured.date);
            measured
        } else {
            eprintln!("── {}", section.title);
            let mut bench = Bench { runner: &mut runner, options, figures: &figures };
            let measured = one(section, &mut bench);
            eprintln!("── {} took {:.0} s", section.title, measured.seconds);
            kept.put(&measured)?;
            measured
        };
        figures.extend(measured.contents.figures.iter().cloned());
        sections.push(measured);
    }
    let mut bench = Bench { runner: &mut runner, options, figures: &figures };
    let mut report = Report {
        date,
        command: typed(),
        quick: options.quick,
        machine: Machine::here(),
        load: (start.load, Moment::now().load),
        versions: versions::versions(&mut bench),
        sections,
        comparison: Err(String::new()),
    };
    report.comparison = compare(root, options, &report);
    Ok(report)
}

fn one(section: &Section, bench: &mut Bench<'_>) -> Measured {
    let (date, before, begun) = (clock::utc(), Moment::now(), clock::now());
    let contents = (section.measure)(bench)
        .unwrap_or_else(|failure| Contents { failures: vec![failure], ..Contents::default() });
    let seconds = clock::seconds_since(begun);
    Measured {
        name: section.name.to_owned(),
        title: section.title.to_owned(),
        about: section.about.to_owned(),
        contents,
        date,
        seconds,
        others: Moment::now().others_since(&before, seconds),
    }
}

fn compare(root: &Path, options: &Options, report: &Report) -> Result<Comparison, String> {
    let path = root.join(&options.baseline);
    let name = options.baseline.display();
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
    Comparison::with(report, &text).map_err(|problem| format!("{name}: {problem}"))
}

fn typed() -> String {
    let words: Vec<String> = std::env::args().skip(1).collect();
    format!("cargo xtask {}", words.join(" "))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;

    #[test]
    fn a_section_that_fails_has_a_sentence() {
        let section = Section {
            name: "broken",
            title: "Broken",
            about: "",
            measure: |_| Err("the program is missing".to_owned()),
        };
        let (mut fake, options) = (Fake::default(), Options::default());
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let measured = one(&section, &mut bench);
        assert_eq!(measured.contents.failures, ["the program is missing"]);
    }
}
