//! What holds of values on the wire: they survive it, nonsense is refused by name, sizes
//! say nothing, and signatures bind.

#[allow(dead_code, unused_imports, reason = "each test takes from the samples what it needs")]
mod samples;

use corona_core::cascade::{EventSpan, ReportIdentity, Signal, Told};
use corona_core::events::{CheckInCode, Metadata, Range, Standing, Statistics};
use corona_core::identity::{Card, Context, Identity, Signature, SignatureError};
use corona_core::time::Timestamp;
use corona_core::wire::{
    EventAnswer, EventAnswerBody, GuestRequest, GuestRequestBody, Held, Report, ReportBody,
    Reporter, SignedReport, StatisticsMessage, VisitAnswer, VisitRequest, WireError, decode,
    decode_metadata, encode, encode_metadata,
};
use proptest::prelude::*;
use prost::Message;
use samples::{event, full_report, identity, metadata, pseudonym, public};
use zeroize::Zeroizing;

/// The smallest frame: of every visit and every answer to one.
const VISIT_SIZE: usize = 512;

/// 9999-12-31T23:59:59.999Z.
const LAST_MILLISECOND: i64 = 253_402_300_799_999;

fn a_time() -> impl Strategy<Value = Timestamp> {
    (-LAST_MILLISECOND..=LAST_MILLISECOND).prop_map(Timestamp)
}

fn a_signal(min_hop: u8) -> impl Strategy<Value = Signal> {
    (1..=15 - min_hop)
        .prop_flat_map(move |strength| (Just(strength), min_hop..=15 - strength))
        .prop_map(|(strength, hop)| Signal { strength, hop })
}

fn a_told() -> impl Strategy<Value = Told> {
    prop_oneof![
        Just(Told::Nothing),
        (any::<bool>(), a_time())
            .prop_map(|(positive, infectious_from)| Told::Infection { positive, infectious_from }),
        (a_signal(1), a_time())
            .prop_map(|(signal, infectious_from)| Told::HighRisk { signal, infectious_from }),
        a_time().prop_map(|sampled| Told::Negative { sampled }),
    ]
}

/// Text of at most `limit` bytes, often exactly.
fn text(limit: usize) -> impl Strategy<Value = String> {
    let short = prop::collection::vec(any::<char>(), 0..limit).prop_map(move |chars| {
        let mut length = 0;
        let fits = |char: &char| {
            length += char.len_utf8();
            length <= limit
        };
        chars.into_iter().take_while(fits).collect()
    });
    prop_oneof![Just("x".repeat(limit)), short]
}

fn a_reporter() -> impl Strategy<Value = Reporter> {
    (text(Report::NAME_LIMIT), text(Report::NOTE_LIMIT)).prop_map(|(name, note)| Reporter {
        identity: identity().public(),
        name,
        note,
    })
}

fn a_report() -> impl Strategy<Value = Report> {
    (1_u32.., a_told(), any::<bool>(), prop::option::of(a_reporter())).prop_map(
        |(sequence, told, corrects, reporter)| Report { sequence, told, corrects, reporter },
    )
}

fn a_range() -> impl Strategy<Value = Range> {
    (any::<u32>(), any::<u32>()).prop_map(|(a, b)| Range { low: a.min(b), high: a.max(b) })
}

/// Statistics with up to all 120 signals there are.
fn statistics() -> impl Strategy<Value = Statistics> {
    let signals = prop::collection::btree_map(a_signal(0), 1_u32.., 0..100);
    (a_time(), prop::option::of(a_time()), [(); 4].map(|()| a_range()), signals, any::<u32>())
        .prop_map(
            |(start, end, [attendees, negatives, suspected, positives], signals, revision)| {
                let end = end.map(|end| end.max(start));
                let event = EventSpan { start, end };
                let signals = signals.into_iter().rev().collect();
                Statistics { event, attendees, negatives, suspected, positives, signals, revision }
            },
        )
}

fn some_metadata() -> impl Strategy<Value = Metadata> {
    let name = text(Metadata::NAME_LIMIT).prop_filter("a name is needed", |name| !name.is_empty());
    (name, any::<Option<[u8; 32]>>(), a_time(), any::<bool>(), any::<bool>()).prop_map(
        |(name, banner, start, identified, exact_statistics)| Metadata {
            name: name.into(),
            banner: banner.map(Box::new),
            start,
            high_risk_reports: match identified {
                true => ReportIdentity::Identified,
                false => ReportIdentity::Pseudonymous,
            },
            exact_statistics,
        },
    )
}

fn a_standing() -> impl Strategy<Value = Standing> {
    prop::sample::select(vec![Standing::Unreviewed, Standing::Confirmed, Standing::Rejected])
}

fn held() -> impl Strategy<Value = Held> {
    (any::<u32>(), a_told(), a_standing()).prop_map(|(n, told, word)| Held::new(n, &told, word))
}

fn seal(report: &Report) -> SignedReport {
    report.seal(&identity(), &event().public(), &pseudonym().public())
}

fn open(sealed: &SignedReport) -> Result<Result<Report, SignatureError>, WireError> {
    Report::open(sealed, &event().public(), &pseudonym().public())
}

/// A report body as somebody else's software might sign it.
fn signed(body: &ReportBody) -> SignedReport {
    signed_bytes(body.encode_to_vec())
}

fn signed_bytes(body: Vec<u8>) -> SignedReport {
    let (event, pseudonym) = (event().public(), pseudonym().public());
    let parts: [&[u8]; 3] = [event.as_bytes(), pseudonym.as_bytes(), &body];
    let signature = identity().sign(Context::Report, &parts).as_bytes().to_vec();
    SignedReport { body, signature }
}

fn request_size(report: Option<SignedReport>, wants_metadata: bool) -> usize {
    let body = Some(GuestRequestBody::Visit(VisitRequest { report, wants_metadata }));
    encode(&GuestRequest { body }).len()
}

proptest! {
    #[test]
    fn a_report_arrives_as_it_was_sealed(report in a_report()) {
        prop_assert_eq!(open(&seal(&report)), Ok(Ok(report)));
    }

    #[test]
    fn statistics_arrive_with_the_best_signals(sent in statistics()) {
        let message = StatisticsMessage::from(&sent);
        let read = Statistics::try_from(&message).unwrap();
        prop_assert_eq!(read.best(), sent.best());
        let mut kept = sent;
        kept.signals.truncate(StatisticsMessage::SIGNAL_LIMIT);
        prop_assert_eq!(read, kept);
    }

    #[test]
    fn metadata_arrives_as_it_was(metadata in some_metadata()) {
        let bytes = encode_metadata(&metadata);
        let read = decode_metadata(&bytes).unwrap();
        prop_assert_eq!(read, metadata);
    }

    #[test]
    fn the_organizers_word_arrives(sequence: u32, told in a_told(), standing in a_standing()) {
        let held = Held::new(sequence, &told, standing);
        prop_assert_eq!(held.organizers_word(), Ok(standing));
    }

    #[test]
    fn a_report_visit_is_as_long_as_a_poll(report in a_report(), wants_metadata: bool) {
        prop_assert_eq!(request_size(Some(seal(&report)), wants_metadata), VISIT_SIZE);
        prop_assert_eq!(request_size(None, false), VISIT_SIZE);
    }

    #[test]
    fn every_answer_to_a_visit_has_one_length(
        statistics in statistics(),
        held in held(),
        metadata in prop::option::of(some_metadata()),
        refusal in 0_u32..=4,
    ) {
        let statistics = Some((&statistics).into());
        let metadata = metadata.as_ref().map(encode_metadata).unwrap_or_default();
        let answer = VisitAnswer { statistics, held: Some(held), metadata, refusal };
        let frame = encode(&EventAnswer { body: Some(EventAnswerBody::Visited(answer.clone())) });
        prop_assert_eq!(frame.len(), VISIT_SIZE);
        let read = decode::<EventAnswer>(&frame).unwrap();
        prop_assert_eq!(read.body, Some(EventAnswerBody::Visited(answer)));
    }

    #[test]
    fn a_check_in_is_answered_by_one_length(metadata in some_metadata(), refusal: u32) {
        let admitted = EventAnswerBody::CheckedIn(encode_metadata(&metadata));
        for body in [admitted, EventAnswerBody::Refused(refusal)] {
            prop_assert_eq!(encode(&EventAnswer { body: Some(body) }).len(), VISIT_SIZE);
        }
    }

    #[test]
    fn a_damaged_report_never_names_its_reporter(
        reporter in a_reporter(),
        told in a_told(),
        bit in any::<prop::sample::Index>(),
    ) {
        let report = Report { sequence: 1, told, corrects: false, reporter: Some(reporter) };
        let mut sealed = seal(&report);
        let bit = bit.index((sealed.body.len() + sealed.signature.len()) * 8);
        let (byte, flip) = (bit / 8, 1 << (bit % 8));
        match byte.checked_sub(sealed.body.len()) {
            Some(byte) => sealed.signature[byte] ^= flip,
            None => sealed.body[byte] ^= flip,
        }
        if let Ok(Ok(read)) = open(&sealed) {
            prop_assert_eq!(read.reporter, None);
        }
    }

    #[test]
    fn a_body_with_fields_of_a_later_version_is_verified_as_it_travelled(
        value: u64,
        reporter in a_reporter(),
        told in a_told(),
    ) {
        let report = Report { sequence: 1, told, corrects: true, reporter: Some(reporter) };
        let mut body = seal(&report).body;
        prost::encoding::encode_key(100, prost::encoding::WireType::Varint, &mut body);
        prost::encoding::encode_varint(value, &mut body);
        prop_assert_eq!(open(&signed_bytes(body)), Ok(Ok(report)));
    }

    #[test]
    fn a_code_text_survives_and_no_letter_of_it_may_change(
        seed: [u8; 32],
        at in any::<prop::sample::Index>(),
        letter in "[0-9a-zA-Z]",
    ) {
        let code = CheckInCode {
            event: event().public(),
            address: public(4),
            secret: corona_core::identity::Secret::from_seed(Zeroizing::new(seed)),
        };
        let text = code.to_text();
        let read = CheckInCode::from_text(&text).unwrap();
        prop_assert_eq!((read.event, read.address), (code.event, code.address));
        prop_assert_eq!(read.secret.seed(), code.secret.seed());
        let mut changed = text.to_string();
        let at = at.index(changed.len());
        changed.replace_range(at..=at, &letter);
        prop_assume!(changed != *text);
        prop_assert!(CheckInCode::from_text(&changed).is_err());
    }

    #[test]
    fn no_text_makes_the_reader_of_codes_panic(text: String, letters in "CORONAEVENT1[0-9A-Z]{0,1100}") {
        prop_assert!(CheckInCode::from_text(&text).is_err());
        prop_assert!(CheckInCode::from_text(&letters).is_err());
    }

    #[test]
    fn a_card_survives_and_has_one_length(a: u8, b: u8, bytes in prop::collection::vec(any::<u8>(), 0..130)) {
        let card = Card { identity: public::<Identity>(a), address: public(b) };
        prop_assert_eq!(Card::from_bytes(&card.to_bytes()), Ok(card));
        if let Ok(read) = Card::from_bytes(&bytes) {
            prop_assert_eq!(&read.to_bytes()[..], &bytes[..]);
        }
    }
}

#[test]
fn the_longest_report_and_answer_fit_the_smallest_frame() {
    let reporter = Reporter {
        identity: identity().public(),
        name: "n".repeat(Report::NAME_LIMIT),
        note: "n".repeat(Report::NOTE_LIMIT),
    };
    let told = Told::Infection { positive: true, infectious_from: Timestamp(-1) };
    let report = Report { sequence: u32::MAX, told, corrects: true, reporter: Some(reporter) };
    let longest = seal(&report);
    assert_eq!((longest.body.len(), longest.signature.len()), (264, 64));
    assert_eq!(request_size(Some(longest), true), VISIT_SIZE);

    // A hop of 0 takes no bytes: the longest list has none.
    let all = (1..=14_u8).rev().flat_map(|strength| {
        (1..=15 - strength).map(move |hop| (Signal { strength, hop }, u32::MAX))
    });
    let most = Range::exactly(u32::MAX);
    let statistics = Statistics {
        event: EventSpan { start: Timestamp(-1), end: Some(Timestamp(-1)) },
        attendees: most,
        negatives: most,
        suspected: most,
        positives: most,
        signals: all.collect(),
        revision: u32::MAX,
    };
    assert_eq!(statistics.signals.len(), 105);
    let metadata = Metadata {
        name: "n".repeat(Metadata::NAME_LIMIT).into(),
        start: Timestamp(-1),
        ..metadata()
    };
    let answer = VisitAnswer {
        statistics: Some((&statistics).into()),
        held: Some(Held::new(u32::MAX, &told, Standing::Rejected)),
        metadata: encode_metadata(&metadata),
        refusal: 4,
    };
    let answer = EventAnswer { body: Some(EventAnswerBody::Visited(answer)) };
    assert_eq!(answer.encoded_len() + 3, VISIT_SIZE, "not one byte to spare");
}

#[test]
fn a_report_is_worthless_at_another_event_and_under_another_pseudonym() {
    let sealed = seal(&full_report());
    assert!(matches!(open(&sealed), Ok(Ok(_))));
    let (event, pseudonym) = (event().public(), pseudonym().public());
    assert_eq!(Report::open(&sealed, &public(9), &pseudonym), Ok(Err(SignatureError)));
    assert_eq!(Report::open(&sealed, &event, &public(9)), Ok(Err(SignatureError)));
}

#[test]
fn a_signature_has_one_form() {
    // The group order, little-endian: S and S + L satisfy the same equation.
    const L: [u8; 32] = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let parts: [&[u8]; 1] = [b"message"];
    let genuine = identity().sign(Context::Report, &parts);
    let mut malleated = *genuine.as_bytes();
    let mut carry = 0;
    for (byte, order) in malleated[32..].iter_mut().zip(L) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    let verify = |bytes: &[u8]| {
        let signature = Signature::from_slice(bytes).unwrap();
        identity().public().verify(Context::Report, &parts, &signature)
    };
    assert_eq!(verify(genuine.as_bytes()), Ok(()));
    assert_eq!(verify(&malleated), Err(SignatureError));
    for bit in 0..512 {
        let mut flipped = *genuine.as_bytes();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(verify(&flipped), Err(SignatureError), "bit {bit}");
    }
    assert!(Signature::from_slice(&[0; 63]).is_none());
    assert!(Signature::from_slice(&[0; 65]).is_none());
}

#[test]
fn a_signature_of_every_context_is_worthless_in_all_others() {
    use Context::{CheckIn, PairingInviter, PairingJoiner, Report};
    let contexts = [CheckIn, Report, PairingInviter, PairingJoiner];
    for made in contexts {
        let signature = identity().sign(made, &[b"same"]);
        for read in contexts {
            let verdict = identity().public().verify(read, &[b"same"], &signature);
            assert_eq!(verdict.is_ok(), made == read, "{made:?} as {read:?}");
        }
    }
}

type Change<M> = fn(&mut M);

#[test]
fn nonsense_in_a_report_is_refused_by_name() {
    let body = ReportBody::decode(seal(&full_report()).body.as_slice()).unwrap();
    assert!(matches!(open(&signed(&body)), Ok(Ok(_))));
    let nonsense: [(&str, Change<ReportBody>); 12] = [
        ("sequence", |body| body.sequence = 0),
        ("status", |body| body.status = 5),
        ("status", |body| body.status = u32::MAX),
        ("signal", |body| (body.status, body.strength, body.hop) = (1, 0, 1)),
        ("signal", |body| (body.status, body.strength, body.hop) = (1, 16, 1)),
        ("signal", |body| (body.status, body.strength, body.hop) = (1, 10, 0)),
        ("signal", |body| (body.status, body.strength, body.hop) = (1, 10, 6)),
        ("signal", |body| (body.status, body.strength, body.hop) = (1, 257, 257)),
        ("identity", |body| body.identity.truncate(31)),
        ("identity", |body| body.identity.push(0)),
        ("name or note", |body| body.name = "n".repeat(65)),
        ("name or note", |body| body.note = "n".repeat(141)),
    ];
    for (place, change) in nonsense {
        let mut changed = body.clone();
        change(&mut changed);
        let refusal = open(&signed(&changed));
        assert!(
            matches!(refusal, Err(WireError::Field { field, .. }) if field == place),
            "{place}: {refusal:?}"
        );
    }
    let unsigned = SignedReport { signature: Vec::new(), ..seal(&full_report()) };
    assert!(matches!(open(&unsigned), Err(WireError::Field { field: "signature", .. })));
}

#[test]
fn nonsense_in_statistics_is_refused_by_name() {
    let good = StatisticsMessage::from(&Statistics {
        event: EventSpan { start: Timestamp(5), end: Some(Timestamp(5)) },
        attendees: Range { low: 2, high: 5 },
        negatives: Range::exactly(0),
        suspected: Range::exactly(0),
        positives: Range::exactly(1),
        signals: vec![(Signal { strength: 10, hop: 0 }, 1), (Signal { strength: 9, hop: 6 }, 2)],
        revision: 1,
    });
    assert!(Statistics::try_from(&good).is_ok());
    let nonsense: [(&str, Change<StatisticsMessage>); 11] = [
        ("end", |message| message.end = Some(4)),
        ("range", |message| message.attendees.as_mut().unwrap().high = 1),
        ("range", |message| message.positives.as_mut().unwrap().low = 2),
        ("signal", |message| message.signals[0].strength = 0),
        ("signal", |message| message.signals[0].strength = 16),
        ("signal", |message| message.signals[1].hop = 7),
        ("signal", |message| message.signals[1].hop = u32::MAX),
        ("count", |message| message.signals[1].count = 0),
        ("signals", |message| message.signals.reverse()),
        ("signals", |message| message.signals[1] = message.signals[0]),
        ("signals", |message| message.signals = vec![message.signals[0]; 25]),
    ];
    for (place, change) in nonsense {
        let mut changed = good.clone();
        change(&mut changed);
        let refusal = Statistics::try_from(&changed);
        assert!(
            matches!(refusal, Err(WireError::Field { field, .. }) if field == place),
            "{place}: {refusal:?}"
        );
    }
}

#[test]
fn nonsense_in_metadata_and_held_reports_is_refused_by_name() {
    let named = |length| {
        decode_metadata(&encode_metadata(&Metadata {
            name: "n".repeat(length).into(),
            ..metadata()
        }))
    };
    assert!(named(1).is_ok() && named(64).is_ok());
    for length in [0, 65] {
        assert!(matches!(named(length), Err(WireError::Field { field: "name", .. })));
    }
    let mut bytes = encode_metadata(&metadata());
    let banner = bytes.windows(2).position(|pair| pair == [0x12, 32]).unwrap();
    bytes[banner + 1] = 31;
    bytes.remove(banner + 2);
    assert!(matches!(decode_metadata(&bytes), Err(WireError::Field { field: "banner", .. })));
    let held = Held { sequence: 1, status: 1, standing: 3 };
    assert!(matches!(held.organizers_word(), Err(WireError::Field { field: "standing", .. })));
}

#[test]
fn times_no_phone_will_see_are_refused() {
    for start in [i64::MIN, i64::MAX, LAST_MILLISECOND + 1, -LAST_MILLISECOND - 1] {
        let message = StatisticsMessage { start, end: None, ..StatisticsMessage::default() };
        let refusal = Statistics::try_from(&message).unwrap_err();
        assert_eq!(refusal.to_string(), "field start lies beyond the year 9999");
    }
}
