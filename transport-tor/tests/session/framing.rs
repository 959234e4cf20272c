//! Frames survive every way of cutting the bytes they travel in.

use corona_core::transport::FRAME_LIMIT;
use corona_transport_tor::session::{Decoder, FramingError, encode};
use proptest::prelude::*;

fn decode_all<'a>(
    decoder: &mut Decoder,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Vec<u8>> {
    let mut frames = Vec::new();
    for mut piece in pieces {
        while !piece.is_empty() {
            frames.extend(decoder.take(&mut piece).expect("the frames are sound"));
        }
    }
    frames
}

proptest! {
    #[test]
    fn frames_are_the_same_however_their_bytes_are_cut(
        frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..600), 0..8),
        cuts in prop::collection::vec(1..700_usize, 1..64),
    ) {
        let bytes: Vec<u8> = frames.iter().flat_map(|frame| encode(frame).unwrap()).collect();
        let mut pieces = Vec::new();
        let mut rest = &bytes[..];
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at(rest.len().min(*cut));
            pieces.push(piece);
            rest = after;
        }
        let mut decoder = Decoder::default();
        prop_assert_eq!(decode_all(&mut decoder, pieces), frames);
        prop_assert!(decoder.is_between_frames());
    }

    #[test]
    fn no_bytes_make_the_decoder_panic_or_hoard(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut decoder = Decoder::default();
        let mut rest = &bytes[..];
        while !rest.is_empty() && decoder.take(&mut rest).is_ok() {
            prop_assert!(decoder.allocated() <= FRAME_LIMIT);
        }
    }
}

#[test]
fn a_frame_of_the_limit_passes_byte_by_byte() {
    let frame = vec![7; FRAME_LIMIT];
    let bytes = encode(&frame).unwrap();
    assert_eq!(decode_all(&mut Decoder::default(), bytes.chunks(1)), [frame]);
}

#[test]
fn a_length_no_frame_has_is_refused_before_anything_is_allocated() {
    for length in [0, FRAME_LIMIT as u32 + 1, 1 << 31, u32::MAX] {
        let mut decoder = Decoder::default();
        let refused = decoder.take(&mut &length.to_be_bytes()[..]);
        assert_eq!(refused, Err(FramingError(length)));
        assert_eq!(decoder.allocated(), 0, "{length} bytes were set aside");
    }
}

#[test]
fn no_such_frame_is_sent_either() {
    assert_eq!(encode(&[]), Err(FramingError(0)));
    assert_eq!(encode(&vec![0; FRAME_LIMIT + 1]), Err(FramingError(FRAME_LIMIT as u32 + 1)));
}

#[test]
fn a_stream_that_ends_within_a_frame_is_known_by_it() {
    let bytes = encode(b"whole").unwrap();
    for end in 1..bytes.len() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.take(&mut &bytes[..end]), Ok(None));
        assert!(!decoder.is_between_frames(), "{end} bytes were taken for a whole stream");
    }
}
