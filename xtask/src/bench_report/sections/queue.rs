//! Criterion's benches of the agenda and of bare queues.

use crate::bench_report::bench::Bench;
use crate::bench_report::command_line::CommandLine;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::criterion::{Estimate, estimates};
use crate::bench_report::figure::{Figure, number};

/// Benches that must be there, by criterion's id, with what they do. Others are shown too.
const EXPECTED: [(&str, &str); 6] = [
    (
        "agenda, hold with steps exponential, mean 6 h/bare std BinaryHeap/1000000",
        "std's heap, 1,000,000 pending",
    ),
    (
        "agenda, hold with steps exponential, mean 6 h/bare FourHeap/1000000",
        "a bare 4-ary heap, 1,000,000 pending",
    ),
    (
        "agenda, hold with steps exponential, mean 6 h/bare Ladder/1000000",
        "a bare ladder, 1,000,000 pending",
    ),
    (
        "agenda, hold with steps exponential, mean 6 h/Agenda on ladder/1000000",
        "our agenda, 1,000,000 pending",
    ),
    (
        "agenda, hold with steps exponential, mean 6 h and a touch of 128 random bytes/bare Ladder/1000000",
        "a bare ladder with a touch of 128 bytes, 1,000,000 pending",
    ),
    (
        "agenda, hold with steps exponential, mean 6 h and a touch of 128 random bytes/Agenda on ladder/1000000",
        "our agenda with a touch of 128 bytes, 1,000,000 pending",
    ),
];
/// Which of the agenda's benches are run, and which in a quick report.
const CASES: (&str, &str) = ("/1000000$", "mean 6 h.*/1000000$");

const READING: &str = "Wall-clock nanoseconds for one hold (one taken, one put), the median with its \
     95 % interval: less is better. Criterion reads the clock, not processor time, so other work \
     on the machine lengthens these; for ratios see the next section.";

/// Runs the bench and reads what criterion left.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    let cases = bench.options.size(CASES.0, CASES.1);
    let (found, command) = run(bench, "agenda", &[cases])?;
    let mut contents = Contents::default();
    for (id, what) in EXPECTED {
        if !found.iter().any(|estimate| estimate.id == id) {
            contents.failures.push(format!("`{command}` measured no `{id}` ({what})"));
        }
    }
    contents.append(table("queue", &found, &command, READING));
    Ok(contents)
}

/// Runs one of the repository's benches, all its cases or those that match; returns its results
/// and the command.
pub(super) fn run(
    bench: &mut Bench<'_>,
    name: &str,
    cases: &[&str],
) -> Result<(Vec<Estimate>, String), String> {
    let home = bench.options.out.join("criterion").join(name);
    let (warm_up, time) = bench.options.size(("1", "3"), ("0.2", "0.5"));
    // From the bench's folder, where cargo starts it, a relative home would be another.
    let home_there = std::path::Path::new("..").join(&home);
    let home_there = if home.is_absolute() { &home } else { &home_there };
    let command = CommandLine::words("cargo bench -p corona-benches --bench")
        .with(&[name, "--", "--warm-up-time", warm_up, "--measurement-time", time])
        .with(cases)
        .env("CRITERION_HOME", &home_there.display().to_string());
    let compile =
        CommandLine::words("cargo bench -p corona-benches --no-run --bench").with(&[name]);
    bench.build(&compile)?;
    bench.run(&command)?;
    let found = estimates(bench.runner, &home)?;
    if found.is_empty() {
        return Err(format!("`{command}` left no results in {}", home.display()));
    }
    Ok((found, command.to_string()))
}

/// Results in rows and as figures.
pub(super) fn table(section: &str, found: &[Estimate], command: &str, reading: &str) -> Contents {
    let mut contents = Contents::default();
    let mut table = Table::new(&["bench", "ns", "95 % interval", "million per second"], reading);
    table.command(command);
    for Estimate { id, nanoseconds, interval: (low, high) } in found {
        let interval = format!("{} – {}", number(*low), number(*high));
        table.row([id.clone(), number(*nanoseconds), interval, number(1e3 / nanoseconds)]);
        let key = format!("{section}/{id}");
        contents.figure(Figure::new(key, *nanoseconds, "ns", &[command.to_owned()]));
    }
    contents.table(table);
    contents
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn a_bench_that_is_gone_is_missed() {
        let (mut fake, options) = (Fake::default(), Options::default());
        let about = format!(r#"{{"full_id":"{}"}}"#, EXPECTED[0].0);
        let home = "target/bench-report/criterion/agenda/hold/new";
        fake.file(&format!("{home}/benchmark.json"), &about);
        let measured = r#"{"median":{"point_estimate":50.0,
            "confidence_interval":{"lower_bound":49.0,"upper_bound":51.0}}}"#;
        fake.file(&format!("{home}/estimates.json"), measured);
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let contents = measure(&mut bench).unwrap();
        assert_eq!(contents.figures[0].key, format!("queue/{}", EXPECTED[0].0));
        assert_eq!(contents.figures[0].value, 50.0);
        assert_eq!(contents.failures.len(), EXPECTED.len() - 1);
        assert!(contents.failures[0].contains(EXPECTED[1].0));
        assert!(
            fake.commands[1].ends_with("--measurement-time 3 '/1000000$'"),
            "{:?}",
            fake.commands
        );
    }
}
