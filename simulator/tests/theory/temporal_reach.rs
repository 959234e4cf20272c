//! Who could have told whom in six published sets of encounters: counts known from an
//! independent computation, and the oracle against the same sweep. Skipped loudly without data.

use crate::network::boundless;
use corona_core::cascade::Policy;
use corona_core::time::{Span, Timestamp};
use corona_simulator::checkers::Reach;
use corona_simulator::data_folder::data_folder;
use corona_simulator::population::{
    Attendance, Encounter, Gathering, Gatherings, Name, Numbered, Person, Population,
    read_encounters,
};
use corona_simulator::theory::TemporalReach;

/// Of the sensors.
const STEP: Span = Span::seconds(20);

/// Sorted by begin, with people as indices.
struct Encounters {
    people: usize,
    list: Vec<(Span, [usize; 2])>,
}

impl Encounters {
    fn read(file: &str) -> Option<Self> {
        let path = data_folder().map(|folder| folder.join(file)).filter(|path| path.exists());
        let Some(path) = path else {
            eprintln!("SKIPPED: no {file} in the data folder; set CORONA_DATA to where it is");
            return None;
        };
        Some(Self::of(&read_encounters(&path, STEP).unwrap()))
    }

    fn of(encounters: &[Encounter]) -> Self {
        let mut ids: Vec<u64> = encounters.iter().flat_map(|met| [met.a, met.b]).collect();
        ids.sort_unstable();
        ids.dedup();
        let index = |id: u64| ids.partition_point(|known| *known < id);
        let list = encounters.iter().map(|met| (met.begin, [index(met.a), index(met.b)]));
        Self { people: ids.len(), list: list.collect() }
    }

    /// One hop for each step of the sensors.
    fn sweep(&self) -> TemporalReach {
        let mut reach = TemporalReach::new(self.people);
        for instant in self.list.chunk_by(|a, b| a.0 == b.0) {
            reach.meet(instant.iter().map(|(_, pair)| pair.as_slice()));
        }
        reach
    }

    /// Everybody with a phone, each encounter an event.
    fn population(&self) -> Population {
        let mut gatherings = Gatherings::default();
        for (number, (begin, [a, b])) in (0..).zip(&self.list) {
            let start = Timestamp(begin.0);
            let guest = Attendance { person: *b as u32, arrives: start, checks_in: true };
            let name = Name::Numbered(Numbered::Gathering, number);
            gatherings.push(Gathering::new(name, start..start + STEP, *a as u32, true), [guest]);
        }
        let person = |n| Person { name: Name::Numbered(Numbered::Person, n), has_phone: true };
        let people = (0..self.people as u32).map(person).collect();
        Population { people, gatherings, ..Population::default() }
    }
}

fn joins(file: &str, people: usize, encounters: usize, ordered_pairs: u64) {
    let Some(read) = Encounters::read(file) else { return };
    assert_eq!((read.people, read.list.len()), (people, encounters), "{file}");
    assert_eq!(read.sweep().ordered_pairs(), ordered_pairs, "{file}");
}

#[test]
fn workplaces_join_8272_and_46194_ordered_pairs() {
    joins("sp-invs13/workplace_InVS_tij.dat.zip", 92, 9_827, 8_272);
    joins("sp-invs15/tij.dat.gz", 217, 78_249, 46_194);
}

#[test]
fn a_conference_joins_160876_ordered_pairs() {
    joins("sp-sfhh09/tij.dat.gz", 403, 70_261, 160_876);
}

#[test]
fn schools_join_58179_and_106529_ordered_pairs() {
    joins("sp-primaryschool/primaryschool.csv.gz", 242, 125_773, 58_179);
    joins("sp-highschool13/HighSchool2013_proximity_net.csv.gz", 327, 188_508, 106_529);
}

#[test]
fn a_hospital_ward_joins_5165_ordered_pairs() {
    joins("sp-hospital-lh10/hospital_lyon_contacts.dat.gz", 75, 32_424, 5_165);
}

/// The first two days of a workplace, each twelfth person reporting: the oracle warns exactly
/// those whom the sweep reaches.
#[test]
fn the_oracle_warns_whom_the_sweep_reaches() {
    let Some(mut first_days) = Encounters::read("sp-invs13/workplace_InVS_tij.dat.zip") else {
        return;
    };
    first_days.list.retain(|(begin, _)| *begin < Span::days(2));
    let sweep = first_days.sweep();
    // An encounter infects those that begin at least one step later: these end two steps
    // after its begin, or later.
    let latent = Span(2 * STEP.0);
    let mut reach = Reach::new(&first_days.population(), Policy { latent, ..boundless() });
    let mut warned = 0;
    for reporter in (0..first_days.people).step_by(12) {
        let hops = reach.hops_from(reporter as u32, Timestamp(0)).unwrap();
        for (person, hop) in hops.iter().enumerate().filter(|(person, _)| *person != reporter) {
            let reached = sweep.reaches(reporter, person);
            assert_eq!(hop.is_some(), reached, "from {reporter} to {person}");
            warned += u64::from(reached);
        }
    }
    assert_eq!(warned, 526, "pairs, by an independent computation");
}
