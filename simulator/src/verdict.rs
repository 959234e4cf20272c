//! `corona-sim replay`: from the traces of a run to a verdict.

use crate::cli::Replay;
use corona_simulator::replay::{Replayed, Trace, replay};
use std::io::Write;
use std::process::ExitCode;

const DIFFERENT: u8 = 1;
const UNUSABLE: u8 = 2;

/// Replays, and says what came of it: the counts on stdout, differences on stderr.
pub(crate) fn run(arguments: &Replay) -> ExitCode {
    let read: Result<Vec<Trace>, _> =
        arguments.traces.iter().map(|path| Trace::read(path)).collect();
    let traces = match read {
        Ok(traces) => traces,
        Err(error) => {
            eprintln!("corona-sim: {error}");
            return ExitCode::from(UNUSABLE);
        }
    };
    match replay(&traces) {
        Ok(replayed) => {
            let told = if arguments.json { json(&replayed) } else { told(&replayed) };
            // A reader that closes the pipe (head) has read what it wanted.
            let _ = writeln!(std::io::stdout(), "{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let (differing, phones) = (error.differences.len(), traces.len());
            eprintln!("corona-sim: {differing} of {phones} phones did not do as recorded");
            eprintln!("{error}");
            ExitCode::from(DIFFERENT)
        }
    }
}

fn json(replayed: &Replayed) -> String {
    serde_json::to_string_pretty(replayed).expect("counts and names are plain data")
}

fn told(replayed: &Replayed) -> String {
    let people = replayed.people.iter().map(|person| {
        let hop = person.hop.map_or_else(String::new, |hop| format!(", hop {hop}"));
        format!("{:>12}  {}{hop}", person.name, person.status)
    });
    let counts = [
        format!(
            "{} phones decided in {} steps as recorded ({} restarts, {} steps cut off)",
            replayed.phones, replayed.steps, replayed.restarts, replayed.unfinished
        ),
        format!(
            "{} of {} frames arrived, half of them within {} ms, all within {} ms",
            replayed.frames, replayed.frames_sent, replayed.delay_median_ms, replayed.delay_max_ms
        ),
        format!(
            "{} check-ins, {} reports, {} status changes",
            replayed.check_ins, replayed.reports, replayed.status_changes
        ),
    ];
    people.chain(counts).collect::<Vec<_>>().join("\n")
}
