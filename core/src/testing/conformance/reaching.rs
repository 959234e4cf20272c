//! Laws about who is reached by a dial, and who is not.
//!
//! They know services and keys; whether links carry frames is left to other laws.

use super::referee::{Hosted, Over, Referee};
use super::rig::Rig;
use crate::time::Span;
use crate::transport::{Audience, CloseReason, ServiceId};

/// Over Tor it takes a minute or more until a changed audience is known.
const PATIENT_TRIES: usize = 8;

/// A published service is reached from every phone, its own included.
pub fn a_published_service_is_reached<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    for dialler in [1, 2, 0] {
        referee.connect(dialler, &hosted);
    }
}

/// The host is told the key the dialler proves, and a dialler that expects the key the
/// host proves gets through.
pub fn both_proven_keys_are_the_true_ones<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    for dialler in [1, 2] {
        // `connect` finds the accepted link by the fresh key proven for it alone.
        let pair = referee.connect(dialler, &hosted);
        assert_eq!(referee.accepted_by(pair), Some(hosted.service));
    }
}

/// A dial that expects another key than the host proves never opens, says so, and the
/// host hears nothing of it.
pub fn the_wrong_host_is_never_opened<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let expect = referee.fresh_key().public();
    let mut recognised = false;
    for _ in 0..4 {
        let prove = referee.fresh_key();
        let peer = prove.public();
        let limit = referee.rig().patience();
        let link = (1, referee.dial_within(1, hosted.address(), expect, prove, limit));
        referee.wait(|referee| referee.over(link).is_some());
        referee.rest();
        assert!(!referee.life(link).up, "a link opened to a host that proved another key");
        assert_eq!(referee.accepted_from(0, peer), None, "the host heard of a link not wanted");
        recognised |= referee.over(link) == Some(Over::Told(CloseReason::WrongPeer));
    }
    assert!(recognised, "four dials to a wrong host, and none ended as WrongPeer");
}

/// A dial to an address nobody publishes ends, by its deadline, as unreachable or too late.
pub fn a_dial_to_nobody_ends_by_its_deadline<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let nobody = referee.fresh_service();
    let patience = referee.rig().patience();
    // Two dialling ends: their clocks may differ, and the deadline is by the dialler's.
    for (end, limit) in [(1, Span::ZERO), (1, patience), (2, Span::SECOND), (2, patience)] {
        let (expect, prove) = (nobody.prove.public(), referee.fresh_key());
        let deadline = referee.rig().now(end) + limit;
        let link = (end, referee.dial_within(end, nobody.discovery.public(), expect, prove, limit));
        let ended = referee.wait(|referee| referee.over(link).is_some());
        assert!(ended, "a dial to nobody hangs");
        let late = referee.rig().now(end) - deadline;
        assert!(late <= referee.rig().quiet(), "a dial ended {late} after its deadline");
        let Some(Over::Told(CloseReason::Unreachable | CloseReason::TimedOut)) = referee.over(link)
        else {
            panic!("a dial to nobody ended with {:?}", referee.over(link))
        };
    }
}

/// A dial whose deadline has passed already ends as too late, though its host is there.
pub fn a_dial_after_its_deadline_never_opens<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    for end in [1, 2] {
        let (prove, limit) = (referee.fresh_key(), Span(-1_000));
        let (address, expect) = (hosted.address(), hosted.proves());
        let link = (end, referee.dial_within(end, address, expect, prove, limit));
        let ended = referee.wait(|referee| referee.over(link).is_some());
        assert!(ended, "a dial whose deadline had passed hangs");
        assert_eq!(referee.over(link), Some(Over::Told(CloseReason::TimedOut)));
        assert!(!referee.life(link).up, "a dial opened after its deadline");
    }
}

/// After a retirement no dial opens; links that were open carry frames as before.
pub fn retiring_stops_new_dials_only<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let pair = referee.connect(1, &hosted);
    referee.retire(&hosted);
    referee.rest();
    assert!(!referee.can_reach(2, &hosted), "a retired service was reached");
    referee.send(pair.dialler, b"question".to_vec());
    referee.send(pair.host, b"answer".to_vec());
    let heard = referee.wait(|referee| {
        !referee.life(pair.host).frames.is_empty() && !referee.life(pair.dialler).frames.is_empty()
    });
    assert!(heard, "an open link of a retired service carries nothing");
}

/// A service retired and published again with the same keys is reached again.
pub fn the_same_keys_come_back<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    referee.connect(1, &hosted);
    referee.retire(&hosted);
    let again = referee.publish(Hosted { service: ServiceId(2), ..hosted });
    let pair = referee.connect(1, &again);
    assert_eq!(referee.accepted_by(pair), Some(ServiceId(2)));
}

/// Publishing a service under new keys moves it: it is reached by the new ones only.
pub fn new_keys_replace_old_ones<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let old = referee.host(0, 1);
    let new = referee.host(0, 1);
    let pair = referee.connect(1, &new);
    assert_eq!(referee.accepted_by(pair), Some(new.service));
    assert!(!referee.can_reach(1, &old), "a service was reached by keys it gave up");
}

/// A service that names its readers is found by them alone, and whom it names later finds
/// it, in time.
pub fn a_restricted_service_is_found_by_its_audience_alone<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let keys = referee.fresh_service();
    let audience = Audience::Only(vec![referee.access_of(1)]);
    let hosted = Hosted { end: 0, service: ServiceId(1), keys, audience };
    let hosted = referee.publish(hosted);
    assert!(!referee.can_reach(2, &hosted), "a service was found by who is not named there");
    referee.connect(1, &hosted);
    let both = vec![referee.access_of(1), referee.access_of(2)];
    referee.reannounce(&hosted, Audience::Only(both));
    assert!(
        (0..PATIENT_TRIES).any(|_| referee.can_reach(2, &hosted)),
        "a service was never found by who was named later"
    );
}

/// Of two services of one phone, each is reached by its own address, proves its own key
/// and is named in what is accepted for it.
pub fn two_services_of_a_phone_do_not_mix<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let (one, other) = (referee.host(0, 1), referee.host(0, 2));
    for hosted in [&other, &one] {
        let pair = referee.connect(1, hosted);
        assert_eq!(referee.accepted_by(pair), Some(hosted.service));
    }
    referee.retire(&one);
    referee.rest();
    referee.connect(2, &other);
    // What stands where a retired service stood is not reached in its stead.
    referee.host(0, 3);
    assert!(!referee.can_reach(2, &one), "a retired service was reached");
}
