//! Cost against phones, events, cascades and idle phones; memory against phones.

use super::climb::{Climb, climb};
use super::idle;
use crate::bench_report::bench::Bench;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::figure::{Figure, number};
use crate::bench_report::plot::{Series, log_log};
use crate::bench_report::power_law::PowerLaw;
use crate::bench_report::simulation::{self, Simulated, Simulation};

/// Reads a number off a run.
type Measure = fn(&Simulated) -> Result<f64, String>;

/// A law to be shown.
struct Law {
    /// Part of the figures' keys.
    name: &'static str,
    title: &'static str,
    /// What the parameter is that is raised.
    parameter: &'static str,
    sizes: (&'static [f64], &'static [f64]),
    /// Seconds it may take, and in a quick report.
    budget: (f64, f64),
    /// The least power of the parameter by which cost is expected to grow.
    growth: f64,
    world: fn(&Bench<'_>, f64) -> Simulation,
    /// What is plotted across, from a run and its parameter, and its name.
    across: (Measure, &'static str),
    /// Whether memory is plotted too.
    memory: bool,
    reading: &'static str,
}

const LAWS: [Law; 4] = [
    Law {
        name: "phones",
        title: "Cost and memory against phones",
        parameter: "people",
        sizes: (&[1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6], &[3e2, 1e3, 3e3, 1e4]),
        budget: (300.0, 40.0),
        growth: 1.0,
        world: |bench, people| {
            world(bench, "phones", people)
                .set("population.people", people)
                .set("duration", "4 days")
        },
        across: (|run| run.number("/phones"), "phones"),
        memory: true,
        reading: "Each point is one world of four days; people meet as often in each. A slope of 1 \
                  means that a phone costs the same in a world of any size.",
    },
    Law {
        name: "events",
        title: "Cost against events per phone",
        parameter: "gatherings, times 1 of team, 0.45 of circle, 0.9 of leisure a week",
        sizes: (&[0.5, 1.0, 2.0, 4.0], &[0.5, 1.0, 2.0, 4.0]),
        budget: (120.0, 20.0),
        growth: 1.0,
        world: events,
        across: (events_per_phone, "hosted events per phone and week"),
        memory: false,
        reading: "The same people, who meet more and more often: rates of teams, circles and leisure \
                  are multiplied. More events also mean more to warn about, so a slope above 1 is \
                  no surprise.",
    },
    Law {
        name: "cascades",
        title: "Cost against cascades",
        parameter: "positive reports, percent of people per day",
        sizes: (&[0.01, 0.03, 0.1, 0.3, 1.0], &[0.01, 0.1, 1.0]),
        budget: (120.0, 20.0),
        growth: 0.0,
        world: cascades,
        across: (|run| Ok(run.number("/warnings")?.max(1.0)), "warnings in the run"),
        memory: false,
        reading: "The same people and gatherings, of whom more and more report. A slope well below 1 \
                  says that meeting and polling cost more than warning.",
    },
    Law {
        name: "idle",
        title: "Cost against idle phones",
        parameter: "phones, multiple of those that meet",
        sizes: (&[1.0, 2.0, 5.0, 10.0, 20.0], &[1.0, 3.0, 10.0]),
        budget: (100.0, 20.0),
        growth: 0.0,
        world: |bench, times| {
            let meeting = bench.options.size(3_000, 300);
            idle::world(bench, &format!("scaling-idle-{times}"), meeting, times as u32)
        },
        across: (|run| run.number("/phones"), "phones, most of them idle"),
        memory: false,
        reading: "As many people meet in each world, among more and more who never do. A slope of 0 \
                  means that an idle phone costs nothing.",
    },
];

/// All laws, one after the other.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    simulation::build(bench)?;
    let mut contents = Contents::default();
    for law in &LAWS {
        contents.append(show(bench, law));
    }
    Ok(contents)
}

fn world(bench: &Bench<'_>, law: &str, size: f64) -> Simulation {
    Simulation::of(&format!("scaling-{law}-{size}"), simulation::varied(bench)).options(idle::ALIKE)
}

fn events(bench: &Bench<'_>, times: f64) -> Simulation {
    let rate = |usual: f64| format!("{} per week", usual * times);
    world(bench, "events", times)
        .set("population.people", bench.options.size(5_000, 500))
        .set("duration", "14 days")
        .set("population.team_meetings", rate(1.0))
        .set("population.circle_meetings", rate(0.45))
        .set("population.leisure", rate(0.9))
}

fn events_per_phone(run: &Simulated) -> Result<f64, String> {
    // Worlds of this law last two weeks.
    Ok(run.number("/events")? / run.number("/phones")? / 2.0)
}

fn cascades(bench: &Bench<'_>, percent: f64) -> Simulation {
    world(bench, "cascades", percent)
        .set("population.people", bench.options.size(5_000, 500))
        .set("duration", "20 days")
        .set("reports.positive", format!("{percent} % per day"))
        .set("reports.suspected", "0 per day")
}

fn show(bench: &mut Bench<'_>, law: &Law) -> Contents {
    let mut contents = Contents::default();
    let sizes = bench.options.size(law.sizes.0, law.sizes.1);
    let budget = bench.options.size(law.budget.0, law.budget.1);
    let climb = climb(bench, &mut contents, sizes, (budget, law.growth), law.world);
    let points: Vec<Point> =
        climb.steps.iter().filter_map(|step| contents.note(Point::of(law, step))).collect();
    contents.text(format!("{}. {}", law.title, climb.stopped.clone().unwrap_or_default()));
    if points.is_empty() {
        contents.failures.push(format!("{}: no world could be measured", law.title));
        return contents;
    }
    tell(&mut contents, law, &climb, &points);
    contents
}

/// One world's place in the plots.
struct Point {
    parameter: f64,
    across: f64,
    cpu: f64,
    peak: f64,
    phones: f64,
    occurrences: f64,
}

impl Point {
    fn of(law: &Law, (parameter, run): &(f64, Simulated)) -> Result<Self, String> {
        Ok(Self {
            parameter: *parameter,
            across: (law.across.0)(run)?,
            cpu: run.cpu_seconds()?,
            peak: run.peak_bytes()?,
            phones: run.number("/phones")?,
            occurrences: run.number("/occurrences")?,
        })
    }
}

fn tell(contents: &mut Contents, law: &Law, climb: &Climb, points: &[Point]) {
    let commands: Vec<String> = climb.steps.iter().map(|(_, run)| run.command.clone()).collect();
    let head = [
        law.parameter,
        law.across.1,
        "CPU s",
        "occurrences per CPU s",
        "peak MB",
        "bytes per phone",
    ];
    let mut table = Table::new(&head, "The worlds of the plot below.");
    for (point, (_, run)) in points.iter().zip(&climb.steps) {
        let Point { parameter, across, cpu, peak, phones, occurrences } = point;
        let cells = [*parameter, *across, *cpu, occurrences / cpu, peak / 1e6, peak / phones];
        table.row(cells.map(number));
        let key = |what: &str| format!("scaling/{}/{parameter}/{what}", law.name);
        contents.figure(run.figure(key("cpu"), *cpu, "CPU s"));
        contents.figure(run.figure(key("peak"), *peak, "bytes"));
    }
    contents.table(table);
    let cpu: Vec<(f64, f64)> = points.iter().map(|point| (point.across, point.cpu)).collect();
    slope(contents, law, "cpu", &cpu, &commands);
    let series = [Series { label: "processor time".to_owned(), points: cpu }];
    let svg = log_log(&series, law.across.1, "CPU seconds");
    contents.plot(svg, law.reading, commands.clone());
    if law.memory {
        memory(contents, law, points, &commands);
    }
}

fn memory(contents: &mut Contents, law: &Law, points: &[Point], commands: &[String]) {
    let peaks: Vec<(f64, f64)> =
        points.iter().map(|point| (point.across, point.peak / 1e6)).collect();
    slope(contents, law, "memory", &peaks, commands);
    let series = [Series { label: "peak memory".to_owned(), points: peaks }];
    let reading = "Peak memory of the process. The program itself and its tables take some \
                   megabytes whatever the world, so the line is flatter at its left end.";
    contents.plot(log_log(&series, law.across.1, "megabytes"), reading, commands.to_vec());
    if let (Some(largest), Some(command)) = (points.last(), commands.last()) {
        let command = std::slice::from_ref(command);
        let rate = largest.occurrences / largest.cpu;
        contents.figure(Figure::new(
            "scaling/largest/rate",
            rate,
            "occurrences per CPU second",
            command,
        ));
        let bytes = largest.peak / largest.phones;
        contents.figure(Figure::new("scaling/largest/bytes_per_phone", bytes, "bytes", command));
    }
}

fn slope(
    contents: &mut Contents,
    law: &Law,
    what: &str,
    points: &[(f64, f64)],
    commands: &[String],
) {
    if let Some(fit) = PowerLaw::fit(points) {
        let key = format!("scaling/{}/{what}_slope", law.name);
        contents.figure(Figure::new(key, fit.slope, "(log-log slope)", commands));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn laws_are_fitted_over_the_worlds_that_ran() {
        let (mut fake, options) = (Fake::default(), Options { quick: true, ..Options::default() });
        for people in [300_u32, 1_000, 3_000, 10_000] {
            let folder = format!("target/bench-report/runs/scaling-phones-{people}");
            let summary = format!(
                r#"{{"phones":{people},"occurrences":{},"machine":
                   {{"cpu_seconds":{},"peak_rss_bytes":{}}}}}"#,
                people * 10,
                f64::from(people) / 1e3,
                people * 2_000
            );
            fake.file(&format!("{folder}/summary.json"), &summary);
            fake.file(&format!("{folder}/manifest.json"), r#"{"digest":"a"}"#);
        }
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let contents = show(&mut bench, &LAWS[0]);
        assert_eq!(contents.failures, [""; 0]);
        let value = |key: &str| contents.figures.iter().find(|f| f.key == key).unwrap().value;
        assert!((value("scaling/phones/cpu_slope") - 1.0).abs() < 1e-9);
        assert!((value("scaling/phones/memory_slope") - 1.0).abs() < 1e-9);
        assert!((value("scaling/largest/rate") - 10_000.0).abs() < 1e-6);
        assert!((value("scaling/largest/bytes_per_phone") - 2_000.0).abs() < 1e-6);
    }
}
