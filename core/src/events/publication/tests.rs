//! Answers computed when asked are those that publishing at every visit and change gave.
//!
//! The model publishes eagerly: whoever asks or changes anything first moves what may be
//! shown by now to where answers are read from. It shares the tally with what it judges,
//! but keeps no epochs of guests and forgets nothing.

use super::*;
use crate::cascade::{EventSpan, ReportIdentity, Signal, Told};
use crate::events::guest::{Decision, Guest};
use crate::events::{HostedRecord, Metadata};
use crate::identity::{DiscoverySecret, EventSecret, IdentityKey, PseudonymKey};
use crate::wire::{Report, Reporter};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const START: Timestamp = Timestamp(1_600_000_000_000);

/// What each attendee counts for, organizer first; `shown` is what answers are made from.
struct Eager {
    live: Vec<Contribution>,
    shown: Vec<Contribution>,
    epoch: i64,
    revision: u32,
}

impl Eager {
    fn new() -> Self {
        let organizer = vec![Contribution::None];
        Self { live: organizer.clone(), shown: organizer, epoch: i64::MIN, revision: 0 }
    }

    fn publish(&mut self, now: Timestamp, policy: &Policy) {
        if let StatisticsRule::Coarse { epoch } = policy.statistics {
            let current = now.as_millis().div_euclid(epoch.as_millis());
            if current <= self.epoch {
                return;
            }
            self.epoch = current;
        }
        if self.live != self.shown {
            self.shown.clone_from(&self.live);
            self.revision += 1;
        }
    }

    fn answer(
        &self,
        from: &[Contribution],
        slot: u32,
        span: EventSpan,
        policy: &Policy,
    ) -> Statistics {
        let mut tally = Tally::of(from.len() as u32);
        from.iter().for_each(|contribution| tally.add(*contribution));
        let own = from.get(1 + slot as usize).copied().unwrap_or_default();
        tally.answer(own, span, self.revision, policy)
    }
}

/// The event, what is stored of it, and the model beside it.
struct Pair {
    policy: Policy,
    now: Timestamp,
    event: HostedEvent,
    record: Vec<u8>,
    guests: BTreeMap<u32, Vec<u8>>,
    eager: Eager,
    /// Version, settling time and answers of the latest visit in this life.
    seen: Option<(u32, Option<Timestamp>, Vec<Statistics>)>,
}

#[derive(Clone, Debug)]
enum Step {
    Admit,
    Report { guest: Index, told: Told, corrects: bool },
    Decide { guest: Index, decision: Decision },
    Own(Told),
    Close,
    Visit,
    Settle,
    Restart,
}

fn a_told() -> impl Strategy<Value = Told> {
    let infectious_from = START;
    let infection = move |positive| Told::Infection { positive, infectious_from };
    let risk = move |strength, hop| {
        let signal = Signal { strength, hop };
        Told::HighRisk { signal, infectious_from }
    };
    prop_oneof![
        2 => Just(Told::Nothing),
        2 => Just(Told::Negative { sampled: START }),
        2 => any::<bool>().prop_map(infection),
        1 => Just(risk(10, 1)),
        2 => (1_u8..3).prop_map(move |hop| risk(5, hop)),
    ]
}

fn a_step() -> impl Strategy<Value = Step> {
    let decision = prop_oneof![Just(Decision::Confirm), Just(Decision::Reject)];
    prop_oneof![
        6 => Just(Step::Admit),
        8 => (any::<Index>(), a_told(), any::<bool>())
            .prop_map(|(guest, told, corrects)| Step::Report { guest, told, corrects }),
        3 => (any::<Index>(), decision)
            .prop_map(|(guest, decision)| Step::Decide { guest, decision }),
        2 => a_told().prop_map(Step::Own),
        1 => Just(Step::Close),
        8 => Just(Step::Visit),
        2 => Just(Step::Settle),
        2 => Just(Step::Restart),
    ]
}

/// What passes before a step.
#[derive(Clone, Copy, Debug)]
enum Wait {
    Millis(i64),
    /// To the last millisecond of the epoch, or the first of the next.
    Boundary {
        last: bool,
    },
}

impl Wait {
    fn after(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Millis(millis) => now + Span(millis),
            Self::Boundary { last } => end_of_epoch(now, Span::hours(6)) - Span(i64::from(last)),
        }
    }
}

fn a_story() -> impl Strategy<Value = Vec<(Wait, Step)>> {
    let wait = prop_oneof![
        3 => Just(Wait::Millis(0)),
        6 => (0..2 * Span::HOUR.as_millis()).prop_map(Wait::Millis),
        1 => (0..14 * Span::HOUR.as_millis()).prop_map(Wait::Millis),
        2 => any::<bool>().prop_map(|last| Wait::Boundary { last }),
    ];
    prop::collection::vec((wait, a_step()), 1..60)
}

fn encode(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("plain data")
}

fn new_event() -> HostedEvent {
    let metadata = Metadata {
        name: "Barbecue".into(),
        banner: None,
        start: START,
        high_risk_reports: ReportIdentity::Identified,
        exact_statistics: false,
    };
    let keys = EventSecret::from_seed(Zeroizing::new([1; 32]));
    let discovery = DiscoverySecret::from_seed(Zeroizing::new([2; 32]));
    HostedEvent::new(keys, discovery, metadata, START + Span::days(3))
}

fn pseudonym(n: u32) -> PseudonymKey {
    // Neither in order of check-in nor against it.
    PseudonymKey::from_bytes([(n as u8).wrapping_mul(101); 32])
}

impl Pair {
    fn new(policy: Policy) -> Self {
        let event = new_event();
        let record = encode(event.record());
        let eager = Eager::new();
        Self { policy, now: START, event, record, guests: BTreeMap::new(), eager, seen: None }
    }

    fn some_guest(&self, guest: &Index) -> Option<u32> {
        let guests = self.event.guests().count();
        (guests > 0).then(|| guest.index(guests) as u32)
    }

    /// Applies a step as the node does: the changed records are stored, no others.
    fn apply(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let changed = match step {
            Step::Admit => {
                let new = pseudonym(self.event.guests().count() as u32);
                self.event.admit(new, self.now, &self.policy)
            }
            Step::Report { guest, told, corrects } => self.some_guest(guest).filter(|slot| {
                let report = self.report(*slot, *told, *corrects);
                self.event.take_report(*slot, report, self.now, &self.policy).expect("plausible")
            }),
            Step::Decide { guest, decision } => self
                .some_guest(guest)
                .filter(|slot| self.event.decide(*slot, *decision, self.now, &self.policy)),
            Step::Own(told) => {
                self.event.tell_own(*told, self.now, &self.policy);
                None
            }
            Step::Close => {
                self.event.close(self.now);
                None
            }
            Step::Visit => {
                self.visit()?;
                return Ok(());
            }
            Step::Settle => {
                self.event.settle(self.now);
                return Ok(());
            }
            Step::Restart => {
                self.restart();
                return Ok(());
            }
        };
        self.record = encode(self.event.record());
        if let Some(slot) = changed {
            self.guests.insert(slot, encode(self.event.guest(slot).expect("changed")));
        }
        self.eager.live = std::iter::once(self.event.own_contribution(&self.policy))
            .chain(self.event.guests().map(|(_, guest)| guest.contribution(&self.policy)))
            .collect();
        Ok(())
    }

    fn report(&self, slot: u32, told: Told, corrects: bool) -> Report {
        let held = self.event.guest(slot).and_then(|guest| guest.held.as_ref());
        let identity = IdentityKey::from_bytes([slot as u8; 32]);
        let reporter = Reporter { identity, name: "Alice".to_owned(), note: String::new() };
        let sequence = held.map_or(1, |held| held.sequence + 1);
        Report { sequence, told, corrects, reporter: Some(reporter) }
    }

    fn restart(&mut self) {
        let record: HostedRecord = postcard::from_bytes(&self.record).expect("stored");
        let guests = self.guests.iter().map(|(slot, bytes)| {
            let guest: Guest = postcard::from_bytes(bytes).expect("stored");
            (*slot, guest)
        });
        self.event = HostedEvent::restore(record, guests.collect(), &self.policy);
        self.seen = None;
    }

    fn answers(&self, now: Timestamp) -> Vec<Statistics> {
        let slots = self.event.guests().map(|(slot, _)| slot);
        slots.map(|slot| self.event.answer(slot, now, &self.policy)).collect()
    }

    fn expected(&self, from: &[Contribution]) -> Vec<Statistics> {
        let slots = 0..self.event.guests().count() as u32;
        let span = self.event.span();
        slots.map(|slot| self.eager.answer(from, slot, span, &self.policy)).collect()
    }

    /// Everybody asks at once.
    fn visit(&mut self) -> Result<(), TestCaseError> {
        let answers = self.answers(self.now);
        prop_assert_eq!(&answers, &self.expected(&self.eager.shown));
        let settles_at = self.event.settles_at(self.now, &self.policy);
        let settled = self.expected(&self.eager.live);
        match settles_at {
            None => prop_assert_eq!(&answers, &settled),
            Some(at) => {
                prop_assert!(at > self.now);
                prop_assert_eq!(&self.answers(at - Span(1)), &answers);
                prop_assert_eq!(&self.answers(at), &settled);
            }
        }
        if let Some((version, until, before)) = &self.seen
            && *version == self.event.version()
            && until.is_none_or(|until| self.now < until)
        {
            prop_assert_eq!(&answers, before, "the same version answers the same");
        }
        self.seen = Some((self.event.version(), settles_at, answers));
        Ok(())
    }
}

fn run(policy: Policy, story: &[(Wait, Step)]) -> Result<(), TestCaseError> {
    let mut pair = Pair::new(policy);
    for (wait, step) in story.iter().chain(&[(Wait::Millis(0), Step::Visit)]) {
        pair.now = wait.after(pair.now);
        if !matches!(step, Step::Settle | Step::Restart) {
            pair.eager.publish(pair.now, &pair.policy);
        }
        pair.apply(step)?;
        if !matches!(step, Step::Settle | Step::Restart) {
            pair.eager.publish(pair.now, &pair.policy);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn coarse_answers_are_those_of_publishing_at_every_visit(story in a_story()) {
        run(Policy::graded(), &story)?;
    }

    #[test]
    fn exact_answers_are_those_of_publishing_at_every_visit(story in a_story()) {
        run(Policy::whitepaper(), &story)?;
    }

    /// Whatever a clock does: once it has passed every epoch it has been in, all is shown.
    #[test]
    fn a_clock_set_back_delays_what_is_shown_and_no_more(
        story in a_story(),
        back in prop::collection::vec(any::<bool>(), 60),
    ) {
        let mut pair = Pair::new(Policy::graded());
        let mut latest = pair.now;
        for ((wait, step), back) in story.iter().zip(back) {
            let after = wait.after(pair.now);
            pair.now = if back { pair.now - (after - pair.now) } else { after };
            latest = latest.max(pair.now);
            match step {
                Step::Visit => drop(pair.answers(pair.now)),
                Step::Admit
                | Step::Report { .. }
                | Step::Decide { .. }
                | Step::Own(_)
                | Step::Close
                | Step::Settle
                | Step::Restart => pair.apply(step)?,
            }
        }
        pair.now = latest + Span::hours(6);
        prop_assert_eq!(pair.answers(pair.now), pair.expected(&pair.eager.live));
    }
}

#[test]
fn a_change_made_after_the_clock_was_set_back_is_not_shown_in_its_own_epoch() {
    let mut pair = Pair::new(Policy::graded());
    (0..5).for_each(|_| pair.apply(&Step::Admit).unwrap());
    let positive = Told::Infection { positive: true, infectious_from: START };
    let tell = |pair: &mut Pair, slot| {
        let report = pair.report(slot, positive, false);
        assert_eq!(pair.event.take_report(slot, report, pair.now, &pair.policy), Ok(true));
    };
    tell(&mut pair, 1);
    pair.now += Span::days(1);
    let before = pair.answers(pair.now);
    pair.event.settle(pair.now);
    pair.now = START;
    tell(&mut pair, 0);
    assert_eq!(pair.answers(pair.now), before);
    assert_ne!(pair.answers(START + Span::days(1)), before);
}
