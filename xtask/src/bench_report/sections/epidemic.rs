//! Our epidemic without phones beside other people's models, in processor time.

use super::python;
use crate::bench_report::bench::Bench;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::figure::{Figure, number};
use crate::bench_report::plot::{Bar, bars};
use crate::bench_report::simulation::{self, Simulation};
use serde_json::Value;

const ROUNDS: usize = 3;
/// Shares infected may differ by this much: more is no comparison.
const MATCHED: f64 = 0.03;

const READING: &str = "A person-day is one person living one simulated day. Processor time is of \
     setting the world up and running it, the median of three rounds that take turns; memory is the \
     whole process's peak. “Ours ÷ it” above 1 means that ours is faster. Transmission of the others was set \
     beforehand so that about as many are infected as in ours.";
const PLOT_READING: &str = "Each bar is one model, its length (logarithmic) the person-days per second of \
     processor time; whiskers span the rounds. Vermillion is ours. The models differ: see the table.";

/// Somebody's model.
struct Model {
    name: &'static str,
    title: &'static str,
    /// Where it comes from, and its program in `benches/rivals`; ours has none.
    python: Option<(&'static str, &'static str)>,
    differs: &'static str,
}

const MODELS: [Model; 3] = [
    Model {
        name: "ours",
        title: "Corona Network",
        python: None,
        differs: "Meets in households, teams, circles and leisure events that are written down one by one with who \
                  comes when, and by chance; infectiousness, symptoms, tests and adherence in hours and minutes; \
                  who infected whom; tracing by hand with memory of who met whom. With results written.",
    },
    Model {
        name: "covasim",
        title: "Covasim",
        python: Some(("covasim", "covasim_epidemic.py")),
        differs: "Days. Random networks of home, school, work and chance contacts, the same every day; severity, ages \
                  and deaths, which ours has not; viral load in two steps; a tenth of the symptomatic tested each day, at \
                  once and without errors, while ours tests 80 % once, days later and with some; tracing by kind of \
                  contact. Waning immunity is off, because ours has none. Vectors in numpy and numba, compiled before.",
    },
    Model {
        name: "epiworld",
        title: "epiworld",
        python: Some(("epiworldpy", "epiworld_epidemic.py")),
        differs: "Days. A small world of ten contacts, the same every day; exposed, infected, recovered with constant \
                  daily chances; detection, isolation, tracing and quarantine; no households, no kinds of meeting, \
                  no symptoms, no tests, nobody infected from outside.",
    },
];

/// One run.
#[derive(Clone, Copy, Debug)]
struct Measured {
    seconds: f64,
    bytes: f64,
    infected: f64,
}

/// One model's rounds.
struct Standing {
    model: &'static Model,
    command: String,
    rounds: Vec<Measured>,
    /// Found in the first round.
    transmission: Option<f64>,
}

/// What everybody runs.
struct World {
    people: u32,
    days: u32,
    initial: u32,
}

/// Lets them take turns: ours goes first, because the others are matched with it.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<Contents, String> {
    simulation::build(bench)?;
    let mut contents = Contents::default();
    let people = bench.options.size(100_000, 5_000);
    let world = World { people, days: bench.options.size(180, 60), initial: people / 2_000 };
    let mut standings: Vec<Standing> = Vec::new();
    for model in &MODELS {
        let there = model.python.map_or(Ok(()), |(package, _)| python::install(bench, package));
        if contents.note(there).is_some() {
            standings.push(Standing {
                model,
                command: String::new(),
                rounds: Vec::new(),
                transmission: None,
            });
        }
    }
    let mut infected = None;
    for _ in 0..ROUNDS {
        standings.retain_mut(|standing| {
            let measured = contents.note(standing.round(bench, &world, infected));
            if standing.model.python.is_none() {
                infected = infected.or(measured.map(|measured| measured.infected));
            }
            measured.is_some()
        });
    }
    tell(&mut contents, &standings, &world);
    Ok(contents)
}

impl Standing {
    fn round(
        &mut self,
        bench: &mut Bench<'_>,
        world: &World,
        infected: Option<f64>,
    ) -> Result<Measured, String> {
        let measured = match (self.model.python, infected) {
            (None, _) => self.ours(bench, world),
            (Some((_, file)), Some(infected)) => self.theirs(bench, world, file, infected),
            (Some(_), None) => Err(format!("{} has nothing to be matched with", self.model.title)),
        }?;
        self.rounds.push(measured);
        self.rounds.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
        Ok(measured)
    }

    fn ours(&mut self, bench: &mut Bench<'_>, world: &World) -> Result<Measured, String> {
        let run = Simulation::of("epidemic-alone", "scenarios/epidemic-town.toml")
            .set("population.people", world.people)
            .set("duration", format!("{} days", world.days))
            .set("epidemic.initial", world.initial)
            .set("epidemic.rival.kind", "manual")
            .run(bench)?;
        self.command.clone_from(&run.command);
        Ok(Measured {
            seconds: run.cpu_seconds()?,
            bytes: run.peak_bytes()?,
            infected: run.number("/epidemic/infections")?,
        })
    }

    fn theirs(
        &mut self,
        bench: &mut Bench<'_>,
        world: &World,
        file: &str,
        infected: f64,
    ) -> Result<Measured, String> {
        let numbers = [world.people, world.days, world.initial].map(|number| number.to_string());
        let share = format!("{:.3}", infected / f64::from(world.people));
        let command = python::program(file)
            .with(&["--people", &numbers[0], "--days", &numbers[1], "--initial", &numbers[2]])
            .with(&["--attack-rate", &share]);
        if self.command.is_empty() {
            self.command = command.to_string();
        }
        let command = match self.transmission {
            Some(found) => command.with(&["--transmission", &found.to_string()]),
            None => command,
        };
        let told = bench.run(&command)?.stdout;
        // Libraries greet before.
        let line = told.lines().last().unwrap_or_default();
        let json: Option<Value> = serde_json::from_str(line).ok();
        let number = |name: &str| json.as_ref()?.get(name)?.as_f64();
        self.transmission = self.transmission.or(number("transmission"));
        let measured = || {
            Some(Measured {
                seconds: number("cpu_seconds").filter(|seconds| *seconds > 0.0)?,
                bytes: number("peak_rss_bytes")?,
                infected: number("infected")?,
            })
        };
        measured().ok_or_else(|| format!("`{command}` printed no measurement: {told}"))
    }

    /// Its round of median time.
    fn middle(&self) -> Measured {
        self.rounds[self.rounds.len() / 2]
    }
}

fn tell(contents: &mut Contents, standings: &[Standing], world: &World) {
    let person_days = f64::from(world.people) * f64::from(world.days);
    let rate = |measured: Measured| person_days / measured.seconds / 1e6;
    let ours = standings.iter().find(|standing| standing.model.python.is_none());
    let ours = ours.map(Standing::middle);
    let head =
        ["model", "million person-days/s", "ours ÷ it", "infected", "bytes a person", "its work"];
    let mut table = Table::new(&head, READING);
    let mut drawn = Vec::new();
    for standing in standings {
        let Model { name, title, differs, .. } = standing.model;
        let middle = standing.middle();
        let share = middle.infected / f64::from(world.people);
        let bytes = middle.bytes / f64::from(world.people);
        let command = std::slice::from_ref(&standing.command);
        table.row([
            (*title).to_owned(),
            number(rate(middle)),
            ours.map_or_else(|| "–".to_owned(), |ours| number(middle.seconds / ours.seconds)),
            format!("{:.1} %", share * 100.0),
            number(bytes),
            (*differs).to_owned(),
        ]);
        table.command(&standing.command);
        let mut figure = |what: &str, value: f64, unit: &'static str| {
            contents.figure(Figure::new(format!("epidemic/{name}/{what}"), value, unit, command));
        };
        figure("rate", rate(middle), "million person-days per CPU second");
        figure("attack_rate", share, "of all infected");
        figure("bytes_per_person", bytes, "bytes per person");
        if let Some(ours) = ours {
            let off = (middle.infected - ours.infected).abs() / f64::from(world.people);
            if off > MATCHED {
                contents.failures.push(format!(
                    "{title} infects {:.1} % instead of {:.1} %: not comparable",
                    share * 100.0,
                    ours.infected / f64::from(world.people) * 100.0
                ));
            }
        }
        let [fastest, slowest] = [standing.rounds.first(), standing.rounds.last()];
        let range = |one: Option<&Measured>| one.map_or(f64::NAN, |one| rate(*one));
        drawn.push(Bar {
            label: (*title).to_owned(),
            value: rate(middle),
            range: (range(slowest), range(fastest)),
            is_ours: standing.model.python.is_none(),
            is_limit: false,
        });
    }
    contents.text(format!(
        "{} people, {} days, {} infected when it begins; contacts are traced by hand. OpenABM-Covid19 is \
         neither on crates.io nor on PyPI and so not beside them.",
        number(world.people.into()),
        world.days,
        world.initial
    ));
    let commands = table.commands.clone();
    contents.table(table);
    contents.plot(
        bars(&drawn, "million person-days per second of processor time"),
        PLOT_READING,
        commands,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    const FOLDER: &str = "target/bench-report/runs/epidemic-alone";

    fn fake() -> Fake {
        let mut fake = Fake::default();
        let summary = r#"{"epidemic":{"infections":80000},"machine":{"cpu_seconds":2.0,"peak_rss_bytes":100000000}}"#;
        fake.file(&format!("{FOLDER}/summary.json"), summary);
        fake.file(&format!("{FOLDER}/manifest.json"), r#"{"digest":"a"}"#);
        let told = r#"{"cpu_seconds":20.0,"infected":80500,"peak_rss_bytes":400000000,"transmission":0.25}"#;
        fake.answer("covasim_epidemic.py", Ok(&format!("Covasim greets\n{told}")));
        fake.answer("epiworld_epidemic.py", Ok(told));
        fake
    }

    fn contents(fake: &mut Fake) -> Contents {
        let options = Options::default();
        let mut bench = Bench { runner: fake, options: &options, figures: &[] };
        measure(&mut bench).unwrap()
    }

    fn value(contents: &Contents, key: &str) -> f64 {
        contents.figures.iter().find(|figure| figure.key == key).unwrap().value
    }

    #[test]
    fn the_others_are_matched_with_ours_and_rounds_take_turns() {
        let mut fake = fake();
        let contents = contents(&mut fake);
        assert_eq!(contents.failures, [""; 0]);
        assert_eq!(value(&contents, "epidemic/ours/rate"), 9.0);
        assert_eq!(value(&contents, "epidemic/covasim/rate"), 0.9);
        assert_eq!(value(&contents, "epidemic/epiworld/bytes_per_person"), 4_000.0);
        let told: Vec<&String> =
            fake.commands.iter().filter(|c| c.contains("--attack-rate 0.800")).collect();
        assert_eq!(told.len(), 2 * ROUNDS);
        assert!(told[0].contains("covasim") && told[1].contains("epiworld"));
        assert!(!told[0].contains("--transmission"));
        assert!(told[2].contains("covasim") && told[2].ends_with("--transmission 0.25"));
    }

    #[test]
    fn a_model_that_infects_others_is_no_comparison() {
        let mut fake = fake();
        let told = r#"{"cpu_seconds":20.0,"infected":70000,"peak_rss_bytes":400000000}"#;
        fake.answer("epiworld_epidemic.py", Ok(told));
        let contents = contents(&mut fake);
        assert_eq!(
            contents.failures,
            ["epiworld infects 70.0 % instead of 80.0 %: not comparable"]
        );
    }

    #[test]
    fn who_can_not_be_installed_is_told_and_the_others_run() {
        let mut fake = fake();
        fake.answer("pip install --quiet --disable-pip-version-check covasim", Err("no numba"));
        let contents = contents(&mut fake);
        assert_eq!(contents.failures, ["covasim can't be installed: no numba"]);
        assert_eq!(value(&contents, "epidemic/epiworld/rate"), 0.9);
    }
}
