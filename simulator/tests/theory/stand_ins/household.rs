//! A household through which an infection goes in generations.

use corona_transport_sim::chance::Draws;

/// How many of `susceptible` members are infected in the end, from `introduced` others: in
/// every generation each infected member infects each one still susceptible with
/// probability `transmission`.
pub(crate) fn infected(
    draws: &mut Draws<'_>,
    susceptible: u32,
    introduced: u32,
    transmission: f64,
) -> u32 {
    let (mut left, mut generation) = (susceptible, introduced);
    while generation > 0 && left > 0 {
        let infectious = generation;
        let mut falls_ill =
            || (0..infectious).fold(false, |ill, _| ill | draws.happens(transmission));
        generation = (0..left).filter(|_| falls_ill()).count() as u32;
        left -= generation;
    }
    susceptible - left
}
