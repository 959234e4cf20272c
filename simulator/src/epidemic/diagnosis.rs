//! What a test says.
//!
//! Knows sensitivity by time since infection, and specificity; who takes a test, and when,
//! is people's behaviour.

use crate::scenario::DiagnosisSection;
use corona_core::time::Span;

/// Probability that a sample taken so long after infection (never: none) tests positive.
#[must_use]
pub fn positive_probability(section: &DiagnosisSection, infected: Option<Span>) -> f64 {
    let found = infected.map_or(0.0, |since| sensitivity(section, since));
    // What misses the virus may still be wrong by chance, and then is right.
    1.0 - (1.0 - found) * section.specificity.fraction()
}

fn sensitivity(section: &DiagnosisSection, since: Span) -> f64 {
    let day = since.0 as f64 / Span::DAY.0 as f64;
    let days = section.days.iter().copied().map(f64::from);
    let shares = section.sensitivity.iter().map(|share| share.fraction());
    let mut before = (0.0, 0.0);
    let last = days.clone().next_back().unwrap_or(0.0);
    for (at, share) in days.zip(shares).chain([(2.0 * last, 0.0)]) {
        if day <= at {
            let (from, low) = before;
            return if at > from {
                low + (share - low) * (day - from) / (at - from)
            } else {
                share
            };
        }
        before = (at, share);
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_find_most_some_days_after_the_infection() {
        let section = DiagnosisSection::default();
        let at = |hours| positive_probability(&section, Some(Span::hours(hours)));
        let close = |got: f64, found: f64| {
            assert!((got - (1.0 - (1.0 - found) * 0.999)).abs() < 1e-9, "{got} {found}");
        };
        close(at(0), 0.0);
        close(at(24), 0.04);
        close(at(48), 0.375);
        close(at(96), 0.79);
        close(at(14 * 24), 0.30);
        close(at(21 * 24), 0.15);
        close(at(40 * 24), 0.0);
        close(positive_probability(&section, None), 0.0);
    }
}
