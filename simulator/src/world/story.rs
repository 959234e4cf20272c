//! What happens, told in sentences, for scripted scenarios.

use super::step::World;
use crate::population::{Name, PersonIndex};
use crate::scenario::Verdict;
use corona_core::cascade::Told;
use corona_core::identity::Signatures;
use corona_core::node::EventRef;
use corona_core::status::InfectionStatus;
use corona_core::time::Timestamp;

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryLine {
    /// World time.
    pub time: Timestamp,
    /// What happened.
    pub text: String,
}

type Listener = Box<dyn FnMut(&StoryLine)>;

/// Who listens.
#[derive(Default)]
pub(super) struct Story {
    listener: Option<Listener>,
}

impl Story {
    pub(super) fn listen(&mut self, listener: Listener) {
        self.listener = Some(listener);
    }
    pub(super) const fn is_told(&self) -> bool {
        self.listener.is_some()
    }
}

impl<S: Signatures> World<S> {
    fn narrate(&mut self, text: impl FnOnce(&Self) -> String) {
        if !self.story.is_told() {
            return;
        }
        let line = StoryLine { time: self.now, text: text(self) };
        if let Some(listener) = &mut self.story.listener {
            listener(&line);
        }
    }

    fn name(&self, person: PersonIndex) -> &Name {
        &self.setup.population.people[person as usize].name
    }
    fn event_name(&self, gathering: u32) -> &Name {
        &self.setup.population.gatherings[gathering as usize].name
    }

    pub(super) fn tell_created(&mut self, gathering: u32) {
        let organizer = self.setup.population.gatherings[gathering as usize].organizer;
        self.narrate(|world| {
            format!("{} opens the {}", world.name(organizer), world.event_name(gathering))
        });
    }
    pub(super) fn tell_checked_in(&mut self, person: PersonIndex, gathering: u32) {
        self.narrate(|world| {
            format!("{} checks in to the {}", world.name(person), world.event_name(gathering))
        });
    }
    pub(super) fn tell_closed(&mut self, gathering: u32) {
        self.narrate(|world| format!("the {} is over", world.event_name(gathering)));
    }
    pub(super) fn tell_self_report(&mut self, person: PersonIndex, status: InfectionStatus) {
        self.narrate(|world| format!("{} reports {status}", world.name(person)));
    }
    pub(super) fn tell_refused(&mut self, person: PersonIndex, why: &str) {
        self.narrate(|world| format!("{}'s phone refuses: {why}", world.name(person)));
    }
    pub(super) fn tell_paired(&mut self, a: PersonIndex, b: PersonIndex) {
        self.narrate(|world| format!("{} and {} pair their phones", world.name(a), world.name(b)));
    }
    pub(super) fn tell_corrected(&mut self, person: PersonIndex) {
        self.narrate(|world| format!("{} takes a mistaken positive back", world.name(person)));
    }
    pub(super) fn tell_decided(&mut self, gathering: u32, person: PersonIndex, verdict: Verdict) {
        let word = match verdict {
            Verdict::Confirm => "confirms",
            Verdict::Reject => "rejects",
        };
        let organizer = self.setup.population.gatherings[gathering as usize].organizer;
        self.narrate(|world| {
            let (organizer, person) = (world.name(organizer), world.name(person));
            format!("{organizer} {word} {person}'s report to the {}", world.event_name(gathering))
        });
    }
    pub(super) fn tell_stored(&mut self, gathering: u32, person: PersonIndex, told: Told) {
        let status = told.status();
        self.narrate(|world| {
            let (event, person) = (world.event_name(gathering), world.name(person));
            match status {
                InfectionStatus::Unknown => format!("the {event} drops {person}'s report"),
                InfectionStatus::HighRisk
                | InfectionStatus::Suspected
                | InfectionStatus::Positive
                | InfectionStatus::Negative => format!("the {event} hears {status} from {person}"),
            }
        });
    }
    pub(super) fn tell_status(
        &mut self,
        person: PersonIndex,
        to: InfectionStatus,
        event: Option<EventRef>,
        hop: Option<u8>,
    ) {
        let gathering = event.and_then(|event| self.gathering_of(person, event));
        self.narrate(|world| match (to, gathering, hop) {
            (InfectionStatus::HighRisk, Some(gathering), Some(hop)) => format!(
                "{} becomes HighRisk by way of the {}, hop {hop}",
                world.name(person),
                world.event_name(gathering)
            ),
            (_, Some(_) | None, Some(_) | None) => {
                format!("{} is {to} again", world.name(person))
            }
        });
    }
    pub(super) fn tell_power(&mut self, person: PersonIndex, on: bool) {
        self.narrate(|world| {
            format!("{}'s phone is {}", world.name(person), if on { "on again" } else { "off" })
        });
    }
    pub(super) fn tell_crash(&mut self, person: PersonIndex) {
        self.narrate(|world| format!("{}'s phone crashes", world.name(person)));
    }

    pub(super) fn gathering_of(&self, person: PersonIndex, event: EventRef) -> Option<u32> {
        let phone = &self.phones[person as usize];
        match event {
            EventRef::Hosted(number) => phone.hosted.get(&number).copied(),
            EventRef::Joined(number) => phone.joined.get(number),
        }
    }
}
