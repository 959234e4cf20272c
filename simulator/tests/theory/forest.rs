//! Trees of people and events around reporters: what a large random network looks like near
//! each of them, without its loops.

use crate::drawing::{degree, excess_degree};
use crate::network::Network;
use corona_simulator::chance::{Chance, Purpose};
use corona_simulator::theory::Degrees;
use std::ops::Range;

/// Trees side by side, which have nothing to do with each other.
pub(crate) struct Forest {
    pub(crate) network: Network,
    /// By tree, its people. The first is the reporter.
    pub(crate) trees: Vec<Range<u32>>,
}

impl Forest {
    /// Everybody's events are drawn up to so many hops from the reporter.
    pub(crate) fn draw(seed: u64, trees: u32, memberships: Degrees, size: u32, hops: u32) -> Self {
        let chance = Chance::new(seed);
        let mut draws = chance.draws(Purpose::RandomNetwork, 0);
        let mut network = Network { people: 0, events: Vec::new() };
        let mut ranges = Vec::new();
        for _ in 0..trees {
            let root = network.people;
            network.people += 1;
            let mut rim = vec![root];
            for hop in 0..hops {
                let mut grown = Vec::new();
                for person in rim {
                    let events = if hop == 0 {
                        degree(&mut draws, memberships)
                    } else {
                        excess_degree(&mut draws, memberships)
                    };
                    for _ in 0..events {
                        let fresh = network.people..network.people + size - 1;
                        network.people = fresh.end;
                        let place = draws.below(size.into()) as usize;
                        let mut members: Vec<u32> = fresh.clone().collect();
                        // Anybody may turn out to be the organizer.
                        members.insert(place, person);
                        network.events.push(members);
                        grown.extend(fresh);
                    }
                }
                rim = grown;
            }
            ranges.push(root..network.people);
        }
        Self { network, trees: ranges }
    }
}
