//! Populations from timed contacts, as SocioPatterns publishes them.
//!
//! Knows contacts, by seconds after midnight of the first day. Decides what a gathering
//! is: time is cut into windows from midnight on, a contact belongs to the window it began in,
//! and people connected by contacts of one window, directly or over others, are one
//! gathering. It begins with its first contact and ends with its last; each comes
//! with their own first contact. Who had the first contact (the smaller number of
//! the two) organizes.

use super::build::{keep_those_in_run, keep_those_who_meet};
use super::draft::{Draft, Meeting};
use super::encounter_file::{Encounter, read_encounters};
use super::{Name, Numbered};
use crate::scenario::{ContactsPopulation, Scenario, ScenarioError};
use corona_core::time::{Span, Timestamp};
use petgraph::unionfind::UnionFind;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the file and finds its gatherings.
pub(super) fn build(
    scenario: &Scenario,
    keys: &ContactsPopulation,
    file: &Path,
) -> Result<Draft, ScenarioError> {
    let contacts = read_encounters(file, keys.resolution)?;
    let mut ids: Vec<u64> = contacts.iter().flat_map(|contact| [contact.a, contact.b]).collect();
    ids.sort_unstable();
    ids.dedup();
    let midnight = Timestamp(scenario.start.0 - scenario.start.0.rem_euclid(Span::DAY.0));
    let window = |contact: &Encounter| contact.begin.0.div_euclid(keys.window.0);
    let mut meetings = Vec::new();
    for contacts in contacts.chunk_by(|a, b| window(a) == window(b)) {
        for component in components(contacts) {
            if component.arrivals.len() >= keys.min_people as usize {
                meetings.push(component.into_meeting(midnight, keys.resolution, &ids));
            }
        }
    }
    for (number, meeting) in (0..).zip(&mut meetings) {
        meeting.name = Name::Numbered(Numbered::Gathering, number);
    }
    let people = ids.iter().map(u64::to_string).collect();
    let mut draft = Draft { people, meetings, ..Draft::default() };
    keep_those_in_run(scenario, file, &mut draft)?;
    keep_those_who_meet(&mut draft);
    Ok(draft)
}

/// People connected within one window.
struct Component {
    first: Span,
    last: Span,
    /// Each person's first contact.
    arrivals: BTreeMap<u64, Span>,
}

/// Components by their first contact. `contacts` are sorted and of one window.
fn components(contacts: &[Encounter]) -> Vec<Component> {
    let mut local: BTreeMap<u64, usize> = BTreeMap::new();
    for id in contacts.iter().flat_map(|contact| [contact.a, contact.b]) {
        let next = local.len();
        local.entry(id).or_insert(next);
    }
    let mut connected = UnionFind::<usize>::new(local.len());
    for contact in contacts {
        connected.union(local[&contact.a], local[&contact.b]);
    }
    let mut found: Vec<Component> = Vec::new();
    let mut index_of_root: BTreeMap<usize, usize> = BTreeMap::new();
    for contact in contacts {
        let root = connected.find(local[&contact.a]);
        let index = *index_of_root.entry(root).or_insert(found.len());
        if index == found.len() {
            let (first, last) = (contact.begin, contact.begin);
            found.push(Component { first, last, arrivals: BTreeMap::new() });
        }
        let component = &mut found[index];
        component.last = component.last.max(contact.begin);
        component.arrivals.entry(contact.a).or_insert(contact.begin);
        component.arrivals.entry(contact.b).or_insert(contact.begin);
    }
    found
}

impl Component {
    fn into_meeting(self, midnight: Timestamp, resolution: Span, ids: &[u64]) -> Meeting {
        // Every id comes from the list, so the search always finds it.
        let index = |id: u64| ids.partition_point(|known| *known < id) as u32;
        let mut present: Vec<(u32, Timestamp)> =
            (self.arrivals.iter()).map(|(id, arrives)| (index(*id), midnight + *arrives)).collect();
        present.sort_by_key(|(person, arrives)| (*arrives, *person));
        Meeting {
            name: "".into(),
            start: midnight + self.first,
            end: midnight + self.last + resolution,
            present,
        }
    }
}
