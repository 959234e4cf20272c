//! Larger and larger worlds, as long as time allows.

use crate::bench_report::bench::Bench;
use crate::bench_report::clock;
use crate::bench_report::contents::Contents;
use crate::bench_report::power_law::PowerLaw;
use crate::bench_report::simulation::{Simulated, Simulation};

/// What was reached.
#[derive(Debug, Default)]
pub(super) struct Climb {
    /// The parameter that was raised, and the run.
    pub(super) steps: Vec<(f64, Simulated)>,
    /// The first that was left out, and why.
    pub(super) stopped: Option<String>,
}

/// Runs `world` at each size, smallest first, until the next is expected to pass `budget` seconds;
/// cost grows with at least the power `growth` of the size.
pub(super) fn climb(
    bench: &mut Bench<'_>,
    contents: &mut Contents,
    sizes: &[f64],
    (budget, growth): (f64, f64),
    world: impl Fn(&Bench<'_>, f64) -> Simulation,
) -> Climb {
    let begun = clock::now();
    let mut climb = Climb::default();
    let mut walls: Vec<(f64, f64)> = Vec::new();
    for &size in sizes {
        let left = budget - clock::seconds_since(begun);
        if let Some(expected) = expected(&walls, size, growth).filter(|expected| *expected > left) {
            climb.stopped = Some(format!(
                "{size} was left out: expected to take {expected:.0} s of the {:.0} s left",
                left.max(0.0)
            ));
            break;
        }
        let simulation = world(bench, size);
        let before = clock::now();
        let Some(run) = contents.note(simulation.run(bench)) else { break };
        walls.push((size, clock::seconds_since(before)));
        climb.steps.push((size, run));
    }
    climb
}

/// Seconds the next size would take.
fn expected(walls: &[(f64, f64)], size: f64, growth: f64) -> Option<f64> {
    let (last, seconds) = walls.last()?;
    let slope = PowerLaw::fit(walls).map_or(growth, |law| law.slope).max(growth);
    Some(seconds * (size / last).powf(slope))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn the_next_size_is_expected_to_cost_what_growth_says() {
        assert_eq!(expected(&[], 10.0, 1.0), None);
        assert_eq!(expected(&[(10.0, 2.0)], 30.0, 1.0), Some(6.0));
        let quadratic = expected(&[(10.0, 1.0), (20.0, 4.0)], 40.0, 0.0).unwrap();
        assert!((quadratic - 16.0).abs() < 1e-9, "{quadratic}");
    }

    #[test]
    fn a_climb_ends_where_time_does() {
        let (mut fake, options) = (Fake::default(), Options::default());
        for size in [1, 2] {
            let folder = format!("target/bench-report/runs/{size}");
            fake.file(&format!("{folder}/summary.json"), "{}");
            fake.file(&format!("{folder}/manifest.json"), r#"{"digest":"a"}"#);
        }
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let mut contents = Contents::default();
        let world = |_: &Bench<'_>, size: f64| Simulation::of(&size.to_string(), "a.toml");
        let all = climb(&mut bench, &mut contents, &[1.0, 2.0], (60.0, 1.0), world);
        assert_eq!((all.steps.len(), all.stopped), (2, None));
        let some = climb(&mut bench, &mut contents, &[1.0, 2.0], (0.0, 1.0), world);
        assert_eq!(some.steps.len(), 1);
        assert!(some.stopped.unwrap().starts_with("2 was left out"));
    }
}
