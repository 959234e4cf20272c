//! Goals as `benches/goals.toml` states them, and whether figures meet them.

use super::figure::Figure;
use toml::{Table, Value};

/// One goal: a figure, or the ratio of two, with a bound.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Goal {
    /// Names it.
    pub(crate) key: String,
    /// In words, with the number.
    pub(crate) says: String,
    /// Keys of the figure; the first that was measured counts.
    over: Vec<String>,
    /// Keys of what it is divided by; empty for a figure by itself.
    under: Vec<String>,
    bound: Bound,
    /// Where it is missed: what limits it.
    pub(crate) limit: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

/// What became of a goal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// Reached, by this value.
    Met(f64),
    /// Not reached, by this value.
    Missed(f64),
    /// The key of the figure that this report doesn't have.
    NotMeasured(String),
}

impl Goal {
    /// Reads the goals of a file.
    ///
    /// # Errors
    /// A sentence naming the goal and key that is not as it should be.
    pub(crate) fn all(text: &str) -> Result<Vec<Self>, String> {
        let table: Table = text.parse().map_err(|error| format!("benches/goals.toml: {error}"))?;
        let goals = table.get("goal").and_then(Value::as_array);
        let goals = goals.ok_or("benches/goals.toml has no [[goal]]")?;
        goals.iter().map(Self::read).collect()
    }

    fn read(goal: &Value) -> Result<Self, String> {
        let text = |key: &str| goal.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = text("key").unwrap_or_else(|| "without a key".to_owned());
        let missing = |key: &str| format!("benches/goals.toml: goal `{name}` needs `{key}`");
        let keys = |key: &str| -> Vec<String> {
            match goal.get(key) {
                Some(Value::Array(keys)) => {
                    keys.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                Some(one) => one.as_str().map(str::to_owned).into_iter().collect(),
                None => Vec::new(),
            }
        };
        let number = |key: &str| {
            let value = goal.get(key)?;
            value.as_float().or_else(|| value.as_integer().map(|integer| integer as f64))
        };
        let bound = number("at_least").map(Bound::AtLeast);
        let bound = bound.or_else(|| number("at_most").map(Bound::AtMost));
        let over = keys("over");
        if over.is_empty() {
            return Err(missing("over"));
        }
        Ok(Self {
            key: text("key").ok_or_else(|| missing("key"))?,
            says: text("says").ok_or_else(|| missing("says"))?,
            over,
            under: keys("under"),
            bound: bound.ok_or_else(|| missing("at_least` or `at_most"))?,
            limit: text("limit").ok_or_else(|| missing("limit"))?,
        })
    }

    /// The figures it is judged by; the key that is missing if one is.
    pub(crate) fn figures<'a>(&self, all: &'a [Figure]) -> Result<Vec<&'a Figure>, String> {
        let first = |keys: &[String]| {
            let found = keys.iter().find_map(|key| all.iter().find(|figure| figure.key == *key));
            found.ok_or_else(|| keys.join(" or "))
        };
        let over = first(&self.over)?;
        if self.under.is_empty() {
            return Ok(vec![over]);
        }
        Ok(vec![over, first(&self.under)?])
    }

    /// Whether `all` meet it.
    pub(crate) fn outcome(&self, all: &[Figure]) -> Outcome {
        let value = match self.figures(all).as_deref() {
            Ok([over, under]) => over.value / under.value,
            Ok([alone]) => alone.value,
            Ok(_) => f64::NAN,
            Err(missing) => return Outcome::NotMeasured(missing.clone()),
        };
        let is_met = match self.bound {
            Bound::AtLeast(least) => value >= least,
            Bound::AtMost(most) => value <= most,
        };
        if is_met { Outcome::Met(value) } else { Outcome::Missed(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOALS: &str = r#"
        [[goal]]
        key = "queue"
        says = "at least 8 times a heap"
        over = ["a/new", "a/rate"]
        under = "b/rate"
        at_least = 8
        limit = ""
        [[goal]]
        key = "memory"
        says = "at most 64 bytes"
        over = "a/bytes"
        at_most = 64.0
        limit = "the slab"
    "#;

    fn outcomes(figures: &[(&str, f64)]) -> Vec<Outcome> {
        let figures: Vec<Figure> =
            figures.iter().map(|(key, value)| Figure::new(*key, *value, "", &[])).collect();
        let goals = Goal::all(GOALS).unwrap();
        goals.iter().map(|goal| goal.outcome(&figures)).collect()
    }

    #[test]
    fn ratios_and_bounds_decide() {
        let met = outcomes(&[("a/rate", 16.0), ("b/rate", 2.0), ("a/bytes", 64.0)]);
        assert_eq!(met, [Outcome::Met(8.0), Outcome::Met(64.0)]);
        let missed = outcomes(&[("a/rate", 15.0), ("b/rate", 2.0), ("a/bytes", 65.0)]);
        assert_eq!(missed, [Outcome::Missed(7.5), Outcome::Missed(65.0)]);
        let first = outcomes(&[("a/new", 20.0), ("a/rate", 2.0), ("b/rate", 2.0)]);
        assert_eq!(first[0], Outcome::Met(10.0));
        assert_eq!(first[1], Outcome::NotMeasured("a/bytes".to_owned()));
    }

    #[test]
    fn a_goal_without_a_bound_is_named() {
        let error =
            Goal::all("[[goal]]\nkey = 'x'\nsays = 'y'\nover = 'z'\nlimit = ''").unwrap_err();
        assert!(error.contains("`x` needs `at_least` or `at_most`"), "{error}");
    }

    #[test]
    fn the_goals_of_this_repository_can_be_read() {
        let path = crate::workspace_root().unwrap().join("benches/goals.toml");
        let goals = Goal::all(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut keys: Vec<&str> = goals.iter().map(|goal| goal.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), goals.len());
    }
}
