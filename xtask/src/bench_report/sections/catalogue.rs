//! All sections in one list: a new one is a line here and a file beside.

use super::{city, epidemic, estimate, goals, protocol, queue, rivals, scaling, seattle};
use crate::bench_report::bench::Bench;
use crate::bench_report::contents::Contents;

/// A part of the report that can be run alone.
pub(crate) struct Section {
    /// As `--only` takes it.
    pub(crate) name: &'static str,
    /// Its heading.
    pub(crate) title: &'static str,
    /// What it measures, in a sentence.
    pub(crate) about: &'static str,
    /// Measures; an error if there is nothing to tell.
    pub(crate) measure: fn(&mut Bench<'_>) -> Result<Contents, String>,
}

/// In reading order; goals come last because they compare the others' figures.
pub(crate) const SECTIONS: [Section; 9] = [
    Section {
        name: "queue",
        title: "The agenda",
        about: "Queues of pending occurrences under the hold model: take the earliest, put one at \
                a later time, so that as many stay pending.",
        measure: queue::measure,
    },
    Section {
        name: "rivals",
        title: "Beside other engines",
        about: "The same hold model in our engine, in other people's, and in bare queues, which \
                are the physical limit: rounds take turns, so that a busy machine is unfair to \
                nobody.",
        measure: rivals::measure,
    },
    Section {
        name: "protocol",
        title: "Phones with the full protocol",
        about: "What one phone's step costs, what whole runs of corona-sim cost, and whether what \
                must not change a run's result changes it.",
        measure: protocol::measure,
    },
    Section {
        name: "scaling",
        title: "Scaling laws",
        about: "How processor time and memory grow with the world, in doubly logarithmic plots: a \
                slope of 1 is proportional, above it more than that.",
        measure: scaling::measure,
    },
    Section {
        name: "estimate",
        title: "Estimates held to what happened",
        about: "What `corona-sim estimate` foretells, beside the run it foretold.",
        measure: estimate::measure,
    },
    Section {
        name: "city",
        title: "A million phones",
        about: "scenarios/city.toml from its first day to its last, which takes hours: run only if \
                asked for by --city, or read from a folder in which it has been run.",
        measure: city::measure,
    },
    Section {
        name: "epidemic",
        title: "An epidemic beside other models",
        about: "100,000 people for 180 days with contacts traced by hand, without phones: what \
                our epidemic costs beside Covasim and epiworld, in which as many are infected.",
        measure: epidemic::measure,
    },
    Section {
        name: "seattle",
        title: "An epidemic under the cascade",
        about: "scenarios/seattle.toml: 100,000 residents of a table for 180 days, a virus among \
                them and the full protocol on their phones. It takes a quarter of an hour: run only if \
                asked for by --seattle, or read from a folder in which it has been run.",
        measure: seattle::measure,
    },
    Section {
        name: "goals",
        title: "Goals",
        about: "What was set out to be reached, as ratios within one run, and what was measured.",
        measure: goals::measure,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn where_nothing_can_be_run_every_section_says_so() {
        let options = Options { city: true, seattle: true, ..Options::default() };
        for section in &SECTIONS {
            let mut fake = Fake::default();
            fake.answer("", Err("there is no such program"));
            let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
            match (section.measure)(&mut bench) {
                Ok(contents) => assert!(!contents.failures.is_empty(), "{}", section.name),
                Err(message) => assert!(!message.is_empty(), "{}", section.name),
            }
        }
    }
}
