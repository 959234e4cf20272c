//! What a simulation gave over many seeds, and whether it agrees with a number.

/// Standard errors that a mean may be off: beyond four lies one of 16,000 samples of a
/// correct simulation, and a fixed seed never changes its mind.
const STANDARD_ERRORS: f64 = 4.0;

/// Doubles don't count as different below this.
const ROUNDING: f64 = 1e-12;

/// Outcomes, one per seed or chain.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    count: f64,
    mean: f64,
    /// Sum of squared distances from the mean.
    spread: f64,
}

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(outcomes: I) -> Self {
        // Welford 1962.
        let mut sample = Self { count: 0.0, mean: 0.0, spread: 0.0 };
        for outcome in outcomes {
            sample.count += 1.0;
            let before = outcome - sample.mean;
            sample.mean += before / sample.count;
            sample.spread += before * (outcome - sample.mean);
        }
        assert!(sample.count >= 2.0, "a sample of {} has no sampling error", sample.count);
        sample
    }
}

impl FromIterator<bool> for Sample {
    fn from_iter<I: IntoIterator<Item = bool>>(outcomes: I) -> Self {
        outcomes.into_iter().map(|happened| f64::from(u8::from(happened))).collect()
    }
}

impl Sample {
    pub(crate) fn mean(&self) -> f64 {
        self.mean
    }

    pub(crate) fn standard_error(&self) -> f64 {
        (self.spread / (self.count - 1.0) / self.count).sqrt()
    }

    /// The mean is `expected` but for the sampling error, which is at most `error_max`: a
    /// simulation too noisy to tell fails as well.
    pub(crate) fn agrees(&self, expected: f64, error_max: f64, what: &str) {
        self.agrees_but_for(expected, 0.0, error_max, what);
    }

    /// Likewise, and `bias` either way that a simulation of finite size is known to have.
    pub(crate) fn agrees_but_for(&self, expected: f64, bias: f64, error_max: f64, what: &str) {
        let (mean, error) = (self.mean, self.standard_error());
        assert!(error <= error_max, "{what}: standard error {error}, wanted {error_max} or less");
        let tolerance = STANDARD_ERRORS * error + bias + ROUNDING;
        let off = (mean - expected).abs();
        assert!(
            off <= tolerance,
            "{what}: {mean} instead of {expected}, off by {off} > {tolerance}"
        );
    }
}

#[test]
fn a_sample_knows_its_mean_and_error() {
    let sample: Sample = [1.0, 2.0, 3.0, 6.0].into_iter().collect();
    assert!((sample.mean() - 3.0).abs() < 1e-12);
    // Variance (4 + 1 + 0 + 9)/3, of the mean a quarter of that.
    assert!((sample.standard_error() - (14.0_f64 / 12.0).sqrt()).abs() < 1e-12);
}

#[test]
#[should_panic(expected = "instead of 0.6")]
fn a_mean_that_is_off_does_not_agree() {
    let sample: Sample = (0..10_000).map(|n| n % 2 == 0).collect();
    sample.agrees(0.6, 0.006, "half");
}

#[test]
#[should_panic(expected = "standard error")]
fn a_sample_that_cannot_tell_does_not_agree() {
    let sample: Sample = [0.0, 1.0].into_iter().collect();
    sample.agrees(0.5, 0.1, "half");
}
