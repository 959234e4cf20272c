//! How many events somebody attends, how many people an event has, how many others
//! somebody meets: distributions of whole numbers by their generating functions.

/// A distribution of degrees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Degrees {
    /// Everybody the same number, at least 1.
    Fixed(u32),
    /// Poisson with this mean, above 0.
    Poisson(f64),
}

impl Degrees {
    /// ⟨k⟩.
    #[must_use]
    pub fn mean(self) -> f64 {
        match self {
            Self::Fixed(degree) => f64::from(degree),
            Self::Poisson(mean) => mean,
        }
    }

    /// κ = ⟨k(k−1)⟩/⟨k⟩: how many further ones there are, on average, at an end that was
    /// reached over one of them. Those with many are reached more often.
    #[must_use]
    pub fn excess(self) -> f64 {
        match self {
            Self::Fixed(degree) => f64::from(degree) - 1.0,
            Self::Poisson(mean) => mean,
        }
    }

    /// G₀(x) = Σ p_k x^k.
    #[must_use]
    pub fn generating(self, x: f64) -> f64 {
        match self {
            Self::Fixed(degree) => libm::pow(x, f64::from(degree)),
            Self::Poisson(mean) => libm::exp(mean * (x - 1.0)),
        }
    }

    /// G₁(x) = G₀′(x)/G₀′(1): of how many further ones there are.
    #[must_use]
    pub fn excess_generating(self, x: f64) -> f64 {
        match self {
            Self::Fixed(degree) => libm::pow(x, f64::from(degree) - 1.0),
            // Arriving by one of them says nothing about the number of others.
            Self::Poisson(mean) => libm::exp(mean * (x - 1.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By differences of G₀, which know nothing of the formulas for G₁ and κ.
    #[test]
    fn excess_is_the_derivative() {
        let step = 1e-5;
        for degrees in [Degrees::Fixed(1), Degrees::Fixed(3), Degrees::Poisson(1.5)] {
            let slope = |f: &dyn Fn(f64) -> f64, x: f64| (f(x + step) - f(x - step)) / (2.0 * step);
            let generating = |x| degrees.generating(x);
            let excess_generating = |x| degrees.excess_generating(x);
            assert!((slope(&generating, 1.0) - degrees.mean()).abs() < 1e-8);
            let g1 = slope(&generating, 0.4) / degrees.mean();
            assert!((g1 - degrees.excess_generating(0.4)).abs() < 1e-8);
            assert!((slope(&excess_generating, 1.0) - degrees.excess()).abs() < 1e-8);
        }
    }
}
