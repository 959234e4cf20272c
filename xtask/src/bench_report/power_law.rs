//! A straight line through logarithms: cost = factor · size ^ slope.

/// How cost grows with size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PowerLaw {
    /// 1 is proportional, 0 is constant, 2 is quadratic.
    pub(crate) slope: f64,
    /// Cost at size 1.
    pub(crate) factor: f64,
}

impl PowerLaw {
    /// By least squares over the points above 0 in both directions; none from fewer than two sizes.
    pub(crate) fn fit(points: &[(f64, f64)]) -> Option<Self> {
        let usable = points.iter().filter(|(x, y)| *x > 0.0 && *y > 0.0);
        let logs: Vec<(f64, f64)> = usable.map(|(x, y)| (x.ln(), y.ln())).collect();
        let n = logs.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(|point| point.0), mean(|point| point.1));
        let spread: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
        if logs.len() < 2 || spread < 1e-12 {
            return None;
        }
        let common: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
        let slope = common / spread;
        Some(Self { slope, factor: (y - slope * x).exp() })
    }

    /// The cost at a size.
    pub(crate) fn at(&self, size: f64) -> f64 {
        self.factor * size.powf(self.slope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_of_power_laws_are_found() {
        for (slope, factor) in [(1.0, 3.0), (2.0, 0.5), (0.0, 7.0), (-1.0, 1.0)] {
            let points: Vec<_> =
                [1.0_f64, 10.0, 300.0, 5_000.0].map(|x| (x, factor * x.powf(slope))).to_vec();
            let law = PowerLaw::fit(&points).unwrap();
            assert!((law.slope - slope).abs() < 1e-9 && (law.factor - factor).abs() < 1e-6);
            assert!((law.at(100.0) - factor * 100_f64.powf(slope)).abs() < 1e-3);
        }
    }

    #[test]
    fn no_line_goes_through_one_size() {
        assert_eq!(PowerLaw::fit(&[(5.0, 1.0), (5.0, 2.0), (7.0, 0.0)]), None);
        assert_eq!(PowerLaw::fit(&[]), None);
    }
}
