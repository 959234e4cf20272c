//! One phone of an app: an opaque handle on a folder, and a thread while it runs.
//!
//! ```text
//! stopped ──start──► running ──stop──► stopped
//!    └────sync_once──► syncing ──by itself──┘
//! ```
//! It knows whether the phone runs and how it begins. It decides which calls make sense in
//! which of these states; everything else is the host's.

use crate::cancellation::{Cancellation, unless_cancelled};
use crate::threads::Threads;
use crate::updates::{Courier, Listener};
use crate::{Answer, Command, Failure, Key, Reason};
use corona_phone::api::{Ask, Outcome};
use corona_phone::disk::KeySource;
use corona_phone::host::{Asker, HostError, RunOptions, RunningPhone};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Begins a phone in a folder.
pub type Begin =
    dyn Fn(&Path, KeySource, RunOptions) -> Result<RunningPhone, HostError> + Send + Sync;

/// One phone. At most one may run in a folder at a time, in whatever process.
#[derive(uniffi::Object)]
pub struct Phone {
    folder: PathBuf,
    key: KeySource,
    begin: Box<Begin>,
    listener: Option<Arc<dyn Listener>>,
    life: Mutex<Life>,
    /// What the app has taken care of, to be told to the phone when it runs.
    acknowledged: AtomicU64,
    pub(crate) threads: Threads,
}

enum Life {
    Stopped,
    /// Starting, stopping, or opening the store.
    Changing,
    Running(Running),
    /// For a background job alone.
    Syncing(Asker),
}

/// A phone, and who brings its updates to the app: dropped in this order.
pub(crate) struct Running {
    phone: RunningPhone,
    courier: Option<Courier>,
}

/// Whoever changes a handle's state, on a thread of their own. Should they end before they have
/// come to another, for want of a thread or by a panic, then nothing runs.
pub(crate) struct Changing(Arc<Phone>);

impl Changing {
    /// Blocks until the phone runs; the caller says what the handle is then.
    pub(crate) fn begin_running(&self) -> Result<Running, Failure> {
        let Phone { begin, folder, key, listener, .. } = &*self.0;
        let options = RunOptions { keep_updates: true, may_be_empty: true, ..Default::default() };
        let phone = begin(folder, key.clone(), options)?;
        let asker = phone.asker();
        // Before anything is brought, or it would be brought once more.
        self.0.write_down(&asker)?;
        let bring = |listener| Courier::start(asker, listener);
        let courier = listener.clone().map(bring).transpose();
        let courier = courier.map_err(|error| {
            Failure::device(format!("the system gives no thread ({error}): close other apps"))
        })?;
        Ok(Running { phone, courier })
    }

    pub(crate) fn syncs(&self, asker: Asker) {
        *self.0.life() = Life::Syncing(asker);
    }
}

impl Drop for Changing {
    fn drop(&mut self) {
        let mut life = self.0.life();
        match &*life {
            Life::Changing | Life::Syncing(_) => *life = Life::Stopped,
            Life::Stopped | Life::Running(_) => {}
        }
    }
}

#[uniffi::export]
impl Phone {
    /// A handle on the phone in a folder, which need not exist yet and should be the app's
    /// alone. Touches nothing and starts nothing.
    ///
    /// # Errors
    /// [`Failure::Refused`] with [`Reason::Malformed`] if the key is none.
    #[uniffi::constructor(default(listener = None))]
    pub fn open(
        folder: String,
        key: Key,
        listener: Option<Arc<dyn Listener>>,
    ) -> Result<Arc<Self>, Failure> {
        Self::open_over(folder, key, listener, Box::new(RunningPhone::start))
    }

    /// Starts the phone on threads of its own: it goes on until `stop`, or until the handle is
    /// gone. With a passphrase this takes about a second.
    ///
    /// # Errors
    /// [`Failure::Refused`] if it runs already, here or in another process, or if the key is
    /// wrong; [`Failure::Device`] if folder or store can't be used.
    pub async fn start(self: Arc<Self>) -> Result<(), Failure> {
        let changing = self.change_from_stopped()?;
        self.threads
            .run(move || {
                let running = changing.begin_running()?;
                *changing.0.life() = Life::Running(running);
                Ok(())
            })
            .await
    }

    /// Ends the phone in order; nothing is lost. Done at once if it doesn't run.
    ///
    /// # Errors
    /// [`Failure::Device`] if it had ended otherwise before, for example on a full disk;
    /// [`Failure::Refused`] with [`Reason::Busy`] while it starts, stops or syncs.
    pub async fn stop(self: Arc<Self>) -> Result<(), Failure> {
        let running = {
            let mut life = self.life();
            match std::mem::replace(&mut *life, Life::Changing) {
                Life::Running(running) => running,
                Life::Stopped => {
                    *life = Life::Stopped;
                    return Ok(());
                }
                other @ (Life::Changing | Life::Syncing(_)) => {
                    *life = other;
                    return Err(busy());
                }
            }
        };
        let changing = Changing(self.clone());
        self.threads
            .run(move || {
                let _stops = changing;
                running.end()
            })
            .await
    }

    /// Puts a question or a wish. Waits for the answer as long as the command says, and no
    /// longer than until `cancellation` is cancelled or the call is dropped.
    ///
    /// # Errors
    /// [`Failure`], by whose move it is.
    #[uniffi::method(default(cancellation = None))]
    pub async fn ask(
        &self,
        command: Command,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Answer, Failure> {
        let mut replies = self.asker()?.ask(Ask::from(command));
        let Some(reply) = unless_cancelled(cancellation, replies.next_async()).await else {
            return Err(Failure::Cancelled);
        };
        reply.ok_or_else(Failure::ended)?.try_into()
    }

    /// Says that every update up to a sequence was taken care of: it is not told again. May
    /// be called from the listener, and while the phone doesn't run; then it is written down
    /// when the phone runs next.
    ///
    /// # Errors
    /// [`Failure::Device`] if it can't be written down: the updates are told again.
    pub fn acknowledge(&self, up_to: u64) -> Result<(), Failure> {
        self.acknowledged.fetch_max(up_to, Ordering::SeqCst);
        match self.asker() {
            Ok(asker) => self.write_down(&asker),
            Err(_) => Ok(()),
        }
    }
}

impl Phone {
    /// As [`open`](Self::open), on a phone that begins otherwise: for tests in other networks
    /// than Tor. No app can call this, as it isn't exported.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_over(
        folder: String,
        key: Key,
        listener: Option<Arc<dyn Listener>>,
        begin: Box<Begin>,
    ) -> Result<Arc<Self>, Failure> {
        let key = KeySource::try_from(key)?;
        // Nothing of a phone belongs on an app's standard error.
        crate::log::take_the_log();
        Ok(Arc::new(Self {
            folder: folder.into(),
            key,
            begin,
            listener,
            life: Mutex::new(Life::Stopped),
            acknowledged: AtomicU64::new(0),
            threads: Threads::default(),
        }))
    }

    /// Claims the handle for a change.
    pub(crate) fn change_from_stopped(self: &Arc<Self>) -> Result<Changing, Failure> {
        let mut life = self.life();
        match &*life {
            Life::Stopped => {
                *life = Life::Changing;
                Ok(Changing(self.clone()))
            }
            Life::Changing | Life::Syncing(_) => Err(busy()),
            Life::Running(_) => {
                Err(Failure::refused(Reason::Duplicate, "this phone runs already: use it"))
            }
        }
    }

    fn asker(&self) -> Result<Asker, Failure> {
        match &*self.life() {
            Life::Running(running) => Ok(running.asker()),
            Life::Syncing(asker) => Ok(asker.clone()),
            Life::Stopped | Life::Changing => {
                Err(Failure::refused(Reason::Offline, "this phone is not started: start it first"))
            }
        }
    }

    fn write_down(&self, asker: &Asker) -> Result<(), Failure> {
        let up_to = self.acknowledged.load(Ordering::SeqCst);
        if up_to == 0 {
            return Ok(());
        }
        let reply = asker.ask(Ask::Acknowledge { up_to }).next();
        let outcome = reply.ok_or_else(Failure::ended)?;
        let Outcome::Done = outcome else { return Err(Failure::instead(outcome)) };
        Ok(())
    }

    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    pub(crate) fn asker(&self) -> Asker {
        self.phone.asker()
    }
    /// Ends the phone, and brings what it told last.
    pub(crate) fn end(self) -> Result<(), Failure> {
        let ended = self.phone.stop();
        drop(self.courier);
        Ok(ended?)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("phone (redacted)")
    }
}

fn busy() -> Failure {
    Failure::refused(Reason::Busy, "this phone is starting, stopping or syncing: wait for that")
}
