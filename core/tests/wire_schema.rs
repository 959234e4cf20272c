//! The schema for other languages and our structs say the same.
//!
//! `core/proto/corona.proto` is compiled here and used to read what our structs wrote: a
//! tag, type or name that differs shows as an unknown field, other bytes, or another value.

#[allow(dead_code, unused_imports, reason = "each test takes from the samples what it needs")]
mod samples;

use corona_core::wire::{
    BlobChunk, CheckInRequest, ContactBody, ContactFrame, ContactUpdate, EventAnswer,
    EventAnswerBody, FetchBlob, GuestRequest, GuestRequestBody, Held, Introduction,
    MetadataMessage, PairingBody, PairingFrame, RangeMessage, ReportBody, SignalCount,
    SignedReport, StatisticsMessage, VisitAnswer, VisitRequest,
};
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, ReflectMessage, Value};
use std::collections::BTreeSet;

fn schema() -> DescriptorPool {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/proto");
    let mut compiler = protox::Compiler::new([folder]).expect("the folder of schemas is there");
    compiler.open_file("corona.proto").unwrap_or_else(|error| panic!("{error:?}"));
    compiler.descriptor_pool()
}

fn read(schema: &DescriptorPool, kind: &str, bytes: &[u8]) -> DynamicMessage {
    let descriptor = schema
        .get_message_by_name(&format!("corona.v1.{kind}"))
        .unwrap_or_else(|| panic!("the schema has no message {kind}"));
    DynamicMessage::decode(descriptor, bytes).unwrap_or_else(|error| panic!("{kind}: {error}"))
}

/// Panics if the schema misses a field; collects the names of all that are there.
fn visit_fields(message: &DynamicMessage, seen: &mut BTreeSet<String>) {
    let unknown: Vec<u32> = message.unknown_fields().map(|field| field.number()).collect();
    let name = message.descriptor().name().to_owned();
    assert!(unknown.is_empty(), "the schema's {name} lacks fields {unknown:?}");
    for (field, value) in message.fields() {
        seen.insert(format!("{name}.{}", field.name()));
        nested(&field, value).into_iter().for_each(|inner| visit_fields(inner, seen));
    }
}

fn nested<'a>(field: &FieldDescriptor, value: &'a Value) -> Vec<&'a DynamicMessage> {
    if field.is_list() {
        value.as_list().into_iter().flatten().filter_map(Value::as_message).collect()
    } else {
        value.as_message().into_iter().collect()
    }
}

/// What one of our structs must look like to a reader of the schema.
struct Expectation {
    kind: &'static str,
    bytes: Vec<u8>,
    text: String,
}

fn expect<M: Message>(kind: &'static str, message: &M, text: impl Into<String>) -> Expectation {
    Expectation { kind, bytes: message.encode_to_vec(), text: text.into() }
}

fn guest(body: GuestRequestBody, text: &str) -> Expectation {
    expect("GuestRequest", &GuestRequest { body: Some(body) }, text)
}
fn event(body: EventAnswerBody, text: &str) -> Expectation {
    expect("EventAnswer", &EventAnswer { body: Some(body) }, text)
}
fn contact(body: ContactBody, text: &str) -> Expectation {
    expect("ContactFrame", &ContactFrame { body: Some(body) }, text)
}
fn pairing(body: PairingBody, text: &str) -> Expectation {
    expect("PairingFrame", &PairingFrame { body: Some(body) }, text)
}

// Every field of every struct is named below without `..`, so that a new field doesn't
// compile until its expectation is written.

fn guest_expectations() -> Vec<Expectation> {
    let check_in = CheckInRequest { pseudonym: b"key".to_vec(), signature: b"proof".to_vec() };
    let report = SignedReport { body: b"told".to_vec(), signature: b"proof".to_vec() };
    let visit = VisitRequest { report: Some(report), wants_metadata: true };
    let fetch = FetchBlob { hash: b"hash".to_vec(), offset: u32::MAX };
    let body = ReportBody {
        sequence: u32::MAX,
        status: 1,
        from: -2,
        strength: 3,
        hop: 4,
        corrects: true,
        identity: b"who".to_vec(),
        name: "Zoë".to_owned(),
        note: "a note".to_owned(),
    };
    vec![
        guest(
            GuestRequestBody::CheckIn(check_in),
            r#"check_in { pseudonym: "key" signature: "proof" }"#,
        ),
        guest(
            GuestRequestBody::Visit(visit),
            r#"visit { report { body: "told" signature: "proof" } wants_metadata: true }"#,
        ),
        guest(GuestRequestBody::Fetch(fetch), r#"fetch { hash: "hash" offset: 4294967295 }"#),
        expect(
            "ReportBody",
            &body,
            r#"sequence: 4294967295 status: 1 from: -2 strength: 3 hop: 4 corrects: true
               identity: "who" name: "Zoë" note: "a note""#,
        ),
    ]
}

fn event_expectations() -> Vec<Expectation> {
    let range = |low, high| Some(RangeMessage { low, high });
    let statistics = StatisticsMessage {
        start: i64::MIN,
        end: Some(0),
        attendees: range(1, 2),
        negatives: range(3, 4),
        suspected: range(5, 6),
        positives: range(7, 8),
        signals: vec![
            SignalCount { strength: 15, hop: 0, count: 1 },
            SignalCount { strength: 2, hop: 3, count: 4 },
        ],
        revision: 9,
    };
    let visited = VisitAnswer {
        statistics: Some(statistics),
        held: Some(Held { sequence: 1, status: 2, standing: 3 }),
        metadata: b"about".to_vec(),
        refusal: 4,
    };
    let metadata = MetadataMessage {
        name: "Fête".to_owned(),
        banner: b"hash".to_vec(),
        start: i64::MAX,
        identified: true,
        exact_statistics: true,
    };
    let chunk = BlobChunk { total: 5, bytes: b"piece".to_vec() };
    vec![
        event(EventAnswerBody::CheckedIn(b"about".to_vec()), r#"checked_in: "about""#),
        event(
            EventAnswerBody::Visited(visited),
            r#"visited {
                 statistics {
                   start: -9223372036854775808 end: 0
                   attendees { low: 1 high: 2 } negatives { low: 3 high: 4 }
                   suspected { low: 5 high: 6 } positives { low: 7 high: 8 }
                   signals { strength: 15 count: 1 } signals { strength: 2 hop: 3 count: 4 }
                   revision: 9
                 }
                 held { sequence: 1 status: 2 standing: 3 } metadata: "about" refusal: 4
               }"#,
        ),
        event(EventAnswerBody::Chunk(chunk), r#"chunk { total: 5 bytes: "piece" }"#),
        event(EventAnswerBody::Refused(0), "refused: 0"),
        expect(
            "MetadataMessage",
            &metadata,
            r#"name: "Fête" banner: "hash" start: 9223372036854775807 identified: true
               exact_statistics: true"#,
        ),
    ]
}

fn contact_expectations() -> Vec<Expectation> {
    let update = ContactUpdate {
        access: b"key".to_vec(),
        version: u64::MAX,
        acknowledged: 1,
        name: "Zoë".to_owned(),
        avatar: b"hash".to_vec(),
        address: b"where".to_vec(),
        status: 5,
    };
    let fetch = FetchBlob { hash: b"hash".to_vec(), offset: 1 };
    let chunk = BlobChunk { total: 5, bytes: b"piece".to_vec() };
    vec![
        contact(
            ContactBody::Update(update),
            r#"update { version: 18446744073709551615 acknowledged: 1 name: "Zoë" avatar: "hash"
                        address: "where" status: 5 access: "key" }"#,
        ),
        contact(ContactBody::Fetch(fetch), r#"fetch { hash: "hash" offset: 1 }"#),
        contact(ContactBody::Chunk(chunk), r#"chunk { total: 5 bytes: "piece" }"#),
    ]
}

fn pairing_expectations() -> Vec<Expectation> {
    let introduction = Introduction {
        access: b"key".to_vec(),
        card: b"card".to_vec(),
        nonce: b"nonce".to_vec(),
        name: "Zoë".to_owned(),
        proof: b"proof".to_vec(),
    };
    let text = r#"{ card: "card" nonce: "nonce" name: "Zoë" proof: "proof" access: "key" }"#;
    vec![
        pairing(PairingBody::Commit(b"hash".to_vec()), r#"commit: "hash""#),
        pairing(PairingBody::Offer(introduction.clone()), &format!("offer {text}")),
        pairing(PairingBody::Reveal(introduction), &format!("reveal {text}")),
        pairing(PairingBody::Proof(b"proof".to_vec()), r#"proof: "proof""#),
        pairing(PairingBody::Confirm(false), "confirm: false"),
    ]
}

fn expectations() -> Vec<Expectation> {
    [guest_expectations(), event_expectations(), contact_expectations(), pairing_expectations()]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn a_reader_of_the_schema_finds_in_our_bytes_what_we_meant() {
    let schema = schema();
    for Expectation { kind, bytes, text } in expectations() {
        let read = read(&schema, kind, &bytes);
        let meant = DynamicMessage::parse_text_format(read.descriptor(), &text)
            .unwrap_or_else(|error| panic!("{kind}: {error:?} in {text}"));
        assert_eq!(read.to_text_format(), meant.to_text_format(), "{kind}");
        assert_eq!(read, meant, "{kind}");
    }
}

#[test]
fn a_writer_by_the_schema_makes_our_bytes() {
    let schema = schema();
    let expected = expectations().into_iter().map(|e| (e.kind, e.bytes));
    let samples = samples::every_message().into_iter().map(|s| (s.kind, s.message));
    for (kind, bytes) in expected.chain(samples) {
        let read = read(&schema, kind, &bytes);
        visit_fields(&read, &mut BTreeSet::new());
        assert_eq!(read.encode_to_vec(), bytes, "{kind}");
    }
}

#[test]
fn every_field_of_the_schema_has_been_seen() {
    let schema = schema();
    let all: BTreeSet<String> = schema
        .all_messages()
        .flat_map(|message| {
            let name = message.name().to_owned();
            let fields: Vec<_> = message.fields().collect();
            fields.into_iter().map(move |field| format!("{name}.{}", field.name()))
        })
        .collect();
    let seen = |messages: Vec<(&str, Vec<u8>)>| {
        let mut seen = BTreeSet::new();
        for (kind, bytes) in messages {
            visit_fields(&read(&schema, kind, &bytes), &mut seen);
        }
        seen
    };
    let expected = expectations().into_iter().map(|e| (e.kind, e.bytes)).collect();
    let sampled = samples::every_message().into_iter().map(|s| (s.kind, s.message)).collect();
    assert!(all.len() > 60, "a schema of {} fields", all.len());
    assert_eq!(seen(expected), all, "expectations");
    assert_eq!(seen(sampled), all, "samples");
}

#[test]
fn every_message_a_phone_reads_stays_flat() {
    // Nested messages of a kind inside themselves would let a small frame recurse.
    let schema = schema();
    for message in schema.all_messages() {
        let mut below: Vec<_> = message.fields().collect();
        let mut depth = 0;
        while !below.is_empty() {
            depth += 1;
            assert!(depth <= 5, "{} nests deeper than 5, or in itself", message.name());
            let kinds = below.iter().filter_map(|field| field.kind().as_message().cloned());
            below = kinds.flat_map(|kind| kind.fields().collect::<Vec<_>>()).collect();
        }
    }
}
