//! What each event must hear from this phone, and what its owner must feel:
//! the equations of protocol §5, in this one place.

use super::{EventSpan, Exposure, Policy, Signal};
use crate::status::{Episode, History, InfectionStatus, StatusRules};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What an event is, or should be, told by one attendee.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Told {
    /// Nothing; or, if something was told before, that it is withdrawn.
    Nothing,
    /// Own `Suspected` or `Positive`; the event's policy knows its strength.
    Infection {
        /// Whether a test confirmed it.
        positive: bool,
        /// Start of the window.
        infectious_from: Timestamp,
    },
    /// Inferred, by way of another event.
    HighRisk {
        /// As relayed, unfaded.
        signal: Signal,
        /// When its carrier may have become infectious.
        infectious_from: Timestamp,
    },
    /// Own negative test, sampled after the event.
    Negative {
        /// When the sample was taken.
        sampled: Timestamp,
    },
}

impl Told {
    /// The status in the words of the protocol; `Unknown` for nothing.
    #[must_use]
    pub const fn status(&self) -> InfectionStatus {
        match self {
            Self::Nothing => InfectionStatus::Unknown,
            Self::Infection { positive: true, .. } => InfectionStatus::Positive,
            Self::Infection { positive: false, .. } => InfectionStatus::Suspected,
            Self::HighRisk { .. } => InfectionStatus::HighRisk,
            Self::Negative { .. } => InfectionStatus::Negative,
        }
    }
}

/// The best faded signal over all joined events, with the index of its event:
/// `HighRisk` from strength [`Policy::high`] on, caution from [`Policy::emit`] on.
pub fn own_signal(
    exposures: &[Exposure],
    history: &History,
    now: Timestamp,
    policy: &Policy,
) -> Option<(Signal, usize)> {
    exposures
        .iter()
        .enumerate()
        .filter(|(_, exposure)| exposure.counts_for_own(now, policy))
        .filter_map(|(i, exposure)| {
            let signal = exposure.via(history.negative_samples(), policy)?;
            let felt = exposure.fade(signal, now, policy)?;
            (felt.strength >= policy.emit).then_some((felt, i))
        })
        .max_by(|(a, i), (b, j)| a.cmp(b).then(j.cmp(i)))
}

/// What event `to` (an index into `exposures`) should hold from this phone.
pub fn report_for(
    to: usize,
    exposures: &[Exposure],
    history: &History,
    now: Timestamp,
    rules: &StatusRules,
    policy: &Policy,
) -> Told {
    let event = exposures[to].event;
    if let Some(episode) = strongest_episode(event, history, now, rules) {
        return Told::Infection {
            positive: episode.status == InfectionStatus::Positive,
            infectious_from: episode.from,
        };
    }
    // Split horizon (CA-5): what was learnt from an event is never told back to it.
    let relayed = exposures
        .iter()
        .enumerate()
        .filter(|(i, source)| *i != to && event.reached_from(&source.event, policy))
        .filter_map(|(_, source)| {
            let signal = source.via(history.negative_samples(), policy)?;
            Some((signal, source.event.start + policy.latent))
        })
        .max_by(|(a, a_from), (b, b_from)| a.cmp(b).then(b_from.cmp(a_from)));
    if let Some((signal, infectious_from)) = relayed {
        return Told::HighRisk { signal, infectious_from };
    }
    match (history.standing_negative(), event.end) {
        (Some(sampled), Some(end)) if sampled > end => Told::Negative { sampled },
        (Some(_) | None, Some(_) | None) => Told::Nothing,
    }
}

fn strongest_episode(
    event: EventSpan,
    history: &History,
    now: Timestamp,
    rules: &StatusRules,
) -> Option<Episode> {
    history
        .episodes(now, rules)
        .filter(|episode| event.concerned_by(episode))
        .max_by_key(|episode| (episode.status == InfectionStatus::Positive, episode.from))
}
