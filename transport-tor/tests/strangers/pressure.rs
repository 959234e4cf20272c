//! Peers that send without end, or never read.

use crate::siege::{ONE, Siege, siege};
use corona_core::transport::{CloseReason, Request, Transport};
use corona_transport_tor::loopback::PipeNetwork;
use corona_transport_tor::{Limits, session};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::AsyncWriteExt;

const SOON: Duration = Duration::from_secs(10);
const FRAME: usize = 8_000;

/// What a flood gets rid of while nobody polls: the notices in flight, a frame in hand, and
/// what the pipe and TLS hold.
#[test]
fn a_flood_is_held_back_while_the_node_sleeps() {
    let limits = Limits { notices_in_flight: 4, ..Limits::default() };
    let mut siege: Siege<PipeNetwork> = siege(limits);
    let (prove, expect) = (siege.admit(ONE), siege.proves(ONE));
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    let flood = siege.knock(ONE, move |stream| async move {
        let mut session = session::dial(stream, &prove, expect, SOON).await.expect("TLS is open");
        let frame = session::encode(&[1; FRAME]).expect("short enough");
        while session.write_all(&frame).await.is_ok() {
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    let at_rest = rest(&siege, &sent);
    assert!(at_rest * FRAME < 300_000, "{at_rest} frames were taken from a flood");
    siege.until("it flows again", |_| sent.load(Ordering::SeqCst) > at_rest + 50);
    siege.guest_is_served();
    flood.abort();
}

/// Waits until nothing more is sent, while nobody polls, and says how much was.
fn rest(siege: &Siege<PipeNetwork>, sent: &AtomicUsize) -> usize {
    let (mut before, mut same) = (0, 0);
    while before == 0 || same < 40 {
        siege.pause();
        let now = sent.load(Ordering::SeqCst);
        same = if now == before { same + 1 } else { 0 };
        before = now;
    }
    before
}

/// A host that goes on sending to a peer that never reads breaks the link instead of
/// hoarding frames for it.
#[test]
fn a_peer_that_never_reads_is_dropped() {
    let limits = Limits { outgoing_frames: 8, ..Limits::default() };
    let mut siege: Siege<PipeNetwork> = siege(limits);
    let (prove, expect) = (siege.admit(ONE), siege.proves(ONE));
    let deaf = siege.knock(ONE, move |stream| async move {
        session::dial(stream, &prove, expect, SOON).await.expect("TLS is open")
    });
    siege.until("the peer is in", |siege| siege.kept.len() == 2);
    let link = siege.kept[1];
    let _deaf = siege.outcome(deaf);
    for _ in 0..200 {
        siege.host.submit(Request::Send { link, frame: vec![2; FRAME] });
        siege.pump();
        siege.pause();
    }
    assert_eq!(siege.ended, [(link, CloseReason::Broken)]);
    siege.is_lifted();
}
