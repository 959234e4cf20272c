//! How many of a household fall ill: the chain binomial of Reed and Frost, exactly.

use super::Ratio;

/// A household with cases from outside. Everybody infected meets every member once,
/// for one generation, and infects those still susceptible with the same probability.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReedFrost {
    /// n: members susceptible at first.
    pub susceptible: u32,
    /// m: members infected from outside, at least 1.
    pub introduced: u32,
    /// p: the probability that an infected member infects a given other one.
    pub transmission: Ratio,
}

impl ReedFrost {
    /// By j from 0 to n, the probability that j of the susceptible members are infected in
    /// the end: P(j) = C(n,j)·q^((n−j)(m+j))·h_j, where h_j = 1 − Σ_{i<j} C(j,i)·
    /// q^((m+i)(j−i))·h_i is the probability that all of j are (Lefèvre and Picard, Adv.
    /// Appl. Probab. 22:25, 1990), q = 1 − p. `None` if a fraction needs more than 128 bits.
    #[must_use]
    pub fn sizes(self) -> Option<Vec<Ratio>> {
        let (n, m) = (self.susceptible, self.introduced);
        let escape = Ratio::ONE.minus(self.transmission)?;
        // Of `all`, just these `infected` are, given that they would be if alone.
        let part = |all: u32, infected: u32, everybody: Ratio| {
            let spared = escape.to_the((all - infected) * (m + infected))?;
            choose(all, infected)?.times(spared)?.times(everybody)
        };
        let mut everybody = Vec::new();
        for j in 0..=n {
            let mut all = Ratio::ONE;
            for (i, fewer) in (0..j).zip(&everybody) {
                all = all.minus(part(j, i, *fewer)?)?;
            }
            everybody.push(all);
        }
        (0..=n).zip(everybody).map(|(j, all)| part(n, j, all)).collect()
    }
}

/// C(n, k).
fn choose(n: u32, k: u32) -> Option<Ratio> {
    let mut product = Ratio::ONE;
    for i in 0..k {
        product = product.times(Ratio::new(i128::from(n - i), i128::from(i + 1))?)?;
    }
    Some(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(susceptible: u32, p: (i128, i128)) -> Vec<Ratio> {
        let transmission = Ratio::new(p.0, p.1).unwrap();
        ReedFrost { susceptible, introduced: 1, transmission }.sizes().unwrap()
    }

    fn fractions(list: &[(i128, i128)]) -> Vec<Ratio> {
        list.iter().map(|(n, d)| Ratio::new(*n, *d).unwrap()).collect()
    }

    /// Tables by an independent computation with exact fractions; decimals are exact too.
    #[test]
    fn households_fall_ill_by_exact_fractions() {
        assert_eq!(sizes(1, (1, 5)), fractions(&[(4, 5), (1, 5)]));
        assert_eq!(sizes(2, (1, 5)), fractions(&[(16, 25), (32, 125), (13, 125)]));
        let three = fractions(&[(64, 125), (768, 3_125), (2_496, 15_625), (1_289, 15_625)]);
        assert_eq!(sizes(3, (1, 5)), three);
        assert_eq!(
            sizes(4, (1, 5)),
            decimals(
                10,
                &[4_096_000_000, 2_097_152_000, 1_635_778_560, 1_351_614_464, 819_454_976]
            )
        );
        assert_eq!(sizes(2, (3, 10)), fractions(&[(49, 100), (147, 500), (27, 125)]));
        assert_eq!(sizes(3, (3, 10)), decimals(6, &[343_000, 216_090, 222_264, 218_646]));
        assert_eq!(
            sizes(4, (3, 10)),
            decimals(
                10,
                &[2_401_000_000, 1_411_788_000, 1_524_731_040, 2_099_876_184, 2_562_604_776]
            )
        );
        assert_eq!(
            sizes(5, (3, 10)),
            decimals(
                14,
                &[
                    16_807_000_000_000,
                    8_647_201_500_000,
                    8_716_379_112_000,
                    12_604_506_794_460,
                    21_534_849_235_116,
                    31_690_063_358_424,
                ]
            )
        );
    }

    fn decimals(digits: u32, list: &[i128]) -> Vec<Ratio> {
        list.iter().map(|digit| Ratio::new(*digit, 10_i128.pow(digits)).unwrap()).collect()
    }

    #[test]
    fn probabilities_sum_to_one() {
        for introduced in 1..4 {
            let transmission = Ratio::new(1, 7).unwrap();
            let household = ReedFrost { susceptible: 5, introduced, transmission };
            let sizes = household.sizes().unwrap();
            let sum = sizes.into_iter().try_fold(Ratio::ZERO, Ratio::plus);
            assert_eq!(sum, Some(Ratio::ONE), "{introduced} introduced");
        }
    }

    #[test]
    fn a_household_too_large_for_exact_fractions_is_refused() {
        let transmission = Ratio::new(3, 10).unwrap();
        assert_eq!(ReedFrost { susceptible: 30, introduced: 1, transmission }.sizes(), None);
    }
}
