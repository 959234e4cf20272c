//! `corona-sim estimate`: from a scenario to what running it will take.
//!
//! Knows the arguments and how to say it; the counting and trying is the library's.

use crate::cli::Estimate as Arguments;
use crate::cost::Meter;
use crate::run::{Trouble, read_scenario, unusable};
use corona_simulator::estimate::{Estimate, Limits, estimate};
use std::io::Write;
use std::process::ExitCode;

/// Estimates, and says on stderr what went wrong.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match try_run(arguments) {
        Ok(told) => {
            // A reader that closes the pipe (head) has read what it wanted.
            let _ = writeln!(std::io::stdout(), "{told}");
            ExitCode::SUCCESS
        }
        Err(trouble) => trouble.exit(),
    }
}

fn try_run(arguments: &Arguments) -> Result<String, Trouble> {
    let meter = Meter::start();
    let (scenario, _) = read_scenario(&arguments.scenario, &arguments.sets, arguments.seed)?;
    let data = arguments.data.as_deref();
    let found = estimate(&scenario, data, Limits::default(), &meter).map_err(unusable)?;
    Ok(if arguments.json { json(&found) } else { told(&scenario.name, &found) })
}

fn json(found: &Estimate) -> String {
    serde_json::to_string_pretty(found).expect("counts and names are plain data")
}

fn told(name: &str, found: &Estimate) -> String {
    let demand = &found.demand;
    let mean = demand.live_by_day.iter().sum::<f64>() / demand.live_by_day.len().max(1) as f64;
    let pilot = &found.pilot;
    let memory = found.peak_rss_bytes.map_or_else(|| "unknown here".to_owned(), in_bytes);
    [
        format!("{name}: one seed is expected to take"),
        format!("{:>12}  memory at its peak", memory),
        format!("{:>12}  of CPU", in_time(found.cpu_seconds)),
        format!("{:>12}  on the clock, this machine as busy as now", in_time(found.wall_seconds)),
        format!("{:>12}  occurrences", in_thousands(found.occurrences)),
        String::new(),
        format!("{:>12}  phones of {} people", demand.phones, demand.people),
        format!("{:>12}  events of {} gatherings", demand.events, demand.gatherings),
        format!("{:>12}  check-ins of {} attendances", demand.check_ins, demand.attendances),
        format!("{mean:>12.1}  live participations per phone, {:.1} at most", demand.live_peak()),
        format!("{:>12}  polls, if all are simulated", demand.polls),
        String::new(),
        format!(
            "tried with {} people for {} days: {} occurrences in {:.2} s of CPU",
            pilot.demand.people,
            pilot.days,
            pilot.occurrences,
            pilot.cpu.total()
        ),
    ]
    .join("\n")
}

fn in_bytes(bytes: f64) -> String {
    if bytes < 1e9 { format!("{:.0} MB", bytes / 1e6) } else { format!("{:.1} GB", bytes / 1e9) }
}

fn in_time(seconds: f64) -> String {
    match seconds {
        s if s < 120.0 => format!("{s:.1} s"),
        s if s < 7_200.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3_600.0),
    }
}

fn in_thousands(count: f64) -> String {
    match count {
        n if n < 1e4 => format!("{n:.0}"),
        n if n < 1e6 => format!("{:.0} k", n / 1e3),
        n => format!("{:.1} M", n / 1e6),
    }
}
