//! Laws about the names of links.
//!
//! They know that ids are for life; the referee refuses one it has seen before.

use super::referee::Referee;
use super::rig::Rig;
use std::collections::BTreeSet;

/// Accepted links have distinct ids, though slots, sockets and peers come again.
pub fn link_ids_never_come_again<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let mut seen = BTreeSet::new();
    for n in 0..24 {
        let pair = referee.connect(1 + n % 2, &hosted);
        assert!(pair.host.1.is_accepted() && !pair.dialler.1.is_accepted());
        assert!(seen.insert(pair.host.1), "an accepted link has the id of an earlier one");
        let closer = if n % 3 == 0 { pair.host } else { pair.dialler };
        let other = if n % 3 == 0 { pair.dialler } else { pair.host };
        referee.close(closer);
        referee.wait(|referee| referee.over(other).is_some());
    }
}

/// A phone that dials itself holds both ends of a link, under two ids.
pub fn a_phone_can_dial_itself<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let pair = referee.connect(0, &hosted);
    assert_ne!(pair.dialler, pair.host);
    referee.send(pair.dialler, b"note to myself".to_vec());
    referee.send(pair.host, b"thanks".to_vec());
    referee.wait(|referee| !referee.life(pair.dialler).frames.is_empty());
    referee.rest();
    assert_eq!(referee.life(pair.host).frames, [b"note to myself".to_vec()]);
    assert_eq!(referee.life(pair.dialler).frames, [b"thanks".to_vec()]);
    referee.close(pair.dialler);
    referee.wait(|referee| referee.over(pair.host).is_some());
    super::ending::assert_closed_by_peer(&referee, pair.host);
}
