//! Calling off a wait.

use std::future::Future;
use std::sync::Arc;
use tokio::sync::watch;

/// Ends the calls it was handed to, whenever the app says so: not every platform can end a
/// call in any other way. One may serve many calls, and once cancelled it stays so.
#[derive(Debug, uniffi::Object)]
pub struct Cancellation {
    cancelled: watch::Sender<bool>,
}

#[uniffi::export]
impl Cancellation {
    /// Nothing is cancelled yet.
    #[uniffi::constructor]
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self { cancelled: watch::Sender::new(false) })
    }

    /// Every call that holds this ends with [`Failure::Cancelled`](crate::Failure::Cancelled)
    /// at once; what it began goes on where it can't be undone.
    pub fn cancel(&self) {
        self.cancelled.send_replace(true);
    }
}

/// What a future gives; `None` if the app called off the wait before.
pub(crate) async fn unless_cancelled<F: Future>(
    cancellation: Option<Arc<Cancellation>>,
    future: F,
) -> Option<F::Output> {
    let Some(cancellation) = cancellation else { return Some(future.await) };
    let mut told = cancellation.cancelled.subscribe();
    tokio::select! {
        biased;
        _ = told.wait_for(|cancelled| *cancelled) => None,
        given = future => Some(given),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};
    use tokio::runtime::Builder;

    fn wait<F: Future>(future: F) -> F::Output {
        Builder::new_current_thread().build().unwrap().block_on(future)
    }

    #[test]
    fn a_cancelled_wait_ends_and_others_go_on() {
        let (ended, going) = (Cancellation::new(), Cancellation::new());
        ended.cancel();
        assert_eq!(wait(unless_cancelled(Some(ended.clone()), pending::<u8>())), None);
        assert_eq!(wait(unless_cancelled(Some(ended), ready(7))), None);
        assert_eq!(wait(unless_cancelled(Some(going), ready(7))), Some(7));
        assert_eq!(wait(unless_cancelled(None, ready(7))), Some(7));
    }

    #[test]
    fn a_wait_is_called_off_from_another_thread() {
        let cancellation = Cancellation::new();
        let waiting = cancellation.clone();
        let thread =
            std::thread::spawn(move || wait(unless_cancelled(Some(waiting), pending::<u8>())));
        cancellation.cancel();
        assert_eq!(thread.join().unwrap(), None);
    }
}
