//! What a machine shows of a running program.
//!
//! Knows which readings an estimate needs; reading them is for the binary, because
//! nothing else may look at a clock.

/// Readings of this process.
pub trait Gauge {
    /// CPU time so far, in seconds.
    fn cpu_seconds(&self) -> f64;
    /// Time since some fixed instant, in seconds.
    fn wall_seconds(&self) -> f64;
    /// Resident memory now, in bytes; `None` where the system doesn't tell.
    fn resident_bytes(&self) -> Option<u64>;
}

/// Reads nothing: estimates then hold counts alone, the same on every machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoGauge;

impl Gauge for NoGauge {
    fn cpu_seconds(&self) -> f64 {
        0.0
    }
    fn wall_seconds(&self) -> f64 {
        0.0
    }
    fn resident_bytes(&self) -> Option<u64> {
        None
    }
}
