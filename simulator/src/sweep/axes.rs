//! Which swept keys a reader looks at.
//!
//! It decides what is left out on page and plots: keys that don't vary, and those that follow
//! from the name, if combinations have names. Tables have every key.

use super::plan::Plan;
use super::plan_table::number_and_unit;

/// The key that names a combination: the scenario's own name, which decides nothing else.
const NAME: &str = "name";

/// Places and words of one key's values.
pub(super) struct Places {
    pub(super) key: usize,
    pub(super) is_number: bool,
    /// Numbers in ascending order, words in the order of the file: place, word.
    pub(super) words: Vec<(f64, String)>,
}

/// The keys to tell combinations by, in the order of the plan; the only one of a sweep over one
/// value is among them.
pub(super) fn told_by(plan: &Plan) -> Vec<usize> {
    let varies = |key: &usize| distinct(plan, *key).len() > 1;
    let keys: Vec<usize> = match (0..plan.keys.len()).filter(varies).collect::<Vec<_>>() {
        none if none.is_empty() => (0..plan.keys.len()).collect(),
        some => some,
    };
    let named = keys.iter().copied().find(|key| plan.keys[*key] == NAME);
    let Some(name) = named else {
        return keys;
    };
    let follows = |key: usize| {
        let texts = &plan.texts;
        (0..plan.arms.len()).all(|one| {
            let mut same = (0..one).filter(|other| texts[name][*other] == texts[name][one]);
            same.all(|other| texts[key][other] == texts[key][one])
        })
    };
    keys.into_iter().filter(|key| *key == name || !follows(*key)).collect()
}

fn distinct(plan: &Plan, key: usize) -> Vec<&str> {
    let mut distinct: Vec<&str> = Vec::new();
    for text in plan.texts[key].iter().map(|text| text.as_deref().unwrap_or("–")) {
        if !distinct.contains(&text) {
            distinct.push(text);
        }
    }
    distinct
}

/// A combination by the keys it is told by: `two hops, 40 %`.
pub(super) fn short_name(plan: &Plan, arm: usize) -> String {
    let words = told_by(plan).into_iter().map(|key| plan.texts[key][arm].as_deref().unwrap_or("–"));
    words.collect::<Vec<_>>().join(", ")
}

impl Places {
    pub(super) fn of(plan: &Plan, key: usize) -> Self {
        let numbers: Option<Vec<(f64, String)>> =
            plan.arms.iter().map(|arm| number_and_unit(arm.values[key].as_ref()?)).collect();
        let numbers = numbers.filter(|all| all.iter().all(|(_, unit)| *unit == all[0].1));
        let is_number = numbers.is_some();
        let mut words: Vec<(f64, String)> = match numbers {
            Some(numbers) => {
                let texts = plan.texts[key].iter().map(|text| text.clone().unwrap_or_default());
                numbers.into_iter().map(|(number, _)| number).zip(texts).collect()
            }
            None => {
                let distinct = distinct(plan, key).into_iter().map(str::to_owned);
                (0_u32..).map(f64::from).zip(distinct).collect()
            }
        };
        words.sort_by(|one, other| one.0.total_cmp(&other.0));
        words.dedup_by(|one, other| one.0 == other.0);
        Self { key, is_number, words }
    }

    pub(super) fn place(&self, plan: &Plan, arm: usize) -> Option<f64> {
        let value = plan.arms[arm].values[self.key].as_ref();
        if self.is_number {
            return number_and_unit(value?).map(|(number, _)| number);
        }
        let text = plan.texts[self.key][arm].as_deref().unwrap_or("–");
        self.words.iter().find(|(_, word)| word == text).map(|(place, _)| *place)
    }
}
