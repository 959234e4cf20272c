//! The keys that open restricted descriptors, lent to Arti for as long as a dial lasts.
//!
//! Knows that Arti looks such a key up by address, in a keystore that holds one per address.
//! Decides how long it is there: while at least one dial with it goes on. Leaves whose key it
//! is to the caller.

use super::client::Client;
use corona_core::identity::AccessSecret;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tor_hscrypto::pk::{HsClientDescEncKey, HsClientDescEncSecretKey, HsId};
use tor_keymgr::KeystoreSelector;
use tor_llcrypto::pk::curve25519::StaticSecret;

/// The keys that are lent now.
#[derive(Default)]
pub(super) struct Readers {
    lent: Mutex<BTreeMap<[u8; 32], usize>>,
}

/// A key on loan; dropping it takes it back.
pub(super) struct Loan {
    readers: Arc<Readers>,
    client: Client,
    service: [u8; 32],
}

impl Readers {
    /// Lends Arti the key to a service's descriptor. Of two different keys for one address at
    /// one time the later one counts.
    pub(super) fn lend(
        self: &Arc<Self>,
        client: &Client,
        service: [u8; 32],
        access: &AccessSecret,
    ) -> Loan {
        let mut lent = self.lent.lock().unwrap_or_else(PoisonError::into_inner);
        *lent.entry(service).or_default() += 1;
        let secret = HsClientDescEncSecretKey::from(StaticSecret::from(*access.to_bytes()));
        let id = HsId::from(service);
        let held = client.get_service_discovery_key(id).ok().flatten();
        // A dial that goes on must not find the key gone for a moment.
        if held != Some(HsClientDescEncKey::from(&secret)) {
            take_back(client, service);
            let lent = client.insert_service_discovery_key(KeystoreSelector::Primary, id, secret);
            if lent.is_err() {
                tracing::warn!("a key to a restricted service could not be lent to Arti");
            }
        }
        Loan { readers: self.clone(), client: client.clone(), service }
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let mut lent = self.readers.lent.lock().unwrap_or_else(PoisonError::into_inner);
        let left = lent.get(&self.service).copied().unwrap_or(0).saturating_sub(1);
        if left > 0 {
            lent.insert(self.service, left);
        } else {
            lent.remove(&self.service);
            take_back(&self.client, self.service);
        }
    }
}

fn take_back(client: &Client, service: [u8; 32]) {
    let id = HsId::from(service);
    // Nothing to remove is no failure, and a store in memory has no other.
    drop(client.remove_service_discovery_key(KeystoreSelector::Primary, id));
}
