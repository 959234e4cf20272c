//! Networks that go and clocks that lie.

use crate::rig::{Phone, converse, key, network};
use corona_core::time::Span;
use corona_core::transport::{Audience, Condition};
use corona_transport_tor::onion::Surroundings;
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_goes_and_comes_back_is_told_and_used_again_without_a_restart() {
    let Some(network) = network() else { return };
    let (mut host, mut guest) = (Phone::new(&network), Phone::new(&network));
    host.host(1, key(60), Audience::Everybody);
    host.published(1).await;
    assert_eq!(host.condition().await, Condition::Online);
    guest.until(|condition| condition == Condition::Online).await;

    let before = host.around.connections_tried();
    host.around.cut_network(true);
    let start = Instant::now();
    assert_eq!(host.condition().await, Condition::Offline);
    eprintln!("a lost network was noticed after {:?}", start.elapsed());
    tokio::time::sleep(Duration::from_secs(10)).await;
    let tried = host.around.connections_tried() - before;
    eprintln!("{tried} connections were tried in {:?} without a network", start.elapsed());
    assert!(tried < 400, "{tried} connections in ten seconds are a busy loop");

    host.around.cut_network(false);
    let start = Instant::now();
    assert_eq!(host.condition().await, Condition::Online);
    eprintln!("a network that came back was noticed after {:?}", start.elapsed());
    let mut dialled = loop {
        match guest.dial(key(60).public()).await {
            Ok(dialled) => break dialled,
            Err(_) => assert!(start.elapsed() < Duration::from_secs(180), "not reachable again"),
        }
    };
    eprintln!("the service was reached again after {:?}", start.elapsed());
    converse(&mut dialled, &mut host.incoming(1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_never_had_a_network_says_so_and_does_not_hurry() {
    let Some(network) = network() else { return };
    let home = tempfile::tempdir().unwrap();
    let around = Surroundings::default();
    around.cut_network(true);
    let start = Instant::now();
    let mut phone = Phone::open(&network, &home.path().join("tor"), around.clone()).unwrap();
    assert_eq!(phone.condition().await, Condition::Offline);
    eprintln!("a missing network was noticed after {:?}", start.elapsed());
    tokio::time::sleep(Duration::from_secs(10)).await;
    let tried = around.connections_tried();
    eprintln!("{tried} connections were tried in {:?}", start.elapsed());
    assert!(tried < 400, "{tried} connections are a busy loop");
    around.cut_network(false);
    assert_eq!(phone.condition().await, Condition::Online);
    eprintln!("in use {:?} after the start", start.elapsed());
}

/// A clock found wrong by a measure. On a slow machine that may take longer than it takes to
/// see that nothing works, which is told first then.
fn measured(condition: Condition) -> bool {
    matches!(condition, Condition::ClockOff { by: Some(_) })
}

/// A phone whose clock is wrong from the start, then set.
async fn with_a_clock_ahead_by(ahead: Span) {
    let Some(network) = network() else { return };
    let home = tempfile::tempdir().unwrap();
    let around = Surroundings::default();
    around.set_clock_ahead(ahead.as_millis());
    let start = Instant::now();
    let mut phone = Phone::open(&network, &home.path().join("tor"), around.clone()).unwrap();
    let told = phone.until(measured).await;
    eprintln!("{told:?} after {:?}", start.elapsed());
    let Condition::ClockOff { by: Some(by) } = told else { panic!("{told:?}") };
    assert!(by.0.abs_diff(ahead.0) < 30_000, "{by:?}");
    around.set_clock_ahead(0);
    let start = Instant::now();
    phone.until(|condition| condition == Condition::Online).await;
    eprintln!("right again after {:?}", start.elapsed());
    phone.host(1, key(61), Audience::Everybody);
    phone.published(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_an_hour_ahead_is_told_and_forgotten_once_it_is_set() {
    with_a_clock_ahead_by(Span::hours(1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_a_day_ahead_is_told_and_forgotten_once_it_is_set() {
    with_a_clock_ahead_by(Span::days(1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_an_hour_behind_is_told_and_forgotten_once_it_is_set() {
    with_a_clock_ahead_by(Span::hours(-1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_a_day_behind_is_told_and_forgotten_once_it_is_set() {
    with_a_clock_ahead_by(Span::days(-1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_a_month_behind_is_told_and_tried_again_without_hurry() {
    let Some(network) = network() else { return };
    let home = tempfile::tempdir().unwrap();
    let around = Surroundings::default();
    around.set_clock_ahead(Span::days(-30).as_millis());
    let mut phone = Phone::open(&network, &home.path().join("tor"), around.clone()).unwrap();
    let told = phone.until(measured).await;
    let Condition::ClockOff { by: Some(by) } = told else { panic!("{told:?}") };
    assert!(by.0.abs_diff(Span::days(-30).0) < 30_000, "{by:?}");
    tokio::time::sleep(Duration::from_secs(10)).await;
    let tried = around.connections_tried();
    eprintln!("{tried} connections were tried in ten seconds");
    assert!(tried < 100, "{tried} connections are a busy loop");
}
