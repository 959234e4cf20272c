//! The equations of protocol §5, against a naive reading of them.

use super::arbitrary::{a_policy, a_signal, a_time, an_exposure};
use corona_core::cascade::{Assessment, Exposure, Policy, Signal, Told, own_signal, report_for};
use corona_core::status::{Episode, History, InfectionStatus, StatusRules};
use corona_core::time::Timestamp;
use proptest::prelude::*;

fn exposures() -> impl Strategy<Value = Vec<Exposure>> {
    prop::collection::vec(an_exposure(), 1..6)
}

/// A person's reports, at times in order; what isn't legal is left out.
fn a_history() -> impl Strategy<Value = History> {
    let entry = (a_time(50), 0_u8..3, a_time(50));
    prop::collection::vec(entry, 0..4).prop_map(|mut entries| {
        entries.sort_by_key(|(at, ..)| *at);
        let rules = StatusRules::default();
        let mut history = History::default();
        for (at, kind, earlier) in entries {
            let current = history.status(at, &rules).unwrap_or(InfectionStatus::Unknown);
            let infection = |history: &mut History, to| {
                history.report_infection(to, Some(earlier.min(at)), current, at, &rules).is_ok()
            };
            let _ = match kind {
                0 => infection(&mut history, InfectionStatus::Suspected),
                1 => infection(&mut history, InfectionStatus::Positive),
                _ => history.report_negative(earlier.min(at), current, at).is_ok(),
            };
        }
        history
    })
}

fn via(exposure: &Exposure, history: &History, policy: &Policy) -> Option<Signal> {
    exposure.via(history.negative_samples(), policy)
}

/// What `to` should hold, equation by equation.
fn naive_report(
    to: usize,
    exposures: &[Exposure],
    history: &History,
    now: Timestamp,
    policy: &Policy,
) -> (InfectionStatus, Option<Signal>) {
    let rules = StatusRules::default();
    let event = exposures[to].event;
    let own: Vec<Episode> =
        history.episodes(now, &rules).filter(|episode| event.concerned_by(episode)).collect();
    for status in [InfectionStatus::Positive, InfectionStatus::Suspected] {
        if own.iter().any(|episode| episode.status == status) {
            return (status, None);
        }
    }
    let mut best: Option<Signal> = None;
    for (at, source) in exposures.iter().enumerate() {
        if at != to && event.reached_from(&source.event, policy) {
            best = best.max(via(source, history, policy));
        }
    }
    if best.is_some() {
        return (InfectionStatus::HighRisk, best);
    }
    let after = |sampled: Timestamp| event.end.is_some_and(|end| sampled > end);
    match history.standing_negative() {
        Some(sampled) if after(sampled) => (InfectionStatus::Negative, None),
        Some(_) | None => (InfectionStatus::Unknown, None),
    }
}

fn report(
    to: usize,
    exposures: &[Exposure],
    history: &History,
    now: Timestamp,
    policy: &Policy,
) -> Told {
    report_for(to, exposures, history, now, &StatusRules::default(), policy)
}

proptest! {
    #[test]
    fn every_event_is_told_what_the_equations_say(
        exposures in exposures(),
        history in a_history(),
        later in a_time(30),
        policy in a_policy(),
    ) {
        let now = Timestamp(later.0 + 50 * 86_400_000);
        for to in 0..exposures.len() {
            let told = report(to, &exposures, &history, now, &policy);
            let signal = match told {
                Told::HighRisk { signal, .. } => Some(signal),
                Told::Nothing | Told::Infection { .. } | Told::Negative { .. } => None,
            };
            let naive = naive_report(to, &exposures, &history, now, &policy);
            prop_assert_eq!((told.status(), signal), naive);
        }
    }

    #[test]
    fn what_was_learnt_from_an_event_is_never_told_back(
        mut exposures in exposures(),
        to in any::<prop::sample::Index>(),
        other in prop::option::of(a_signal()),
        history in a_history(),
        now in a_time(80),
        policy in a_policy(),
    ) {
        let to = to.index(exposures.len());
        let before = report(to, &exposures, &history, now, &policy);
        exposures[to].best = other;
        prop_assert_eq!(report(to, &exposures, &history, now, &policy), before);
    }

    #[test]
    fn a_relayed_signal_is_dated_by_an_event_that_gives_it(
        exposures in exposures(),
        history in a_history(),
        now in a_time(80),
        policy in a_policy(),
    ) {
        for to in 0..exposures.len() {
            if let Told::HighRisk { signal, infectious_from } =
                report(to, &exposures, &history, now, &policy)
            {
                let mut sources = exposures.iter().enumerate().filter(|(at, _)| *at != to);
                let dated = sources.any(|(_, source)| {
                    via(source, &history, &policy) == Some(signal)
                        && source.event.start + policy.latent == infectious_from
                });
                prop_assert!(dated);
            }
        }
    }

    #[test]
    fn the_own_signal_is_the_best_that_is_felt(
        exposures in exposures(),
        history in a_history(),
        now in a_time(80),
        policy in a_policy(),
    ) {
        let felt = |exposure: &Exposure| {
            let recent = exposure.event.end.is_none_or(|end| now.0 - end.0 <= policy.own_span.0);
            let signal = via(exposure, &history, &policy).filter(|_| recent)?;
            exposure.fade(signal, now, &policy).filter(|felt| felt.strength >= policy.emit)
        };
        let all: Vec<Option<Signal>> = exposures.iter().map(felt).collect();
        let best = all.iter().copied().max().flatten();
        let own = own_signal(&exposures, &history, now, &policy);
        prop_assert_eq!(own.map(|(signal, _)| signal), best);
        if let Some((_, at)) = own {
            prop_assert_eq!(all.iter().position(|felt| *felt == best), Some(at));
        }
    }

    #[test]
    fn a_better_signal_never_lowers_anything(
        mut exposures in exposures(),
        at in any::<prop::sample::Index>(),
        another in a_signal(),
        history in a_history(),
        now in a_time(80),
        policy in a_policy(),
    ) {
        let own = |exposures: &[Exposure]| {
            own_signal(exposures, &history, now, &policy).map(|(signal, _)| signal)
        };
        let before = own(&exposures);
        let at = at.index(exposures.len());
        let best = &mut exposures[at].best;
        *best = (*best).max(Some(another));
        prop_assert!(own(&exposures) >= before);
    }

    #[test]
    fn assessing_all_events_at_once_says_the_same_as_one_by_one(
        exposures in prop::collection::vec(an_exposure(), 0..12),
        history in a_history(),
        now in a_time(80),
        policy in prop_oneof![a_policy(), Just(Policy::graded()), Just(Policy::whitepaper())],
    ) {
        let rules = StatusRules::default();
        let mut at_once = Assessment::new(&history, now, &rules, &policy);
        exposures.iter().enumerate().for_each(|(at, exposure)| at_once.take(at, exposure));
        let own = own_signal(&exposures, &history, now, &policy);
        prop_assert_eq!(at_once.own(), own);
        let mut is_silent = true;
        for (to, exposure) in exposures.iter().enumerate() {
            let told = report(to, &exposures, &history, now, &policy);
            prop_assert_eq!(at_once.told(to, exposure.event), told);
            is_silent &= told == Told::Nothing;
        }
        prop_assert!(is_silent || !at_once.is_silent());
        let with_a_signal = exposures.iter().filter(|exposure| exposure.best.is_some());
        let changes = with_a_signal.filter_map(|exposure| exposure.next_change(now, &policy));
        prop_assert_eq!(at_once.next_change(), changes.min().unwrap_or(Timestamp::FAR_FUTURE));
    }
}
