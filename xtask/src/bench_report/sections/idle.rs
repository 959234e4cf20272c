//! Worlds in which some people meet and others never do.

use crate::bench_report::bench::Bench;
use crate::bench_report::simulation::{Simulation, varied};

/// Whatever the size: without it larger worlds would be computed otherwise than smaller ones.
pub(super) const ALIKE: &str = "--polls telling --signatures stand-in";

/// A world whose `meeting` people meet in teams, among `times` as many people in all.
///
/// Nobody goes out, has friends or switches their phone off: what is left to cost anything
/// is that idle phones exist. Rates of reports are divided, so that as many people report.
pub(super) fn world(bench: &Bench<'_>, name: &str, meeting: u32, times: u32) -> Simulation {
    let share = 100.0 / f64::from(times);
    let rate = |percent: f64| format!("{} % per day", percent / f64::from(times));
    Simulation::of(name, varied(bench))
        .set("population.people", meeting * times)
        .set("population.occupied", format!("{share} %"))
        .set("population.team_meetings", "2 per week")
        .set("population.circles", 0)
        .set("population.leisure", "0 per week")
        .set("behaviour.pairing", "0 %")
        .set("phones.adoption", "100 %")
        .set("phones.churn", "none")
        .set("phones.sleep", "none")
        .set("phones.crashes", "0 per day")
        .set("reports.suspected", rate(0.1))
        .set("reports.positive", rate(0.1))
        .set("duration", "20 days")
        .options(ALIKE)
}
