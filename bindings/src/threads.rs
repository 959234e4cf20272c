//! What blocks, on threads of its own, so that no app's thread waits.
//!
//! It knows which threads it has begun, and is gone only after the last of them. Each ends by
//! waking the app's language from here. An interpreter that is shut down meanwhile aborts the
//! process: Python does, when a program ends within milliseconds after its last call. What an
//! app still holds when its interpreter ends is beyond this: bindings/README.md says so.

use crate::Failure;
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use tokio::sync::oneshot;

/// The threads that one handle has begun.
#[derive(Default)]
pub(crate) struct Threads(Mutex<Vec<JoinHandle<()>>>);

impl Threads {
    /// Does what blocks on a thread of its own.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (done, coming) = oneshot::channel();
        let thread = Builder::new().name("corona-change".to_owned()).spawn(move || {
            // The app may have lost interest; the work was done all the same.
            let _gone = done.send(work());
        });
        let thread = thread.map_err(|error| {
            Failure::device(format!("the system gives no thread ({error}): close other apps"))
        })?;
        self.keep(thread);
        coming.await.unwrap_or_else(|_| Err(Failure::device("the phone panicked: see the log")))
    }

    fn keep(&self, thread: JoinHandle<()>) {
        let mut threads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        threads.retain(|thread| !thread.is_finished());
        threads.push(thread);
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        let threads = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        // The handle itself may go on one of them, with the work that held it last.
        let here = std::thread::current().id();
        for thread in threads.drain(..).filter(|thread| thread.thread().id() != here) {
            // Its panic was told to whoever waited for the work.
            let _panicked = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::{Context, Poll, Wake, Waker};
    use std::time::Duration;

    /// An app's language: it goes on for a while after it has passed a wake-up on.
    #[derive(Default)]
    struct SlowLanguage {
        is_woken: AtomicBool,
        is_left: AtomicBool,
    }

    #[expect(clippy::disallowed_methods, reason = "an app of a test is slow, here alone")]
    fn pause() {
        std::thread::sleep(Duration::from_millis(200));
    }

    impl Wake for SlowLanguage {
        fn wake(self: Arc<Self>) {
            self.is_woken.store(true, Ordering::SeqCst);
            pause();
            self.is_left.store(true, Ordering::SeqCst);
        }
    }

    #[test]
    fn no_thread_is_in_the_apps_language_once_the_handle_is_gone() {
        let language = Arc::new(SlowLanguage::default());
        let threads = Threads::default();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let mut working = Box::pin(threads.run(move || {
            wait.recv().expect("the test lets it go");
            Ok(5)
        }));
        let waker = Waker::from(language.clone());
        assert!(working.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        go.send(()).expect("the work waits");
        while !language.is_woken.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        let Poll::Ready(result) = working.as_mut().poll(&mut Context::from_waker(&waker)) else {
            panic!("woken without a result")
        };
        assert_eq!(result.expect("nothing fails"), 5);
        drop(working);
        drop(threads);
        assert!(language.is_left.load(Ordering::SeqCst));
    }

    #[test]
    fn a_handle_may_go_with_its_own_work() {
        let threads = Arc::new(Threads::default());
        let (ended, end) = std::sync::mpsc::channel();
        let held = threads.clone();
        let mut working = Box::pin(async move {
            let holder = held.clone();
            held.run(move || {
                pause();
                drop(holder);
                ended.send(()).expect("the test waits");
                Ok(())
            })
            .await
        });
        assert!(working.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(working);
        drop(threads);
        end.recv().expect("the work went on to its end");
    }
}
