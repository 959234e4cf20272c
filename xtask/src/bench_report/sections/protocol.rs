//! Phones with the full protocol: a step, whole runs, and what must not change them.

use super::{digests, idle, queue};
use crate::bench_report::bench::Bench;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::figure::{Figure, number};
use crate::bench_report::simulation::{self, Simulated, Simulation};

const STEPS: &str = "Wall-clock nanoseconds of one step, the median with its 95 % interval. A poll is \
     both ends' work without a network; a check-in makes keys and signs.";
const RUNS: &str =
    "Seconds of whole runs: processor time, and from start to end with results written.";
const RATIOS: &str = "Each ratio compares two runs of this report. “Every” simulates each poll, \
     “telling” only those that would change something: their digests must be equal. Idle phones: \
     ten times the phones, as many of them meeting as before. Signatures: polls that tell nothing \
     are left out on both sides, as in large worlds. Replicates: two seeds one after the \
     other, then side by side; needs two idle cores.";

/// Everything about phones but the scaling laws.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    let mut contents = Contents::default();
    for name in ["phone_step", "codec"] {
        if let Some((found, command)) = contents.note(queue::run(bench, name, &[])) {
            contents.append(queue::table("protocol", &found, &command, STEPS));
        }
    }
    simulation::build(bench)
        .map_err(|error| format!("corona-sim can't be built, so no run was made: {error}"))?;
    let mut runs = Table::new(&["run", "CPU s", "wall s", "peak memory, MB", "phones"], RUNS);
    let mut ratios = Table::new(&["ratio", "measured", "wanted"], RATIOS);
    town(bench, &mut contents, &mut runs);
    polls(bench, &mut contents, &mut runs, &mut ratios);
    signatures(bench, &mut contents, &mut runs, &mut ratios);
    idle_phones(bench, &mut contents, &mut runs, &mut ratios);
    replicates(bench, &mut contents, &mut runs, &mut ratios);
    contents.table(runs);
    contents.table(ratios);
    contents.append(digests::measure(bench));
    Ok(contents)
}

/// Runs it and adds a row and figures.
fn run(
    bench: &mut Bench<'_>,
    contents: &mut Contents,
    runs: &mut Table,
    (name, world): (&str, Simulation),
) -> Option<Simulated> {
    let run = contents.note(world.run(bench))?;
    let cpu = contents.note(run.cpu_seconds())?;
    let wall = contents.note(run.number("/machine/wall_seconds"))?;
    let peak = contents.note(run.peak_bytes())?;
    let phones = contents.note(run.number("/phones"))?;
    let cells = [cpu, wall, peak / 1e6, phones].map(number);
    runs.row(std::iter::once(name.to_owned()).chain(cells));
    runs.command(&run.command);
    contents.figure(run.figure(format!("protocol/{name}/cpu"), cpu, "CPU s"));
    contents.figure(run.figure(format!("protocol/{name}/wall"), wall, "s"));
    contents.figure(run.figure(format!("protocol/{name}/peak"), peak, "bytes"));
    Some(run)
}

/// Adds the ratio of a field of two runs.
fn ratio(
    contents: &mut Contents,
    ratios: &mut Table,
    (key, wanted): (&str, &str),
    (over, under): (&Simulated, &Simulated),
    field: &str,
) {
    let both = over.number(field).and_then(|over| Ok((over, under.number(field)?)));
    let Some((over_value, under_value)) = contents.note(both) else { return };
    if under_value <= 0.0 {
        contents.failures.push(format!("{key}: `{}` took no measurable time", under.command));
        return;
    }
    let value = over_value / under_value;
    ratios.row([key.to_owned(), number(value), wanted.to_owned()]);
    let commands = [over.command.clone(), under.command.clone()];
    commands.iter().for_each(|command| ratios.command(command));
    contents.figure(Figure::new(format!("protocol/ratio/{key}"), value, "", &commands));
}

const CPU: &str = "/machine/cpu_seconds";

/// `town.toml` as shipped.
fn town(bench: &mut Bench<'_>, contents: &mut Contents, runs: &mut Table) {
    let mut world = Simulation::of("town", "scenarios/town.toml");
    if bench.options.quick {
        world = world.set("population.people", 1_000);
    }
    run(bench, contents, runs, ("town", world));
}

fn polls(bench: &mut Bench<'_>, contents: &mut Contents, runs: &mut Table, ratios: &mut Table) {
    let people = bench.options.size(100_000, 2_000);
    let world = |name: &str, polls: &str| {
        Simulation::of(name, simulation::varied(bench))
            .set("population.people", people)
            .set("duration", bench.options.size("8 days", "4 days"))
            .options(&format!("--polls {polls}"))
    };
    let (telling, every) = (world("polls-telling", "telling"), world("polls-every", "every"));
    let telling = run(bench, contents, runs, ("polls-telling", telling));
    let every = run(bench, contents, runs, ("polls-every", every));
    let (Some(telling), Some(every)) = (telling, every) else { return };
    if telling.digest != every.digest {
        contents.failures.push(format!(
            "eliding polls changed the result: `{}` gives {}, `{}` gives {}",
            telling.command, telling.digest, every.command, every.digest
        ));
    }
    ratio(
        contents,
        ratios,
        ("polls-every-to-telling", "as high as can be"),
        (&every, &telling),
        CPU,
    );
}

fn signatures(
    bench: &mut Bench<'_>,
    contents: &mut Contents,
    runs: &mut Table,
    ratios: &mut Table,
) {
    let people = bench.options.size(10_000, 1_000);
    let world = |name: &str, signatures: &str| {
        Simulation::of(name, simulation::varied(bench))
            .set("population.people", people)
            .set("duration", "20 days")
            .options(&format!("--polls telling --signatures {signatures}"))
    };
    let (stand_in, real) = (world("stand-in", "stand-in"), world("real", "real"));
    let stand_in = run(bench, contents, runs, ("signatures-stand-in", stand_in));
    let real = run(bench, contents, runs, ("signatures-real", real));
    let (Some(stand_in), Some(real)) = (stand_in, real) else { return };
    let key = ("stand-in-to-real-signatures", "≤ 0.2");
    ratio(contents, ratios, key, (&stand_in, &real), CPU);
}

fn idle_phones(
    bench: &mut Bench<'_>,
    contents: &mut Contents,
    runs: &mut Table,
    ratios: &mut Table,
) {
    let meeting = bench.options.size(5_000, 500);
    let few = idle::world(bench, "idle-none", meeting, 1);
    let many = idle::world(bench, "idle-nine-tenths", meeting, 10);
    let few = run(bench, contents, runs, ("idle-none", few));
    let many = run(bench, contents, runs, ("idle-nine-tenths", many));
    let (Some(few), Some(many)) = (few, many) else { return };
    ratio(contents, ratios, ("ten-times-idle-phones", "≤ 1.5"), (&many, &few), CPU);
    let same = ("events-of-these-two", "1: as much to do");
    ratio(contents, ratios, same, (&many, &few), "/events");
}

fn replicates(
    bench: &mut Bench<'_>,
    contents: &mut Contents,
    runs: &mut Table,
    ratios: &mut Table,
) {
    let people = bench.options.size(5_000, 1_000);
    let world = |threads: u32| {
        Simulation::of(&format!("replicates-{threads}"), simulation::varied(bench))
            .set("population.people", people)
            .set("duration", "20 days")
            .options(&format!("--seeds 2 --threads {threads}"))
    };
    let (one, two) = (world(1), world(2));
    let one = run(bench, contents, runs, ("replicates-1-thread", one));
    let two = run(bench, contents, runs, ("replicates-2-threads", two));
    let (Some(one), Some(two)) = (one, two) else { return };
    let key = ("replicates-1-to-2-threads", "≥ 1.8");
    ratio(contents, ratios, key, (&one, &two), "/machine/wall_seconds");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    fn fake_run(fake: &mut Fake, name: &str, digest: &str, cpu: f64) {
        let folder = format!("target/bench-report/runs/{name}");
        let summary = format!(
            r#"{{"phones":9,"events":100,"machine":{{"cpu_seconds":{cpu},
               "wall_seconds":{cpu},"peak_rss_bytes":1000000}}}}"#
        );
        fake.file(&format!("{folder}/summary.json"), &summary);
        fake.file(&format!("{folder}/manifest.json"), &format!(r#"{{"digest":"{digest}"}}"#));
    }

    fn contents(every: &str) -> Contents {
        let (mut fake, options) = (Fake::default(), Options::default());
        fake_run(&mut fake, "polls-telling", "same", 2.0);
        fake_run(&mut fake, "polls-every", every, 30.0);
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let (mut contents, mut runs, mut ratios) =
            (Contents::default(), Table::default(), Table::default());
        polls(&mut bench, &mut contents, &mut runs, &mut ratios);
        contents
    }

    #[test]
    fn the_price_of_every_poll_is_a_ratio() {
        let contents = contents("same");
        assert_eq!(contents.failures, [""; 0]);
        let ratio = contents.figures.last().unwrap();
        assert_eq!(
            (ratio.key.as_str(), ratio.value),
            ("protocol/ratio/polls-every-to-telling", 15.0)
        );
        assert!(
            ratio.command.contains("--polls every") && ratio.command.contains("--polls telling")
        );
    }

    #[test]
    fn eliding_polls_must_not_change_the_result() {
        assert!(contents("other").failures[0].starts_with("eliding polls changed the result"));
    }
}
