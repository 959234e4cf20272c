//! Laws about frames: whole, in order, once.
//!
//! They know links that are up; how links come and go is left to other laws.

use super::referee::Referee;
use super::rig::Rig;
use crate::transport::FRAME_LIMIT;

/// Lengths at which framing, cells, records and buffers have their edges.
const LENGTHS: [usize; 16] = [
    1,
    2,
    255,
    256,
    257,
    497,
    498,
    499,
    4_095,
    4_096,
    4_097,
    FRAME_LIMIT / 2,
    FRAME_LIMIT - 17,
    FRAME_LIMIT - 2,
    FRAME_LIMIT - 1,
    FRAME_LIMIT,
];

/// Frames of every length arrive as they were sent and in that order, both ways at once.
pub fn frames_arrive_whole_and_in_order<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let pair = referee.connect(1, &hosted);
    let (mut there, mut back) = (Vec::new(), Vec::new());
    for (n, length) in LENGTHS.into_iter().chain(LENGTHS.into_iter().rev()).enumerate() {
        there.push(frame(length, n as u8));
        back.push(frame(FRAME_LIMIT + 1 - length, n as u8 | 0x80));
    }
    for (question, answer) in there.iter().zip(&back) {
        referee.send(pair.dialler, question.clone());
        referee.send(pair.host, answer.clone());
    }
    let (sent_there, sent_back) = (there.len(), back.len());
    referee.wait(|referee| {
        referee.life(pair.host).frames.len() == sent_there
            && referee.life(pair.dialler).frames.len() == sent_back
    });
    assert!(referee.life(pair.host).frames == there, "the host got other frames than were sent");
    assert!(
        referee.life(pair.dialler).frames == back,
        "the dialler got other frames than were sent"
    );
    referee.rest();
    assert_eq!(referee.life(pair.host).frames.len(), sent_there, "a frame came twice");
}

/// Everything sent before a close arrives, then the close, whoever closes.
pub fn a_close_comes_after_what_was_sent<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    for dialler_closes in [true, false] {
        let pair = referee.connect(1, &hosted);
        let (closer, other) =
            if dialler_closes { (pair.dialler, pair.host) } else { (pair.host, pair.dialler) };
        let sent: Vec<_> = (0..20).map(|n| frame(1 + 800 * n, n as u8)).collect();
        for frame in &sent {
            referee.send(closer, frame.clone());
        }
        referee.close(closer);
        let ended = referee.wait(|referee| referee.over(other).is_some());
        assert!(ended, "a close never arrived");
        assert!(referee.life(other).frames == sent, "a close overtook what was sent before it");
        super::ending::assert_closed_by_peer(&referee, other);
    }
}

/// Many links at once, from several phones, each carry their own frames only.
pub fn many_links_do_not_mix<R: Rig>(rig: R) {
    let mut referee = Referee::new(rig);
    let hosted = referee.host(0, 1);
    let mut pairs = Vec::new();
    for n in 0..12_u8 {
        let prove = referee.fresh_key();
        let (end, peer) = (1 + usize::from(n) % 2, prove.public());
        pairs.push((end, referee.dial(end, &hosted, prove), peer));
    }
    // Some may have failed by bad luck; then others take their place.
    let pairs: Vec<_> = pairs
        .into_iter()
        .map(|(end, link, peer)| match referee.settle((end, link), &hosted, peer) {
            Some(pair) => pair,
            None => referee.connect(end, &hosted),
        })
        .collect();
    for round in 0..5 {
        for (n, pair) in pairs.iter().enumerate() {
            referee.send(pair.dialler, frame(100 + n, n as u8));
            referee.send(pair.host, frame(200 + n, round));
        }
    }
    let complete = referee.wait(|referee| {
        let complete = |link| referee.life(link).frames.len() == 5;
        pairs.iter().all(|pair| complete(pair.host) && complete(pair.dialler))
    });
    assert!(complete, "frames of many links did not all arrive");
    for (n, pair) in pairs.iter().enumerate() {
        assert!(
            referee.life(pair.host).frames.iter().all(|got| *got == frame(100 + n, n as u8)),
            "a frame came over another link than it was sent"
        );
        let answers: Vec<_> = (0..5).map(|round| frame(200 + n, round)).collect();
        assert!(referee.life(pair.dialler).frames == answers, "answers were mixed up");
    }
}

/// A frame whose every byte depends on its number and place.
fn frame(length: usize, number: u8) -> Vec<u8> {
    (0..length).map(|at| (at as u8).wrapping_mul(31) ^ (at >> 8) as u8 ^ number).collect()
}
