//! Updates on their way to the app, each until the app says that it has taken care of it.
//!
//! It knows the inbox that the phone keeps on the disk. It decides nothing but the order:
//! oldest first, each once while the phone runs, and again after a restart unless it was
//! acknowledged.

use crate::shown::UpdateShown;
use corona_phone::api::{self, Ask, Outcome};
use corona_phone::host::Asker;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

/// As many as the phone keeps.
const ALL: u32 = 1_000;

/// What is told of a state that was never stored: there is nothing to acknowledge.
const STATES: [&str; 3] = ["network", "gateway-on", "gateway-off"];

/// Hears what happens. Called from a thread of its own, one update after the other; it may
/// call `acknowledge`, and must neither stop nor start the phone.
#[uniffi::export(with_foreign)]
pub trait Listener: Send + Sync {
    /// Something happened. It is told again after a restart until it is acknowledged: by then
    /// the app must have acted, or have written down that it must. With sequence 0 it is told
    /// once: how the network stands is a state, which `ShowStatus` tells as well.
    fn updated(&self, update: UpdateShown);
}

/// The thread that brings updates. Gone only when it has ended: see [`crate::threads`].
pub(crate) struct Courier(Option<JoinHandle<()>>);

impl Courier {
    /// Brings what is in the inbox, and from then on everything, until the phone ends.
    pub(crate) fn start(asker: Asker, listener: Arc<dyn Listener>) -> std::io::Result<Self> {
        let courier = std::thread::Builder::new().name("corona-updates".to_owned());
        let thread = courier.spawn(move || bring(&asker, &*listener))?;
        Ok(Self(Some(thread)))
    }
}

impl Drop for Courier {
    /// Waits until the last update has been brought; the phone must have ended.
    fn drop(&mut self) {
        // A listener may let go of the phone's last handle.
        let here = std::thread::current().id();
        let thread = self.0.take().filter(|thread| thread.thread().id() != here);
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("updates stopped coming before the phone ended");
        }
    }
}

fn bring(asker: &Asker, listener: &dyn Listener) {
    let mut brought = 0;
    loop {
        // First to be told of what comes, then to look: nothing falls between the two.
        let mut followed = asker.ask(Ask::Follow { after: None });
        loop {
            let Some(last) = empty(asker, listener, brought) else { return };
            brought = last;
            // An end means that the phone has ended, or that this listener was too slow.
            let Some(told) = followed.next() else { break };
            if let Outcome::Update(update) = told
                && STATES.contains(&update.what.as_str())
            {
                tell(listener, api::UpdateShown { sequence: 0, ..update });
            }
        }
    }
}

/// Brings what is pending after a sequence; returns the last brought, or nothing once the
/// phone has ended.
fn empty(asker: &Asker, listener: &dyn Listener, after: u64) -> Option<u64> {
    let pending = asker.ask(Ask::PendingUpdates { limit: ALL }).next()?;
    let Outcome::Updates { updates } = pending else { return None };
    let mut brought = after;
    for update in updates.into_iter().filter(|update| update.sequence > after) {
        brought = update.sequence;
        tell(listener, update);
    }
    Some(brought)
}

/// What the app throws is the app's mistake; unacknowledged, the update is told again.
fn tell(listener: &dyn Listener, update: api::UpdateShown) {
    if catch_unwind(AssertUnwindSafe(|| listener.updated(update.into()))).is_err() {
        tracing::warn!("the app's listener has thrown");
    }
}
