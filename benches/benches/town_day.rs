//! The fifteenth day of a town of 2,000 people: a fortnight of events is live by then.

use corona_benches::town;
use corona_core::time::Span;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

const PEOPLE: u32 = 2_000;

fn town_day(c: &mut Criterion) {
    let mut group = c.benchmark_group("town");
    group.sample_size(10);
    group.throughput(Throughput::Elements(PEOPLE.into()));
    group.bench_function("one day, 2,000 people (elements are people)", |b| {
        b.iter_batched(
            || {
                let mut world = town(PEOPLE);
                world.run_until(world.setup().start + Span::days(14));
                world
            },
            |mut world| {
                world.run_until(world.setup().start + Span::days(15));
                world
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, town_day);
criterion_main!(benches);
