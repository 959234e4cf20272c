//! Quantiles of samples, the same everywhere in the results.
//!
//! It interpolates linearly between order statistics (Hyndman and Fan's type 7,
//! the default of numpy, pandas, polars and R), so readers who recompute a
//! figure from a table get the same number.

/// The samples in ascending order.
#[must_use]
pub(crate) fn sorted(samples: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut samples: Vec<f64> = samples.into_iter().collect();
    samples.sort_by(f64::total_cmp);
    samples
}

/// The `share` (0–1) quantile of ascending samples; `None` of nothing.
#[must_use]
pub(crate) fn quantile(ascending: &[f64], share: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    let weight = place - below as f64;
    Some(ascending[below] + weight * (ascending[above] - ascending[below]))
}

/// The arithmetic mean; `None` of nothing.
#[must_use]
pub(crate) fn mean(samples: &[f64]) -> Option<f64> {
    (!samples.is_empty()).then(|| samples.iter().sum::<f64>() / samples.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_as_numpy_does() {
        let samples = sorted([4.0, 1.0, 3.0, 2.0]);
        assert_eq!(quantile(&samples, 0.0), Some(1.0));
        assert_eq!(quantile(&samples, 0.5), Some(2.5));
        assert_eq!(quantile(&samples, 0.25), Some(1.75));
        assert_eq!(quantile(&samples, 1.0), Some(4.0));
    }

    #[test]
    fn one_sample_is_all_its_quantiles_and_none_has_none() {
        assert_eq!(quantile(&[7.0], 0.1), Some(7.0));
        assert_eq!(quantile(&[7.0], 0.9), Some(7.0));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(mean(&[]), None);
        assert_eq!(mean(&[1.0, 4.0]), Some(2.5));
    }
}
