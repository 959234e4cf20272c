//! How a world is computed: no choice here changes what phones know or show.
//!
//! It knows what can be chosen and decides what a world takes that was told nothing, by
//! its size. What each choice means is with the part that it concerns.

use crate::population::{Population, Script};
use crate::scenario::Scenario;
use crate::signature_scheme::SignatureScheme;
use crate::world::{Polls, Stores, WorldSetup};
use corona_transport_sim::agenda::QueueKind;
use serde::{Deserialize, Serialize};

/// Choices, as far as they were made.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct EngineChoices {
    /// What phones sign with.
    pub signatures: Option<SignatureScheme>,
    /// Which polls are simulated.
    pub polls: Option<Polls>,
    /// How pending occurrences are kept.
    pub queue: Option<QueueKind>,
}

/// How a world is computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Engine {
    /// What phones sign with.
    pub signatures: SignatureScheme,
    /// Which polls are simulated.
    pub polls: Polls,
    /// How pending occurrences are kept.
    pub queue: QueueKind,
    /// What phones' stores keep; not a choice, for nothing can be told from it.
    #[serde(skip)]
    pub stores: Stores,
}

impl Engine {
    /// The protocol as phones run it, with everything simulated.
    pub const PLAIN: Self = Self {
        signatures: SignatureScheme::Real,
        polls: Polls::Every,
        queue: QueueKind::Ladder,
        stores: Stores::Kept,
    };

    /// Completes what was chosen for a scenario: large worlds sign with the stand-in and
    /// leave out polls that tell nothing. Where phones sleep every poll is simulated, whatever
    /// was chosen: it opens a window in which others reach the phone.
    #[must_use]
    pub fn of(
        choices: &EngineChoices,
        scenario: &Scenario,
        population: &Population,
        script: &Script,
    ) -> Self {
        let phones = population.people.iter().filter(|person| person.has_phone).count();
        let is_large = phones > SignatureScheme::MOST_REAL_PHONES;
        let polls = if is_large { Polls::Telling } else { Polls::Every };
        let may_crash = scenario.phones.crashes.per_day() > 0.0 || !script.crashes.is_empty();
        Self {
            signatures: choices.signatures.unwrap_or(SignatureScheme::for_phones(phones)),
            polls: match scenario.phones.sleep {
                Some(_) => Polls::Every,
                None => choices.polls.unwrap_or(polls),
            },
            queue: choices.queue.unwrap_or_default(),
            stores: if is_large && !may_crash { Stores::Derived } else { Stores::Kept },
        }
    }

    /// The same world, computed this way.
    #[must_use]
    pub fn setup(&self, setup: WorldSetup) -> WorldSetup {
        WorldSetup { polls: self.polls, queue: self.queue, stores: self.stores, ..setup }
    }
}
