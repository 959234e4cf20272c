//! One poll between two phones, there and back, without a network: both nodes' work.

use corona_benches::Pair;
use corona_core::cascade::Policy;
use corona_core::rules::Rules;
use corona_core::time::Span;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn phone_step(c: &mut Criterion) {
    let mut group = c.benchmark_group("phone");
    group.throughput(Throughput::Elements(1));
    let mut rules = Rules::with_policy(Policy::whitepaper());
    // The event must stay open for as many polls as the bench wants.
    rules.events.auto_close = Span::days(4_000_000);
    let mut pair = Pair::at_an_event(rules);
    group.bench_function("poll, both ends", |b| b.iter(|| pair.poll()));
    group.sample_size(20);
    group.bench_function("check-in, both ends, with keys and signatures", |b| {
        b.iter(|| Pair::at_an_event(Rules::with_policy(Policy::whitepaper())));
    });
    group.finish();
}

criterion_group!(benches, phone_step);
criterion_main!(benches);
