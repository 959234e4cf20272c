//! How infectiousness is spread over an infection.
//!
//! Knows the curves a scenario may ask for and tabulates the share of all infectiousness
//! that is past at each hour; when the curve begins in a body is the course's.

use crate::scenario::{CourseSection, CurveKind};
use corona_core::time::Span;

/// Of a curve's mass, this much lies before its end; what would come later is left out.
const KEPT: f64 = 0.9995;
/// No curve lasts longer than this, in hours: four months.
const LONGEST_HOURS: usize = 2_880;

/// From where a curve's time counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// The infection.
    Infection,
    /// The first symptoms, or when they would have come.
    Onset,
    /// The end of latency.
    Latency,
}

/// A tabulated distribution of infectiousness over time, of total 1.
#[derive(Clone, PartialEq, Debug)]
pub struct Curve {
    anchor: Anchor,
    begin: Span,
    /// Share that is past after 0, 1, 2, … hours.
    past: Vec<f64>,
    /// Of the last value of `past`, if it isn't a whole number of hours after the begin.
    end: Span,
}

impl Curve {
    /// The curve that a scenario asks for.
    #[must_use]
    pub fn of(course: &CourseSection) -> Self {
        match course.curve {
            CurveKind::Generation => {
                let scale = course.generation_scale.as_hours();
                let survival =
                    |hour: f64| libm::exp(-libm::pow(hour / scale, course.generation_shape));
                let past = (0..LONGEST_HOURS).map(|hour| 1.0 - survival(hour as f64));
                Self::tabulated(Anchor::Infection, Span::ZERO, past)
            }
            CurveKind::Onset => {
                let (shape, rate) = (course.onset_shape, course.onset_rate / 24.0);
                // Unnormalised: the table's last value is what makes the total 1.
                let peak = ((shape - 1.0) / rate).max(0.5);
                let log_density = |hour: f64| (shape - 1.0) * libm::log(hour) - rate * hour;
                let density = |hour: f64| libm::exp(log_density(hour) - log_density(peak));
                let mut sum = 0.0;
                let past = (0..LONGEST_HOURS).map(|hour| {
                    sum += if hour == 0 { 0.0 } else { density(hour as f64 - 0.5) };
                    sum
                });
                let past: Vec<f64> = past.collect();
                let begin = -Span((course.onset_shift * Span::DAY.0 as f64) as i64);
                let total = past[LONGEST_HOURS - 1];
                Self::tabulated(Anchor::Onset, begin, past.into_iter().map(|sum| sum / total))
            }
            CurveKind::Flat => Self {
                anchor: Anchor::Latency,
                begin: Span::ZERO,
                past: vec![0.0, 1.0],
                end: course.infectious,
            },
        }
    }

    fn tabulated(anchor: Anchor, begin: Span, past: impl Iterator<Item = f64>) -> Self {
        let mut kept = Vec::new();
        for share in past {
            kept.push(share);
            if share >= KEPT {
                break;
            }
        }
        let total = kept.last().copied().unwrap_or(1.0);
        kept.iter_mut().for_each(|share| *share /= total);
        let end = begin + Span::hours(kept.len() as i64 - 1);
        Self { anchor, begin, past: kept, end }
    }

    /// From where its time counts.
    #[must_use]
    pub const fn anchor(&self) -> Anchor {
        self.anchor
    }
    /// When it begins, after its anchor; negative: before.
    #[must_use]
    pub const fn begin(&self) -> Span {
        self.begin
    }
    /// When it is over, after its anchor.
    #[must_use]
    pub const fn end(&self) -> Span {
        self.end
    }

    /// Share of all infectiousness that is past at a time after the anchor, 0 to 1.
    #[must_use]
    pub fn past(&self, at: Span) -> f64 {
        if at <= self.begin {
            return 0.0;
        }
        if at >= self.end {
            return 1.0;
        }
        let steps = (self.past.len() - 1) as f64;
        let place = (at - self.begin).0 as f64 / (self.end - self.begin).0 as f64 * steps;
        let step = (place as usize).min(self.past.len() - 2);
        let (low, high) = (self.past[step], self.past[step + 1]);
        low + (place - step as f64) * (high - low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{EpidemicSection, Variant};

    fn curve(kind: CurveKind) -> Curve {
        Curve::of(&CourseSection { curve: kind, ..EpidemicSection::of(Variant::Ancestral).course })
    }

    fn mean_days(curve: &Curve) -> f64 {
        let hours = (0..3_000).map(|hour| {
            let at = curve.begin() + Span::hours(hour);
            let share = curve.past(at + Span::HOUR) - curve.past(at);
            share * (at + Span::minutes(30)).as_hours()
        });
        hours.sum::<f64>() / 24.0
    }

    #[test]
    fn generation_times_have_the_published_mean() {
        // Ferretti et al. 2020: mean 5.05 days; our scale is rounded to a whole hour.
        let mean = mean_days(&curve(CurveKind::Generation));
        assert!((mean - 5.05).abs() < 0.02, "{mean}");
    }

    #[test]
    fn forty_four_percent_of_transmission_comes_before_symptoms() {
        // He et al. 2020, as corrected: 44 %.
        let before = curve(CurveKind::Onset).past(Span::ZERO);
        assert!((before - 0.442).abs() < 0.005, "{before}");
        // Starting two days before the symptoms loses 18 % of it, three days 9 %.
        let curve = curve(CurveKind::Onset);
        assert!((curve.past(Span::days(-2)) - 0.18).abs() < 0.01);
        assert!((curve.past(Span::days(-3)) - 0.09).abs() < 0.01);
    }

    #[test]
    fn every_curve_rises_from_nothing_to_all() {
        for kind in [CurveKind::Generation, CurveKind::Onset, CurveKind::Flat] {
            let curve = curve(kind);
            let mut before = 0.0;
            assert_eq!(curve.past(curve.begin()), 0.0);
            for hour in 0..2_000 {
                let past = curve.past(curve.begin() + Span::minutes(20 * hour));
                assert!((before..=1.0).contains(&past), "{kind:?} {hour}");
                before = past;
            }
            assert_eq!(curve.past(curve.end()), 1.0);
        }
    }
}
