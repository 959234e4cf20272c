//! Chains of infection among so many people that nobody is met twice.

use corona_transport_sim::chance::Draws;

/// Whether a chain came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// With so many cases, the first included.
    Extinct(u32),
    /// So many cases were infectious at once that it was left alone.
    Large,
}

/// A chain from one case, each infecting as many as `offspring` draws; left alone once
/// `large` cases are infectious at once.
pub(crate) fn chain(
    draws: &mut Draws<'_>,
    large: u32,
    offspring: impl Fn(&mut Draws<'_>) -> u32,
) -> End {
    let (mut infectious, mut cases) = (1_u32, 1_u32);
    while infectious > 0 {
        if infectious >= large {
            return End::Large;
        }
        let new = offspring(draws);
        infectious += new;
        infectious -= 1;
        cases += new;
    }
    End::Extinct(cases)
}

/// When cases are infected, in days, each infecting at the ages that `course` draws, in a
/// chain from `first` cases at time 0 until `until`.
pub(crate) fn times(
    draws: &mut Draws<'_>,
    first: u32,
    until: f64,
    course: impl Fn(&mut Draws<'_>) -> Vec<f64>,
) -> Vec<f64> {
    let mut times = vec![0.0; first as usize];
    let mut next = 0;
    while let Some(infected) = times.get(next).copied() {
        next += 1;
        let new = course(draws).into_iter().map(|age| infected + age);
        times.extend(new.filter(|time| *time < until));
    }
    times
}
