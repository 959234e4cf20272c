//! Operating systems that suspend an app nobody looks at.
//!
//! A suspended app counts as off: its links break, others find nobody, no timer rings. It
//! runs while its person uses it, and in windows that the system grants.

use super::occurrence::Occurrence;
use super::phone::{Background, Power};
use super::step::{DOZES, STIRS, World};
use crate::chance::Purpose;
use crate::population::PersonIndex;
use corona_core::identity::Signatures;
use corona_core::time::{Span, Timestamp};

impl<S: Signatures> World<S> {
    /// Whoever has such a phone has just installed the app, and has it open.
    pub(super) fn plan_background(&mut self, person: PersonIndex) {
        let Some(limits) = self.setup.background else {
            return;
        };
        let share = limits.share.fraction();
        if self.chance.happens(Purpose::Background, person.into(), 0, share) {
            self.let_run_until(person, self.now + limits.open);
            self.plan_window(person, 1);
        }
    }

    /// The n-th window opens at some moment of the n-th interval, counted from 1: at the same
    /// moment of each, two phones would meet either always or never.
    fn plan_window(&mut self, person: PersonIndex, nth: u32) {
        if let Some(limits) = self.setup.background {
            let room = (limits.every - limits.window).0.unsigned_abs();
            let bits = self.chance.bits(Purpose::Background, person.into(), nth.into());
            let interval = Span(limits.every.0 * i64::from(nth - 1));
            let at = self.setup.start + interval + Span((bits % room) as i64);
            let window = Occurrence::OpenWindow { person, nth };
            self.agenda.push_ranked(at, STIRS, person, window);
        }
    }

    pub(super) fn open_window(&mut self, person: PersonIndex, nth: u32) {
        if let Some(limits) = self.setup.background.filter(|_| !self.calm) {
            self.plan_window(person, nth + 1);
            self.resume(person, self.now + limits.window);
        }
    }

    /// A person takes the phone and opens the app; false if it is off.
    pub(super) fn open_app(&mut self, person: PersonIndex) -> bool {
        if let (Some(limits), true) = (self.setup.background, self.could_open(person)) {
            self.resume(person, self.now + limits.open);
        }
        self.phones[person as usize].is_on()
    }

    /// Whether the phone is on but for the app's being suspended.
    fn could_open(&self, person: PersonIndex) -> bool {
        let phone = &self.phones[person as usize];
        match (phone.power, phone.background) {
            (Power::On, _) => true,
            (Power::Off { since: _, reasons }, Background::Suspended) => reasons == 1,
            (Power::Off { .. } | Power::Crashed { .. }, _) => false,
        }
    }

    /// Lets a limited app run until then at least.
    fn resume(&mut self, person: PersonIndex, until: Timestamp) {
        match self.phones[person as usize].background {
            Background::Free => {}
            Background::Running { until: planned } if planned >= until => {}
            Background::Running { .. } => self.let_run_until(person, until),
            Background::Suspended => {
                self.let_run_until(person, until);
                if self.drop_reason_off(person) {
                    self.come_on(person);
                }
            }
        }
    }

    fn let_run_until(&mut self, person: PersonIndex, until: Timestamp) {
        self.phones[person as usize].background = Background::Running { until };
        self.agenda.push_ranked(until, DOZES, person, Occurrence::Suspend(person));
    }

    pub(super) fn suspend(&mut self, person: PersonIndex) {
        match self.phones[person as usize].background {
            Background::Running { until } if until <= self.now && !self.calm => {
                self.phones[person as usize].background = Background::Suspended;
                self.add_reason_off(person);
            }
            // It was used again since this was planned.
            Background::Running { .. } | Background::Suspended | Background::Free => {}
        }
    }
}
