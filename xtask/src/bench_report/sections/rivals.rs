//! The hold model in everybody's hands, in processor time, rounds taking turns.

use super::contenders::{CONTENDERS, Contender, ENGINE, SIMPY as PYTHON};
use super::python;
use crate::bench_report::bench::Bench;
use crate::bench_report::command_line::CommandLine;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::figure::{Figure, number};
use crate::bench_report::plot::{Bar, bars};
use serde_json::Value;

const PROGRAM: &str = "target/rivals/release/corona-rivals";
const ROUNDS: u64 = 3;

const READING: &str = "Holds per second of processor time, the median of three rounds with the range \
     between slowest and fastest; memory is the whole process's peak, divided by what is pending. \
     “Ours ÷ it” compares our engine with it: above 1 ours is faster. Steps are exponential with \
     a mean of an hour, in whole milliseconds, from the same table for all.";
const PLOT_READING: &str = "Each bar is one queue or engine, its length (logarithmic) the holds per \
     second of processor time; whiskers span the rounds. Vermillion is ours, grey are bare queues, \
     blue are other engines. The gap between an engine and the bare queue with touch is what the \
     engine itself costs.";

/// One contender's rounds.
struct Standing {
    contender: &'static Contender,
    command: String,
    /// Holds per processor second, ascending.
    rates: Vec<f64>,
    bytes: Vec<f64>,
}

/// Installs everybody, lets them take turns, and compares.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    let mut contents = Contents::default();
    let runs = install(bench, &mut contents);
    let pending: u64 = bench.options.size(1_000_000, 100_000);
    let mut standings: Vec<Standing> =
        runs.into_iter().map(|contender| Standing::of(contender, pending)).collect();
    for round in 1..=ROUNDS {
        standings
            .retain_mut(|standing| contents.note(standing.round(bench, pending, round)).is_some());
    }
    if standings.is_empty() {
        contents.failures.push("nobody could be measured".to_owned());
        return Ok(contents);
    }
    tell(&mut contents, &mut standings, pending);
    Ok(contents)
}

/// Builds and installs; who can't be is reported and left out.
fn install(bench: &mut Bench<'_>, contents: &mut Contents) -> Vec<&'static Contender> {
    let build = CommandLine::words(
        "cargo build --release --locked --manifest-path benches/rivals/Cargo.toml",
    )
    .env("CARGO_TARGET_DIR", "target/rivals");
    let mut there: Vec<&Contender> = CONTENDERS.iter().collect();
    if let Err(error) = bench.build(&build) {
        contents.failures.push(format!("NeXosim and ixa can't be installed: {error}"));
        there.retain(|contender| !comes_from_crates_io(contender));
        let without = build.with(&["--no-default-features"]);
        if contents.note(bench.build(&without)).is_none() {
            there.retain(|contender| contender.name == PYTHON);
        }
    }
    if contents.note(python::install(bench, PYTHON)).is_none() {
        there.retain(|contender| contender.name != PYTHON);
    }
    there
}

fn comes_from_crates_io(contender: &Contender) -> bool {
    ["ixa", "nexosim-self", "nexosim-hop"].contains(&contender.name)
}

impl Standing {
    fn of(contender: &'static Contender, pending: u64) -> Self {
        let command = command(contender, pending, 1).to_string();
        Self { contender, command, rates: Vec::new(), bytes: Vec::new() }
    }

    fn round(&mut self, bench: &mut Bench<'_>, pending: u64, round: u64) -> Result<(), String> {
        let command = command(self.contender, pending, round);
        let ran = bench.run(&command)?;
        let problem = || format!("`{command}` printed no measurement: {}", ran.stdout);
        let (rate, bytes) = measurement(&ran.stdout).ok_or_else(problem)?;
        self.rates.push(rate);
        self.bytes.extend(bytes);
        Ok(())
    }

    fn rate(&self) -> f64 {
        median(&self.rates)
    }
}

fn command(contender: &Contender, pending: u64, seed: u64) -> CommandLine {
    let program = if contender.name == PYTHON {
        python::program("simpy_hold.py")
    } else {
        CommandLine::words(PROGRAM).with(&[contender.name])
    };
    let holds = pending * contender.rounds_of_holds;
    let numbers = [pending, holds, seed].map(|number| number.to_string());
    program.with(&["--pending", &numbers[0], "--holds", &numbers[1], "--seed", &numbers[2]])
}

/// Holds per processor second, and peak memory if it is told.
fn measurement(line: &str) -> Option<(f64, Option<f64>)> {
    let json: Value = serde_json::from_str(line.trim()).ok()?;
    let number = |name: &str| json.get(name).and_then(Value::as_f64);
    let rate = number("holds")? / number("cpu_seconds").filter(|seconds| *seconds > 0.0)?;
    Some((rate, number("peak_rss_bytes")))
}

fn tell(contents: &mut Contents, standings: &mut [Standing], pending: u64) {
    for standing in standings.iter_mut() {
        standing.rates.sort_by(f64::total_cmp);
        standing.bytes.sort_by(f64::total_cmp);
    }
    let ours = standings.iter().find(|standing| standing.contender.name == ENGINE);
    let ours = ours.map(Standing::rate);
    let head = ["who", "million holds/s", "range", "ours ÷ it", "bytes each", "its work"];
    let mut table = Table::new(&head, READING);
    for standing in standings.iter() {
        let Contender { name, title, differs, .. } = standing.contender;
        let million = |rate: f64| number(rate / 1e6);
        let (slowest, fastest) = range(&standing.rates);
        let bytes = median(&standing.bytes) / pending as f64;
        table.row([
            (*title).to_owned(),
            million(standing.rate()),
            format!("{} – {}", million(slowest), million(fastest)),
            ours.map_or_else(|| "–".to_owned(), |ours| number(ours / standing.rate())),
            number(bytes),
            (*differs).to_owned(),
        ]);
        table.command(&standing.command);
        let command = std::slice::from_ref(&standing.command);
        contents.figure(Figure::new(
            format!("rivals/{name}/rate"),
            standing.rate(),
            "holds per CPU second",
            command,
        ));
        if bytes.is_finite() {
            let key = format!("rivals/{name}/bytes");
            contents.figure(Figure::new(key, bytes, "bytes per pending occurrence", command));
        }
    }
    contents.text(format!(
        "{} occurrences are pending all the time. Rounds take turns (each command below ran with \
         --seed 1, 2 and 3).",
        number(pending as f64)
    ));
    let commands = table.commands.clone();
    contents.table(table);
    let drawn: Vec<Bar> = standings.iter().map(bar).collect();
    contents.plot(
        bars(&drawn, "million holds per second of processor time"),
        PLOT_READING,
        commands,
    );
}

fn bar(standing: &Standing) -> Bar {
    let (low, high) = range(&standing.rates);
    let name = standing.contender.name;
    let is_ours = name == ENGINE || name == "agenda";
    Bar {
        label: standing.contender.title.to_owned(),
        value: standing.rate() / 1e6,
        range: (low / 1e6, high / 1e6),
        is_ours,
        is_limit: !is_ours && !comes_from_crates_io(standing.contender) && name != PYTHON,
    }
}

/// The middle of sorted values; not a number where there are none.
fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn range(sorted: &[f64]) -> (f64, f64) {
    (sorted.first().copied().unwrap_or(f64::NAN), sorted.last().copied().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::contents::Block;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    const LINE: &str = r#"{"cpu_seconds":0.5,"holds":1000000,"peak_rss_bytes":64000000}"#;

    fn contents(fake: &mut Fake) -> Contents {
        let options = Options::default();
        let mut bench = Bench { runner: fake, options: &options, figures: &[] };
        measure(&mut bench).unwrap()
    }

    fn value(contents: &Contents, key: &str) -> f64 {
        contents.figures.iter().find(|figure| figure.key == key).unwrap().value
    }

    #[test]
    fn rounds_take_turns_and_the_median_counts() {
        let mut fake = Fake::default();
        fake.answer("--holds", Ok(LINE));
        fake.answer(
            "engine --pending 1000000 --holds 2000000 --seed 1",
            Ok(r#"{"cpu_seconds":0.1,"holds":1000000,"peak_rss_bytes":64000000}"#),
        );
        let contents = contents(&mut fake);
        assert_eq!(contents.failures, [""; 0]);
        assert_eq!(value(&contents, "rivals/engine/rate"), 2e6);
        assert_eq!(value(&contents, "rivals/simpy/bytes"), 64.0);
        let rounds: Vec<&String> = fake.commands.iter().filter(|c| c.contains("--seed")).collect();
        assert_eq!(rounds.len(), 3 * CONTENDERS.len());
        assert!(rounds[..CONTENDERS.len()].iter().all(|command| command.ends_with("--seed 1")));
    }

    #[test]
    fn everybody_says_how_its_work_differs() {
        let mut fake = Fake::default();
        fake.answer("--holds", Ok(LINE));
        let contents = contents(&mut fake);
        let tables = contents.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Text(_) | Block::Plot { .. } => None,
        });
        let rows: Vec<&Vec<String>> = tables.flat_map(|table| &table.rows).collect();
        assert_eq!(rows.len(), CONTENDERS.len());
        assert!(rows.iter().all(|row| row.last().is_some_and(|differs| differs.len() > 5)));
    }

    #[test]
    fn who_can_not_be_installed_is_told_and_the_others_run() {
        let mut fake = Fake::default();
        fake.answer("--holds", Ok(LINE));
        fake.answer("benches/rivals/Cargo.toml", Err("no nexosim in the registry"));
        fake.answer("--no-default-features", Ok(""));
        fake.answer("pip install", Err("no simpy"));
        let contents = contents(&mut fake);
        assert_eq!(contents.failures.len(), 2);
        assert!(contents.failures[0].contains("no nexosim in the registry"));
        assert!(contents.failures[1].contains("simpy can't be installed: no simpy"));
        assert_eq!(value(&contents, "rivals/engine/rate"), 2e6);
        assert!(contents.figures.iter().all(|figure| !figure.key.contains("ixa")));
    }
}
