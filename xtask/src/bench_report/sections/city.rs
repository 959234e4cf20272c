//! The city of a million phones, run here or read from where it has been run.

use super::long_run::LongRun;
use crate::bench_report::bench::Bench;
use crate::bench_report::contents::Contents;
use crate::bench_report::simulation::Simulation;

const READING: &str = "The whole run from scenario to results. Occurrences are what the simulator \
     executed; an elided poll would have changed nothing and was not. Bytes per phone are the \
     process's peak divided by the phones: results and the town itself are in it.";

/// Nothing but a sentence unless it was asked for.
#[expect(clippy::unnecessary_wraps, reason = "as every section's")]
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    let city = LongRun {
        name: "city",
        run: Simulation::of("city", "scenarios/city.toml"),
        wanted: bench.options.city,
        made: bench.options.city_run.clone(),
        reading: READING,
        fields: &[],
    };
    Ok(city.measure(bench))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn a_city_that_was_run_is_read() {
        let mut fake = Fake::default();
        fake.file("runs/city/manifest.json", r#"{"digest":"a","scenario":"city","arguments":["run","x.toml","--set","duration=1 day"]}"#);
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
        assert!(
            contents.figures[0].command.ends_with("corona-sim run x.toml --set 'duration=1 day'")
        );
        assert!(fake.commands.is_empty());
    }

    #[test]
    fn a_run_of_something_else_is_refused() {
        let mut fake = Fake::default();
        fake.file("runs/town/manifest.json", r#"{"digest":"a","scenario":"town"}"#);
        let options = Options { city_run: Some("runs/town".into()), ..Options::default() };
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let contents = measure(&mut bench).unwrap();
        assert_eq!(
            contents.failures,
            ["runs/town is a run of \"town\", not of city: name the folder of one"]
        );
    }

    #[test]
    fn a_city_nobody_asked_for_is_no_failure() {
        let (mut fake, options) = (Fake::default(), Options::default());
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let contents = measure(&mut bench).unwrap();
        assert!(contents.failures.is_empty() && contents.figures.is_empty());
    }
}
