//! A large population where everybody meets everybody.

use crate::drawing::poisson;
use corona_transport_sim::chance::Draws;

/// How many of `people` are infected from one of them, that one included, when each
/// infected person makes a Poisson number of infectious contacts with mean `r0`, all at random.
pub(crate) fn outbreak(draws: &mut Draws<'_>, people: u32, r0: f64) -> u32 {
    let mut infected = vec![false; people as usize];
    infected[0] = true;
    let (mut pending, mut count) = (1_u32, 1);
    while pending > 0 {
        pending -= 1;
        for _ in 0..poisson(draws, r0) {
            let met = draws.below(people.into()) as usize;
            if !std::mem::replace(&mut infected[met], true) {
                pending += 1;
                count += 1;
            }
        }
    }
    count
}
