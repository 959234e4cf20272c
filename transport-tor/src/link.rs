//! The line between the transport and the task of one link.
//!
//! Knows how orders get to the task: frames in a bounded queue, and the end by dropping or
//! cutting the handle. What the task makes of them is left to `link_task`, which ends are
//! whose fault to the transport.

use tokio::sync::{mpsc, oneshot};

/// The transport's end. Dropping it closes the link after what was sent.
pub(crate) struct LinkHandle {
    frames: mpsc::Sender<Vec<u8>>,
    end: oneshot::Sender<Cut>,
}

/// The task's end.
pub(crate) struct Orders {
    /// Closed, once empty, when the link is to end.
    frames: mpsc::Receiver<Vec<u8>>,
    end: End,
}

/// By which a task hears that its link is to end.
pub(crate) struct End(oneshot::Receiver<Cut>);

struct Cut;

/// How a link is to end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// After everything sent has left.
    Closed,
    /// At once, so that the other side sees it broken.
    Cut,
}

/// A queue that holds so many frames takes no more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct QueueFull;

pub(crate) fn line(outgoing_frames: usize) -> (LinkHandle, Orders) {
    let (frames, frames_out) = mpsc::channel(outgoing_frames.max(1));
    let (end, end_out) = oneshot::channel();
    (LinkHandle { frames, end }, Orders { frames: frames_out, end: End(end_out) })
}

impl LinkHandle {
    /// Queues a frame. One for a link that is ending already goes nowhere: its end is
    /// about to be told.
    pub(crate) fn send(&self, frame: Vec<u8>) -> Result<(), QueueFull> {
        match self.frames.try_send(frame) {
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => Ok(()),
            Err(mpsc::error::TrySendError::Full(_)) => Err(QueueFull),
        }
    }
    /// Breaks the link.
    pub(crate) fn cut(self) {
        // A task that is gone has nothing to break.
        let _ = self.end.send(Cut);
    }
}

impl Orders {
    /// Waits until the link is to end. To be asked no more once it has answered.
    pub(crate) async fn ending(&mut self) -> Ending {
        self.end.ending().await
    }
    /// Both ways of an order, for two futures to wait on.
    pub(crate) fn split(self) -> (mpsc::Receiver<Vec<u8>>, End) {
        (self.frames, self.end)
    }
}

impl End {
    /// Waits until the link is to end. To be asked no more once it has answered.
    pub(crate) async fn ending(&mut self) -> Ending {
        match (&mut self.0).await {
            Ok(Cut) => Ending::Cut,
            Err(_) => Ending::Closed,
        }
    }
}
