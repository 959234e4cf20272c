//! The centralized search that the phones' outcome must equal (protocol §5).
//!
//! Best first, like Dijkstra's over widest paths: the strongest signal that any event can
//! still come to hold is settled, its fellow attendees learn it, and each of them offers
//! what is left of it to their other events. A step costs at least one strength, so
//! nothing settled can improve later, and every (event, attendee) is settled once. Rules
//! are written anew from the protocol's text; only the policy's fields are shared with phones.

use super::hypergraph::{Attending, Carrier, Hypergraph};
use corona_core::cascade::{EventSpan, Fade, NegativeTestRule, Policy, Signal};
use corona_core::status::{InfectionStatus, SelfReport, StatusRules};
use corona_core::time::{Span, Timestamp};
use std::collections::BinaryHeap;

/// What one phone must show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Status.
    pub status: InfectionStatus,
    /// Best faded signal, from caution on.
    pub signal: Option<Signal>,
}

/// One step of the chain behind an outcome, newest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// The event it was learnt from.
    pub event: usize,
    /// Whose report it was.
    pub from: u32,
    /// What the event held of them.
    pub held: Signal,
}

/// A settled hypergraph.
pub struct Oracle<'a> {
    graph: &'a Hypergraph,
    /// By event, then place in its list of attendees: what the event holds.
    held: Vec<Vec<Option<Signal>>>,
    /// Likewise: best of the others.
    view: Vec<Vec<Option<Known>>>,
    /// By person: (event, place).
    places: Vec<Vec<(usize, usize)>>,
}

/// The best signal of others, and the place of one who holds it, unless it was frozen.
type Known = (Signal, Option<usize>);

/// Something an event may come to hold; the greatest is the best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Offer {
    signal: Signal,
    event: std::cmp::Reverse<usize>,
    place: std::cmp::Reverse<usize>,
}

impl<'a> Oracle<'a> {
    /// Searches the whole hypergraph.
    #[must_use]
    pub fn search(graph: &'a Hypergraph) -> Self {
        let nobody = |event: &super::Gathered| vec![None; event.attendees.len()];
        let mut places = vec![Vec::new(); graph.people.len()];
        for (e, event) in graph.events.iter().enumerate() {
            for (place, attending) in event.attendees.iter().enumerate() {
                places[attending.person as usize].push((e, place));
            }
        }
        let mut oracle = Self {
            held: graph.events.iter().map(nobody).collect(),
            view: graph.events.iter().map(|event| vec![None; event.attendees.len()]).collect(),
            graph,
            places,
        };
        oracle.settle();
        oracle
    }

    fn settle(&mut self) {
        let mut offers = BinaryHeap::new();
        for (e, event) in self.graph.events.iter().enumerate() {
            for (place, attending) in event.attendees.iter().enumerate() {
                let source = match attending.fixed_report {
                    Some(fixed) => fixed,
                    None => self.own_report(e, attending),
                };
                if let Some(signal) = source {
                    offers.push(offer(signal, e, place));
                }
                if let Some(Some(known)) = attending.fixed_view {
                    self.learn(e, place, known, None, &mut offers);
                }
            }
        }
        // How many have spoken at each event: the first informs all others, the second the first.
        let mut speakers: Vec<Vec<usize>> = vec![Vec::new(); self.graph.events.len()];
        while let Some(best) = offers.pop() {
            let (e, place) = (best.event.0, best.place.0);
            if self.held[e][place].is_some() {
                continue;
            }
            self.held[e][place] = Some(best.signal);
            let first = speakers[e].first().copied();
            match (speakers[e].len(), first) {
                (0, _) => {
                    for other in 0..self.graph.events[e].attendees.len() {
                        if other != place {
                            self.hear(e, other, best.signal, place, &mut offers);
                        }
                    }
                }
                (1, Some(first)) => self.hear(e, first, best.signal, place, &mut offers),
                (_, _) => continue,
            }
            speakers[e].push(place);
        }
    }

    fn hear(
        &mut self,
        e: usize,
        place: usize,
        signal: Signal,
        from: usize,
        offers: &mut BinaryHeap<Offer>,
    ) {
        if self.graph.events[e].attendees[place].fixed_view.is_none() {
            self.learn(e, place, signal, Some(from), offers);
        }
    }

    /// The attendee at `place` of `e` knows `signal`, and offers it to their other events.
    fn learn(
        &mut self,
        e: usize,
        place: usize,
        signal: Signal,
        from: Option<usize>,
        offers: &mut BinaryHeap<Offer>,
    ) {
        self.view[e][place] = Some((signal, from));
        let person = self.graph.events[e].attendees[place].person;
        let carrier = &self.graph.people[person as usize];
        let policy = &self.graph.policy;
        let source = self.graph.events[e].span;
        let Some(weaker) = step(signal, source, carrier, policy) else {
            return;
        };
        for &(x, at) in &self.places[person as usize] {
            let attending = &self.graph.events[x].attendees[at];
            if x != e
                && self.takes_relays(x, attending)
                && reaches(source, self.graph.events[x].span, policy)
            {
                offers.push(offer(weaker, x, at));
            }
        }
    }

    fn takes_relays(&self, x: usize, attending: &Attending) -> bool {
        attending.may_relay
            && attending.fixed_report.is_none()
            && self.own_report(x, attending).is_none()
    }

    /// What an attendee's own infection says to event `e`.
    fn own_report(&self, e: usize, attending: &Attending) -> Option<Signal> {
        let span = self.graph.events[e].span;
        let carrier = &self.graph.people[attending.person as usize];
        infections(carrier, &self.graph.status)
            .into_iter()
            .filter(|infection| {
                let not_before = span.end.is_none_or(|end| infection.from <= end);
                let not_after = infection.until.is_none_or(|until| span.start <= until);
                not_before && not_after
            })
            .map(|infection| {
                let policy = &self.graph.policy;
                if infection.positive { policy.positive } else { policy.suspected }
            })
            .max()
            .map(|strength| Signal { strength, hop: 0 })
    }

    /// What event `e` must hold of an attendee as signal.
    #[must_use]
    pub fn held(&self, e: usize, place: usize) -> Option<Signal> {
        self.held[e][place]
    }

    /// What a person must show.
    #[must_use]
    pub fn outcome(&self, person: u32) -> Outcome {
        let carrier = &self.graph.people[person as usize];
        let signal = self.felt(person).map(|(signal, ..)| signal);
        let inferred = match signal {
            Some(signal) if signal.strength >= self.graph.policy.high => InfectionStatus::HighRisk,
            Some(_) | None => InfectionStatus::Unknown,
        };
        let status = carrier.history.status(carrier.now, &self.graph.status).unwrap_or(inferred);
        Outcome { status, signal }
    }

    fn felt(&self, person: u32) -> Option<(Signal, usize, usize)> {
        let carrier = &self.graph.people[person as usize];
        let policy = &self.graph.policy;
        self.places[person as usize]
            .iter()
            .filter_map(|&(e, place)| {
                let span = self.graph.events[e].span;
                let (known, _) = self.view[e][place]?;
                let age = span.end.map_or(Span::ZERO, |end| carrier.now - end);
                let recent = span.end.is_none() || age <= policy.own_span;
                let signal = step(known, span, carrier, policy).filter(|_| recent)?;
                let lost = match policy.fade {
                    Fade::None => 0,
                    Fade::PerDay { from_day } => {
                        (age.whole_days() - i64::from(from_day) + 1).max(0)
                    }
                };
                let strength = i64::from(signal.strength) - lost;
                (strength >= i64::from(policy.emit)).then_some((
                    Signal { strength: strength as u8, hop: signal.hop },
                    e,
                    place,
                ))
            })
            .max_by(|(a, e, _), (b, x, _)| a.cmp(b).then(x.cmp(e)))
    }

    /// Why a person must feel what they feel: event by event back to a self-report, or to
    /// something frozen.
    #[must_use]
    pub fn explain(&self, person: u32) -> Vec<Link> {
        let mut chain = Vec::new();
        let mut at = self.felt(person).map(|(_, e, place)| (e, place));
        while let Some((e, place)) = at {
            let Some((held, Some(from))) = self.view[e][place] else {
                break;
            };
            let teller = self.graph.events[e].attendees[from].person;
            chain.push(Link { event: e, from: teller, held });
            if held.hop == 0 || chain.len() > 16 {
                break;
            }
            at = self.places[teller as usize].iter().copied().find(|&(x, at)| {
                let carrier = &self.graph.people[teller as usize];
                let span = self.graph.events[x].span;
                x != e
                    && reaches(span, self.graph.events[e].span, &self.graph.policy)
                    && self.view[x][at].is_some_and(|(known, _)| {
                        step(known, span, carrier, &self.graph.policy) == Some(held)
                    })
            });
        }
        chain
    }
}

/// A span in which somebody may have infected others, by what they told and didn't retract.
struct Infection {
    positive: bool,
    from: Timestamp,
    until: Option<Timestamp>,
}

/// The protocol's ST-rules anew, from the bare self-reports: phones' own reading of their
/// history is among what is compared.
fn infections(carrier: &Carrier, rules: &StatusRules) -> Vec<Infection> {
    let entries = carrier.history.entries();
    let next_of = |i: usize| entries.get(i + 1).copied();
    let read = |(i, entry): (usize, &SelfReport)| match *entry {
        SelfReport::Negative { .. } => None,
        SelfReport::Suspected { at, infectious_from } => {
            let runs_out = at + rules.suspected_expiry;
            let replaced = next_of(i).is_some_and(|next| next.at() < runs_out);
            let until = (carrier.now >= runs_out).then_some(runs_out);
            (!replaced).then_some(Infection { positive: false, from: infectious_from, until })
        }
        SelfReport::Positive { infectious_from, .. } => {
            let until = next_of(i).map(|next| match next {
                SelfReport::Negative { sampled, .. } => sampled,
                SelfReport::Suspected { at, .. } | SelfReport::Positive { at, .. } => at,
            });
            Some(Infection { positive: true, from: infectious_from, until })
        }
    };
    entries.iter().enumerate().filter_map(read).collect()
}

fn offer(signal: Signal, event: usize, place: usize) -> Offer {
    Offer { signal, event: std::cmp::Reverse(event), place: std::cmp::Reverse(place) }
}

/// Whether an exposure at `source` may have infected somebody at `x`.
fn reaches(source: EventSpan, x: EventSpan, policy: &Policy) -> bool {
    let infectious_from = source.start + policy.latent;
    let infectious_until = source.end.map(|end| end + policy.latent + policy.infectious);
    x.end.is_none_or(|end| infectious_from <= end)
        && infectious_until.is_none_or(|until| x.start <= until)
}

/// What is left of a signal for somebody who learnt it at `span`.
fn step(signal: Signal, span: EventSpan, carrier: &Carrier, policy: &Policy) -> Option<Signal> {
    let mut strength = i32::from(signal.strength) - i32::from(policy.loss);
    let tests: Vec<Timestamp> = carrier.history.negative_samples().collect();
    if let Some(end) = span.end {
        let after: Vec<i64> = tests
            .iter()
            .filter(|sampled| **sampled > end)
            .map(|sampled| (*sampled - end).whole_days())
            .collect();
        match policy.negative_test {
            NegativeTestRule::ClearsWhatIsOver if !after.is_empty() => return None,
            NegativeTestRule::ClearsWhatIsOver => {}
            NegativeTestRule::ByDays { weakens_from, weakens_by, clears_from } => {
                if after.iter().any(|days| *days >= i64::from(clears_from)) {
                    return None;
                }
                if after.iter().any(|days| *days >= i64::from(weakens_from)) {
                    strength -= i32::from(weakens_by);
                }
            }
        }
    }
    (strength >= i32::from(policy.emit))
        .then_some(Signal { strength: strength as u8, hop: signal.hop + 1 })
}
