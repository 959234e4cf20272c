//! What a run cost this machine: never part of the digest.

use corona_simulator::estimate::Gauge;
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
            peak_rss_bytes: memory("VmHWM:"),
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

impl Gauge for Meter {
    /// Where the system doesn't tell, all time is taken for time of the CPU.
    fn cpu_seconds(&self) -> f64 {
        cpu_seconds().unwrap_or_else(|| self.wall_seconds())
    }
    #[expect(clippy::disallowed_methods, reason = "the cost of a run is wall-clock time")]
    fn wall_seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }
    fn resident_bytes(&self) -> Option<u64> {
        memory("VmRSS:")
    }
}

/// Resident memory, now (`VmRSS:`) or at its peak so far (`VmHWM:`), where Linux's `/proc`
/// tells.
fn memory(which: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(which))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}
