//! A person's history against a diary that is kept by hand.
//!
//! The diary is written forwards: each entry changes what stands in it, as the protocol's
//! table tells it. The history derives everything from its entries backwards.

use super::arbitrary::STEP;
use InfectionStatus::{HighRisk, Negative, Positive, Suspected, Unknown};
use corona_core::status::{Episode, History, InfectionStatus, StatusRules};
use corona_core::time::{Span, Timestamp};
use proptest::prelude::*;

/// What a person does next.
#[derive(Clone, Debug)]
struct Act {
    /// Steps since the act before.
    after: i64,
    kind: Kind,
    /// Inference's opinion, where no self-report holds.
    at_risk: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    Infection { to: InfectionStatus, onset: Option<i64> },
    Test { steps_ago: i64 },
    Correction,
}

fn an_act() -> impl Strategy<Value = Act> {
    let to = prop::sample::select(InfectionStatus::ALL.to_vec());
    let kind = prop_oneof![
        3 => (to, prop::option::of(-2..70_i64)).prop_map(|(to, onset)| Kind::Infection { to, onset }),
        2 => (-2..40_i64).prop_map(|steps_ago| Kind::Test { steps_ago }),
        1 => Just(Kind::Correction),
    ];
    (0..40_i64, kind, any::<bool>()).prop_map(|(after, kind, at_risk)| Act { after, kind, at_risk })
}

/// What a careful person would write down.
#[derive(Clone, Default)]
struct Diary {
    /// The newest self-report: what, when told, until when it holds.
    last: Option<(InfectionStatus, Timestamp, Option<Timestamp>)>,
    /// Crossed out where retracted.
    episodes: Vec<Episode>,
    samples: Vec<Timestamp>,
    /// The diary before the newest entry.
    before: Option<Box<Diary>>,
}

impl Diary {
    fn status(&self, now: Timestamp) -> Option<InfectionStatus> {
        let (status, _, until) = self.last?;
        until.is_none_or(|until| now < until).then_some(status)
    }

    /// A suspicion that ran out was real, and ended then.
    fn settle(&mut self, now: Timestamp) {
        if let Some((Suspected, _, Some(until))) = self.last
            && now >= until
        {
            let episode = self.episodes.last_mut().expect("a suspicion opened an episode");
            episode.until = Some(until);
        }
    }

    fn open(&mut self, status: InfectionStatus, onset: Option<Timestamp>, now: Timestamp) {
        if self.status(now) == Some(Suspected) {
            self.episodes.pop();
        }
        let mut from = now - Span::days(14);
        for sample in &self.samples {
            from = from.max(*sample);
        }
        from = from.max(onset.unwrap_or(from));
        self.episodes.push(Episode { status, from, until: None });
        let until = (status == Suspected).then_some(now + Span::days(14));
        self.last = Some((status, now, until));
    }

    fn test(&mut self, sampled: Timestamp, now: Timestamp) {
        let current = self.status(now);
        if current == Some(Suspected) {
            self.episodes.pop();
        }
        if current == Some(Positive) {
            self.episodes.last_mut().expect("a positive opened an episode").until = Some(sampled);
        }
        self.samples.push(sampled);
        self.last = Some((Negative, now, Some(sampled + Span::days(7))));
    }

    /// Whether the person may take this step now: protocol §2's table, by rows.
    fn allows(from: InfectionStatus, to: InfectionStatus) -> bool {
        let row: &[InfectionStatus] = match from {
            Unknown | HighRisk => &[Suspected, Positive, Negative],
            Suspected => &[Positive, Negative],
            Positive => &[Negative],
            Negative => &[Suspected, Positive],
        };
        row.contains(&to)
    }

    /// Writes an act down; false if it isn't legal.
    fn write(&mut self, act: &Act, now: Timestamp) -> bool {
        self.settle(now);
        let before = self.clone();
        let resting = if act.at_risk { HighRisk } else { Unknown };
        let current = self.status(now).unwrap_or(resting);
        match act.kind {
            Kind::Infection { to, onset } => {
                let onset = onset.map(|steps| now - Span(steps * STEP));
                let legal = Self::allows(current, to) && to != Negative;
                if !legal || onset.is_some_and(|onset| onset > now) {
                    return false;
                }
                self.open(to, onset, now);
            }
            Kind::Test { steps_ago } => {
                let sampled = now - Span(steps_ago * STEP);
                let infected = matches!(self.last, Some((Suspected | Positive, ..)));
                let too_early = |episode: &Episode| infected && sampled < episode.from;
                if !Self::allows(current, Negative)
                    || sampled > now
                    || self.episodes.last().is_some_and(too_early)
                {
                    return false;
                }
                self.test(sampled, now);
            }
            Kind::Correction => {
                let fresh = matches!(
                    self.last,
                    Some((Positive, at, _)) if now <= at + Span::hours(48)
                );
                if !fresh {
                    return false;
                }
                *self = *self.before.take().expect("a positive has a before");
                self.settle(now);
                return true;
            }
        }
        self.before = Some(Box::new(before));
        true
    }
}

fn act_on(history: &mut History, act: &Act, now: Timestamp) -> bool {
    let rules = StatusRules::default();
    let resting = if act.at_risk { HighRisk } else { Unknown };
    let current = history.status(now, &rules).unwrap_or(resting);
    match act.kind {
        Kind::Infection { to, onset } => {
            let onset = onset.map(|steps| now - Span(steps * STEP));
            history.report_infection(to, onset, current, now, &rules).is_ok()
        }
        Kind::Test { steps_ago } => {
            let sampled = now - Span(steps_ago * STEP);
            history.report_negative(sampled, current, now).is_ok()
        }
        Kind::Correction => history.correct(now, &rules).is_ok(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_history_says_what_a_diary_says(acts in prop::collection::vec(an_act(), 1..12)) {
        let rules = StatusRules::default();
        let (mut history, mut diary) = (History::default(), Diary::default());
        let mut now = Timestamp(400 * STEP);
        for act in &acts {
            now += Span(act.after * STEP);
            let untouched = history.clone();
            let taken = act_on(&mut history, act, now);
            prop_assert_eq!(taken, diary.write(act, now), "{:?} at {:?}", act, now);
            if !taken {
                prop_assert_eq!(&history, &untouched, "a refusal changes nothing");
            }
            for later in [0, 1, 27, 28, 29, 55, 56, 57, 100] {
                let then = now + Span(later * STEP);
                let mut diary = diary.clone();
                diary.settle(then);
                prop_assert_eq!(history.status(then, &rules), diary.status(then));
                let episodes: Vec<Episode> = history.episodes(then, &rules).collect();
                prop_assert_eq!(&episodes, &diary.episodes);
            }
            let samples: Vec<Timestamp> = history.negative_samples().collect();
            prop_assert_eq!(&samples, &diary.samples);
        }
    }

    #[test]
    fn a_status_holds_until_it_expires(acts in prop::collection::vec(an_act(), 1..8)) {
        let rules = StatusRules::default();
        let mut history = History::default();
        let mut now = Timestamp(400 * STEP);
        for act in &acts {
            now += Span(act.after * STEP);
            act_on(&mut history, act, now);
        }
        let status = history.status(now, &rules);
        match history.expires(now, &rules) {
            Some(expiry) => {
                prop_assert!(expiry > now);
                prop_assert_eq!(history.status(expiry - Span(1), &rules), status);
                prop_assert_eq!(history.status(expiry, &rules), None);
                prop_assert_eq!(history.expires(expiry, &rules), None);
            }
            None => prop_assert_eq!(history.status(now + Span::days(10_000), &rules), status),
        }
    }
}
