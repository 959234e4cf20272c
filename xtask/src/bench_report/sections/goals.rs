//! The goals, and what was measured beside each.

use crate::bench_report::bench::Bench;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::figure::{Figure, number};
use crate::bench_report::goal::{Goal, Outcome};
use std::path::Path;

const READING: &str = "Ratios are of figures of this report, so that a busy machine slows both sides; \
     a margin below 2 proves little on a shared machine. What limits a goal that is missed stands \
     in benches/goals.toml, written by whoever looked at a profile.";
const UNEXPLAINED: &str = "not yet looked into";

/// Reads the goals and judges the figures of the sections before.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    let goals = Goal::all(&bench.runner.read(Path::new("benches/goals.toml"))?)?;
    let mut contents = Contents::default();
    let mut table = Table::new(&["goal", "measured", "", "what limits it"], READING);
    for goal in &goals {
        let (measured, verdict, limit) = match goal.outcome(bench.figures) {
            Outcome::Met(value) => (number(value), "met".to_owned(), String::new()),
            Outcome::Missed(value) => (number(value), "MISSED".to_owned(), limit(goal)),
            Outcome::NotMeasured(key) => {
                ("–".to_owned(), "not measured".to_owned(), format!("no figure {key}"))
            }
        };
        table.row([goal.says.clone(), measured, verdict, limit]);
        if let (Outcome::Met(value) | Outcome::Missed(value), Ok(figures)) =
            (goal.outcome(bench.figures), goal.figures(bench.figures))
        {
            let commands: Vec<String> =
                figures.iter().map(|figure| figure.command.clone()).collect();
            commands.iter().for_each(|command| table.command(command));
            contents.figure(Figure::new(format!("goals/{}", goal.key), value, "", &commands));
        }
    }
    contents.table(table);
    Ok(contents)
}

fn limit(goal: &Goal) -> String {
    if goal.limit.is_empty() { UNEXPLAINED.to_owned() } else { goal.limit.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::contents::Block;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn each_goal_stands_beside_what_was_measured() {
        let mut fake = Fake::default();
        let goal = |key: &str, over: &str| {
            format!(
                "[[goal]]\nkey = '{key}'\nsays = '{key}, 8 times'\nover = '{over}'\n\
                 under = 'heap'\nat_least = 8\nlimit = ''\n"
            )
        };
        let text = [goal("fast", "ladder"), goal("slow", "list"), goal("new", "later")].concat();
        fake.file("benches/goals.toml", &text);
        let options = Options::default();
        let figures = [("ladder", 9.0), ("list", 3.0), ("heap", 1.0)]
            .map(|(key, value)| Figure::new(key, value, "", &[format!("measure {key}")]));
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &figures };
        let contents = measure(&mut bench).unwrap();
        let Some(Block::Table(table)) = contents.blocks.first() else { panic!() };
        let verdicts: Vec<&str> = table.rows.iter().map(|row| row[2].as_str()).collect();
        assert_eq!(verdicts, ["met", "MISSED", "not measured"]);
        assert_eq!(table.rows[1][3], UNEXPLAINED);
        assert_eq!(table.rows[2][3], "no figure later");
        assert_eq!(table.commands, ["measure ladder", "measure heap", "measure list"]);
    }
}
