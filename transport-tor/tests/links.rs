//! What this transport promises beside the laws of all: how links break, what a deadline
//! covers, when a node is woken.

mod bed;

use bed::{Network, Seeds, SystemClock};
use corona_core::identity::{AuthKey, ServiceKeys};
use corona_core::time::Span;
use corona_core::transport::{
    Audience, CloseReason, FRAME_LIMIT, LinkId, Notice, Request, ServiceId, Transport,
};
use corona_transport_tor::loopback::{LoopbackNetwork, PipeNetwork, Pipes};
use corona_transport_tor::{Carrier, Clock, Happening, Hosting, Limits, TorTransport};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::DuplexStream;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;

const SERVICE: ServiceId = ServiceId(1);
const LINK: LinkId = LinkId::dialled(1);
const PATIENCE: Duration = Duration::from_secs(20);

fn phone<N: Network>(network: &N) -> TorTransport<N::Carrier> {
    phone_on(network, &Handle::current())
}

fn phone_on<N: Network>(network: &N, runtime: &Handle) -> TorTransport<N::Carrier> {
    phone_with(network, runtime, Limits::default())
}

fn phone_with<N: Network>(
    network: &N,
    runtime: &Handle,
    limits: Limits,
) -> TorTransport<N::Carrier> {
    TorTransport::new(Arc::new(network.carrier()), Arc::new(SystemClock), limits, runtime)
}

/// The next notice about a link or a service.
async fn heard<C: Carrier>(phone: &mut TorTransport<C>) -> Notice {
    loop {
        timeout(PATIENCE, phone.ready()).await.expect("something is heard");
        match phone.poll().expect("a phone that is ready has a notice") {
            Notice::Condition(_) => {}
            notice @ (Notice::Published { .. }
            | Notice::Opened { .. }
            | Notice::Accepted { .. }
            | Notice::Frame { .. }
            | Notice::Closed { .. }) => return notice,
        }
    }
}

fn publish<C: Carrier>(host: &mut TorTransport<C>, keys: &ServiceKeys, audience: Audience) {
    host.submit(Request::Publish { service: SERVICE, keys: keys.clone(), audience });
}

fn dial<C: Carrier>(guest: &mut TorTransport<C>, to: &ServiceKeys, prove: AuthKey, within: Span) {
    let (address, expect) = (to.discovery.public(), to.prove.public());
    let deadline = SystemClock.now() + within;
    let access = None;
    guest.submit(Request::Dial { link: LINK, address, expect, prove, access, deadline });
}

/// Opens a link, and says how the host calls it.
async fn connect<C: Carrier>(host: &mut TorTransport<C>, guest: &mut TorTransport<C>) -> LinkId {
    let mut seeds = Seeds::default();
    let keys = seeds.service();
    publish(host, &keys, Audience::Everybody);
    assert!(matches!(heard(host).await, Notice::Published { .. }));
    dial(guest, &keys, seeds.key(), Span::MINUTE);
    assert!(matches!(heard(guest).await, Notice::Opened { .. }));
    let Notice::Accepted { link, .. } = heard(host).await else { panic!("nobody came") };
    link
}

fn closed(notice: &Notice, link: LinkId, reason: CloseReason) -> bool {
    matches!(notice, Notice::Closed { link: l, reason: r } if (*l, *r) == (link, reason))
}

#[tokio::test]
async fn a_frame_of_no_length_that_can_be_breaks_the_link_at_both_ends() {
    for length in [0, FRAME_LIMIT + 1] {
        let network = LoopbackNetwork::new();
        let (mut host, mut guest) = (phone(&network), phone(&network));
        let accepted = connect(&mut host, &mut guest).await;
        guest.submit(Request::Send { link: LINK, frame: vec![0; length] });
        assert!(closed(&heard(&mut guest).await, LINK, CloseReason::Broken));
        assert!(closed(&heard(&mut host).await, accepted, CloseReason::Broken));
        assert_eq!((host.open_links(), guest.open_links()), (0, 0));
    }
}

#[tokio::test]
async fn a_link_that_broke_and_was_closed_is_not_told_of() {
    let network = PipeNetwork::new();
    let (mut host, mut guest) = (phone(&network), phone(&network));
    connect(&mut host, &mut guest).await;
    guest.submit(Request::Send { link: LINK, frame: Vec::new() });
    guest.submit(Request::Close { link: LINK });
    assert!(guest.poll().is_none());
    assert!(timeout(Duration::from_millis(20), guest.ready()).await.is_err());
}

/// TCP takes back what is under way when a socket is closed over unread bytes; the host's
/// last words must not be lost because the guest was talking too.
#[tokio::test]
async fn last_words_arrive_though_both_talk_and_nobody_listens() {
    let network = LoopbackNetwork::new();
    let limits = Limits { notices_in_flight: 1, ..Limits::default() };
    let phone = || phone_with(&network, &Handle::current(), limits);
    let (mut host, mut guest) = (phone(), phone());
    let accepted = connect(&mut host, &mut guest).await;
    for byte in 0..60 {
        guest.submit(Request::Send { link: LINK, frame: vec![byte; FRAME_LIMIT] });
        host.submit(Request::Send { link: accepted, frame: vec![byte; FRAME_LIMIT] });
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    host.submit(Request::Close { link: accepted });
    tokio::time::sleep(Duration::from_millis(100)).await;
    for byte in 0..60 {
        let notice = heard(&mut guest).await;
        let Notice::Frame { frame, .. } = notice else { panic!("{byte} frames, then {notice:?}") };
        assert_eq!(frame, [byte; FRAME_LIMIT]);
    }
    assert!(closed(&heard(&mut guest).await, LINK, CloseReason::ByPeer));
}

/// Whoever came by keys that were given up was not met by who hosts there now.
#[tokio::test]
async fn a_guest_of_keys_that_were_given_up_is_not_announced() {
    let network = PipeNetwork::new();
    let (mut host, mut guest) = (phone(&network), phone(&network));
    let mut seeds = Seeds::default();
    let (old, new) = (seeds.service(), seeds.service());
    publish(&mut host, &old, Audience::Everybody);
    assert!(matches!(heard(&mut host).await, Notice::Published { .. }));
    dial(&mut guest, &old, seeds.key(), Span::MINUTE);
    assert!(matches!(heard(&mut guest).await, Notice::Opened { .. }));
    timeout(PATIENCE, host.ready()).await.expect("the guest is at the door");
    publish(&mut host, &new, Audience::Everybody);
    assert!(matches!(heard(&mut host).await, Notice::Published { .. }));
    assert!(host.poll().is_none());
    assert!(closed(&heard(&mut guest).await, LINK, CloseReason::ByPeer));
}

#[tokio::test]
async fn a_frame_for_a_link_that_is_not_up_breaks_it() {
    let network = PipeNetwork::new();
    let (mut host, mut guest) = (phone(&network), phone(&network));
    let mut seeds = Seeds::default();
    let keys = seeds.service();
    publish(&mut host, &keys, Audience::Everybody);
    assert!(matches!(heard(&mut host).await, Notice::Published { .. }));
    dial(&mut guest, &keys, seeds.key(), Span::MINUTE);
    guest.submit(Request::Send { link: LINK, frame: b"too early".to_vec() });
    assert!(closed(&heard(&mut guest).await, LINK, CloseReason::Broken));
}

#[test]
fn a_phone_that_is_killed_leaves_a_broken_link() {
    let runtime = || tokio::runtime::Runtime::new().expect("a runtime can be had");
    let (mine, theirs) = (runtime(), runtime());
    let network = LoopbackNetwork::new();
    let mut host = phone_on(&network, mine.handle());
    let mut guest = phone_on(&network, theirs.handle());
    let accepted = mine.block_on(connect(&mut host, &mut guest));
    theirs.shutdown_background();
    let end = mine.block_on(heard(&mut host));
    assert!(closed(&end, accepted, CloseReason::Broken), "{end:?}");
}

#[tokio::test]
async fn a_transport_that_is_dropped_takes_its_leave() {
    let network = LoopbackNetwork::new();
    let (mut host, mut guest) = (phone(&network), phone(&network));
    let accepted = connect(&mut host, &mut guest).await;
    guest.submit(Request::Send { link: LINK, frame: b"a last word".to_vec() });
    drop(guest);
    let Notice::Frame { frame, .. } = heard(&mut host).await else { panic!("the word was lost") };
    assert_eq!(frame, b"a last word");
    assert!(closed(&heard(&mut host).await, accepted, CloseReason::ByPeer));
}

#[tokio::test]
async fn waiting_may_be_given_up_without_losing_a_notice() {
    let network = PipeNetwork::new();
    let (mut host, mut guest) = (phone(&network), phone(&network));
    connect(&mut host, &mut guest).await;
    assert!(timeout(Duration::from_millis(20), host.ready()).await.is_err(), "nothing was sent");
    for byte in 0..50 {
        guest.submit(Request::Send { link: LINK, frame: vec![byte] });
        while timeout(Duration::from_micros(50), host.ready()).await.is_err() {}
        // Ready stays ready until it is polled.
        host.ready().await;
        let Some(Notice::Frame { frame, .. }) = host.poll() else { panic!("a frame was lost") };
        assert_eq!(frame, [byte]);
    }
}

#[tokio::test]
async fn readiness_is_gone_with_the_link_it_was_about() {
    let network = PipeNetwork::new();
    let (mut host, mut guest) = (phone(&network), phone(&network));
    let accepted = connect(&mut host, &mut guest).await;
    guest.submit(Request::Send { link: LINK, frame: b"never read".to_vec() });
    timeout(PATIENCE, host.ready()).await.expect("the frame arrives");
    host.submit(Request::Close { link: accepted });
    assert!(host.poll().is_none());
    assert!(timeout(Duration::from_millis(20), host.ready()).await.is_err());
}

#[tokio::test]
async fn a_service_for_nobody_is_not_published_until_it_has_an_audience() {
    let network = PipeNetwork::new();
    let mut host = phone(&network);
    let keys = Seeds::default().service();
    publish(&mut host, &keys, Audience::Only(Vec::new()));
    let published = timeout(Duration::from_millis(50), heard(&mut host)).await;
    assert!(published.is_err(), "a service for nobody was published");
    publish(&mut host, &keys, Audience::Everybody);
    assert!(matches!(heard(&mut host).await, Notice::Published { service: SERVICE }));
}

/// The carrier keeps the address up, so nobody else could tell.
#[tokio::test]
async fn another_key_to_prove_at_the_same_address_is_published_and_proven() {
    let network = PipeNetwork::new();
    let (mut host, mut guest) = (phone(&network), phone(&network));
    let mut seeds = Seeds::default();
    let old = seeds.service();
    let new = ServiceKeys { prove: seeds.key(), ..old.clone() };
    for keys in [&old, &new] {
        publish(&mut host, keys, Audience::Everybody);
        assert!(matches!(heard(&mut host).await, Notice::Published { service: SERVICE }));
    }
    dial(&mut guest, &old, seeds.key(), Span::MINUTE);
    assert!(closed(&heard(&mut guest).await, LINK, CloseReason::WrongPeer));
    dial(&mut guest, &new, seeds.key(), Span::MINUTE);
    assert!(matches!(heard(&mut guest).await, Notice::Opened { link: LINK }));
}

/// A host that is there and does as a test wants.
fn bare_host(
    network: &PipeNetwork,
) -> (Pipes, ServiceKeys, mpsc::Receiver<Happening<DuplexStream>>) {
    let (told, happenings) = mpsc::channel(8);
    let (carrier, keys) = (network.carrier(), Seeds::default().service());
    carrier.start(told);
    let discovery = keys.discovery.clone();
    carrier.host(Hosting { service: SERVICE, discovery, audience: Audience::Everybody });
    (carrier, keys, happenings)
}

#[tokio::test]
async fn a_deadline_covers_the_handshake_too() {
    let network = PipeNetwork::new();
    let (_carrier, keys, _silent) = bare_host(&network);
    let mut guest = phone(&network);
    dial(&mut guest, &keys, Seeds::default().key(), Span(50));
    assert!(closed(&heard(&mut guest).await, LINK, CloseReason::TimedOut));
}

#[tokio::test]
async fn a_host_that_hangs_up_before_it_is_known_is_unreachable() {
    let network = PipeNetwork::new();
    let (_carrier, keys, mut happenings) = bare_host(&network);
    // Whatever comes in is dropped.
    tokio::spawn(async move { while happenings.recv().await.is_some() {} });
    let mut guest = phone(&network);
    dial(&mut guest, &keys, Seeds::default().key(), Span::MINUTE);
    assert!(closed(&heard(&mut guest).await, LINK, CloseReason::Unreachable));
}

/// A session cut off by the network is no farewell, whatever was under way.
#[tokio::test]
async fn frames_that_came_before_a_break_are_told_before_it() {
    let network = LoopbackNetwork::new();
    let (mut host, mut guest) = (phone(&network), phone(&network));
    let accepted = connect(&mut host, &mut guest).await;
    for byte in 0..20 {
        guest.submit(Request::Send { link: LINK, frame: vec![byte; 2_000] });
    }
    let mut frames = 0;
    while frames < 20 {
        let Notice::Frame { link, .. } = heard(&mut host).await else { panic!("it broke early") };
        assert_eq!(link, accepted);
        frames += 1;
    }
    guest.submit(Request::Send { link: LINK, frame: vec![0; FRAME_LIMIT + 1] });
    assert!(closed(&heard(&mut host).await, accepted, CloseReason::Broken));
}
