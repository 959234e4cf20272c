//! What criterion measured, read from the files it leaves.

use super::bench::Runner;
use serde_json::Value;
use std::path::Path;

/// One bench's result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Estimate {
    /// Group, function and parameter: `agenda/hold/1000000`.
    pub(crate) id: String,
    /// Median wall-clock nanoseconds per element (per iteration where it has none).
    pub(crate) nanoseconds: f64,
    /// Lower and upper end of the median's 95 % interval.
    pub(crate) interval: (f64, f64),
}

/// Every bench below `folder`, by id.
///
/// # Errors
/// A sentence naming the file that is not as criterion writes it.
pub(crate) fn estimates(runner: &dyn Runner, folder: &Path) -> Result<Vec<Estimate>, String> {
    let files = runner.files(folder, "benchmark.json");
    let newest = files.iter().filter(|path| {
        path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "new")
    });
    let read = |path: &std::path::PathBuf| {
        let about = runner.read(path)?;
        let measured = runner.read(&path.with_file_name("estimates.json"))?;
        estimate(&about, &measured)
            .ok_or_else(|| format!("{} is not as criterion 0.8 writes it", path.display()))
    };
    let mut found = newest.map(read).collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

fn estimate(about: &str, measured: &str) -> Option<Estimate> {
    let about: Value = serde_json::from_str(about).ok()?;
    let measured: Value = serde_json::from_str(measured).ok()?;
    let elements = about.pointer("/throughput/Elements").and_then(Value::as_f64).unwrap_or(1.0);
    let median = measured.get("median")?;
    let number = |pointer| Some(median.pointer(pointer)?.as_f64()? / elements);
    Some(Estimate {
        id: about.get("full_id")?.as_str()?.to_owned(),
        nanoseconds: number("/point_estimate")?,
        interval: (
            number("/confidence_interval/lower_bound")?,
            number("/confidence_interval/upper_bound")?,
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;

    const MEASURED: &str = r#"{"mean":{},"median":{"confidence_interval":
        {"confidence_level":0.95,"lower_bound":80.0,"upper_bound":120.0},
        "point_estimate":100.0,"standard_error":1.0}}"#;

    #[test]
    fn times_are_per_element() {
        let about = r#"{"full_id":"town/a day","throughput":{"Elements":50}}"#;
        let mut fake = Fake::default();
        fake.file("out/criterion/town/a_day/new/benchmark.json", about);
        fake.file("out/criterion/town/a_day/new/estimates.json", MEASURED);
        fake.file("out/criterion/town/a_day/base/benchmark.json", "old");
        let found = estimates(&fake, Path::new("out/criterion")).unwrap();
        let id = "town/a day".to_owned();
        assert_eq!(found, [Estimate { id, nanoseconds: 2.0, interval: (1.6, 2.4) }]);
    }

    #[test]
    fn a_file_that_says_something_else_is_named() {
        let mut fake = Fake::default();
        fake.file("c/a/new/benchmark.json", "{}");
        fake.file("c/a/new/estimates.json", "{}");
        let error = estimates(&fake, Path::new("c")).unwrap_err();
        assert!(error.contains("c/a/new/benchmark.json"), "{error}");
    }
}
