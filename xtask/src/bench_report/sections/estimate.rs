//! What `corona-sim estimate` foretells, held to the run it foretold.

use crate::bench_report::bench::Bench;
use crate::bench_report::command_line::CommandLine;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::figure::{Figure, number};
use crate::bench_report::simulation::{self, RELEASE, Simulation};
use serde_json::Value;

/// Shipped scenarios that need no data and are run in minutes.
const SCENARIOS: [&str; 3] = ["whitepaper", "town", "epidemic-town"];
/// Where the estimate's seconds and bytes may stand, first found wins.
const SECONDS: [&str; 4] = ["/cpu_seconds", "/seconds", "/wall_seconds", "/machine/cpu_seconds"];
const BYTES: [&str; 4] = ["/peak_rss_bytes", "/memory_bytes", "/bytes", "/machine/peak_rss_bytes"];
const FACTOR: f64 = 2.0;
/// What takes less can't be told from starting the program.
const SMALLEST_SECONDS: f64 = 0.5;

const READING: &str = "Estimated beside measured, and the estimate divided by the measurement: within \
     0.5 to 2 is wanted. Runs of less than half a second are too short to judge time by.";

/// Every scenario that is small enough for this report.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    simulation::build(bench)?;
    let mut contents = Contents::default();
    let head = ["scenario", "what", "estimated", "measured", "estimated ÷ measured"];
    let mut table = Table::new(&head, READING);
    for name in SCENARIOS {
        let outcome = compare(bench, &mut contents, &mut table, name);
        contents.note(outcome);
    }
    contents.table(table);
    Ok(contents)
}

fn compare(
    bench: &mut Bench<'_>,
    contents: &mut Contents,
    table: &mut Table,
    name: &str,
) -> Result<(), String> {
    let scenario = format!("scenarios/{name}.toml");
    let estimate = CommandLine::words(RELEASE).with(&["estimate", &scenario, "--json"]);
    let told = bench.run(&estimate)?.stdout;
    let told: Value = serde_json::from_str(&told)
        .map_err(|error| format!("`{estimate}` printed no JSON ({error}): {told}"))?;
    let run = Simulation::of(&format!("estimate-{name}"), &scenario).run(bench)?;
    let compared = [
        ("seconds", &SECONDS, run.cpu_seconds()?, "s"),
        ("memory", &BYTES, run.peak_bytes()?, "bytes"),
    ];
    for (what, pointers, measured, unit) in compared {
        let estimated = pointers.iter().find_map(|pointer| told.pointer(pointer)?.as_f64());
        let estimated =
            estimated.ok_or_else(|| format!("`{estimate}` has none of {pointers:?}: {told}"))?;
        let ratio = estimated / measured;
        let commands = [estimate.to_string(), run.command.clone()];
        commands.iter().for_each(|command| table.command(command));
        let too_short = unit == "s" && measured < SMALLEST_SECONDS;
        let verdict = if too_short { "too short to judge".to_owned() } else { number(ratio) };
        let cells = [number(estimated), number(measured)].map(|cell| format!("{cell} {unit}"));
        table.row([name.to_owned(), what.to_owned(), cells[0].clone(), cells[1].clone(), verdict]);
        if too_short {
            continue;
        }
        contents.figure(Figure::new(format!("estimate/{name}/{what}"), ratio, "", &commands));
        if !(1.0 / FACTOR..=FACTOR).contains(&ratio) {
            contents.failures.push(format!(
                "{name}: estimated {what} is {} times what was measured, more than a factor of {FACTOR}",
                number(ratio)
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn an_estimate_three_times_too_high_is_a_failure() {
        let (mut fake, options) = (Fake::default(), Options::default());
        fake.answer("estimate scenarios/", Ok(r#"{"seconds":3.0,"memory_bytes":1000}"#));
        for name in SCENARIOS {
            let folder = format!("target/bench-report/runs/estimate-{name}");
            let cpu = if name == "town" { 1.0 } else { 2.0 };
            let machine = format!(r#"{{"cpu_seconds":{cpu},"peak_rss_bytes":1000}}"#);
            fake.file(&format!("{folder}/summary.json"), &format!(r#"{{"machine":{machine}}}"#));
            fake.file(&format!("{folder}/manifest.json"), r#"{"digest":"a"}"#);
        }
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let contents = measure(&mut bench).unwrap();
        assert_eq!(contents.failures.len(), 1, "{:?}", contents.failures);
        assert!(contents.failures[0].starts_with("town: estimated seconds is 3.00 times"));
        assert_eq!(contents.figures.len(), 6);
    }
}
