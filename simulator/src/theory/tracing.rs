//! What is left of the reproduction number when contacts are traced one step far.

/// R_eff/R under perfect, instant tracing over one step in a homogeneous population of
/// which a share `adoption`, 0–1, has the app: [(1−a) + √((1−a)(1+3a))]/2, near 1 − a² for
/// few (ours, in the setting of Rizi et al., Phys. Rev. E 105:044313, 2022).
///
/// Whoever has the app and was infected by somebody with the app is warned before they
/// infect anybody. So of R new cases, people without the app cause R(1−a) without and Ra
/// with; those with the app but not warned R(1−a) without and Ra who are warned, and end
/// there: the factor is the largest root of λ² = (1−a)λ + a(1−a).
#[must_use]
pub fn one_hop_tracing(adoption: f64) -> f64 {
    let without = 1.0 - adoption;
    f64::midpoint(without, libm::sqrt(without * (1.0 + 3.0 * adoption)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values by an independent computation.
    #[test]
    fn tracing_takes_the_square_of_adoption() {
        let table = [
            (0.0, 1.0),
            (0.1, 0.990_832_691_319_598_4),
            (0.28, 0.935_499_782_797_526_3),
            (0.5, 0.809_016_994_374_947_5),
            (0.53, 0.786_656_596_081_294),
            (0.8, 0.512_310_562_561_766),
            (1.0, 0.0),
        ];
        for (adoption, expected) in table {
            let found = one_hop_tracing(adoption);
            assert!((found - expected).abs() < 1e-14, "a {adoption}: {found}");
        }
        let few = 0.01;
        assert!((one_hop_tracing(few) - (1.0 - few * few)).abs() < 2.0 * few * few * few);
    }
}
