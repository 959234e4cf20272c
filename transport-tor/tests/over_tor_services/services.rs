//! Hosting and dialling.

use crate::rig::{PATIENCE, Phone, access, converse, key, network};
use corona_core::transport::{Audience, Condition, ServiceId};
use corona_transport_tor::onion::{OpenError, Surroundings};
use corona_transport_tor::{Carrier, Unreachable};
use tokio::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn a_service_with_our_key_is_reached_under_it_and_each_dial_has_its_own_circuit() {
    let Some(network) = network() else { return };
    let (mut host, guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(1), Audience::Everybody);
    host.published(1).await;
    let mut links = Vec::new();
    for _ in 0..2 {
        let mut dialled = guest.dial(key(1).public()).await.unwrap();
        let mut accepted = host.incoming(1).await;
        converse(&mut dialled, &mut accepted).await;
        links.push((dialled, accepted));
    }
    let tokens = guest.carrier.isolation_tokens();
    assert!(tokens.len() >= 2);
    for (i, token) in tokens.iter().enumerate() {
        assert!(!tokens[..i].contains(token), "two dials may share a circuit");
    }
    // Two diallers of one circuit would have one rendezvous: closing it would close both.
    let (_, (mut dialled, mut accepted)) = (links.remove(0), links.remove(0));
    converse(&mut dialled, &mut accepted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_answers_where_nothing_is_published() {
    let Some(network) = network() else { return };
    let mut guest = Phone::new(&network);
    guest.until(|condition| condition == Condition::Online).await;
    assert_eq!(guest.dial(key(2).public()).await.err(), Some(Unreachable));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_hosted_again_after_a_restart_and_replaced_when_it_rotates() {
    let Some(network) = network() else { return };
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("tor");
    let guest = Phone::new(&network);
    let mut host = Phone::open(&network, &folder, Surroundings::default()).unwrap();
    host.host(1, key(3), Audience::Everybody);
    host.published(1).await;
    drop(host);
    let mut host = Phone::open(&network, &folder, Surroundings::default()).unwrap();
    host.host(1, key(3), Audience::Everybody);
    host.published(1).await;
    guest.dial(key(3).public()).await.unwrap();
    drop(host.incoming(1).await);
    host.host(1, key(4), Audience::Everybody);
    host.published(1).await;
    let mut dialled = guest.dial(key(4).public()).await.unwrap();
    converse(&mut dialled, &mut host.incoming(1).await).await;
    assert_eq!(guest.dial(key(3).public()).await.err(), Some(Unreachable));
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_services_of_one_phone_are_up_together() {
    let Some(network) = network() else { return };
    let (mut host, guest) = (Phone::new(&network), Phone::new(&network));
    let start = Instant::now();
    for n in 0..20 {
        host.host(n, key(100 + n as u8), Audience::Everybody);
    }
    for n in 0..20 {
        host.published(n).await;
    }
    eprintln!("20 services reached after {:?}", start.elapsed());
    for n in [0, 19] {
        let mut dialled = guest.dial(key(100 + n as u8).public()).await.unwrap();
        converse(&mut dialled, &mut host.incoming(n).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_serves_one_carrier_at_a_time() {
    let Some(network) = network() else { return };
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("tor");
    let first = Phone::open(&network, &folder, Surroundings::default()).unwrap();
    let second = Phone::open(&network, &folder, Surroundings::default());
    let error = second.err().expect("refused");
    assert!(matches!(error, OpenError::Folder(_)), "{error}");
    assert!(error.to_string().contains("another running corona uses this folder"), "{error}");
    drop(first);
    Phone::open(&network, &folder, Surroundings::default()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_rests_is_woken_by_its_own_dial() {
    let Some(network) = network() else { return };
    let (mut host, mut guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(5), Audience::Everybody);
    host.published(1).await;
    guest.until(|condition| condition == Condition::Online).await;
    // A person without contacts hosts, for nobody.
    guest.host(1, key(15), Audience::Only(Vec::new()));
    guest.carrier.rest(true);
    host.carrier.rest(true);
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    assert!(guest.carrier.is_asleep());
    assert!(!host.carrier.is_asleep(), "somebody might dial it");
    let mut dialled = guest.dial_with(key(5).public(), Some(access(9))).await.unwrap();
    assert!(!guest.carrier.is_asleep());
    converse(&mut dialled, &mut host.incoming(1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_outlives_its_service() {
    let Some(network) = network() else { return };
    let (mut host, guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(6), Audience::Everybody);
    host.published(1).await;
    let mut dialled = guest.dial(key(6).public()).await.unwrap();
    let mut accepted = host.incoming(1).await;
    host.carrier.retire(ServiceId(1));
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    converse(&mut dialled, &mut accepted).await;
    let gone = tokio::time::timeout(PATIENCE, guest.carrier.dial(key(6).public(), None)).await;
    assert!(matches!(gone, Ok(Err(Unreachable))));
}
