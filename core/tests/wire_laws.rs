//! What holds of all bytes: nothing panics, frames are strict, versions can meet.

#[allow(dead_code, unused_imports, reason = "each test takes from the samples what it needs")]
mod samples;

use corona_core::events::Statistics;
use corona_core::identity::Card;
use corona_core::transport::FRAME_LIMIT;
use corona_core::wire::{
    BlobChunk, CheckInRequest, ContactFrame, ContactUpdate, EventAnswer, EventAnswerBody,
    FetchBlob, GuestRequest, GuestRequestBody, Held, Introduction, MetadataMessage, PairingBody,
    PairingFrame, RangeMessage, Report, ReportBody, SignalCount, SignedReport, StatisticsMessage,
    VERSION, VisitAnswer, VisitRequest, WireError, decode, decode_metadata, encode,
};
use proptest::prelude::*;
use prost::Message;
use samples::{Sample, event, every_message, pseudonym};

const SIZES: [usize; 3] = [512, 2_048, 16_384];
const HEADER: usize = 3;

/// Reads a frame as one kind of message; shows what it holds.
type Reader = fn(&[u8]) -> Result<String, WireError>;

fn show<M: Message + Default + std::fmt::Debug>(frame: &[u8]) -> Result<String, WireError> {
    decode::<M>(frame).map(|message| format!("{message:?}"))
}

const READERS: [(&str, Reader); 19] = [
    ("GuestRequest", show::<GuestRequest>),
    ("CheckInRequest", show::<CheckInRequest>),
    ("VisitRequest", show::<VisitRequest>),
    ("SignedReport", show::<SignedReport>),
    ("ReportBody", show::<ReportBody>),
    ("EventAnswer", show::<EventAnswer>),
    ("VisitAnswer", show::<VisitAnswer>),
    ("Held", show::<Held>),
    ("StatisticsMessage", show::<StatisticsMessage>),
    ("RangeMessage", show::<RangeMessage>),
    ("SignalCount", show::<SignalCount>),
    ("MetadataMessage", show::<MetadataMessage>),
    ("FetchBlob", show::<FetchBlob>),
    ("BlobChunk", show::<BlobChunk>),
    ("ContactFrame", show::<ContactFrame>),
    ("ContactUpdate", show::<ContactUpdate>),
    ("PairingFrame", show::<PairingFrame>),
    ("Introduction", show::<Introduction>),
    ("nothing known", show::<()>),
];

fn reader(kind: &str) -> Reader {
    READERS.iter().find(|(name, _)| *name == kind).expect("every kind has a reader").1
}

/// A frame made without the code under test.
fn frame_of(message: &[u8]) -> Vec<u8> {
    let size = SIZES.into_iter().find(|size| message.len() + HEADER <= *size);
    let mut frame = vec![VERSION, (message.len() >> 8) as u8, message.len() as u8];
    frame.extend_from_slice(message);
    frame.resize(size.expect("the message fits a frame"), 0);
    frame
}

/// Reads bytes in every way a phone may, down to values of the domain.
fn read_everything(bytes: &[u8]) {
    for (_, read) in READERS {
        let _ = read(bytes);
    }
    let (event, pseudonym) = (event().public(), pseudonym().public());
    let open = |report: &SignedReport| Report::open(report, &event, &pseudonym).is_ok();
    if let Ok(GuestRequest { body: Some(GuestRequestBody::Visit(visit)) }) = decode(bytes) {
        visit.report.as_ref().map(open);
    }
    if let Ok(EventAnswer { body: Some(EventAnswerBody::Visited(answer)) }) = decode(bytes) {
        let _ = answer.statistics.as_ref().map(|s| Statistics::try_from(s).is_ok());
        let _ = answer.held.map(|held| held.organizers_word().is_ok());
    }
    if let Ok(PairingFrame { body: Some(PairingBody::Offer(offer)) }) = decode(bytes) {
        let _ = Card::from_bytes(&offer.card);
    }
    let _ = decode_metadata(bytes);
    let _ = Card::from_bytes(bytes);
    open(&SignedReport { body: bytes.to_vec(), signature: vec![0; 64] });
}

fn a_sample() -> impl Strategy<Value = Sample> {
    (0..every_message().len()).prop_map(|at| every_message().swap_remove(at))
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn key(tag: u64, wire_type: u64) -> Vec<u8> {
    varint(tag << 3 | wire_type)
}

/// One field of the Protocol Buffers encoding, of any of the six wire types.
fn a_field(tags: std::ops::Range<u64>) -> impl Strategy<Value = Vec<u8>> {
    let content = prop::collection::vec(any::<u8>(), 0..40);
    (tags, 0_usize..5, any::<u64>(), content).prop_map(|(tag, shape, number, content)| {
        let number_bytes = number.to_le_bytes();
        match shape {
            0 => [key(tag, 0), varint(number)].concat(),
            1 => [key(tag, 1), number_bytes.to_vec()].concat(),
            2 => [key(tag, 2), varint(content.len() as u64), content].concat(),
            3 => [key(tag, 3), key(1, 0), varint(number), key(tag, 4)].concat(),
            _ => [key(tag, 5), number_bytes[..4].to_vec()].concat(),
        }
    })
}

fn fields(tags: std::ops::Range<u64>) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(a_field(tags), 1..8).prop_map(|fields| fields.concat())
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_everything(&bytes);
        read_everything(&frame_of(&bytes));
    }

    #[test]
    fn arbitrary_fields_never_panic(message in fields(0..12), inner in fields(1..12)) {
        read_everything(&frame_of(&message));
        for tag in 1..6 {
            let nested = [key(tag, 2), varint(inner.len() as u64), inner.clone()].concat();
            read_everything(&frame_of(&nested));
        }
    }

    #[test]
    fn damaged_frames_never_panic(
        sample in a_sample(),
        flips in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut message = sample.message;
        read_everything(&frame_of(&message[..cut.index(message.len())]));
        let bits = message.len() * 8;
        for flip in flips {
            let bit = flip.index(bits);
            message[bit / 8] ^= 1 << (bit % 8);
        }
        read_everything(&frame_of(&message));
        read_everything(&message);
    }

    #[test]
    fn a_frame_of_another_length_is_refused(
        sample in a_sample(),
        length in 0..FRAME_LIMIT + 100,
    ) {
        let mut frame = frame_of(&sample.message);
        let size = frame.len();
        frame.resize(length, 0);
        let read = reader(sample.kind)(&frame);
        if !SIZES.contains(&length) {
            prop_assert_eq!(read, Err(WireError::Size(length)));
        } else if length >= size {
            prop_assert!(read.is_ok());
        } else {
            prop_assert!(read.is_err());
        }
    }

    #[test]
    fn a_forged_length_is_refused(sample in a_sample(), announced: u16) {
        let mut frame = frame_of(&sample.message);
        frame[1..HEADER].copy_from_slice(&announced.to_be_bytes());
        let (held, announced) = (frame.len() - HEADER, usize::from(announced));
        let read = reader(sample.kind)(&frame);
        if announced > held {
            prop_assert_eq!(read, Err(WireError::Length { announced, held }));
        } else if sample.message.iter().skip(announced).any(|byte| *byte != 0) {
            prop_assert_eq!(read, Err(WireError::Padding));
        }
    }

    #[test]
    fn another_version_is_refused(sample in a_sample(), version: u8) {
        prop_assume!(version != VERSION);
        let mut frame = frame_of(&sample.message);
        frame[0] = version;
        prop_assert_eq!(reader(sample.kind)(&frame), Err(WireError::Version(version)));
    }

    #[test]
    fn padding_hides_nothing(
        sample in a_sample(),
        at in any::<prop::sample::Index>(),
        byte in 1_u8..,
    ) {
        let mut frame = frame_of(&sample.message);
        let start = HEADER + sample.message.len();
        let room = frame.len() - start;
        frame[start + at.index(room)] = byte;
        prop_assert_eq!(reader(sample.kind)(&frame), Err(WireError::Padding));
    }

    #[test]
    fn fields_of_later_versions_are_skipped(
        sample in a_sample(),
        before in fields(16..1_000),
        after in fields((1 << 29) - 1_000..1 << 29),
    ) {
        let known = reader(sample.kind)(&frame_of(&sample.message));
        let later = [before, sample.message, after].concat();
        prop_assert_eq!(reader(sample.kind)(&frame_of(&later)), known);
    }

    #[test]
    fn every_message_that_fits_is_framed_in_the_smallest_size(length in 0..16_370_usize) {
        let chunk = BlobChunk { total: 0, bytes: vec![7; length] };
        let content = chunk.encoded_len() + HEADER;
        prop_assume!(content <= FRAME_LIMIT);
        let frame = encode(&chunk);
        let smallest = SIZES.into_iter().find(|size| content <= *size);
        prop_assert_eq!(Some(frame.len()), smallest);
        prop_assert_eq!(&frame, &frame_of(&chunk.encode_to_vec()));
        prop_assert_eq!(decode::<BlobChunk>(&frame), Ok(chunk));
    }
}

#[test]
fn every_sample_reads_as_its_own_kind() {
    for sample in every_message() {
        let frame = frame_of(&sample.message);
        assert!(reader(sample.kind)(&frame).is_ok(), "{}", sample.name);
        assert!(sample.frame.is_none_or(|encoded| encoded == frame), "{}", sample.name);
    }
}

#[test]
fn a_request_of_a_later_version_has_no_body_here() {
    let later = [key(9, 2), varint(2), b"hi".to_vec()].concat();
    assert_eq!(decode(&frame_of(&later)), Ok(GuestRequest { body: None }));
    assert_eq!(decode(&frame_of(&later)), Ok(PairingFrame { body: None }));
}

#[test]
fn fields_of_later_versions_are_skipped_inside_messages_too() {
    let report = SignedReport { body: b"told".to_vec(), signature: Vec::new() };
    let later = [key(200, 3), key(7, 5), vec![1, 2, 3, 4], key(200, 4)].concat();
    let inner = [later.clone(), report.encode_to_vec(), later.clone()].concat();
    let visit = [key(1, 2), varint(inner.len() as u64), inner, later].concat();
    let request = [key(2, 2), varint(visit.len() as u64), visit].concat();
    let read = decode::<GuestRequest>(&frame_of(&request)).unwrap();
    let meant = VisitRequest { report: Some(report), wants_metadata: false };
    assert_eq!(read.body, Some(GuestRequestBody::Visit(meant)));
}

#[test]
fn groups_without_end_are_refused_not_followed() {
    for opening in [key(200, 3), key(1, 3), key(7, 3)] {
        let message = opening.repeat((FRAME_LIMIT - HEADER) / opening.len());
        for (kind, read) in READERS {
            assert!(read(&frame_of(&message)).is_err(), "{kind}");
        }
    }
}
