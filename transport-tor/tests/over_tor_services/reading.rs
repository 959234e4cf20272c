//! Descriptors that name their readers.

use crate::rig::{Phone, access, converse, key, network};
use corona_core::transport::{Audience, Condition, ServiceId};
use corona_transport_tor::Unreachable;

fn only(readers: impl IntoIterator<Item = u8>) -> Audience {
    Audience::Only(readers.into_iter().map(|reader| access(reader).public()).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_named_reads_and_whoever_is_not_finds_nobody() {
    let Some(network) = network() else { return };
    let (mut host, guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(20), only([1, 2]));
    host.published(1).await;
    for reader in [1, 2] {
        let mut dialled = guest.dial_with(key(20).public(), Some(access(reader))).await.unwrap();
        converse(&mut dialled, &mut host.incoming(1).await).await;
    }
    for stranger in [None, Some(access(3))] {
        let dialled = guest.dial_with(key(20).public(), stranger).await;
        assert_eq!(dialled.err(), Some(Unreachable));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_is_named_later_gets_in_without_a_new_service() {
    let Some(network) = network() else { return };
    let (mut host, guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(21), only([1]));
    host.published(1).await;
    host.host(1, key(21), only([1, 2]));
    // Tor publishes a service at most once a minute.
    let start = tokio::time::Instant::now();
    let mut dialled = loop {
        match guest.dial_with(key(21).public(), Some(access(2))).await {
            Ok(dialled) => break dialled,
            Err(Unreachable) => assert!(start.elapsed().as_secs() < 150, "never let in"),
        }
    };
    eprintln!("a new reader got in after {:?}", start.elapsed());
    converse(&mut dialled, &mut host.incoming(1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_with_too_many_readers_says_so_and_is_open_to_all() {
    let Some(network) = network() else { return };
    let (mut host, guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(22), only(1..=170));
    let told = host.until(|condition| condition != Condition::Online).await;
    assert_eq!(told, Condition::Unrestricted { service: ServiceId(1) });
    host.published(1).await;
    let mut dialled = guest.dial(key(22).public()).await.unwrap();
    converse(&mut dialled, &mut host.incoming(1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_readers_as_fit_are_all_named() {
    let Some(network) = network() else { return };
    let (mut host, guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(23), only(1..=159));
    host.published(1).await;
    let mut dialled = guest.dial_with(key(23).public(), Some(access(159))).await.unwrap();
    converse(&mut dialled, &mut host.incoming(1).await).await;
    assert_eq!(guest.dial(key(23).public()).await.err(), Some(Unreachable));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_for_nobody_is_up_once_somebody_is_named() {
    let Some(network) = network() else { return };
    let (mut host, guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(24), only([]));
    host.until(|condition| condition == Condition::Online).await;
    assert_eq!(guest.dial(key(24).public()).await.err(), Some(Unreachable));
    assert_eq!(host.carrier.isolation_tokens().len(), 0, "not even a probe");
    host.host(1, key(24), only([1]));
    host.published(1).await;
    let mut dialled = guest.dial_with(key(24).public(), Some(access(1))).await.unwrap();
    converse(&mut dialled, &mut host.incoming(1).await).await;
}
