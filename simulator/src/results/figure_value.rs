//! Any summary's figures as one flat list: dotted name → number.
//!
//! It knows JSON and no figure by name, so a figure that is added to the summary is one of
//! sweeps and comparisons without further work. Whether a number is a count or a measure
//! is told by how it is written: counts have no decimal point.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// One number of a summary.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FigureValue {
    /// Something counted.
    Count(u64),
    /// Anything else.
    Measure(f64),
}

/// A run's figures by dotted name: `final_statuses.positive`, `reach_by_hop.2.people`. `None`:
/// the run has no such figure, for example no latency where nobody was warned.
pub type Figures = BTreeMap<String, Option<FigureValue>>;

/// What tells the items of a list apart, the first of them that an item has; lists without are
/// no figures but tables.
const LABELS: [&str; 2] = ["name", "hop"];

/// Fields of a summary that are numbers, but say which run it is and not what came of it.
const NO_FIGURES: [&str; 5] = ["seed", "seeds", "over_seeds", "by_seed", "machine"];

impl FigureValue {
    /// The number as a measure.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Count(count) => count as f64,
            Self::Measure(measure) => measure,
        }
    }
}

/// Collects the figures of a summary (`summary.json`). Texts, and lists whose items have
/// neither `hop` nor `name`, are left out.
pub(super) fn flatten(summary: &Value) -> Figures {
    let mut figures = Figures::new();
    collect("", summary, &mut figures);
    figures
}

fn collect(name: &str, value: &Value, figures: &mut Figures) {
    match value {
        Value::Null => {
            figures.insert(name.to_owned(), None);
        }
        Value::Number(number) => {
            let count = number.as_u64().map(FigureValue::Count);
            let value = count.or_else(|| number.as_f64().map(FigureValue::Measure));
            figures.insert(name.to_owned(), value);
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                if !NO_FIGURES.contains(&field.as_str()) {
                    collect(&join(name, field), value, figures);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_item(name, item, figures)),
        Value::Bool(_) | Value::String(_) => {}
    }
}

fn collect_item(name: &str, item: &Value, figures: &mut Figures) {
    let Some(fields) = item.as_object() else { return };
    let label = |key: &&&str| fields.contains_key(**key) && !fields[**key].is_null();
    let Some(key) = LABELS.iter().find(label) else { return };
    let label = fields[*key].as_str().map_or_else(|| fields[*key].to_string(), str::to_owned);
    for (field, value) in fields.iter().filter(|(field, _)| field != key) {
        if !NO_FIGURES.contains(&field.as_str()) {
            collect(&join(&join(name, &label), field), value, figures);
        }
    }
}

fn join(name: &str, part: &str) -> String {
    if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") }
}

/// The order in which figures are shown: by name, but hop 2 before hop 10.
#[must_use]
pub fn by_figure_name(one: &str, other: &str) -> Ordering {
    let parts = |name: &str| -> Vec<(u64, String)> {
        name.split('.').map(|part| (part.parse().unwrap_or(0), part.to_owned())).collect()
    };
    parts(one).cmp(&parts(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nested_figures_get_dotted_names_and_everything_else_is_left_out() {
        let figures = flatten(&json!({
            "schema": "x/1", "seeds": [1], "phones": 4, "latency_median_hours": 6.5, "none": null,
            "final_statuses": {"positive": 1},
            "reach_by_hop": [{"hop": 2, "people": 3, "over_seeds": null}],
            "people": [{"seed": 7, "name": "Eve", "status": "HighRisk", "hop": 1}],
            "days": [{"day": 0, "dials": 7}], "curve": [1, 2, 3],
            "machine": {"wall_seconds": 1.5},
        }));
        let told: Vec<String> =
            figures.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        assert_eq!(
            told,
            [
                "final_statuses.positive=Some(Count(1))",
                "latency_median_hours=Some(Measure(6.5))",
                "none=None",
                "people.Eve.hop=Some(Count(1))",
                "phones=Some(Count(4))",
                "reach_by_hop.2.people=Some(Count(3))",
            ]
        );
    }

    #[test]
    fn counts_and_whole_measures_stay_apart_through_a_file() {
        for value in [FigureValue::Count(12), FigureValue::Measure(12.0)] {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<FigureValue>(&text).unwrap(), value, "{text}");
        }
    }

    #[test]
    fn hops_are_in_the_order_of_numbers() {
        let mut names = ["reach.10.people", "phones", "reach.2.people"];
        names.sort_by(|one, other| by_figure_name(one, other));
        assert_eq!(names, ["phones", "reach.2.people", "reach.10.people"]);
    }
}
