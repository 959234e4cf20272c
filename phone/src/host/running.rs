//! A phone within another program: an app, a test, or a language's binding.
//!
//! ```text
//! RunningPhone ── owns the thread the phone lives on; stop, or drop, ends it
//!   Asker      ── puts questions, from any thread; may be cloned
//!     Replies  ── the answers, blocking or not; dropping them is hanging up
//! ```

use super::start::{Manner, live};
use super::{HostError, Network, RunOptions};
use crate::api::{Ask, Outcome, Reason};
use crate::control::{Answers, Asked};
use crate::disk::KeySource;
use crate::home::Home;
use crate::http::Doorplate;
use corona_transport_tor::Clock;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

/// A phone that lives on threads of its own.
#[derive(Debug)]
pub struct RunningPhone {
    asker: Asker,
    door: Option<Doorplate>,
    thread: Option<JoinHandle<Result<(), HostError>>>,
}

/// Puts questions to a running phone.
#[derive(Clone, Debug)]
pub struct Asker(mpsc::Sender<Asked>);

/// Answers, as they come: one, or, to [`Ask::Follow`], many. Dropping them is hanging up:
/// nobody waits for what was asked any more, but what was begun goes on.
#[derive(Debug)]
pub struct Replies {
    outcomes: mpsc::Receiver<Outcome>,
    /// Set while an end without an answer would be a failure.
    owed: bool,
    follows: bool,
}

impl RunningPhone {
    /// Starts the phone in a folder, over Tor; see [`run`](super::run). It listens neither to
    /// signals nor to the command line, and leaves the log to the program.
    ///
    /// # Errors
    /// [`HostError`] if it can't begin.
    pub fn start(folder: &Path, key: KeySource, options: RunOptions) -> Result<Self, HostError> {
        Self::start_over(folder, key, options, super::tor::connect)
    }

    /// As [`start`](Self::start), over a network of the caller's.
    ///
    /// # Errors
    /// [`HostError`] if it can't begin.
    pub fn start_over<T: Network>(
        folder: &Path,
        key: KeySource,
        options: RunOptions,
        connect: impl FnMut(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError> + Send + 'static,
    ) -> Result<Self, HostError> {
        let (begun, beginning) = std::sync::mpsc::channel();
        let folder = folder.to_owned();
        let thread = std::thread::Builder::new().name("corona".to_owned()).spawn(move || {
            live(&folder, key, options, connect, Manner::Embedded, |asking, door| {
                // Whoever started it waits.
                let _gone = begun.send((Asker(asking.clone()), door.cloned()));
            })
        })?;
        match beginning.recv() {
            Ok((asker, door)) => Ok(Self { asker, door, thread: Some(thread) }),
            Err(_) => Err(match thread.join() {
                Ok(Err(error)) => error,
                Ok(Ok(())) | Err(_) => crashed(),
            }),
        }
    }

    /// Puts a question. Never blocks by itself: reading the answers does.
    #[must_use]
    pub fn ask(&self, ask: Ask) -> Replies {
        self.asker.ask(ask)
    }

    /// For other threads.
    #[must_use]
    pub fn asker(&self) -> Asker {
        self.asker.clone()
    }

    /// Where the local API is served, if it is.
    #[must_use]
    pub fn api(&self) -> Option<&Doorplate> {
        self.door.as_ref()
    }

    /// Ends the phone in order; nothing is lost.
    ///
    /// # Errors
    /// [`HostError`] if it had ended otherwise before.
    pub fn stop(mut self) -> Result<(), HostError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), HostError> {
        let Some(thread) = self.thread.take() else { return Ok(()) };
        let (answers, _unread) = Answers::new();
        let mut stop = Asked { ask: Ask::Stop, answers };
        // A full queue is being emptied; without a reader the phone has ended.
        while let Err(mpsc::error::TrySendError::Full(again)) = self.asker.0.try_send(stop) {
            stop = again;
            std::thread::yield_now();
        }
        thread.join().unwrap_or_else(|_| Err(crashed()))
    }
}

impl Drop for RunningPhone {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            tracing::error!(%error, "the phone had ended");
        }
    }
}

impl Asker {
    /// Puts a question. Never blocks.
    #[must_use]
    pub fn ask(&self, ask: Ask) -> Replies {
        let follows = matches!(ask, Ask::Follow { .. });
        let (answers, outcomes) = Answers::new();
        match self.0.try_send(Asked { ask, answers }) {
            // Its answers are dropped with it: an end without one.
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => {}
            Err(mpsc::error::TrySendError::Full(asked)) => {
                let message = "too much is asked at once: ask again in a moment";
                let _gone = asked.answers.give(Outcome::failed(Reason::Busy, message));
            }
        }
        Replies { outcomes, owed: !follows, follows }
    }

    pub(crate) const fn over(asking: mpsc::Sender<Asked>) -> Self {
        Self(asking)
    }
}

impl Replies {
    /// The next answer; `None` after the last. May be dropped and called again.
    pub async fn next_async(&mut self) -> Option<Outcome> {
        if !self.follows && !self.owed {
            return None;
        }
        let outcome = self.outcomes.recv().await;
        self.note(outcome)
    }

    fn note(&mut self, outcome: Option<Outcome>) -> Option<Outcome> {
        if std::mem::replace(&mut self.owed, false) {
            return Some(outcome.unwrap_or_else(|| {
                let message = "the phone ended before it answered: start it again";
                Outcome::failed(Reason::Store, message)
            }));
        }
        outcome
    }
}

impl Iterator for Replies {
    type Item = Outcome;

    /// Waits for the next answer. Not for async code: see [`Replies::next_async`].
    fn next(&mut self) -> Option<Outcome> {
        if !self.follows && !self.owed {
            return None;
        }
        let outcome = self.outcomes.blocking_recv();
        self.note(outcome)
    }
}

fn crashed() -> HostError {
    HostError::System(io::Error::other("the phone's thread panicked; see the log"))
}
