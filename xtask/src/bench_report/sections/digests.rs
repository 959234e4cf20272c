//! What must not change a result: one digest over threads, builds, queues, interruptions.

use crate::bench_report::bench::Bench;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::simulation::{self, DEBUG, Simulated, Simulation};
use std::path::Path;

const READING: &str = "Each row ran the same world in another way; the digest covers everything that \
     scenario and seed must reproduce. Equal is required.";
/// What the states in a checkpoint are called, and what the folder beside the results.
const STATE: &str = ".state";
const CHECKPOINT: &str = "checkpoint";

/// Runs one small world in every way.
pub(super) fn measure(bench: &mut Bench<'_>) -> Contents {
    let mut contents = Contents::default();
    let mut table = Table::new(&["compared", "digest", "equal"], READING);
    let people = bench.options.size(2_000, 500);
    let world = |name: &str| {
        Simulation::of(name, simulation::varied(bench))
            .set("population.people", people)
            .set("duration", "20 days")
    };
    let one = world("digest");
    let two = world("digest-seeds").options("--seeds 2 --threads 1");
    let other_thread = world("digest-threads").options("--seeds 2 --threads 2");
    let heap = one.clone().named("digest-heap").options("--queue heap");
    let debug = one.clone().named("digest-debug").by(DEBUG);
    let stand_in = one.clone().named("digest-stand-in").options("--signatures stand-in");
    let real = one.clone().named("digest-real").options("--signatures real");
    let mut compare = |contents: &mut Contents, what: &str, a: &Simulated, b: Simulated| {
        let is_equal = a.digest == b.digest;
        let verdict = if is_equal { "yes" } else { "NO" }.to_owned();
        table.row([what.to_owned(), b.digest.chars().take(16).collect(), verdict]);
        table.command(&a.command);
        table.command(&b.command);
        contents.figure(b.figure(
            format!("protocol/equal/{what}"),
            f64::from(u8::from(is_equal)),
            "(1 = equal)",
        ));
        if !is_equal {
            contents.failures.push(format!(
                "{what}: digests differ: `{}` gives {}, `{}` gives {}",
                a.command, a.digest, b.command, b.digest
            ));
        }
    };
    if let Some(first) = contents.note(two.run(bench))
        && let Some(second) = contents.note(other_thread.run(bench))
    {
        compare(&mut contents, "threads 1 and 2", &first, second);
    }
    if let Some(first) = contents.note(one.run(bench)) {
        for (what, other) in
            [("queues ladder and heap", heap), ("real and stand-in signatures", stand_in)]
        {
            if let Some(second) = contents.note(other.run(bench)) {
                compare(&mut contents, what, &first, second);
            }
        }
        if let Some(second) = contents.note(real.run(bench)) {
            compare(&mut contents, "default and real signatures", &first, second);
        }
        if bench.runner.files(Path::new("target/debug"), "corona-sim").is_empty() {
            contents.text("There is no debug build of corona-sim here, so it was not compared: `cargo build -p corona-simulator` makes one.");
        } else if let Some(second) = contents.note(debug.run(bench)) {
            compare(&mut contents, "release and debug", &first, second);
        }
        if let Some(second) = contents.note(resumed(bench, &one)) {
            compare(&mut contents, "uninterrupted and killed, then resumed", &first, second);
        }
    }
    contents.table(table);
    contents
}

/// The same world, killed at its first state in a checkpoint and resumed.
fn resumed(bench: &mut Bench<'_>, world: &Simulation) -> Result<Simulated, String> {
    let killed = world.clone().named("digest-resumed").option("--checkpoint-every", "5 days");
    let (folder, command, limit) = (killed.folder(bench), killed.command(bench), bench.limit());
    bench.runner.run_until(&command, &folder.with_extension(CHECKPOINT), STATE, limit)?;
    let resume = crate::bench_report::command_line::CommandLine::words(simulation::RELEASE)
        .with(&["resume", &folder.display().to_string()]);
    bench.run(&resume)?;
    simulation::read(bench, &folder, &format!("{command} # killed at a checkpoint\n{resume}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    const NAMES: [&str; 7] = ["", "-seeds", "-threads", "-heap", "-stand-in", "-real", "-resumed"];

    fn contents(different: &str) -> Contents {
        told(&mut Fake::default(), different)
    }

    fn told(fake: &mut Fake, different: &str) -> Contents {
        let options = Options::default();
        for name in NAMES {
            let folder = format!("target/bench-report/runs/digest{name}");
            let digest = if name == different { "beef" } else { "abcd" };
            fake.file(&format!("{folder}/summary.json"), "{}");
            fake.file(&format!("{folder}/manifest.json"), &format!(r#"{{"digest":"{digest}"}}"#));
        }
        let mut bench = Bench { runner: fake, options: &options, figures: &[] };
        measure(&mut bench)
    }

    #[test]
    fn a_run_is_killed_once_a_state_lies_beside_its_results() {
        let mut fake = Fake::default();
        told(&mut fake, "none");
        let beside = "target/bench-report/runs/digest-resumed.checkpoint";
        assert_eq!(fake.awaited, [(beside.into(), ".state".to_owned())]);
    }

    #[test]
    fn equal_digests_are_no_failure() {
        let contents = contents("none");
        assert_eq!(contents.failures, [""; 0]);
        assert_eq!(contents.figures.len(), 5);
        assert!(contents.figures.iter().all(|figure| figure.value == 1.0));
    }

    #[test]
    fn a_digest_that_differs_is_a_failure() {
        let contents = contents("-heap");
        assert_eq!(contents.failures.len(), 1);
        assert!(contents.failures[0].contains("queues ladder and heap: digests differ"));
        assert!(contents.failures[0].contains("--queue heap"));
    }
}
