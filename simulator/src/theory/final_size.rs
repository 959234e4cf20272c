//! How many an epidemic infects where everybody meets everybody.

use super::root::extinction;

/// The share of a large, homogeneously mixing population that a major outbreak infects:
/// the positive root of z = 1 − e^(−R₀z) (Kermack and McKendrick 1927); 0 if R₀ ≤ 1.
///
/// Of those who escape, 1 − z, nobody is met by any of the z·R₀ infectious contacts per
/// person, which is the extinction of a Poisson branching process.
#[must_use]
pub fn final_size(r0: f64) -> f64 {
    1.0 - extinction(r0, |x| libm::exp(r0 * (x - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values by an independent computation; the equation holds to the last digits too.
    #[test]
    fn the_final_size_solves_its_equation() {
        let table = [
            (1.2, 0.313_698_331),
            (1.5, 0.582_811_643_9),
            (2.0, 0.796_812_13),
            (2.5, 0.892_644_753_6),
            (3.0, 0.940_479_790_7),
        ];
        for (r0, expected) in table {
            let z = final_size(r0);
            assert!((z - expected).abs() < 1e-9, "R0 {r0}: {z}");
            assert!((1.0 - libm::exp(-r0 * z) - z).abs() < 1e-14);
        }
        assert!(final_size(1.0).abs() < f64::EPSILON);
    }
}
