//! Each fault does what it says, and no more.

mod scene;

use corona_core::time::Span;
use corona_core::transport::{CloseReason, FRAME_LIMIT, Notice, Request, ServiceId};
use corona_transport_sim::{Delay, Partition, Presence, Profile};
use scene::{Scene, reason_of};

fn lossless() -> Profile {
    Profile::tor().lossless()
}

#[test]
fn dials_fail_as_often_as_the_profile_says() {
    let mut scene = Scene::new(Profile { dial_failure: 0.25, ..lossless() }, 2);
    scene.host(0);
    let failed = (0..2_000).filter(|_| scene.dial_in_vain(1, 0).is_some()).count();
    // Three standard deviations of a binomial are 58.
    assert!((440..560).contains(&failed), "{failed} of 2000");
    let traffic = *scene.network.traffic();
    assert_eq!((traffic.dials, traffic.failed_dials), (2_000, failed as u64));
}

#[test]
fn a_dial_in_vain_that_would_be_known_too_late_times_out() {
    let slow = Delay::Always(Span::seconds(30));
    let mut scene = Scene::new(Profile { unreachable: slow, ..Profile::instant() }, 2);
    scene.dial(1, 0, Span::seconds(29));
    scene.pass(Span::seconds(28));
    assert_eq!(scene.only_reason(1), None);
    scene.pass(Span::SECOND);
    assert_eq!(scene.only_reason(1), Some(CloseReason::TimedOut));
    scene.dial(1, 0, Span::seconds(30));
    scene.pass(Span::seconds(30));
    assert_eq!(scene.only_reason(1), Some(CloseReason::Unreachable));
}

#[test]
fn a_break_loses_the_frame_and_tells_both_ends() {
    let mut scene = Scene::new(Profile { link_break: 1.0, break_told: 1.0, ..lossless() }, 2);
    scene.host(0);
    let (dialler, _) = scene.connect(1, 0);
    scene.send(dialler, 1);
    scene.pass(Span::minutes(10));
    assert_eq!(scene.only_reason(0), Some(CloseReason::Broken));
    assert_eq!(scene.only_reason(1), Some(CloseReason::Broken));
}

#[test]
fn a_break_that_nobody_is_told_is_a_silence() {
    let mut scene = Scene::new(Profile { link_break: 1.0, break_told: 0.0, ..lossless() }, 2);
    scene.host(0);
    let (dialler, host) = scene.connect(1, 0);
    scene.send(dialler, 1);
    scene.pass(Span::minutes(10));
    scene.send(host, 2);
    scene.pass(Span::minutes(10));
    assert_eq!((scene.frames(0), scene.frames(1)), (vec![], vec![]));
}

#[test]
fn after_a_stall_nothing_arrives_either_way_and_nobody_is_told() {
    let mut scene = Scene::new(Profile { stall: 0.2, ..lossless() }, 2);
    scene.host(0);
    let (dialler, host) = scene.connect(1, 0);
    for byte in 0..60 {
        scene.send(dialler, byte);
        scene.pass(Span::minutes(1));
    }
    let arrived = scene.frames(0);
    assert_eq!(arrived, (0..arrived.len() as u8).collect::<Vec<_>>());
    assert!((1..60).contains(&arrived.len()), "{} arrived", arrived.len());
    scene.send(host, 99);
    scene.submit(dialler.0, Request::Close { link: dialler.1 });
    scene.pass(Span::DAY);
    assert_eq!((scene.frames(0), scene.frames(1)), (vec![], vec![]));
}

#[test]
fn a_sleeping_phone_hears_what_arrived_when_it_wakes() {
    let mut scene = Scene::new(lossless(), 3);
    scene.host(0);
    let (dialler, host) = scene.connect(1, 0);
    scene.network.set_presence(0, Presence::Asleep, scene.now);
    scene.send(dialler, 1);
    scene.send(dialler, 2);
    assert_eq!(scene.dial_in_vain(2, 0), Some(CloseReason::Unreachable));
    assert!(!scene.network.has_notices(0));
    assert_eq!(scene.frames(0), []);
    scene.network.set_presence(0, Presence::Awake, scene.now);
    assert!(scene.network.has_notices(0));
    assert_eq!(scene.frames(0), [1, 2]);
    scene.send(host, 3);
    scene.pass(Span::minutes(1));
    assert_eq!(scene.frames(1), [3]);
    scene.connect(2, 0);
}

#[test]
fn advancing_names_no_phone_that_sleeps() {
    let mut scene = Scene::new(Profile::instant(), 2);
    scene.host(0);
    let (dialler, _) = scene.connect(1, 0);
    scene.send(dialler, 1);
    assert_eq!(scene.network.advance(), Some((scene.now, Some(0))));
    scene.network.set_presence(0, Presence::Asleep, scene.now);
    scene.send(dialler, 2);
    assert_eq!(scene.network.advance(), Some((scene.now, None)));
    assert_eq!(scene.network.advance(), None);
}

#[test]
fn a_dial_that_would_open_while_its_phone_sleeps_times_out() {
    let mut scene = Scene::new(lossless(), 2);
    scene.host(0);
    scene.dial(1, 0, Span::minutes(5));
    scene.network.set_presence(1, Presence::Asleep, scene.now);
    scene.pass(Span::minutes(10));
    scene.network.set_presence(1, Presence::Awake, scene.now);
    assert_eq!(scene.only_reason(1), Some(CloseReason::TimedOut));
    assert!(scene.hear(0).is_empty());
}

#[test]
fn a_phone_that_goes_off_breaks_its_links_at_both_ends() {
    let mut scene = Scene::new(Profile { break_told: 1.0, ..lossless() }, 3);
    scene.host(0);
    scene.host(1);
    scene.connect(1, 0);
    scene.connect(0, 1);
    scene.network.set_presence(0, Presence::Off, scene.now);
    scene.pass(Span::minutes(10));
    let reasons = |heard: Vec<Notice>| heard.iter().map(reason_of).collect::<Vec<_>>();
    assert_eq!(reasons(scene.hear(1)), [Some(CloseReason::Broken); 2]);
    assert!(scene.hear(0).is_empty(), "a phone that is off hears nothing");
    scene.network.set_presence(0, Presence::Awake, scene.now);
    assert_eq!(reasons(scene.hear(0)), [Some(CloseReason::Broken); 2]);
}

#[test]
fn a_phone_that_comes_on_answers_at_its_old_address_once_it_has_bootstrapped() {
    let bootstrap = Delay::Always(Span::seconds(20));
    let mut scene = Scene::new(Profile { bootstrap, ..Profile::instant() }, 2);
    scene.host(0);
    scene.network.set_presence(0, Presence::Off, scene.now);
    scene.pass(Span::DAY);
    scene.network.set_presence(0, Presence::Awake, scene.now);
    scene.pass(Span::seconds(19));
    scene.dial(1, 0, Span::minutes(1));
    scene.pass(Span::ZERO);
    assert_eq!(scene.only_reason(1), Some(CloseReason::Unreachable));
    scene.pass(Span::SECOND);
    scene.connect(1, 0);
}

#[test]
fn a_phone_dials_once_it_has_bootstrapped() {
    let bootstrap = Delay::Always(Span::seconds(20));
    let mut scene = Scene::new(Profile { bootstrap, ..Profile::instant() }, 2);
    scene.host(0);
    scene.network.set_presence(1, Presence::Off, scene.now);
    scene.network.set_presence(1, Presence::Awake, scene.now);
    scene.dial(1, 0, Span::seconds(19));
    scene.dial(1, 0, Span::seconds(21));
    scene.pass(Span::seconds(19));
    assert_eq!(scene.only_reason(1), Some(CloseReason::TimedOut));
    scene.pass(Span::SECOND);
    assert!(matches!(scene.hear(1)[..], [Notice::Opened { .. }]));
}

#[test]
fn a_dial_of_a_phone_that_goes_off_has_failed() {
    let mut scene = Scene::new(lossless(), 2);
    scene.host(0);
    scene.dial(1, 0, Span::minutes(5));
    scene.network.set_presence(1, Presence::Off, scene.now);
    scene.network.set_presence(1, Presence::Awake, scene.now);
    assert_eq!(scene.only_reason(1), Some(CloseReason::Unreachable));
    scene.pass(Span::minutes(10));
    assert!(scene.hear(0).is_empty() && scene.hear(1).is_empty());
}

#[test]
fn a_service_whose_phone_sleeps_is_published_when_it_wakes() {
    let mut scene = Scene::new(lossless(), 2);
    scene.publish(0);
    scene.network.set_presence(0, Presence::Asleep, scene.now);
    scene.pass(Span::DAY);
    scene.network.set_presence(0, Presence::Awake, scene.now);
    assert!(scene.hear(0).is_empty());
    scene.pass(Span::minutes(5));
    assert!(matches!(scene.hear(0)[..], [Notice::Published { service: ServiceId(1) }]));
    scene.connect(1, 0);
}

#[test]
fn a_service_whose_phone_went_off_while_publishing_is_published_after_its_bootstrap() {
    let slow = Delay::Always(Span::seconds(20));
    let profile = Profile { publish: slow, bootstrap: slow, ..Profile::instant() };
    let mut scene = Scene::new(profile, 2);
    scene.publish(0);
    scene.pass(Span::seconds(10));
    scene.network.set_presence(0, Presence::Off, scene.now);
    scene.network.set_presence(0, Presence::Awake, scene.now);
    scene.pass(Span::seconds(39));
    assert!(scene.hear(0).is_empty());
    scene.pass(Span::SECOND);
    assert!(matches!(scene.hear(0)[..], [Notice::Published { service: ServiceId(1) }]));
}

#[test]
fn a_crash_takes_links_services_and_unheard_notices_without_a_word() {
    let mut scene = Scene::new(Profile { break_told: 1.0, ..lossless() }, 3);
    scene.host(0);
    let (dialler, _) = scene.connect(1, 0);
    scene.send(dialler, 1);
    scene.pass(Span::minutes(1));
    scene.dial(0, 1, Span::minutes(5));
    scene.network.crash(0, scene.now);
    scene.pass(Span::minutes(10));
    assert!(scene.hear(0).is_empty());
    assert_eq!(scene.only_reason(1), Some(CloseReason::Broken));
    assert_eq!(scene.dial_in_vain(2, 0), Some(CloseReason::Unreachable));
    // The node that starts again publishes again.
    scene.host(0);
    scene.connect(2, 0);
}

#[test]
fn a_crash_while_a_link_is_announced_leaves_the_dialler_with_a_broken_one() {
    let delivery = Delay::Always(Span::seconds(10));
    let mut scene = Scene::new(Profile { delivery, ..Profile::instant() }, 2);
    scene.host(0);
    scene.dial(1, 0, Span::minutes(1));
    scene.pass(Span::SECOND);
    assert!(matches!(scene.hear(1)[..], [Notice::Opened { .. }]));
    scene.network.crash(0, scene.now);
    scene.pass(Span::minutes(1));
    assert!(scene.hear(0).is_empty());
    assert_eq!(scene.only_reason(1), Some(CloseReason::Broken));
    assert_eq!(scene.network.open_links(), 0);
}

#[test]
fn a_break_before_a_link_is_announced_leaves_nothing_behind() {
    let delivery = Delay::Always(Span::seconds(10));
    let mut scene = Scene::new(Profile { delivery, ..Profile::instant() }, 2);
    scene.host(0);
    scene.dial(1, 0, Span::minutes(1));
    scene.pass(Span::SECOND);
    let until = scene.now + Span::minutes(1);
    scene.network.add_partition(Partition { from: scene.now, until, members: vec![0] });
    scene.pass(Span::minutes(1));
    assert!(scene.hear(0).is_empty());
    assert_eq!(scene.hear(1).len(), 2, "opened, then broken");
    assert_eq!(scene.network.open_links(), 0);
}

#[test]
fn the_two_directions_of_a_link_have_their_own_luck() {
    let mut scene = Scene::new(lossless(), 2);
    scene.host(0);
    let (dialler, host) = scene.connect(1, 0);
    let mut delays_of = |from| -> Vec<Span> {
        let delay = |byte| {
            scene.send(from, byte);
            let due = scene.network.next_due().expect("a frame is under way");
            let delay = due - scene.now;
            scene.pass(Span::minutes(1));
            delay
        };
        (0..5).map(delay).collect()
    };
    let (there, back) = (delays_of(dialler), delays_of(host));
    // The announcement was the first thing that the dialler sent.
    assert_ne!(there[..4], back[1..]);
    assert_ne!(there, back);
}

#[test]
fn a_partition_separates_members_from_others_until_it_heals() {
    let mut scene = Scene::new(Profile { break_told: 1.0, ..lossless() }, 4);
    (0..4).for_each(|phone| scene.host(phone));
    let (dialler, _) = scene.connect(0, 2);
    let until = scene.now + Span::DAY;
    let members = vec![1, 0];
    scene.network.add_partition(Partition { from: scene.now, until, members });
    scene.send(dialler, 1);
    assert_eq!(scene.dial_in_vain(3, 1), Some(CloseReason::Unreachable));
    assert_eq!(scene.only_reason(0), Some(CloseReason::Broken));
    assert_eq!(scene.only_reason(2), Some(CloseReason::Broken));
    scene.connect(0, 1);
    scene.connect(3, 2);
    scene.pass(Span::DAY);
    scene.connect(3, 1);
    scene.connect(0, 2);
}

#[test]
fn a_close_that_a_partition_stops_is_a_break() {
    let mut scene = Scene::new(Profile { break_told: 1.0, ..lossless() }, 2);
    scene.host(0);
    let ((phone, link), _) = scene.connect(1, 0);
    let until = scene.now + Span::DAY;
    scene.network.add_partition(Partition { from: scene.now, until, members: vec![1] });
    scene.submit(phone, Request::Close { link });
    scene.pass(Span::minutes(10));
    assert_eq!(scene.only_reason(0), Some(CloseReason::Broken));
    assert_eq!(scene.only_reason(1), None);
}

#[test]
fn a_frame_too_long_for_any_transport_breaks_its_link() {
    let mut scene = Scene::new(Profile { break_told: 1.0, ..lossless() }, 2);
    scene.host(0);
    let ((phone, link), _) = scene.connect(1, 0);
    scene.submit(phone, Request::Send { link, frame: vec![0; FRAME_LIMIT + 1] });
    assert_eq!(scene.only_reason(1), Some(CloseReason::Broken));
    scene.pass(Span::minutes(10));
    assert_eq!(scene.only_reason(0), Some(CloseReason::Broken));
}

#[test]
fn traffic_is_counted_in_all_and_for_each_phone() {
    let mut scene = Scene::new(lossless(), 3);
    scene.host(0);
    let (one, back) = scene.connect(1, 0);
    scene.send(one, 1);
    scene.send(one, 2);
    scene.send(back, 3);
    let taken = scene.network.take_traffic();
    assert_eq!((taken.dials, taken.frames, taken.bytes), (1, 3, 192));
    assert_eq!(scene.network.traffic().frames, 0);
    let frames = |phone| scene.network.traffic_of(phone).frames;
    assert_eq!([frames(0), frames(1), frames(2)], [1, 2, 0]);
}
