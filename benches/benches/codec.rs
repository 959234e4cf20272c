//! Frames: what a visit costs to encode and decode.

use corona_core::cascade::{EventSpan, Signal};
use corona_core::events::{Range, Statistics};
use corona_core::time::Timestamp;
use corona_core::wire::{
    EventAnswer, EventAnswerBody, GuestRequest, GuestRequestBody, Held, VisitAnswer, VisitRequest,
    decode, encode,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn statistics() -> Statistics {
    Statistics {
        event: EventSpan { start: Timestamp(1), end: Some(Timestamp(2)) },
        attendees: Range::exactly(50),
        negatives: Range::exactly(1),
        suspected: Range::exactly(2),
        positives: Range::exactly(3),
        signals: (0..4).map(|hop| (Signal { strength: 15 - hop, hop }, 2)).collect(),
        revision: 7,
    }
}

fn codec(c: &mut Criterion) {
    let request = GuestRequest {
        body: Some(GuestRequestBody::Visit(VisitRequest { report: None, wants_metadata: false })),
    };
    let visited = |statistics: &Statistics| EventAnswer {
        body: Some(EventAnswerBody::Visited(VisitAnswer {
            statistics: Some(statistics.into()),
            held: Some(Held::default()),
            metadata: Vec::new(),
            refusal: 0,
        })),
    };
    let statistics = statistics();
    let (poll, answer) = (encode(&request), encode(&visited(&statistics)));
    let mut group = c.benchmark_group("codec");
    group.throughput(Throughput::Elements(1));
    group.bench_function("encode poll", |b| b.iter(|| encode(black_box(&request))));
    group.bench_function("decode poll", |b| b.iter(|| decode::<GuestRequest>(black_box(&poll))));
    group.bench_function("encode answer", |b| b.iter(|| encode(&visited(black_box(&statistics)))));
    group.bench_function("decode answer", |b| {
        b.iter(|| decode::<EventAnswer>(black_box(&answer)));
    });
    group.finish();
}

criterion_group!(benches, codec);
criterion_main!(benches);
