//! Updates that an app has not taken care of yet.
//!
//! They lie in the store, each in the transaction of what it tells of, and go with the profile.

use super::residence::Residence;
use super::{HostError, Network};
use crate::api::{Outcome, Reason, UpdateShown};
use crate::clock::to_rfc3339;
use crate::disk::PendingUpdate;
use crate::home::Home;
use corona_transport_tor::Clock;
use std::sync::Arc;
use tokio::runtime::Handle;

impl<T, C> Residence<T, C>
where
    T: Network,
    C: FnMut(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError>,
{
    /// The oldest that nobody has acknowledged.
    pub(super) fn pending(&self, limit: u32) -> Outcome {
        if !self.options.keep_updates {
            return nothing_kept();
        }
        let Some(host) = &self.tenant else { return Outcome::Updates { updates: Vec::new() } };
        match host.store.store.disk().pending(limit as usize) {
            Ok(pending) => Outcome::Updates { updates: pending.into_iter().map(shown).collect() },
            Err(error) => Outcome::failed(Reason::Store, error.to_string()),
        }
    }

    /// Forgets those up to a number.
    pub(super) fn acknowledge(&mut self, up_to: u64) -> Outcome {
        if !self.options.keep_updates {
            return nothing_kept();
        }
        let Some(host) = &mut self.tenant else { return Outcome::Done };
        match host.store.store.disk_mut().acknowledge(up_to) {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::failed(Reason::Store, error.to_string()),
        }
    }
}

fn shown(PendingUpdate { sequence, announced }: PendingUpdate) -> UpdateShown {
    UpdateShown {
        sequence,
        at: to_rfc3339(announced.at),
        what: announced.what,
        number: announced.number,
        text: announced.text,
    }
}

fn nothing_kept() -> Outcome {
    let message = "this program keeps no updates to be acknowledged: follow them as they come";
    Outcome::failed(Reason::Refused, message)
}
