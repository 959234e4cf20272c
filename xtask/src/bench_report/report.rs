//! Everything one run found out, as the page and `bench-report.json` tell it.

use super::baseline::Comparison;
use super::contents::Contents;
use super::figure::Figure;
use super::machine::Machine;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Names the meaning of the file's fields; raised when one changes.
pub(crate) const SCHEMA: &str = "corona-bench-report/1";

/// A run.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// UTC.
    pub(crate) date: String,
    /// What was typed.
    pub(crate) command: String,
    /// Whether sizes were small.
    pub(crate) quick: bool,
    /// Where.
    pub(crate) machine: Machine,
    /// One-minute load average at start and end.
    pub(crate) load: (Option<f64>, Option<f64>),
    /// Names and versions.
    pub(crate) versions: Vec<(String, String)>,
    /// In reading order.
    pub(crate) sections: Vec<Measured>,
    /// Beside an earlier run; a sentence if there is none to compare with.
    pub(crate) comparison: Result<Comparison, String>,
}

/// A section's outcome.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Measured {
    /// As `--only` takes it.
    pub(crate) name: String,
    /// Its heading.
    pub(crate) title: String,
    /// What it measures.
    pub(crate) about: String,
    /// What it has to tell.
    pub(crate) contents: Contents,
    /// When, in UTC.
    pub(crate) date: String,
    /// How long it took.
    pub(crate) seconds: f64,
    /// Processors that others used meanwhile.
    pub(crate) others: Option<f64>,
}

/// Share of one processor that others may use before figures are provisional.
const QUIET: f64 = 0.15;

impl Measured {
    /// Whether others kept the machine busy, or that isn't known.
    pub(crate) fn is_provisional(&self) -> bool {
        self.others.is_none_or(|others| others > QUIET)
    }
}

impl Report {
    /// Every figure of every section.
    pub(crate) fn figures(&self) -> impl Iterator<Item = (&Measured, &Figure)> {
        self.sections.iter().flat_map(|section| {
            section.contents.figures.iter().map(move |figure| (section, figure))
        })
    }

    /// Whether nothing failed.
    pub(crate) fn is_success(&self) -> bool {
        self.sections.iter().all(|section| section.contents.failures.is_empty())
    }

    /// The contents of `bench-report.json`.
    pub(crate) fn json(&self) -> String {
        let figures: serde_json::Map<String, Value> = self
            .figures()
            .map(|(section, figure)| {
                let value = json!({
                    "value": figure.value,
                    "unit": figure.unit,
                    "provisional": section.is_provisional(),
                    "command": figure.command,
                });
                (figure.key.clone(), value)
            })
            .collect();
        let failures: Vec<Value> = self
            .sections
            .iter()
            .flat_map(|section| {
                let failures = section.contents.failures.iter();
                failures.map(|failure| json!({ "section": section.name, "failure": failure }))
            })
            .collect();
        let whole = json!({
            "schema": SCHEMA,
            "date": self.date,
            "command": self.command,
            "quick": self.quick,
            "machine": {
                "cores": self.machine.cores,
                "model": self.machine.model,
                "memory_bytes": self.machine.memory_bytes,
                "load_at_start": self.load.0,
                "load_at_end": self.load.1,
            },
            "versions": self.versions.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
            "figures": figures,
            "failures": failures,
        });
        format!("{whole:#}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_every_figure_with_its_command() {
        let mut contents = Contents::default();
        contents.figure(Figure::new("a/b", 2.5, "ns", &["run me".to_owned()]));
        contents.failures.push("broken".to_owned());
        let section = Measured { contents, others: Some(1.0), ..Measured::default() };
        let report = Report {
            sections: vec![section],
            comparison: Err("none".to_owned()),
            ..Report::default_for_tests()
        };
        let json: Value = serde_json::from_str(&report.json()).unwrap();
        let figure = &json["figures"]["a/b"];
        assert_eq!(figure["value"], 2.5);
        assert_eq!(figure["command"], "run me");
        assert_eq!(figure["provisional"], true);
        assert_eq!(json["failures"][0]["failure"], "broken");
        assert!(!report.is_success());
    }

    impl Report {
        pub(crate) fn default_for_tests() -> Self {
            Self {
                date: String::new(),
                command: String::new(),
                quick: false,
                machine: Machine::default(),
                load: (None, None),
                versions: Vec::new(),
                sections: Vec::new(),
                comparison: Err(String::new()),
            }
        }
    }
}
