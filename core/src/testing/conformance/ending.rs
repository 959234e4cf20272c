//! Laws about the end of a link.
//!
//! They know who closed what; the referee watches that nothing comes after.

use super::referee::{Over, Referee};
use super::rig::Rig;
use crate::transport::{CloseReason, LinkId};

/// A host that closes a link at once refuses it: the dialler is told that its peer closed,
/// and gets no frame.
pub fn a_refusal_is_a_close_by_the_peer<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let pair = referee.connect(1, &hosted);
    referee.close(pair.host);
    let ended = referee.wait(|referee| referee.over(pair.dialler).is_some());
    assert!(ended, "a refused dialler was not told");
    assert_closed_by_peer(&referee, pair.dialler);
    assert!(referee.life(pair.dialler).frames.is_empty(), "a refused dialler got a frame");
}

/// Whoever closes hears nothing more of the link, neither of frames that are under way
/// nor of such that have arrived and were not polled for.
pub fn nothing_follows_an_own_close<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    for (host_closes, arrived) in [(false, false), (true, false), (false, true), (true, true)] {
        let pair = referee.connect(1, &hosted);
        let (closer, other) =
            if host_closes { (pair.host, pair.dialler) } else { (pair.dialler, pair.host) };
        for byte in 0..10 {
            referee.send(other, vec![byte; 1_000]);
        }
        if arrived {
            referee.rest_unheard();
        }
        referee.close(closer);
        // The referee panics if the closer hears anything in this time.
        referee.rest();
        assert_closed_by_peer(&referee, other);
    }
}

/// Both ends may close at the same time; neither is told.
pub fn both_ends_may_close_at_once<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let pair = referee.connect(1, &hosted);
    referee.close(pair.dialler);
    referee.close(pair.host);
    referee.rest();
    referee.connect(1, &hosted);
}

/// Requests about a link that is over do nothing, and harm no other link.
pub fn a_link_that_is_over_takes_no_requests<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let (over, other) = (referee.connect(1, &hosted), referee.connect(1, &hosted));
    referee.close(over.dialler);
    referee.wait(|referee| referee.over(over.host).is_some());
    for link in [over.dialler, over.host] {
        referee.send(link, b"too late".to_vec());
        referee.close(link);
    }
    referee.send(other.dialler, b"in time".to_vec());
    let heard = referee.wait(|referee| !referee.life(other.host).frames.is_empty());
    assert!(heard, "requests about a closed link disturbed an open one");
    referee.rest();
    assert_eq!(referee.life(other.host).frames, [b"in time".to_vec()]);
    assert_eq!(referee.over(other.dialler), None);
}

/// Whoever closes a link that is over, but has not heard so yet, never will.
pub fn a_close_takes_an_unheard_end_back<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let (one, other) = (referee.connect(1, &hosted), referee.connect(1, &hosted));
    referee.close(one.host);
    referee.send(other.host, b"still here".to_vec());
    referee.rest_unheard();
    referee.close(one.dialler);
    referee.rest();
    assert_eq!(referee.over(one.dialler), Some(Over::ByUs));
    assert_eq!(referee.life(other.dialler).frames, [b"still here".to_vec()]);
}

/// A dial that is closed before it opened never opens.
pub fn a_dial_can_be_called_off<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let prove = referee.fresh_key();
    let peer = prove.public();
    let link = (1, referee.dial(1, &hosted, prove));
    referee.close(link);
    referee.rest();
    // The host may have heard of it before the close; then it hears of that too.
    if let Some(accepted) = referee.accepted_from(0, peer) {
        referee.wait(|referee| referee.over((0, accepted)).is_some());
        assert_closed_by_peer(&referee, (0, accepted));
    }
    referee.connect(1, &hosted);
}

#[track_caller]
pub(super) fn assert_closed_by_peer<R: Rig>(referee: &Referee<R>, link: (usize, LinkId)) {
    assert_eq!(referee.over(link), Some(Over::Told(CloseReason::ByPeer)));
}
