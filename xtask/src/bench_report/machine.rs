//! The machine, and how busy others kept it.

use std::fs::read_to_string;

/// What figures depend on besides the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Machine {
    /// Processors this run may use.
    pub(crate) cores: usize,
    /// As the processor calls itself.
    pub(crate) model: String,
    /// Installed, in bytes.
    pub(crate) memory_bytes: Option<u64>,
}

/// A moment's counters of processor time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moment {
    /// Seconds all processors were busy, since the machine started.
    busy: Option<f64>,
    /// Seconds of ours: this process and the children it has waited for.
    ours: Option<f64>,
    /// One-minute load average.
    pub(crate) load: Option<f64>,
}

/// `/proc` counts in hundredths of a second on every Linux we know.
const TICKS: f64 = 100.0;

impl Machine {
    /// This one.
    pub(crate) fn here() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let model = read_to_string("/proc/cpuinfo").ok();
        let model = model.and_then(|text| value(&text, "model name"));
        let memory = read_to_string("/proc/meminfo").ok();
        let memory_bytes = memory
            .and_then(|text| value(&text, "MemTotal"))
            .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
            .map(|kibibytes| kibibytes * 1024);
        Self { cores, model: model.unwrap_or_else(|| "unknown".to_owned()), memory_bytes }
    }
}

impl Moment {
    /// Now.
    pub(crate) fn now() -> Self {
        let busy = read_to_string("/proc/stat").ok().and_then(|text| busy(&text));
        let ours = read_to_string("/proc/self/stat").ok().and_then(|text| own(&text));
        let load = read_to_string("/proc/loadavg").ok();
        let load = load.and_then(|text| text.split_whitespace().next()?.parse().ok());
        Self { busy, ours, load }
    }

    /// Processor seconds of our children and us since `before`.
    pub(crate) fn ours_since(&self, before: &Self) -> Option<f64> {
        Some(self.ours? - before.ours?)
    }

    /// How many processors others used on average since `before`, that many seconds ago.
    pub(crate) fn others_since(&self, before: &Self, seconds: f64) -> Option<f64> {
        let all = self.busy? - before.busy?;
        let others = (all - self.ours_since(before)?).max(0.0);
        (seconds > 0.0).then(|| others / seconds)
    }
}

fn value(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}

/// user + nice + system + irq + softirq + steal of the first line of `/proc/stat`.
fn busy(stat: &str) -> Option<f64> {
    let line = stat.lines().next()?.strip_prefix("cpu ")?;
    let ticks: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let busy = [0, 1, 2, 5, 6, 7].iter().filter_map(|at| ticks.get(*at)).sum::<f64>();
    (ticks.len() > 3).then_some(busy / TICKS)
}

/// Fields 14 to 17 after the parenthesised name (proc(5)): own and waited-for children's time.
fn own(stat: &str) -> Option<f64> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().filter_map(|word| word.parse::<f64>().ok());
    Some(ticks.sum::<f64>() / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proc_is_understood() {
        assert_eq!(busy("cpu  100 20 3 1000 7 0 4 50 9 9\ncpu0 1\n"), Some(1.77));
        assert_eq!(busy("intr 5"), None);
        let stat = "12 (a) b) R 1 1 1 1 -1 4 9 0 0 0 100 20 300 40 20 0 1";
        assert_eq!(own(stat), Some(4.6));
        assert_eq!(value("processor : 0\nmodel name\t: AMD\n", "model name").unwrap(), "AMD");
    }

    #[test]
    fn others_are_what_is_busy_and_not_ours() {
        let before = Moment { busy: Some(10.0), ours: Some(1.0), load: None };
        let after = Moment { busy: Some(16.0), ours: Some(5.0), load: None };
        assert_eq!(after.others_since(&before, 4.0), Some(0.5));
        assert_eq!(Moment::default().others_since(&before, 4.0), None);
    }
}
