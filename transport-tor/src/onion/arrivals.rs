//! Strangers on their way in: from a request to meet, to the first stream of a circuit.
//!
//! Knows whoever is in the middle of arriving at one service. Decides who makes room, the
//! oldest, so that any number of silent strangers locks nobody out, and how long a circuit is
//! kept: as long as its one stream. Leaves who they are to the session.

use super::onion_stream::OnionStream;
use super::probe::{LINK_PORT, PROBE_PORT};
use crate::carrier::Happening;
use corona_core::transport::ServiceId;
use futures::{Stream, StreamExt};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinSet};
use tor_cell::relaycell::msg::Connected;
use tor_hsservice::{RendRequest, StreamRequest};
use tor_proto::stream::IncomingStreamRequest;

/// Strangers who may be in the middle of arriving at one service.
const CROWD: usize = 64;
/// How long one may take: a rendezvous circuit is built meanwhile.
const ARRIVAL: Duration = Duration::from_secs(30);
/// A probe only wants to know that it got through.
const PROBED: Duration = Duration::from_secs(2);
/// After a stream ended, what was said last may still be on its way out.
const FAREWELL: Duration = Duration::from_secs(5);

/// Whoever is arriving at one service. Dropped, it turns them away; who has arrived stays.
pub(super) struct Arrivals {
    service: ServiceId,
    told: mpsc::Sender<Happening<OnionStream>>,
    tasks: JoinSet<()>,
    /// Oldest first.
    order: VecDeque<AbortHandle>,
}

impl Arrivals {
    pub(super) fn new(service: ServiceId, told: mpsc::Sender<Happening<OnionStream>>) -> Self {
        Self { service, told, tasks: JoinSet::new(), order: VecDeque::new() }
    }

    /// Lets a stranger begin to arrive; the oldest who has not arrived makes room.
    pub(super) fn admit(&mut self, request: RendRequest) {
        let arrival = arrive(request, self.service, self.told.clone());
        self.begin(async move { drop(tokio::time::timeout(ARRIVAL, arrival).await) });
    }

    fn begin(&mut self, arrival: impl Future<Output = ()> + Send + 'static) {
        while self.tasks.try_join_next().is_some() {}
        self.order.retain(|task| !task.is_finished());
        while self.order.len() >= CROWD {
            if let Some(oldest) = self.order.pop_front() {
                oldest.abort();
            }
        }
        self.order.push_back(self.tasks.spawn(arrival));
    }
}

/// Lets a stranger in as far as the first stream of the circuit.
async fn arrive(
    request: RendRequest,
    service: ServiceId,
    told: mpsc::Sender<Happening<OnionStream>>,
) {
    let Ok(mut streams) = request.accept().await else { return };
    let Some(first) = streams.next().await else { return };
    match port(&first) {
        Some(LINK_PORT) => {
            let Ok(stream) = first.accept(Connected::new_empty()).await else { return };
            let (circuit, ended) = oneshot::channel();
            tokio::spawn(keep(streams, ended));
            let stream = OnionStream::accepted(stream, circuit);
            drop(told.send(Happening::Incoming(service, stream)).await);
        }
        Some(PROBE_PORT) => {
            drop(first.accept(Connected::new_empty()).await);
            tokio::time::sleep(PROBED).await;
        }
        Some(_) | None => drop(first.shutdown_circuit()),
    }
}

/// Keeps a circuit as long as its stream is in use; who asks for a second loses both.
async fn keep(
    mut streams: impl Stream<Item = StreamRequest> + Unpin,
    ended: oneshot::Receiver<()>,
) {
    tokio::select! {
        second = streams.next() => {
            if let Some(second) = second {
                drop(second.shutdown_circuit());
            }
        }
        // Nothing is ever sent: the sender goes with the stream.
        _ = ended => tokio::time::sleep(FAREWELL).await,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "whatever else there is, is refused")]
fn port(request: &StreamRequest) -> Option<u16> {
    match request.request() {
        IncomingStreamRequest::Begin(begin) => Some(begin.port()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn the_oldest_makes_room_and_whoever_comes_next_gets_in() {
        let (told, _) = mpsc::channel(1);
        let mut arrivals = Arrivals::new(ServiceId(1), told);
        for _ in 0..3 * CROWD {
            arrivals.begin(std::future::pending());
        }
        assert_eq!(arrivals.order.len(), CROWD);
        let in_time = Arc::new(AtomicUsize::new(0));
        for _ in 0..CROWD {
            let in_time = in_time.clone();
            arrivals.begin(async move {
                in_time.fetch_add(1, Ordering::SeqCst);
            });
            tokio::task::yield_now().await;
        }
        while arrivals.tasks.join_next().await.is_some() {
            if in_time.load(Ordering::SeqCst) == CROWD {
                return;
            }
        }
        panic!("silent strangers kept an honest one out");
    }
}
