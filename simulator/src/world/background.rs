//! Operating systems that suspend an app nobody looks at.
//!
//! To the others a suspended app is a phone that is off: its links break, they find nobody,
//! no timer rings. It runs while its person uses it, and in windows that the system grants.

use super::occurrence::Occurrence;
use super::phone::{Background, Power};
use super::step::{PEOPLE, World};
use crate::chance::Purpose;
use crate::population::PersonIndex;
use corona_core::identity::Signatures;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::Presence;

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
            self.agenda.push(at, PEOPLE, Occurrence::OpenWindow { person, nth });
        }
    }

    pub(super) fn open_window(&mut self, person: PersonIndex, nth: u32) {
        if let Some(limits) = self.setup.background.filter(|_| !self.calm) {
            self.plan_window(person, nth + 1);
            let phone = &self.phones[person as usize];
            if phone.background == Background::Suspended && phone.power == Power::On {
                self.observer.wake_ups += 1;
            }
            self.resume(person, self.now + limits.window);
        }
    }

    /// A person takes the phone and opens the app; false if it is off.
    pub(super) fn open_app(&mut self, person: PersonIndex) -> bool {
        let has_power = self.phones[person as usize].power == Power::On;
        if let Some(limits) = self.setup.background.filter(|_| has_power) {
            self.resume(person, self.now + limits.open);
        }
        self.phones[person as usize].is_on()
    }

    /// A process that starts runs for as long as a window.
    pub(super) fn let_run_at_start(&mut self, person: PersonIndex) {
        let is_suspended = self.phones[person as usize].background == Background::Suspended;
        if let Some(limits) = self.setup.background.filter(|_| is_suspended) {
            self.let_run_until(person, self.now + limits.window);
        }
    }

    /// Lets a limited app run until then at least.
    fn resume(&mut self, person: PersonIndex, until: Timestamp) {
        match self.phones[person as usize].background {
            Background::Free => {}
            Background::Running { until: planned } if planned >= until => {}
            Background::Running { .. } => self.let_run_until(person, until),
            Background::Suspended => {
                self.before_presence_changes(person);
                self.let_run_until(person, until);
                if self.phones[person as usize].power == Power::On {
                    self.come_on(person);
                }
            }
        }
    }

    /// Suspending comes after what the phone itself does at that instant, as switching off does:
    /// a poll that begins then has begun, whether it is simulated or made up for.
    fn let_run_until(&mut self, person: PersonIndex, until: Timestamp) {
        self.phones[person as usize].background = Background::Running { until };
        self.agenda.push(until, PEOPLE, Occurrence::Suspend(person));
    }

    pub(super) fn suspend(&mut self, person: PersonIndex) {
        match self.phones[person as usize].background {
            Background::Running { until } if until <= self.now && !self.calm => {
                self.before_presence_changes(person);
                let phone = &mut self.phones[person as usize];
                phone.background = Background::Suspended;
                if phone.power == Power::On {
                    self.network.set_presence(person, Presence::Off, self.now);
                }
            }
            // It was used again since this was planned.
            Background::Running { .. } | Background::Suspended | Background::Free => {}
        }
    }
}
