//! What a person has reported of themselves, and what follows for events.
//!
//! The history keeps self-reports only; `Unknown` and `HighRisk` are what is left
//! when no self-report holds, and inference decides between them. It answers
//! which status holds at a time, which *episodes* of infection events must hear of,
//! and which negative tests bear on exposures (protocol ST-1 to ST-9).

use super::{InfectionStatus, StatusError};
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Time limits of self-reports (protocol §2).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatusRules {
    /// How long a suspicion holds without a test.
    pub suspected_expiry: Span,
    /// How long a negative test holds, from its sample.
    pub negative_expiry: Span,
    /// How long before a self-report its person may have been infectious.
    pub infectious_before: Span,
    /// How long a positive may be corrected.
    pub correction: Span,
}

impl Default for StatusRules {
    fn default() -> Self {
        Self {
            suspected_expiry: Span::days(14),
            negative_expiry: Span::days(7),
            infectious_before: Span::days(14),
            correction: Span::hours(48),
        }
    }
}

/// One thing a person told their phone; all times by that phone's clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SelfReport {
    /// Symptoms.
    Suspected {
        /// When it was told.
        at: Timestamp,
        /// First instant of infectiousness.
        infectious_from: Timestamp,
    },
    /// Positive medical test.
    Positive {
        /// When it was told.
        at: Timestamp,
        /// First instant of infectiousness.
        infectious_from: Timestamp,
    },
    /// Negative medical test.
    Negative {
        /// When it was told.
        at: Timestamp,
        /// When the sample was taken.
        sampled: Timestamp,
    },
}

impl SelfReport {
    /// When it was told.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Suspected { at, .. } | Self::Positive { at, .. } | Self::Negative { at, .. } => {
                *at
            }
        }
    }
    const fn status(&self) -> InfectionStatus {
        match self {
            Self::Suspected { .. } => InfectionStatus::Suspected,
            Self::Positive { .. } => InfectionStatus::Positive,
            Self::Negative { .. } => InfectionStatus::Negative,
        }
    }
    const fn expiry(&self, rules: &StatusRules) -> Timestamp {
        match self {
            Self::Suspected { at, .. } => Timestamp(at.0 + rules.suspected_expiry.0),
            Self::Positive { .. } => Timestamp::FAR_FUTURE,
            Self::Negative { sampled, .. } => Timestamp(sampled.0 + rules.negative_expiry.0),
        }
    }
}

/// A span of own infectiousness that events inside it must hear of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Episode {
    /// `Suspected` or `Positive`.
    pub status: InfectionStatus,
    /// First infectious instant.
    pub from: Timestamp,
    /// Last one; `None` while it lasts.
    pub until: Option<Timestamp>,
}

/// One change of what a person reported of themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatusChange {
    /// When.
    pub at: Timestamp,
    /// What holds from then on; `None` leaves it to inference.
    pub to: Option<InfectionStatus>,
}

/// A person's self-reports in order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct History {
    entries: Vec<SelfReport>,
}

impl History {
    /// The self-reported status that holds at `now`, if any does.
    #[must_use]
    pub fn status(&self, now: Timestamp, rules: &StatusRules) -> Option<InfectionStatus> {
        let last = self.entries.last()?;
        (now < last.expiry(rules)).then(|| last.status())
    }

    /// When the status held now runs out by time; `None` if never.
    #[must_use]
    pub fn expires(&self, now: Timestamp, rules: &StatusRules) -> Option<Timestamp> {
        let expiry = self.entries.last()?.expiry(rules);
        (now < expiry && expiry < Timestamp::FAR_FUTURE).then_some(expiry)
    }

    /// Self-reports in order, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[SelfReport] {
        &self.entries
    }

    /// How the self-reported status changed until `now`, oldest first: by a report, or because
    /// one ran out. What was corrected never was.
    #[must_use]
    pub fn changes(&self, now: Timestamp, rules: &StatusRules) -> Vec<StatusChange> {
        let mut changes = Vec::new();
        for (i, entry) in self.entries.iter().enumerate() {
            changes.push(StatusChange { at: entry.at(), to: Some(entry.status()) });
            let next = self.entries.get(i + 1).map_or(now + Span(1), SelfReport::at);
            // A sample older than it holds has run out when it is reported.
            let at = entry.expiry(rules).max(entry.at());
            if at < next {
                changes.push(StatusChange { at, to: None });
            }
        }
        changes
    }

    /// Adds symptoms or a positive test. The window starts at the later of the day
    /// the person names and the earliest the protocol allows: `infectious_before`
    /// ago, and not before the last negative sample.
    ///
    /// # Errors
    /// [`StatusError::Refused`] by the table; [`StatusError::InFuture`].
    pub fn report_infection(
        &mut self,
        to: InfectionStatus,
        infectious_from: Option<Timestamp>,
        current: InfectionStatus,
        now: Timestamp,
        rules: &StatusRules,
    ) -> Result<(), StatusError> {
        current.check_self_report(to)?;
        if let Some(at) = infectious_from.filter(|from| *from > now) {
            return Err(StatusError::InFuture { field: "infectious_from", at, now });
        }
        let last_negative = self.negative_samples().max().unwrap_or(Timestamp(i64::MIN));
        let earliest = last_negative.max(now - rules.infectious_before);
        let infectious_from = infectious_from.map_or(earliest, |from| from.max(earliest));
        self.entries.push(match to {
            InfectionStatus::Suspected => SelfReport::Suspected { at: now, infectious_from },
            InfectionStatus::Positive => SelfReport::Positive { at: now, infectious_from },
            InfectionStatus::Unknown | InfectionStatus::HighRisk | InfectionStatus::Negative => {
                return Err(StatusError::Refused { from: current, to });
            }
        });
        Ok(())
    }

    /// Adds a negative test.
    ///
    /// # Errors
    /// [`StatusError::Refused`] by the table; [`StatusError::InFuture`];
    /// [`StatusError::SampledTooEarly`] if the newest self-report is an infection that began
    /// later: such a sample would turn its window inside out, and hide it.
    pub fn report_negative(
        &mut self,
        sampled: Timestamp,
        current: InfectionStatus,
        now: Timestamp,
    ) -> Result<(), StatusError> {
        current.check_self_report(InfectionStatus::Negative)?;
        if sampled > now {
            return Err(StatusError::InFuture { field: "sampled", at: sampled, now });
        }
        match self.entries.last() {
            Some(
                SelfReport::Suspected { infectious_from: from, .. }
                | SelfReport::Positive { infectious_from: from, .. },
            ) if sampled < *from => {
                return Err(StatusError::SampledTooEarly { sampled, from: *from });
            }
            Some(_) | None => {}
        }
        self.entries.push(SelfReport::Negative { at: now, sampled });
        Ok(())
    }

    /// Takes a mistaken positive back: what was before it holds again.
    ///
    /// # Errors
    /// [`StatusError::NothingToCorrect`] after [`StatusRules::correction`], or if
    /// the newest self-report isn't a positive.
    pub fn correct(&mut self, now: Timestamp, rules: &StatusRules) -> Result<(), StatusError> {
        match self.entries.last() {
            Some(SelfReport::Positive { at, .. }) if now <= *at + rules.correction => {
                self.entries.pop();
                Ok(())
            }
            Some(_) | None => Err(StatusError::NothingToCorrect),
        }
    }

    /// Samples of all negative tests.
    pub fn negative_samples(&self) -> impl Iterator<Item = Timestamp> + '_ {
        self.entries.iter().filter_map(|entry| match entry {
            SelfReport::Negative { sampled, .. } => Some(*sampled),
            SelfReport::Suspected { .. } | SelfReport::Positive { .. } => None,
        })
    }

    /// The sample of the newest self-report, if that is a negative test. Its age does
    /// not matter: what it says of events before it stays true.
    #[must_use]
    pub fn standing_negative(&self) -> Option<Timestamp> {
        match self.entries.last()? {
            SelfReport::Negative { sampled, .. } => Some(*sampled),
            SelfReport::Suspected { .. } | SelfReport::Positive { .. } => None,
        }
    }

    /// Episodes that were not retracted. A suspicion is retracted by a negative test
    /// and replaced by a positive one while it holds; a positive is ended, not
    /// retracted, by a negative sample: recovering undoes no exposure.
    pub fn episodes(
        &self,
        now: Timestamp,
        rules: &StatusRules,
    ) -> impl Iterator<Item = Episode> + '_ {
        let rules = rules.clone();
        self.entries.iter().enumerate().filter_map(move |(i, entry)| {
            let next = self.entries.get(i + 1);
            match *entry {
                SelfReport::Suspected { infectious_from, .. } => {
                    let expiry = entry.expiry(&rules);
                    let tested = next.is_some_and(|next| next.at() < expiry);
                    (!tested).then_some(Episode {
                        status: InfectionStatus::Suspected,
                        from: infectious_from,
                        until: (now >= expiry).then_some(expiry),
                    })
                }
                SelfReport::Positive { infectious_from, .. } => Some(Episode {
                    status: InfectionStatus::Positive,
                    from: infectious_from,
                    until: next.map(|next| match next {
                        SelfReport::Negative { sampled, .. } => *sampled,
                        SelfReport::Suspected { at, .. } | SelfReport::Positive { at, .. } => *at,
                    }),
                }),
                SelfReport::Negative { .. } => None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use InfectionStatus::{Negative, Positive, Suspected, Unknown};

    const DAY: i64 = Span::DAY.0;
    fn day(n: i64) -> Timestamp {
        Timestamp(n * DAY)
    }
    fn rules() -> StatusRules {
        StatusRules::default()
    }
    fn episodes(history: &History, now: Timestamp) -> Vec<Episode> {
        history.episodes(now, &rules()).collect()
    }

    #[test]
    fn a_suspicion_runs_out_after_fourteen_days_but_was_real() {
        let mut history = History::default();
        history.report_infection(Suspected, None, Unknown, day(20), &rules()).unwrap();
        assert_eq!(history.status(day(33), &rules()), Some(Suspected));
        assert_eq!(history.status(day(34), &rules()), None);
        assert_eq!(history.expires(day(33), &rules()), Some(day(34)));
        let expired = Episode { status: Suspected, from: day(6), until: Some(day(34)) };
        assert_eq!(episodes(&history, day(40)), [expired]);
    }

    #[test]
    fn a_negative_test_retracts_a_suspicion_but_only_ends_a_positive() {
        let mut history = History::default();
        history.report_infection(Suspected, None, Unknown, day(20), &rules()).unwrap();
        history.report_negative(day(21), Suspected, day(22)).unwrap();
        assert_eq!(episodes(&history, day(22)), []);
        history.report_infection(Positive, None, Negative, day(25), &rules()).unwrap();
        history.report_negative(day(34), Positive, day(35)).unwrap();
        let ended = Episode { status: Positive, from: day(21), until: Some(day(34)) };
        assert_eq!(episodes(&history, day(36)), [ended]);
        assert_eq!(history.status(day(40), &rules()), Some(Negative));
        assert_eq!(history.status(day(41), &rules()), None);
    }

    #[test]
    fn the_window_never_starts_before_what_is_allowed() {
        let mut history = History::default();
        history.report_negative(day(15), Unknown, day(15)).unwrap();
        history.report_infection(Positive, Some(day(1)), Negative, day(20), &rules()).unwrap();
        assert_eq!(episodes(&history, day(20))[0].from, day(15));
    }

    #[test]
    fn a_correction_brings_back_what_was_before_within_two_days() {
        let mut history = History::default();
        history.report_infection(Suspected, None, Unknown, day(20), &rules()).unwrap();
        history.report_infection(Positive, None, Suspected, day(21), &rules()).unwrap();
        assert!(history.clone().correct(day(24), &rules()).is_err());
        history.correct(day(22), &rules()).unwrap();
        assert_eq!(history.status(day(22), &rules()), Some(Suspected));
        assert!(history.correct(day(22), &rules()).is_err());
    }

    #[test]
    fn changes_are_reports_and_what_ran_out_in_order() {
        let mut history = History::default();
        assert_eq!(history.changes(day(1), &rules()), []);
        history.report_infection(Suspected, None, Unknown, day(20), &rules()).unwrap();
        history.report_infection(Positive, None, Unknown, day(40), &rules()).unwrap();
        history.report_negative(day(50), Positive, day(51)).unwrap();
        let change = |n, to| StatusChange { at: day(n), to };
        let expected = [
            change(20, Some(Suspected)),
            change(34, None),
            change(40, Some(Positive)),
            change(51, Some(Negative)),
            change(57, None),
        ];
        assert_eq!(history.changes(day(57), &rules()), expected);
        assert_eq!(history.changes(day(56), &rules()), expected[..4]);
    }

    #[test]
    fn the_future_is_refused_by_name() {
        let mut history = History::default();
        let refusal = history.report_negative(day(2), Unknown, day(1)).unwrap_err();
        assert!(refusal.to_string().starts_with("sampled is 1970-01-03 00:00, later than now"));
    }
}
