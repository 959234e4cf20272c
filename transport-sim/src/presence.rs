//! Phones that sleep, go off, come on and crash.
//!
//! Changing a phone's presence decides what becomes of its links, services and unheard
//! notices. Who is present when, the simulated world decides.

use crate::chance::Purpose;
use crate::link::{Links, Side, Stage};
use crate::network::{Network, PhoneIndex};
use crate::phone::Presence;
use corona_core::time::Timestamp;
use corona_core::transport::CloseReason;

impl Network {
    /// Says whether the phone takes part in the network from `now` on.
    ///
    /// A phone that goes off finds its links broken and its dials failed when it is awake
    /// again; its services keep their addresses and answer again once it has bootstrapped.
    /// A sleeping phone loses nothing but the dials that would have opened meanwhile.
    pub fn set_presence(&mut self, phone: PhoneIndex, presence: Presence, now: Timestamp) {
        self.now = self.now.max(now);
        let before = std::mem::replace(&mut self.phones[phone as usize].presence, presence);
        if before != Presence::Off && presence == Presence::Off {
            self.lose_links(phone, true);
        }
        if before == Presence::Off && presence != Presence::Off {
            self.bootstrap(phone);
        }
        if presence == Presence::Awake {
            for service in self.directory.resume(&self.phones[phone as usize]) {
                self.upload(phone, service);
            }
        }
    }

    /// The phone's process dies at `now`: its links, services and unheard notices are gone,
    /// and nothing tells its node. Its presence is what it was.
    pub fn crash(&mut self, phone: PhoneIndex, now: Timestamp) {
        self.now = self.now.max(now);
        self.lose_links(phone, false);
        let dead = &mut self.phones[phone as usize];
        self.mailroom.forget_all(dead);
        self.directory.remove_all(dead);
    }

    fn bootstrap(&mut self, phone: PhoneIndex) {
        let entrant = &mut self.phones[phone as usize];
        entrant.bootstraps = entrant.bootstraps.wrapping_add(1);
        let (entity, count) = (u64::from(phone), u64::from(entrant.bootstraps));
        let chance = &self.chance;
        let takes = self.delays.bootstrap.draw(|| chance.bits(Purpose::Bootstrap, entity, count));
        entrant.online_from = self.now + takes;
    }

    fn lose_links(&mut self, phone: PhoneIndex, told: bool) {
        for side in [Side::Dialler, Side::Host] {
            loop {
                let index = Links::first(&self.phones[phone as usize], side);
                let Some(link) = self.links.slab.get(index) else { break };
                let stage = link.stage;
                let aware = link.end(side).grip == crate::link::Grip::Held;
                let handle = self.links.slab.handle(index);
                if told && aware {
                    let reason = match stage {
                        Stage::Dialling => CloseReason::Unreachable,
                        Stage::Open | Stage::Dead => CloseReason::Broken,
                    };
                    self.tell_closed(index, side, reason);
                } else {
                    self.links.let_go(&mut self.phones, index, side);
                }
                if stage == Stage::Open && self.links.slab.handle(index) == handle {
                    self.sever(index);
                }
            }
        }
    }
}
