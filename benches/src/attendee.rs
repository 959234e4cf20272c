//! A guest who has been to many events, and what evaluating them all takes.
//!
//! An event every twelve hours, each over after three, as far as a phone remembers them:
//! with 60 events the older half is archived.

use crate::pair::{GUEST, ORGANIZER, Pair};
use corona_core::cascade::{Policy, Told};
use corona_core::node::{Command, Effects};
use corona_core::rules::Rules;
use corona_core::status::InfectionStatus;
use corona_core::time::Span;

/// What the guest's events have to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Season {
    /// Nobody was ill.
    Calm,
    /// The organizer was ill at the event ten before the last one, and only there.
    OneSignal,
    /// As before, and the guest has tested positive since.
    OwnInfection,
}

/// A phone with many participations.
pub struct Attendee {
    pair: Pair,
    effects: Effects,
    newest: u32,
}

impl Attendee {
    /// After `events` events, at least ten.
    ///
    /// # Panics
    /// If the protocol does not get that far: then there is nothing to measure.
    #[must_use]
    pub fn after(events: u32, season: Season) -> Self {
        let mut pair = Pair::apart(Rules::with_policy(Policy::graded()));
        for past in (0..events).rev() {
            let event = pair.meet();
            if past == 10 && season != Season::Calm {
                pair.command(ORGANIZER, infected(&pair));
            }
            pair.pass(pair.now() + Span::hours(3));
            pair.command(ORGANIZER, Command::CloseEvent { event });
            if past == 10 && season != Season::Calm {
                let sampled = pair.now();
                pair.command(ORGANIZER, Command::ReportNegative { sampled });
            }
            pair.pass(pair.now() + Span::hours(9));
        }
        if season == Season::OwnInfection {
            pair.command(GUEST, infected(&pair));
        }
        pair.pass(pair.now() + Span::hours(1));
        Self { pair, effects: Effects::default(), newest: events - 1 }
    }

    /// Evaluates everything once; returns how much that changed, for the optimizer to keep.
    pub fn evaluate(&mut self) -> usize {
        let consent = Command::Consent { event: self.newest, given: true };
        self.pair.decide(consent, &mut self.effects);
        let changed = self.effects.updates.len() + self.effects.changes.len();
        self.effects.changes.clear();
        self.effects.updates.clear();
        changed
    }

    /// How many events hold a report of the guest.
    #[must_use]
    pub fn told(&self) -> usize {
        let guest = self.pair.guest();
        let told = |number: &u32| {
            let known = guest.participation(*number).and_then(|attended| attended.joined());
            known.is_some_and(|known| known.told() != Told::Nothing)
        };
        guest.participations().filter(told).count()
    }
}

/// From now on, and not before.
fn infected(pair: &Pair) -> Command {
    let status = InfectionStatus::Positive;
    let infectious_from = Some(pair.now());
    Command::ReportInfection { status, infectious_from, note: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_relayed_to_later_events_and_nothing_changes_by_evaluating_again() {
        assert_eq!(Attendee::after(20, Season::Calm).told(), 0);
        let mut warned = Attendee::after(20, Season::OneSignal);
        assert!(warned.told() >= 5, "{} events know", warned.told());
        assert_eq!(warned.evaluate(), 1, "only the consent is stored");
    }
}
