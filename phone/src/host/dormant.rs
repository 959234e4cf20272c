//! A phone without its node: what outlives a change of the network.
//!
//! It knows the folder's profile, its store and what is in it. It decides how a node comes to
//! be: from what is stored, or new if nothing is. The same steps, whether the program starts
//! or the gateway is switched.

use super::gateway::Gateway;
use super::holding::{HoldingStore, announce};
use super::recording::Recording;
use super::turns::Host;
use super::waiting::Memory;
use super::{HostError, Network, RunOptions};
use crate::clock::PhoneClock;
use crate::disk::{KeySource, TellingStore, Words};
use crate::home::Home;
use corona_core::contacts::Profile;
use corona_core::node::{Effects, Node, Update};
use corona_core::pump::settle_witnessed;
use corona_core::rules::Rules;
use corona_core::storage::Snapshot;
use corona_core::trace::Seed;
use corona_transport_tor::Clock;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::io;
use std::sync::Arc;

/// All of a phone but its node and its network.
pub(super) struct Dormant {
    pub(super) home: Home,
    pub(super) store: HoldingStore,
    pub(super) recording: Recording,
    pub(super) clock: Arc<PhoneClock>,
    pub(super) rules: Arc<Rules>,
    /// Everything stored.
    pub(super) records: Snapshot,
}

impl Dormant {
    /// Opens the store of the profile in a folder that this program has claimed.
    pub(super) fn open(
        home: Home,
        key: &KeySource,
        options: &RunOptions,
        clock: Arc<PhoneClock>,
    ) -> Result<Self, HostError> {
        let (store, records) = home.open_store(key)?;
        let words = options.keep_updates.then_some(announce as Words);
        let store = TellingStore::new(store, words, records.is_empty());
        let store = HoldingStore { store, hold: options.hold.clone() };
        let recording = Recording::open(options.record_trace.as_deref())?;
        let mut rules = Rules::with_policy(home.policy().policy());
        clock.fit(&mut rules);
        Ok(Self { home, store, recording, clock, rules: Arc::new(rules), records })
    }

    /// Lets the node live, on a network or none.
    pub(super) fn wake<T: Network>(self, mut gateway: Gateway<T>) -> Result<Host<T>, HostError> {
        let Self { home, mut store, mut recording, clock, rules, records } = self;
        let seed = fresh_seed()?;
        let mut rng = ChaCha20Rng::from_seed(*seed.as_bytes());
        let (now, mut out, mut updates) = (clock.now(), Effects::default(), Vec::new());
        let node = if records.is_empty() {
            let name = store.store.disk().name();
            recording.created(now, seed, name, &rules);
            let profile = Profile { name: name.to_owned(), avatar: None };
            Node::create(rules.clone(), profile, now, &mut rng, &mut out)
        } else {
            recording.restored(now, seed, &records, &rules);
            Node::restore(rules.clone(), &records, now, &mut out)?
        };
        let from = store.store.disk().course().status();
        settle_witnessed(&mut out, &mut gateway, &mut store, now, &mut updates, &mut recording)?;
        store.store.catch_up(node.status(), now)?;
        // A status that is inferred anew is no news, but what it became meanwhile is.
        updates.retain(|update| !matches!(update, Update::StatusChanged { .. }));
        if node.status() != from {
            updates.push(Update::StatusChanged { from, to: node.status() });
        }
        tracing::info!(new = records.is_empty(), records = records.len(), "the phone runs");
        let memory = if gateway.is_on() { Memory::default() } else { Memory::off() };
        let since = gateway.is_on().then_some(now);
        Ok(Host {
            home,
            node,
            gateway,
            since,
            store,
            clock,
            rng,
            rules,
            recording,
            updates,
            memory,
        })
    }
}

/// Randomness from the system; keys of the store come from there as well (`disk`).
#[expect(clippy::disallowed_methods, reason = "a phone's keys come from the system, here alone")]
pub(crate) fn random() -> io::Result<zeroize::Zeroizing<[u8; 32]>> {
    let mut bytes = zeroize::Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

fn fresh_seed() -> Result<Seed, HostError> {
    Ok(Seed::from_bytes(*random()?))
}
