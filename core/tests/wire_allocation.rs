//! How much memory a stranger's frame can make a phone take.
//!
//! The worst of a million tricks is known: Protocol Buffers let two bytes stand for an empty
//! message, which takes many more in memory.

use corona_core::identity::{Event, Pseudonym, Secret};
use corona_core::transport::FRAME_LIMIT;
use corona_core::wire::{
    ContactFrame, EventAnswer, EventAnswerBody, GuestRequest, GuestRequestBody, PairingFrame,
    Report, decode, decode_metadata,
};
use zeroize::Zeroizing;

/// Most memory that reading one frame takes at once, in lengths of the longest frame. An
/// empty `SignalCount` of 2 bytes takes 12 in a vector that doubles, the old one beside it.
const PEAK_LIMIT: u64 = 10;
/// Most memory that reading one frame asks for in total, given back or not.
const TOTAL_LIMIT: u64 = 18;

const HEADER: usize = 3;

fn frame(message: &[u8]) -> Vec<u8> {
    let mut frame = vec![1, (message.len() >> 8) as u8, message.len() as u8];
    frame.extend_from_slice(message);
    frame.resize(FRAME_LIMIT, 0);
    frame
}

/// As often as a frame holds after `around` other bytes.
fn fill(piece: &[u8], around: usize) -> Vec<u8> {
    piece.repeat((FRAME_LIMIT - HEADER - around) / piece.len())
}

/// A field of messages or bytes, of any length below 16,384.
fn field(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = [content.len() as u8 | 0x80, (content.len() >> 7) as u8];
    [&[tag << 3 | 2][..], &length, content].concat()
}

/// Reads as a phone does on every kind of link.
fn read(bytes: &[u8]) {
    let (event, pseudonym) = (public::<Event>(), public::<Pseudonym>());
    if let Ok(GuestRequest { body: Some(GuestRequestBody::Visit(visit)) }) = decode(bytes) {
        let _ = visit.report.as_ref().map(|report| Report::open(report, &event, &pseudonym));
    }
    if let Ok(EventAnswer { body: Some(EventAnswerBody::CheckedIn(metadata)) }) = decode(bytes) {
        let _ = decode_metadata(&metadata);
    }
    let _ = decode::<ContactFrame>(bytes);
    let _ = decode::<PairingFrame>(bytes);
}

fn public<R: corona_core::identity::Role>() -> corona_core::identity::Public<R> {
    Secret::from_seed(Zeroizing::new([1; 32])).public()
}

fn assert_bounded(about: &str, message: &[u8]) -> u64 {
    let frame = frame(message);
    let used = allocation_counter::measure(|| read(&frame));
    let (peak, total) = (used.bytes_max, used.bytes_total);
    let limit = FRAME_LIMIT as u64;
    assert!(peak <= PEAK_LIMIT * limit, "{about}: {peak} bytes at once");
    assert!(total <= TOTAL_LIMIT * limit, "{about}: {total} bytes in total");
    assert_eq!(used.bytes_current, 0, "{about}: bytes are left behind");
    peak
}

#[test]
fn a_frame_full_of_one_field_takes_little_memory() {
    for tag in 0..=15_u8 {
        for (about, content) in [
            ("empty messages", vec![0]),
            ("empty messages in messages", vec![2, 0x0A, 0]),
            ("one byte", vec![1, b'x']),
            ("long bytes", [vec![100], vec![b'x'; 100]].concat()),
            ("unending groups", vec![tag << 3 | 3]),
        ] {
            let piece = [vec![tag << 3 | 2], content].concat();
            let message = fill(&piece, 8);
            assert_bounded(about, &message);
            for outer in 1..=5 {
                let nested = field(outer, &fill(&piece, 8));
                assert_bounded(about, &nested);
                for outermost in 1..=5 {
                    assert_bounded(about, &field(outermost, &fill(&field(outer, &piece), 16)));
                    let deepest = field(outermost, &field(outer, &fill(&piece, 16)));
                    assert_bounded(about, &deepest);
                }
            }
        }
    }
}

#[test]
fn sixteen_kibibytes_of_empty_signals_are_the_worst_case_and_known() {
    let signals = fill(&[7 << 3 | 2, 0], 16);
    let answer = field(2, &field(1, &signals));
    let peak = assert_bounded("empty signals", &answer);
    assert!(peak > 4 * FRAME_LIMIT as u64, "the frame was not read: {peak} bytes");
}

#[test]
fn a_forged_length_reserves_nothing() {
    for tag in 1..=9_u8 {
        for length in [&[0xFF, 0xFF, 0xFF, 0xFF, 0x07][..], &[0xFF; 9], &[0x80, 0x80, 0x40]] {
            let forged = [&[tag << 3 | 2][..], length].concat();
            let peak = assert_bounded("forged length", &forged)
                .max(assert_bounded("inner forged length", &field(2, &field(1, &forged))));
            assert!(peak < 4_096, "field {tag}: {peak} bytes");
        }
    }
}

#[test]
fn an_honest_frame_takes_about_its_own_length() {
    let bytes = vec![0xFF; 16_000];
    let chunk = field(3, &field(2, &bytes));
    let peak = assert_bounded("chunk", &chunk);
    assert!((16_000..3 * FRAME_LIMIT as u64).contains(&peak), "{peak} bytes");
}
