//! This run's figures beside an earlier run's.

use super::report::{Report, SCHEMA};
use serde_json::Value;

/// Beyond this factor either way a figure is flagged.
pub(crate) const FLAGGED: f64 = 1.3;

/// What every comparison must say.
pub(crate) const CAUTION: &str = "Other work on a machine alone has moved the same program by 1.2 to 2.9 \
     times, and another machine moves it by more. So a flag is a reason to look, not a finding: \
     only ratios of figures of one run count.";

/// An earlier run, and how far each figure has moved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    /// When, on which processor.
    pub(crate) baseline: String,
    /// In the order of this run.
    pub(crate) rows: Vec<Row>,
    /// Figures that only the earlier run has.
    pub(crate) gone: Vec<String>,
}

/// One figure in both runs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Which.
    pub(crate) key: String,
    /// Then.
    pub(crate) old: f64,
    /// Now.
    pub(crate) new: f64,
}

impl Row {
    /// New divided by old.
    pub(crate) fn ratio(&self) -> f64 {
        self.new / self.old
    }

    /// Whether it moved beyond [`FLAGGED`], or from or to nothing.
    pub(crate) fn is_flagged(&self) -> bool {
        self.new != self.old && !(1.0 / FLAGGED..=FLAGGED).contains(&self.ratio())
    }
}

impl Comparison {
    /// Compares with the text of an earlier `bench-report.json`.
    ///
    /// # Errors
    /// A sentence if it is none, or was made of other sizes.
    pub(crate) fn with(report: &Report, text: &str) -> Result<Self, String> {
        let old: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
        let word =
            |pointer: &str| old.pointer(pointer).and_then(Value::as_str).unwrap_or("unknown");
        if word("/schema") != SCHEMA {
            return Err(format!("its schema is {}, not {SCHEMA}", word("/schema")));
        }
        if old.get("quick").and_then(Value::as_bool) != Some(report.quick) {
            return Err("one run was --quick, the other not: their sizes differ".to_owned());
        }
        let figures = old.get("figures").and_then(Value::as_object).ok_or("it has no figures")?;
        let value = |key: &str| figures.get(key)?.get("value")?.as_f64();
        let rows = report.figures().filter_map(|(_, figure)| {
            Some(Row { key: figure.key.clone(), old: value(&figure.key)?, new: figure.value })
        });
        let measured = |key: &&String| report.figures().any(|(_, figure)| figure.key == **key);
        Ok(Self {
            baseline: format!(
                "{} at {} on {}",
                word("/date"),
                word("/versions/commit"),
                word("/machine/model")
            ),
            rows: rows.collect(),
            gone: figures.keys().filter(|key| !measured(key)).cloned().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::contents::Contents;
    use crate::bench_report::figure::Figure;
    use crate::bench_report::report::Measured;

    fn report(figures: &[(&str, f64)]) -> Report {
        let mut contents = Contents::default();
        for (key, value) in figures {
            contents.figure(Figure::new(*key, *value, "s", &["x".to_owned()]));
        }
        let section = Measured { contents, ..Measured::default() };
        Report { sections: vec![section], ..Report::default_for_tests() }
    }

    #[test]
    fn what_moved_far_is_flagged_either_way() {
        let old = report(&[("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 0.0), ("gone", 1.0)]);
        let new = report(&[("a", 1.2), ("b", 1.4), ("c", 0.7), ("d", 0.0), ("new", 1.0)]);
        let comparison = Comparison::with(&new, &old.json()).unwrap();
        let flagged: Vec<&str> = comparison
            .rows
            .iter()
            .filter(|row| row.is_flagged())
            .map(|row| row.key.as_str())
            .collect();
        assert_eq!(flagged, ["b", "c"]);
        assert_eq!(comparison.rows.len(), 4);
        assert_eq!(comparison.gone, ["gone"]);
    }

    #[test]
    fn other_sizes_are_not_compared() {
        let quick = Report { quick: true, ..report(&[]) };
        let error = Comparison::with(&quick, &report(&[]).json()).unwrap_err();
        assert!(error.contains("--quick"), "{error}");
        assert!(Comparison::with(&quick, "{}").unwrap_err().contains("schema"));
    }
}
