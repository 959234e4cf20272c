//! What a device concludes from one event about its owner: `via(E)` of protocol §5.

use super::{Fade, NegativeTestRule, Policy, Signal};
use crate::status::Episode;
use crate::time::{Span, Timestamp};

/// When an event took place, by its organizer's clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EventSpan {
    /// Begin.
    pub start: Timestamp,
    /// End; `None` while it is open, which counts as later than everything.
    pub end: Option<Timestamp>,
}

impl EventSpan {
    fn ends_at_or_after(&self, time: Timestamp) -> bool {
        self.end.is_none_or(|end| end >= time)
    }

    /// CA-1: a self-report speaks of events that overlap its window.
    #[must_use]
    pub fn concerned_by(&self, episode: &Episode) -> bool {
        self.ends_at_or_after(episode.from) && episode.until.is_none_or(|until| self.start <= until)
    }

    /// CA-2: an exposure at `source` speaks of events while its carrier may be infectious.
    #[must_use]
    pub fn reached_from(&self, source: &Self, policy: &Policy) -> bool {
        self.ends_at_or_after(source.start + policy.latent)
            && source.end.is_none_or(|end| self.start <= end + policy.latent + policy.infectious)
    }
}

/// One joined event and the best signal that others hold there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exposure {
    /// When.
    pub event: EventSpan,
    /// The best of the others' signals; `None` if nobody else holds any.
    pub best: Option<Signal>,
}

impl Exposure {
    /// What this event makes of its carrier: one step weaker and one hop further than
    /// its best signal; `None` below `emit` or once a negative test cleared it.
    pub fn via(
        &self,
        negative_samples: impl Iterator<Item = Timestamp>,
        policy: &Policy,
    ) -> Option<Signal> {
        let best = self.best?;
        let weakened = negative_samples
            .map(|sampled| self.effect_of_negative(sampled, policy))
            .max()
            .unwrap_or(0);
        let strength = best.strength.saturating_sub(policy.loss).saturating_sub(weakened);
        (strength >= policy.emit).then(|| Signal { strength, hop: best.hop.saturating_add(1) })
    }

    /// Strength that a negative sample takes away; `u8::MAX` clears.
    fn effect_of_negative(&self, sampled: Timestamp, policy: &Policy) -> u8 {
        let Some(end) = self.event.end.filter(|end| sampled > *end) else {
            return 0;
        };
        match policy.negative_test {
            NegativeTestRule::ClearsWhatIsOver => u8::MAX,
            NegativeTestRule::ByDays { weakens_from, weakens_by, clears_from } => {
                let days = (sampled - end).whole_days();
                if days >= i64::from(clears_from) {
                    u8::MAX
                } else if days >= i64::from(weakens_from) {
                    weakens_by
                } else {
                    0
                }
            }
        }
    }

    /// Whether the event is recent enough to bear on the own status.
    #[must_use]
    pub fn counts_for_own(&self, now: Timestamp, policy: &Policy) -> bool {
        self.event.end.is_none_or(|end| now <= end + policy.own_span)
    }

    /// `signal` as the own status feels it at `now`; `None` once nothing is left.
    #[must_use]
    pub fn fade(&self, signal: Signal, now: Timestamp, policy: &Policy) -> Option<Signal> {
        let lost = match (policy.fade, self.event.end) {
            (Fade::None, _) | (Fade::PerDay { .. }, None) => 0,
            (Fade::PerDay { from_day }, Some(end)) => {
                let days = (now - end).whole_days();
                u8::try_from((days - i64::from(from_day) + 1).clamp(0, 15)).unwrap_or(15)
            }
        };
        let strength = signal.strength.saturating_sub(lost);
        (strength > 0).then_some(Signal { strength, ..signal })
    }

    /// The next time after `now` at which this exposure changes by age alone; `None` once
    /// it no longer counts, so that old events wake nobody.
    #[must_use]
    pub fn next_change(&self, now: Timestamp, policy: &Policy) -> Option<Timestamp> {
        let end = self.event.end?;
        let gone = end + policy.own_span + Span(1);
        let fades = match policy.fade {
            Fade::None => None,
            Fade::PerDay { from_day } => {
                let day = (now - end).whole_days().max(i64::from(from_day) - 1) + 1;
                Some(end + Span::days(day))
            }
        };
        let ahead = |at: &Timestamp| *at > now && *at <= gone;
        [Some(gone), fades].into_iter().flatten().filter(ahead).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> Timestamp {
        Timestamp(n * Span::DAY.0)
    }
    fn exposure(strength: u8) -> Exposure {
        Exposure {
            event: EventSpan { start: day(10), end: Some(day(10)) },
            best: Some(Signal { strength, hop: 0 }),
        }
    }

    #[test]
    fn graded_warns_at_the_first_hop_and_cautions_at_the_second() {
        let policy = Policy::graded();
        let confirmed = exposure(15).via(std::iter::empty(), &policy).unwrap();
        assert_eq!(confirmed, Signal { strength: 10, hop: 1 });
        let second = Exposure { best: Some(confirmed), ..exposure(0) };
        let second = second.via(std::iter::empty(), &policy).unwrap();
        assert_eq!(second, Signal { strength: 5, hop: 2 });
        assert!(second.strength < policy.high && second.strength >= policy.emit);
        assert_eq!(exposure(5).via(std::iter::empty(), &policy), None);
    }

    #[test]
    fn an_early_negative_test_proves_little() {
        let policy = Policy::graded();
        let strength =
            |sample| exposure(15).via([day(sample)].into_iter(), &policy).map(|s| s.strength);
        assert_eq!(strength(14), Some(10));
        assert_eq!(strength(15), Some(7));
        assert_eq!(strength(16), Some(7));
        assert_eq!(strength(17), None);
        let whitepaper = Policy::whitepaper();
        assert_eq!(exposure(15).via([day(11)].into_iter(), &whitepaper), None);
        assert!(exposure(15).via([day(10)].into_iter(), &whitepaper).is_some());
    }

    #[test]
    fn the_own_status_fades_from_day_seven() {
        let policy = Policy::graded();
        let exposure = exposure(15);
        let felt = |now| {
            exposure.fade(Signal { strength: 10, hop: 1 }, day(now), &policy).map(|s| s.strength)
        };
        assert_eq!(felt(16), Some(10));
        assert_eq!(felt(17), Some(9));
        assert_eq!(felt(24), Some(2));
        assert_eq!(exposure.next_change(day(10), &policy), Some(day(17)));
        assert_eq!(exposure.next_change(day(17), &policy), Some(day(18)));
        assert!(exposure.counts_for_own(day(24), &policy));
        assert!(!exposure.counts_for_own(day(24) + Span(1), &policy));
    }

    #[test]
    fn time_forbids_reaching_back_unless_the_policy_traces_backwards() {
        let (early, late) = (
            EventSpan { start: day(5), end: Some(day(5)) },
            EventSpan { start: day(12), end: Some(day(12)) },
        );
        let mut policy = Policy::whitepaper();
        assert!(late.reached_from(&early, &policy));
        assert!(!early.reached_from(&late, &policy));
        policy.latent = Span::days(-14);
        assert!(early.reached_from(&late, &policy));
    }
}
