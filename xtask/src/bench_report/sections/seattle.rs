//! An epidemic among 100,000 residents of a table, with the protocol on their phones.

use super::long_run::LongRun;
use crate::bench_report::bench::Bench;
use crate::bench_report::contents::Contents;
use crate::bench_report::simulation::Simulation;
use crate::test_run::{DataFolder, VARIABLE};
use std::path::PathBuf;

/// The table, in the folder of data sets.
const TABLE: &str = "synthpops-seattle-100k/people.csv.gz";
const READING: &str = "The whole run from the table to results: the population, its gatherings of \
     all days, the epidemic, and the protocol state machine of every phone. Bytes per phone are the \
     process's peak divided by the phones; most people have none and are in it all the same.";

/// Nothing but a sentence unless it was asked for.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    let table = if bench.options.seattle { table()? } else { None };
    if bench.options.seattle && table.is_none() {
        return Err(format!(
            "no {TABLE}, the table of 100,000 people by synthpops, in the folder of data sets: set \
             {VARIABLE} to the folder that has it"
        ));
    }
    let table = table.unwrap_or_else(|| TABLE.into());
    let seattle = LongRun {
        name: "seattle",
        run: Simulation::of("seattle", "scenarios/seattle.toml")
            .option("--data", &table.display().to_string()),
        wanted: bench.options.seattle,
        made: bench.options.seattle_run.clone(),
        reading: READING,
        fields: &[
            ("people", "/population", "people"),
            ("attack_rate", "/epidemic/attack_rate", "of all infected"),
            ("people_warned", "/people_warned", "people"),
        ],
    };
    Ok(seattle.measure(bench))
}

fn table() -> Result<Option<PathBuf>, String> {
    let root = crate::workspace_root()?;
    let chosen = DataFolder::choose(&root, std::env::var_os(VARIABLE).as_deref())?;
    Ok(chosen.existing().map(|folder| folder.join(TABLE)).filter(|table| table.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn an_epidemic_that_was_run_is_read() {
        let mut fake = Fake::default();
        fake.file("runs/s/manifest.json", r#"{"digest":"a","scenario":"seattle","arguments":["run","x.toml","--set","duration=1 day"]}"#);
        fake.file(
            "runs/s/summary.json",
            r#"{"phones":500,"population":1000,"occurrences":50000,"elided_polls":9,
               "people_warned":300,"epidemic":{"attack_rate":0.9},"machine":
               {"wall_seconds":9.0,"cpu_seconds":10.0,"peak_rss_bytes":2000000}}"#,
        );
        let options = Options { seattle_run: Some("runs/s".into()), ..Options::default() };
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let contents = measure(&mut bench).unwrap();
        let value = |key: &str| contents.figures.iter().find(|f| f.key == key).unwrap().value;
        assert_eq!(value("seattle/attack_rate"), 0.9);
        assert_eq!(value("seattle/bytes_per_phone"), 4_000.0);
        assert!(fake.commands.is_empty());
    }
}
