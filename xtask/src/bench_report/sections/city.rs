//! The city of a million phones, run here or read from where it has been run.

use crate::bench_report::bench::Bench;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::figure::number;
use crate::bench_report::simulation::{self, Simulated, Simulation};

const READING: &str = "The whole run from scenario to results. Occurrences are what the simulator \
     executed; an elided poll would have changed nothing and was not. Bytes per phone are the \
     process's peak divided by the phones: results and the town itself are in it.";
/// Larger than any run on a laptop should take: six hours.
const LIMIT: std::time::Duration = std::time::Duration::from_secs(6 * 3_600);

/// Nothing but a sentence unless it was asked for.
#[expect(clippy::unnecessary_wraps, reason = "as every section's")]
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    let mut contents = Contents::default();
    if !bench.options.city && bench.options.city_run.is_none() {
        contents.text("Not run: neither --city nor --city-run was given.");
    }
    if let Some(run) = run(bench).and_then(|run| contents.note(run))
        && let Some((table, figures)) = contents.note(told(&run))
    {
        contents.table(table);
        contents.figures.extend(figures);
    }
    Ok(contents)
}

fn run(bench: &mut Bench<'_>) -> Option<Result<Simulated, String>> {
    let scenario = "scenarios/city.toml";
    if let Some(folder) = &bench.options.city_run {
        let command =
            format!("target/release/corona-sim run {scenario} --out {}", folder.display());
        return Some(simulation::read(bench, folder, &command));
    }
    bench.options.city.then(|| {
        let city = Simulation::of("city", scenario);
        let (command, folder) = (city.command(bench), city.folder(bench));
        bench.runner.run(&command, LIMIT)?;
        simulation::read(bench, &folder, &command.to_string())
    })
}

type Told = (Table, Vec<crate::bench_report::figure::Figure>);

fn told(run: &Simulated) -> Result<Told, String> {
    let (phones, occurrences) = (run.number("/phones")?, run.number("/occurrences")?);
    let (cpu, peak) = (run.cpu_seconds()?, run.peak_bytes()?);
    let figures = vec![
        run.figure("city/phones", phones, "phones"),
        run.figure("city/wall_seconds", run.number("/machine/wall_seconds")?, "s"),
        run.figure("city/cpu_seconds", cpu, "CPU s"),
        run.figure("city/occurrences", occurrences, "occurrences"),
        run.figure("city/elided_polls", run.number("/elided_polls")?, "polls"),
        run.figure("city/occurrences_per_cpu_second", occurrences / cpu, "per CPU second"),
        run.figure("city/peak_bytes", peak, "bytes"),
        run.figure("city/bytes_per_phone", peak / phones, "bytes per phone"),
    ];
    let mut table = Table::new(&["city.toml", ""], READING);
    for figure in &figures {
        let name = figure.key.trim_start_matches("city/").replace('_', " ");
        table.row([name, format!("{} {}", number(figure.value), figure.unit)]);
    }
    table.command(&run.command);
    Ok((table, figures))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn a_city_that_was_run_is_read() {
        let mut fake = Fake::default();
        fake.file("runs/city/manifest.json", r#"{"digest":"a"}"#);
        fake.file(
            "runs/city/summary.json",
            r#"{"phones":1000,"occurrences":50000,"elided_polls":9,"machine":
               {"wall_seconds":9.0,"cpu_seconds":10.0,"peak_rss_bytes":2000000}}"#,
        );
        let options = Options { city_run: Some("runs/city".into()), ..Options::default() };
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let contents = measure(&mut bench).unwrap();
        let value = |key: &str| contents.figures.iter().find(|f| f.key == key).unwrap().value;
        assert_eq!(value("city/occurrences_per_cpu_second"), 5_000.0);
        assert_eq!(value("city/bytes_per_phone"), 2_000.0);
        assert!(fake.commands.is_empty());
    }

    #[test]
    fn a_city_nobody_asked_for_is_no_failure() {
        let (mut fake, options) = (Fake::default(), Options::default());
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let contents = measure(&mut bench).unwrap();
        assert!(contents.failures.is_empty() && contents.figures.is_empty());
    }
}
