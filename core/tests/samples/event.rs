//! Between a guest and an event.

use super::Sample;
use super::keys::{event, identity, pseudonym};
use corona_core::cascade::{EventSpan, ReportIdentity, Signal, Told};
use corona_core::events::{Metadata, Range, Standing, Statistics};
use corona_core::identity::Context;
use corona_core::time::{Span, Timestamp};
use corona_core::wire::{
    BlobChunk, CheckInRequest, EventAnswer, EventAnswerBody, FetchBlob, GuestRequest,
    GuestRequestBody, Held, Report, Reporter, SignedReport, VisitAnswer, VisitRequest,
    encode_metadata,
};

/// 2020-04-12 18:05, when the whitepaper's barbecue begins.
const START: Timestamp = Timestamp(1_586_714_700_000);

/// What the event says of itself.
pub(crate) fn metadata() -> Metadata {
    Metadata {
        name: "Barbecue 🍖".into(),
        banner: Some(Box::new([0xB0; 32])),
        start: START,
        high_risk_reports: ReportIdentity::Identified,
        exact_statistics: true,
    }
}

/// A positive test with everything that a report may say.
pub(crate) fn full_report() -> Report {
    Report {
        sequence: 2,
        told: Told::Infection { positive: true, infectious_from: START - Span::days(3) },
        corrects: false,
        reporter: Some(Reporter {
            identity: identity().public(),
            name: "Alice".to_owned(),
            note: "Call me: +41 44 000 00 00".to_owned(),
        }),
    }
}

fn seal(report: &Report) -> SignedReport {
    report.seal(&identity(), &event().public(), &pseudonym().public())
}

fn high_risk() -> Report {
    let signal = Signal { strength: 10, hop: 1 };
    let told = Told::HighRisk { signal, infectious_from: START + Span::DAY };
    Report { sequence: 1, told, corrects: false, reporter: None }
}

fn suspicion() -> Report {
    let told = Told::Infection { positive: false, infectious_from: START - Span::days(3) };
    Report { sequence: 1, told, ..full_report() }
}

fn negative() -> Report {
    let told = Told::Negative { sampled: START + Span::days(8) };
    Report { sequence: 3, told, corrects: true, ..full_report() }
}

fn withdrawal() -> Report {
    Report { sequence: 300, told: Told::Nothing, corrects: false, reporter: None }
}

pub(super) fn requests() -> Vec<Sample> {
    let request = |name, about, body| {
        Sample::framed(name, "GuestRequest", about, &GuestRequest { body: Some(body) })
    };
    let visit = |report: Option<Report>, wants_metadata| {
        let report = report.as_ref().map(seal);
        GuestRequestBody::Visit(VisitRequest { report, wants_metadata })
    };
    let signature = pseudonym().sign(Context::CheckIn, &[event().public().as_bytes()]);
    let check_in = CheckInRequest {
        pseudonym: pseudonym().public().as_bytes().to_vec(),
        signature: signature.as_bytes().to_vec(),
    };
    vec![
        request(
            "guest_check_in",
            "A guest joins: pseudonym 03…, event 02….",
            GuestRequestBody::CheckIn(check_in),
        ),
        request("guest_poll", "A guest asks for statistics.", visit(None, false)),
        request(
            "guest_in_doubt",
            "A guest asks whether its check-in was stored.",
            visit(None, true),
        ),
        request(
            "guest_positive",
            "A guest reports a positive test: identity 01…, pseudonym 03…, event 02….",
            visit(Some(full_report()), false),
        ),
        request(
            "guest_suspected",
            "A guest reports symptoms, and asks for metadata.",
            visit(Some(suspicion()), true),
        ),
        request(
            "guest_negative",
            "A guest corrects a positive by a negative test.",
            visit(Some(negative()), false),
        ),
        request(
            "guest_high_risk",
            "A guest passes a warning on under its pseudonym.",
            visit(Some(high_risk()), false),
        ),
        request(
            "guest_withdrawal",
            "A guest withdraws what it reported.",
            visit(Some(withdrawal()), false),
        ),
        request(
            "guest_fetch",
            "A guest asks for the banner from byte 16000 on.",
            GuestRequestBody::Fetch(FetchBlob { hash: vec![0xB0; 32], offset: 16_000 }),
        ),
    ]
}

pub(super) fn reports() -> Vec<Sample> {
    let body =
        |name, about, report: &Report| Sample::nested(name, "ReportBody", about, seal(report).body);
    vec![
        body("report_positive", "The signed bytes of guest_positive.", &full_report()),
        body("report_suspected", "The signed bytes of guest_suspected.", &suspicion()),
        body("report_negative", "The signed bytes of guest_negative.", &negative()),
        body("report_high_risk", "The report in guest_high_risk.", &high_risk()),
        body("report_withdrawal", "The report in guest_withdrawal.", &withdrawal()),
        Sample::nested(
            "metadata",
            "MetadataMessage",
            "What the event says of itself; its hash is pinned.",
            encode_metadata(&metadata()),
        ),
    ]
}

fn statistics() -> Statistics {
    Statistics {
        event: EventSpan { start: START, end: Some(START + Span::hours(5)) },
        attendees: Range::exactly(212),
        negatives: Range::exactly(0),
        suspected: Range { low: 1, high: 5 },
        positives: Range::exactly(1),
        signals: vec![
            (Signal { strength: 15, hop: 0 }, 1),
            (Signal { strength: 10, hop: 0 }, 3),
            (Signal { strength: 10, hop: 1 }, 130),
        ],
        revision: 7,
    }
}

fn quiet() -> Statistics {
    let none = Range::exactly(0);
    Statistics {
        event: EventSpan { start: START, end: None },
        attendees: Range::exactly(2),
        negatives: none,
        suspected: none,
        positives: none,
        signals: Vec::new(),
        revision: 1,
    }
}

pub(super) fn answers() -> Vec<Sample> {
    let answer = |name, about, body| {
        Sample::framed(name, "EventAnswer", about, &EventAnswer { body: Some(body) })
    };
    let poll = VisitAnswer {
        statistics: Some((&quiet()).into()),
        held: Some(Held::default()),
        metadata: Vec::new(),
        refusal: 0,
    };
    let report = VisitAnswer {
        statistics: Some((&statistics()).into()),
        held: Some(Held::new(2, &full_report().told, Standing::Confirmed)),
        metadata: encode_metadata(&metadata()),
        refusal: 2,
    };
    vec![
        answer(
            "event_checked_in",
            "The event has admitted a guest.",
            EventAnswerBody::CheckedIn(encode_metadata(&metadata())),
        ),
        answer(
            "event_visited",
            "Statistics of two attendees with nothing to tell.",
            EventAnswerBody::Visited(poll),
        ),
        answer(
            "event_visited_full",
            "Everything that an answer may say: the report was of another identity.",
            EventAnswerBody::Visited(report),
        ),
        answer(
            "event_chunk",
            "The last four bytes of a banner of 16004.",
            EventAnswerBody::Chunk(BlobChunk { total: 16_004, bytes: vec![1, 2, 3, 4] }),
        ),
        answer("event_refused", "The event is closed.", EventAnswerBody::Refused(1)),
    ]
}
