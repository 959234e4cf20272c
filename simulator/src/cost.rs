//! What a run cost this machine: never part of the digest.

use corona_simulator::results::MachineCost;
use std::time::Instant;

/// Measures from its creation on.
pub(crate) struct Meter {
    begun: Instant,
}

impl Meter {
    #[expect(clippy::disallowed_methods, reason = "the cost of a run is wall-clock time")]
    pub(crate) fn start() -> Self {
        Self { begun: Instant::now() }
    }

    #[expect(clippy::disallowed_methods, reason = "the cost of a run is wall-clock time")]
    pub(crate) fn cost(&self, threads: usize) -> MachineCost {
        MachineCost {
            wall_seconds: self.begun.elapsed().as_secs_f64(),
            cpu_seconds: cpu_seconds(),
            peak_rss_bytes: peak_rss_bytes(),
            threads: threads as u32,
        }
    }
}

/// User and system time of this process, where Linux's `/proc` tells.
fn cpu_seconds() -> Option<f64> {
    // Fields 14 and 15 after the parenthesised name, in ticks of 1/100 s (proc(5)).
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |n: usize| fields.get(n)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// Largest resident set so far, where Linux's `/proc` tells.
fn peak_rss_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}
