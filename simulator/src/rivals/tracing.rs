//! Whom a rival reaches, given a positive person.
//!
//! Knows the meetings of the days before a sample; which of them count is each rival's.

use super::attended::Attended;
use super::{bluetooth, event, manual};
use crate::chance::{Chance, Purpose};
use crate::epidemic::{OutbreakPlan, Setting};
use crate::population::{Gathering, PersonIndex};
use crate::scenario::{RivalKind, RivalSection};
use corona_core::time::{Span, Timestamp};
use std::ops::RangeInclusive;

/// One positive person's contacts are looked for.
pub struct Tracing<'a> {
    /// The epidemic's people and numbers.
    pub plan: &'a OutbreakPlan,
    /// Who was where.
    pub attended: &'a Attended,
    /// A seed's luck.
    pub chance: &'a Chance,
    /// Whether somebody missed a gathering they would have attended.
    pub missed: &'a dyn Fn(PersonIndex, u32) -> bool,
    /// Whether a meeting by chance of then was avoided by the positive person or the other.
    pub avoided: &'a dyn Fn(PersonIndex, Timestamp) -> bool,
    /// The positive person.
    pub index: PersonIndex,
    /// When the sample was taken.
    pub sampled: Timestamp,
    /// When the contacts are looked for.
    pub now: Timestamp,
}

/// From a result to the warnings; `None` without a rival.
#[must_use]
pub fn delay(rival: &RivalSection) -> Option<Span> {
    match rival.kind {
        RivalKind::None => None,
        RivalKind::Manual => Some(rival.manual_delay),
        RivalKind::Bluetooth | RivalKind::Event => Some(rival.app_delay),
    }
}

/// Everybody whom the scenario's rival warns, each once, in order.
#[must_use]
pub fn contacts(tracing: &Tracing<'_>) -> Vec<PersonIndex> {
    let mut found = match tracing.plan.section.rival.kind {
        RivalKind::None => Vec::new(),
        RivalKind::Manual => manual::contacts(tracing),
        RivalKind::Bluetooth => bluetooth::contacts(tracing),
        RivalKind::Event => event::contacts(tracing),
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// Somebody at a gathering with the positive person.
pub(super) struct Met<'a> {
    pub(super) person: PersonIndex,
    pub(super) number: u32,
    pub(super) about: &'a Gathering,
    pub(super) setting: Setting,
    /// How long both were there.
    pub(super) together: Span,
    /// Whether both checked in where a host's phone was.
    pub(super) checked_in: bool,
    /// Probability that the two mixed at all.
    pub(super) mixed: f64,
}

impl Tracing<'_> {
    pub(super) fn rival(&self) -> &RivalSection {
        &self.plan.section.rival
    }

    pub(super) fn has_app(&self, person: PersonIndex) -> bool {
        self.plan.population.people[person as usize].has_phone
    }

    /// True with a probability, by a draw named by the pair and an occasion.
    pub(super) fn happens(&self, other: PersonIndex, occasion: u64, share: f64) -> bool {
        let pair = u64::from(self.index) << 32 | u64::from(other);
        self.chance.happens(Purpose::Tracing, pair, occasion, share)
    }

    /// From when on meetings count.
    fn from(&self) -> Timestamp {
        self.sampled - self.rival().window
    }

    /// Whether a meeting of then counts.
    pub(super) fn counts(&self, at: Timestamp) -> bool {
        (self.from()..=self.now).contains(&at)
    }

    /// The days of the outbreak that hold such meetings.
    pub(super) fn days(&self) -> RangeInclusive<u64> {
        let day = |at: Timestamp| (at - self.plan.start).0.div_euclid(Span::DAY.0).max(0) as u64;
        day(self.from())..=day(self.now)
    }

    /// Everybody who was at a gathering with the positive person, gathering by gathering.
    pub(super) fn met(&self) -> Vec<Met<'_>> {
        let gatherings = &self.plan.population.gatherings;
        let attended = self.attended.by(self.index);
        // They lie in the order of their begins, not of their ends.
        let earliest = self.from() - self.attended.longest();
        let first = attended.partition_point(|n| gatherings[*n as usize].start < earliest);
        let mut met = Vec::new();
        for number in attended[first..].iter().copied() {
            let about = &gatherings[number as usize];
            if about.start > self.now {
                break;
            }
            if about.end >= self.from() && !(self.missed)(self.index, number) {
                self.meet(number, about, &mut met);
            }
        }
        met
    }

    fn meet<'a>(&'a self, number: u32, about: &'a Gathering, met: &mut Vec<Met<'a>>) {
        let host = (about.organizer, about.host_came(), about.hosted);
        let guests = self.plan.population.guests(about);
        let guests =
            guests.iter().map(|guest| (guest.person, about.came(guest.arrives), guest.checks_in));
        let present: Vec<(PersonIndex, Timestamp, bool)> = (std::iter::once(host).chain(guests))
            .filter(|(person, _, _)| !(self.missed)(*person, number))
            .collect();
        let own = present.iter().find(|(person, _, _)| *person == self.index);
        let Some((_, came, checked_in)) = own.copied() else {
            return;
        };
        let crowd = f64::from(self.plan.section.transmission.crowd);
        let mixed = (crowd / present.len().saturating_sub(1).max(1) as f64).min(1.0);
        let others = present.iter().filter(|(person, _, _)| *person != self.index);
        met.extend(others.map(|(person, arrives, checks_in)| Met {
            person: *person,
            number,
            about,
            setting: Setting::of_gathering(&about.name),
            together: about.end - came.max(*arrives),
            checked_in: checked_in && *checks_in,
            mixed,
        }));
    }
}
