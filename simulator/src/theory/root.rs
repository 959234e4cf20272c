//! Where a generating function meets the diagonal.

/// Halvings of the interval: more than a double has bits.
const HALVINGS: u32 = 100;

/// The smallest `x` in [0, 1] with `g(x) = x`, for a generating function of a branching
/// process whose individuals have `mean` offspring: the probability that it dies out.
///
/// `g` is convex with `g(1) = 1`, so for `mean > 1` it lies above the diagonal left of the
/// root and below it between root and 1; otherwise 1 is the only root.
pub(super) fn extinction(mean: f64, g: impl Fn(f64) -> f64) -> f64 {
    if mean <= 1.0 {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if g(middle) > middle {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Where an increasing `f` passes `value` between `low` and `high`; the nearer end if it
/// doesn't.
pub(super) fn crossing(value: f64, low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if f(middle) < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_or_no_offspring_die_out_with_the_ratio_of_their_odds() {
        // g(x) = 1/4 + 3/4 x² has the roots 1/3 and 1.
        assert!((extinction(1.5, |x| 0.25 + 0.75 * x * x) - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn one_offspring_on_average_is_not_enough() {
        assert!((extinction(1.0, |x| 0.5 + 0.5 * x * x) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_crossing_outside_is_the_nearer_end() {
        let square = |x: f64| x * x;
        assert!((crossing(2.0, 0.0, 2.0, square) - 2.0_f64.sqrt()).abs() < 1e-15);
        assert!((crossing(9.0, 0.0, 2.0, square) - 2.0).abs() < 1e-15);
    }
}
