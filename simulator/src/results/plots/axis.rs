//! Axes with ticks where people expect them.
//!
//! It decides range and ticks: 1-2-5 steps, powers of ten, or hours and days.
//! Logarithms are taken here (by `libm`, the same on every machine) and charts
//! only ever see linear scales.

use super::super::figures::grouped;
use plotters::coord::ranged1d::{
    KeyPointHint, KeyPointWeight, NoDefaultFormatting, Ranged, ValueFormatter,
};
use std::ops::Range;

/// One axis of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    /// What it shows, with the unit.
    pub(super) title: String,
    /// Its ends, in the chart's (perhaps logarithmic) coordinates.
    pub(super) range: (f64, f64),
    /// Where labels stand, in the same coordinates, and what they say.
    pub(super) ticks: Vec<(f64, String)>,
}

/// Hours that people have words for.
const HOURS: [(f64, &str); 13] = [
    (1.0 / 60.0, "1 min"),
    (0.1, "6 min"),
    (0.5, "30 min"),
    (1.0, "1 h"),
    (3.0, "3 h"),
    (6.0, "6 h"),
    (12.0, "12 h"),
    (24.0, "1 d"),
    (48.0, "2 d"),
    (96.0, "4 d"),
    (192.0, "8 d"),
    (384.0, "16 d"),
    (768.0, "32 d"),
];

impl Axis {
    /// From 0 to just above `max`, ticks at 1, 2 or 5 times a power of ten.
    pub(super) fn linear(title: &str, max: f64) -> Self {
        let max = if max > 0.0 { max } else { 1.0 };
        Self::steps(title, max, nice_step(max / 5.0))
    }

    /// The same from below `min` if that is less than 0, with a tick at 0.
    pub(super) fn between(title: &str, min: f64, max: f64) -> Self {
        if min >= 0.0 {
            return Self::linear(title, max);
        }
        let max = max.max(0.0);
        let step = nice_step((max - min) / 5.0);
        let (first, last) = ((min * 1.02 / step).floor() as i32, (max * 1.02 / step).ceil() as i32);
        let label = |value: f64| {
            let sign = if value < 0.0 { "−" } else { "" };
            (value, format!("{sign}{}", number(value.abs(), step)))
        };
        let ticks = (first..=last).map(|tick| label(f64::from(tick) * step)).collect();
        let range = (f64::from(first) * step, f64::from(last) * step);
        Self { title: title.to_owned(), range, ticks }
    }

    /// The same for things that come whole: no tick falls between two of them.
    pub(super) fn counts(title: &str, max: f64) -> Self {
        Self::steps(title, max.max(1.0), nice_step(max / 5.0).max(1.0))
    }

    fn steps(title: &str, max: f64, step: f64) -> Self {
        let count = (max * 1.02 / step).ceil() as u32;
        let ticks = (0..=count).map(|tick| f64::from(tick) * step);
        let ticks: Vec<_> = ticks.map(|value| (value, number(value, step))).collect();
        Self { title: title.to_owned(), range: (0.0, f64::from(count) * step), ticks }
    }

    /// The same over whole numbers `0..=last`, with at most about `labels` of them written.
    pub(super) fn whole(title: &str, last: u32, labels: u32) -> Self {
        let step = nice_step(f64::from(last) / f64::from(labels.max(1))).max(1.0);
        let ticks = (0..=last).map(f64::from).filter(|value| value % step == 0.0);
        let ticks = ticks.map(|value| (value, number(value, step))).collect();
        Self { title: title.to_owned(), range: (0.0, f64::from(last.max(1))), ticks }
    }

    /// One place per label, at 0, 1, 2, …
    pub(super) fn categories(title: &str, labels: impl IntoIterator<Item = String>) -> Self {
        let ticks: Vec<_> = (0_u32..).map(f64::from).zip(labels).collect();
        Self { title: title.to_owned(), range: (-0.6, ticks.len() as f64 - 0.4), ticks }
    }

    /// Powers of ten that enclose `min..=max`, both above 0, in decimal logarithms.
    pub(super) fn decades(title: &str, min: f64, max: f64, label: fn(f64) -> String) -> Self {
        let (low, high) = (libm::floor(log(min)), libm::ceil(log(max)));
        let high = high.max(low + 1.0);
        let ticks = (low as i32..=high as i32).map(f64::from);
        let ticks = ticks.map(|power| (power, label(libm::exp10(power)))).collect();
        Self { title: title.to_owned(), range: (low, high), ticks }
    }

    /// Hours and days around `min..=max` hours, in decimal logarithms.
    pub(super) fn hours(title: &str, min: f64, max: f64) -> Self {
        let last = HOURS.len() - 1;
        let from = HOURS.iter().rposition(|(hours, _)| *hours <= min).unwrap_or(0).min(last - 1);
        let to = HOURS.iter().position(|(hours, _)| *hours >= max).unwrap_or(last).max(from + 1);
        let ticks = HOURS[from..=to].iter();
        let ticks: Vec<_> = ticks.map(|(hours, word)| (log(*hours), (*word).to_owned())).collect();
        Self { title: title.to_owned(), range: (ticks[0].0, ticks[ticks.len() - 1].0), ticks }
    }

    /// The nearest coordinate within the axis.
    pub(super) fn clamp(&self, at: f64) -> f64 {
        at.clamp(self.range.0, self.range.1)
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (first, last): (i32, i32)) -> i32 {
        let share = (value - self.range.0) / (self.range.1 - self.range.0);
        first + (share * f64::from(last - first)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match hint.weight() {
            KeyPointWeight::Bold => self.ticks.iter().map(|(at, _)| *at).collect(),
            KeyPointWeight::Any => Vec::new(),
        }
    }

    fn range(&self) -> Range<f64> {
        self.range.0..self.range.1
    }
}

impl ValueFormatter<f64> for Axis {
    fn format(value: &f64) -> String {
        value.to_string()
    }

    /// What the tick there says; nothing where there is none.
    fn format_ext(&self, value: &f64) -> String {
        let tick = self.ticks.iter().find(|(at, _)| at == value);
        tick.map(|(_, label)| label.clone()).unwrap_or_default()
    }
}

/// Decimal logarithm.
pub(super) fn log(value: f64) -> f64 {
    libm::log10(value)
}

/// The smallest of 1, 2, 5 times a power of ten that is at least `rough`.
fn nice_step(rough: f64) -> f64 {
    let power = libm::exp10(libm::floor(log(rough.max(1e-9))));
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= rough * 0.999_999).unwrap_or(steps[3])
}

/// A tick's number: thousands grouped, decimals only if the step has some.
pub(super) fn number(value: f64, step: f64) -> String {
    if step >= 1.0 {
        grouped(value.round() as u64)
    } else {
        let decimals = libm::ceil(-log(step) - 1e-9).clamp(0.0, 9.0) as usize;
        format!("{value:.decimals$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn linear_ticks_step_by_one_two_or_five() {
        assert_eq!(labels(&Axis::linear("x", 4.2)), ["0", "1", "2", "3", "4", "5"]);
        assert_eq!(labels(&Axis::linear("x", 0.33)), ["0.0", "0.1", "0.2", "0.3", "0.4"]);
        let large = Axis::linear("x", 5_400.0);
        assert_eq!(labels(&large), ["0", "2,000", "4,000", "6,000"]);
        assert_eq!(large.range, (0.0, 6_000.0));
        assert!(labels(&Axis::linear("x", 0.0)).len() > 1);
        assert_eq!(labels(&Axis::counts("x", 2.0)), ["0", "1", "2", "3"]);
    }

    #[test]
    fn axes_below_nothing_have_ticks_on_both_sides_of_it() {
        assert_eq!(labels(&Axis::between("x", -210.0, 90.0)), ["−300", "−200", "−100", "0", "100"]);
        assert_eq!(
            labels(&Axis::between("x", -0.4, -0.1)),
            ["−0.5", "−0.4", "−0.3", "−0.2", "−0.1", "0.0"]
        );
        assert_eq!(Axis::between("x", 0.0, 4.2), Axis::linear("x", 4.2));
    }

    #[test]
    fn whole_axes_have_no_fractions_and_few_labels() {
        assert_eq!(labels(&Axis::whole("day", 3, 12)), ["0", "1", "2", "3"]);
        assert!(labels(&Axis::whole("day", 60, 12)).len() <= 13);
    }

    #[test]
    fn hours_and_decades_enclose_their_data() {
        let hours = Axis::hours("t", 0.7, 50.0);
        assert_eq!(labels(&hours), ["30 min", "1 h", "3 h", "6 h", "12 h", "1 d", "2 d", "4 d"]);
        let decades = Axis::decades("n", 1.0, 230.0, |value| grouped(value as u64));
        assert_eq!(labels(&decades), ["1", "10", "100", "1,000"]);
        assert_eq!(Axis::decades("n", 1.0, 1.0, |_| String::new()).range, (0.0, 1.0));
        for (min, max) in [(0.0, 0.0), (1e-9, 1e9), (5_000.0, 9_000.0)] {
            let axis = Axis::hours("t", min, max);
            assert!(axis.range.0 < axis.range.1, "{min} {max}");
        }
    }
}
