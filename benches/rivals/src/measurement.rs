//! What a run cost: processor time of this process, and its memory.

use cpu_time::ProcessTime;
use serde_json::json;
use std::time::Duration;

/// Runs from the start of building the model.
pub(crate) struct Stopwatch {
    started: ProcessTime,
}

/// Runs while holds are measured.
pub(crate) struct Lap {
    setup: Duration,
    started: ProcessTime,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measurement {
    setup: Duration,
    measured: Duration,
    holds: u64,
}

impl Stopwatch {
    /// Before anything is built.
    pub(crate) fn start() -> Self {
        Self { started: ProcessTime::now() }
    }

    /// When the model stands and is warm.
    pub(crate) fn lap(self) -> Lap {
        Lap { setup: self.started.elapsed(), started: ProcessTime::now() }
    }
}

impl Lap {
    /// After `holds` holds.
    pub(crate) fn finish(self, holds: u64) -> Measurement {
        Measurement { setup: self.setup, measured: self.started.elapsed(), holds }
    }
}

impl Measurement {
    /// One line for the report to read.
    pub(crate) fn json(&self) -> String {
        json!({
            "setup_cpu_seconds": self.setup.as_secs_f64(),
            "cpu_seconds": self.measured.as_secs_f64(),
            "holds": self.holds,
            "peak_rss_bytes": peak_rss_bytes(),
        })
        .to_string()
    }
}

/// Largest resident set so far, where Linux's `/proc` tells.
fn peak_rss_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}
