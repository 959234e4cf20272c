//! Many strangers at once.

use crate::attacks::read_all;
use crate::bed::Network;
use crate::siege::{ONE, Siege, siege};
use corona_core::transport::{Request, Transport};
use corona_transport_tor::loopback::{LoopbackNetwork, PipeNetwork};
use corona_transport_tor::{Limits, session};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::task::JoinHandle;

const SOON: Duration = Duration::from_secs(10);

fn two_hundred_silent_strangers_shut_nobody_out<N: Network>() {
    let handshake = Duration::from_secs(3);
    let limits = Limits { half_open_per_service: 16, handshake, ..Limits::default() };
    let mut siege: Siege<N> = siege(limits);
    let strangers: Vec<_> = (0..200)
        .map(|_| siege.knock(ONE, |mut stream| async move { read_all(&mut stream).await }))
        .collect();
    let turned_away = || strangers.iter().filter(|stranger| stranger.is_finished()).count();
    siege.until("all have come", |_| turned_away() >= 200 - 16);
    siege.guest_is_served();
    // Another admitted peer gets in through those who are still there.
    siege.let_guest_in();
    for stranger in strangers {
        assert_eq!(siege.outcome(stranger), [0_u8; 0], "a silent stranger got an answer");
    }
    assert!(siege.most_half_open <= 16, "{} were half-open", siege.most_half_open);
    siege.until("all are gone", |siege| siege.host.half_open() == 0);
    assert_eq!((siege.host.accepted(), siege.host.open_links()), (2, 2));
    siege.guest_is_served();
}

#[test]
fn two_hundred_silent_strangers_shut_nobody_out_over_pipes() {
    two_hundred_silent_strangers_shut_nobody_out::<PipeNetwork>();
}

#[test]
fn two_hundred_silent_strangers_shut_nobody_out_over_tcp() {
    two_hundred_silent_strangers_shut_nobody_out::<LoopbackNetwork>();
}

/// Not the newest, or else as many strangers as there is room for would keep the door.
#[test]
fn the_oldest_makes_room() {
    let limits = Limits { half_open_per_service: 3, ..Limits::default() };
    let mut siege: Siege<PipeNetwork> = siege(limits);
    let mut strangers = Vec::new();
    for number in 1..=6 {
        let (here, at_the_door) = std::sync::mpsc::channel();
        strangers.push(siege.knock(ONE, move |mut stream| async move {
            // A record that has begun, so that its handshake has.
            stream.write_all(&[22]).await.expect("the door is open");
            here.send(()).expect("the test waits");
            read_all(&mut stream).await
        }));
        at_the_door.recv().expect("the stranger comes");
        siege.until("the stranger has entered", |siege| siege.host.half_open() == number.min(3));
        let made_room = |strangers: &[JoinHandle<Vec<u8>>]| {
            strangers.iter().map(JoinHandle::is_finished).collect::<Vec<_>>()
        };
        let expected: Vec<_> = (0..number).map(|n| n + 3 < number).collect();
        siege.until("the oldest has made room", |_| made_room(&strangers) == expected);
    }
}

/// Strangers with keys, which the node refuses, and which then won't hang up.
#[test]
fn refused_strangers_that_cling_are_few() {
    // So few places that none may be held by who was refused already.
    let limits = Limits { closing: 4, accepted_per_service: 8, ..Limits::default() };
    let mut siege: Siege<LoopbackNetwork> = siege(limits);
    let mut clinging = Vec::new();
    for number in 1..=40 {
        let (prove, expect) = (siege.seeds.key(), siege.proves(ONE));
        let stranger = siege.knock(ONE, move |stream| async move {
            session::dial(stream, &prove, expect, SOON).await.expect("TLS is open")
        });
        clinging.push(siege.outcome(stranger));
        siege.until("it is refused", |siege| siege.told.len() == 1 + number);
        assert!(siege.host.closing() <= 4, "{} strangers cling", siege.host.closing());
    }
    siege.is_lifted();
    drop(clinging);
}

/// A full service refuses newcomers and keeps whom it has; there is room again once one
/// has left.
#[test]
fn a_full_service_keeps_whom_it_has() {
    let limits = Limits { accepted_per_service: 2, ..Limits::default() };
    let mut siege: Siege<PipeNetwork> = siege(limits);
    let knock = |siege: &mut Siege<PipeNetwork>| {
        let (prove, expect) = (siege.admit(ONE), siege.proves(ONE));
        siege.knock(ONE, move |stream| async move {
            let mut session = session::dial(stream, &prove, expect, SOON).await.expect("TLS");
            read_all(&mut session).await
        })
    };
    let second = knock(&mut siege);
    siege.until("the second is in", |siege| siege.host.open_links() == 2);
    let third = knock(&mut siege);
    assert_eq!(siege.outcome(third), [0_u8; 0], "a third was answered");
    assert_eq!((siege.host.open_links(), siege.told.len()), (2, 2));
    second.abort();
    siege.until("the second is gone", |siege| siege.host.accepted() == 1);
    let _fourth = knock(&mut siege);
    siege.until("there is room again", |siege| siege.host.open_links() == 2);
    siege.guest_is_served();
}

/// Whoever is half-way in when a service is retired gets no further.
#[test]
fn retiring_turns_away_who_is_half_way_in() {
    let mut siege: Siege<PipeNetwork> = siege(Limits::default());
    let stranger = siege.knock(ONE, |mut stream| async move { read_all(&mut stream).await });
    siege.until("the stranger is at the door", |siege| siege.host.half_open() == 1);
    siege.host.submit(Request::Retire { service: ONE });
    // Long before the deadline of 15 s would: the test's patience ends sooner only if it hangs.
    assert_eq!(siege.outcome(stranger), [0_u8; 0]);
    assert_eq!(siege.host.half_open(), 0);
    siege.guest_is_served();
}
