//! The equations of protocol §5 for all events of a phone at once.
//!
//! It takes every exposure once, and keeps those that relay something. It decides what
//! [`super::own_signal`] and [`super::report_for`] decide, only sooner: those stay the readable
//! form, and a law holds both together. Whom to tell, and what follows, is left to the node.

use super::{EventSpan, Exposure, Policy, Signal, Told};
use crate::status::{Episode, History, InfectionStatus, StatusRules};
use crate::time::Timestamp;
use std::cmp::Reverse;

/// What the exposures of one phone amount to, for its owner and for each event. Events go by
/// names of type `E`; the order in which they are taken matters to [`Self::own`] alone. Nothing is allocated for a phone without signals and self-reports.
pub struct Assessment<'a, E> {
    history: &'a History,
    policy: &'a Policy,
    now: Timestamp,
    /// Strongest first.
    episodes: Vec<Episode>,
    /// Best first.
    relays: Vec<Relay<E>>,
    own: Option<(Signal, E)>,
    next_change: Timestamp,
}

/// An event whose others' signal is told to other events.
struct Relay<E> {
    source: E,
    event: EventSpan,
    signal: Signal,
    infectious_from: Timestamp,
}

impl<E> Relay<E> {
    /// Less is told rather.
    fn rank(&self) -> (Reverse<Signal>, Timestamp) {
        (Reverse(self.signal), self.infectious_from)
    }
}

impl<'a, E: Copy + PartialEq> Assessment<'a, E> {
    /// Of nothing yet.
    #[must_use]
    pub fn new(
        history: &'a History,
        now: Timestamp,
        rules: &StatusRules,
        policy: &'a Policy,
    ) -> Self {
        let mut episodes: Vec<Episode> = history.episodes(now, rules).collect();
        episodes.sort_unstable_by_key(|episode| {
            Reverse((episode.status == InfectionStatus::Positive, episode.from))
        });
        Self {
            history,
            policy,
            now,
            episodes,
            relays: Vec::new(),
            own: None,
            next_change: Timestamp::FAR_FUTURE,
        }
    }

    /// Takes one exposure, under a name of its own.
    pub fn take(&mut self, source: E, exposure: &Exposure) {
        // Without a signal of others an event makes nothing of anybody.
        if exposure.best.is_none() {
            return;
        }
        let (now, policy) = (self.now, self.policy);
        if let Some(change) = exposure.next_change(now, policy) {
            self.next_change = self.next_change.min(change);
        }
        if let Some(signal) = exposure.via(self.history.negative_samples(), policy) {
            self.relay(Relay {
                source,
                event: exposure.event,
                signal,
                infectious_from: exposure.event.start + policy.latent,
            });
            if exposure.counts_for_own(now, policy) {
                self.feel(source, exposure.fade(signal, now, policy));
            }
        }
    }

    fn relay(&mut self, relay: Relay<E>) {
        let at = self.relays.partition_point(|other| other.rank() <= relay.rank());
        self.relays.insert(at, relay);
    }

    /// Among equals the first event is named.
    fn feel(&mut self, source: E, felt: Option<Signal>) {
        if let Some(felt) = felt.filter(|felt| felt.strength >= self.policy.emit)
            && self.own.is_none_or(|(best, _)| felt > best)
        {
            self.own = Some((felt, source));
        }
    }

    /// As [`super::own_signal`].
    #[must_use]
    pub fn own(&self) -> Option<(Signal, E)> {
        self.own
    }

    /// Whether every event is told nothing.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.relays.is_empty()
            && self.episodes.is_empty()
            && self.history.standing_negative().is_none()
    }

    /// As [`super::report_for`], for the event named `to`.
    #[must_use]
    pub fn told(&self, to: E, event: EventSpan) -> Told {
        if let Some(episode) = self.episodes.iter().find(|episode| event.concerned_by(episode)) {
            return Told::Infection {
                positive: episode.status == InfectionStatus::Positive,
                infectious_from: episode.from,
            };
        }
        let reaches =
            |relay: &&Relay<E>| relay.source != to && event.reached_from(&relay.event, self.policy);
        if let Some(relay) = self.relays.iter().find(reaches) {
            let (signal, infectious_from) = (relay.signal, relay.infectious_from);
            return Told::HighRisk { signal, infectious_from };
        }
        match (self.history.standing_negative(), event.end) {
            (Some(sampled), Some(end)) if sampled > end => Told::Negative { sampled },
            (Some(_) | None, Some(_) | None) => Told::Nothing,
        }
    }

    /// The next time at which an exposure changes by age alone, as
    /// [`Exposure::next_change`] of those with a signal; `FAR_FUTURE` if none does.
    #[must_use]
    pub fn next_change(&self) -> Timestamp {
        self.next_change
    }
}
