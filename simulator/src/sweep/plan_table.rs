//! The plan as a table, and parameters as columns of any table.

use super::combination::spelled;
use super::plan::{Arm, Plan};
use crate::results::{Cells, Column, Table};
use toml::Value;

const MEANING: &str = "A swept key of the scenario, as written; see scenarios/PARAMETERS.md.";

/// `plan.csv` and `plan.parquet`: one row per run.
pub(super) fn plan_table(plan: &Plan) -> Table<'_> {
    let arms: Vec<usize> = plan.runs.iter().map(|run| run.arm).collect();
    let mut columns = vec![run_ids(plan)];
    columns.extend(parameters(plan, &arms));
    columns.push(seeds(plan));
    Table { name: "plan", about: "One row per run.", columns }
}

/// The names of all runs.
pub(super) fn run_ids(plan: &Plan) -> Column<'_> {
    Column {
        name: "run_id",
        unit: "",
        description: "Name of the run: a hash of resolved scenario, data and seed.",
        nullable: false,
        cells: Cells::Text(plan.runs.iter().map(|run| Some(run.id.as_str())).collect()),
    }
}

/// The seeds of all runs.
pub(super) fn seeds(plan: &Plan) -> Column<'_> {
    Column {
        name: "seed",
        unit: "",
        description: "Seed of the run.",
        nullable: false,
        cells: Cells::Unsigned(plan.runs.iter().map(|run| Some(run.seed)).collect()),
    }
}

/// One column per swept key, for rows that belong to these combinations: numbers where all
/// values are numbers, otherwise texts as they were written.
pub(super) fn parameters<'a>(plan: &'a Plan, arms: &[usize]) -> Vec<Column<'a>> {
    let keys = plan.keys.iter().enumerate();
    keys.map(|(place, key)| {
        let of_arm = |arm: &Arm| arm.values[place].clone();
        let values: Vec<Option<Value>> = plan.arms.iter().map(of_arm).collect();
        Column {
            name: key,
            unit: "",
            description: MEANING,
            nullable: values.iter().any(Option::is_none),
            cells: cells(&plan.texts[place], &values, arms),
        }
    })
    .collect()
}

fn cells<'a>(texts: &'a [Option<String>], values: &[Option<Value>], arms: &[usize]) -> Cells<'a> {
    let all = |is: fn(&Value) -> bool| values.iter().flatten().all(is);
    let some = values.iter().any(Option::is_some);
    let is_count = |value: &Value| value.as_integer().is_some_and(|whole| whole >= 0);
    if some && all(is_count) {
        let cell = |value: &Value| value.as_integer().and_then(|whole| whole.try_into().ok());
        Cells::Unsigned(arms.iter().map(|arm| values[*arm].as_ref().and_then(cell)).collect())
    } else if some && all(Value::is_integer) {
        let cell = |arm: &usize| values[*arm].as_ref().and_then(Value::as_integer);
        Cells::Signed(arms.iter().map(cell).collect())
    } else if some && all(|value| value.is_integer() || value.is_float()) {
        Cells::Real(arms.iter().map(|arm| values[*arm].as_ref().and_then(real)).collect())
    } else if some && all(Value::is_bool) {
        let cell = |arm: &usize| values[*arm].as_ref().and_then(Value::as_bool);
        Cells::Flag(arms.iter().map(cell).collect())
    } else {
        Cells::Text(arms.iter().map(|arm| texts[*arm].as_deref()).collect())
    }
}

fn real(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// A value as a number, and what follows it: `"20 %"` is 20 and `%`.
pub(super) fn number_and_unit(value: &Value) -> Option<(f64, String)> {
    if let Some(number) = real(value) {
        return Some((number, String::new()));
    }
    let text = spelled(value);
    let end = text.find(|letter: char| !(letter.is_ascii_digit() || ".-".contains(letter)));
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    Some((number.parse().ok()?, unit.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units_are_told_apart_from_words() {
        let read = |text: &str| number_and_unit(&Value::String(text.to_owned()));
        assert_eq!(read("20 %"), Some((20.0, "%".to_owned())));
        assert_eq!(read("1.5h"), Some((1.5, "h".to_owned())));
        assert_eq!(read("graded"), None);
        assert_eq!(number_and_unit(&Value::Integer(3)), Some((3.0, String::new())));
    }
}
