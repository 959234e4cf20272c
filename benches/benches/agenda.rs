//! The hold model: pop the next occurrence, push one at a later time, n stay pending.

use corona_core::time::{Span, Timestamp};
use corona_transport_sim::Agenda;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// Exponential steps of mean 1 s, rounded to the agenda's milliseconds.
fn step(rng: &mut ChaCha8Rng) -> Span {
    let uniform = (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    Span((-(1.0 - uniform).ln() * 1_000.0) as i64)
}

fn agenda(c: &mut Criterion) {
    let mut group = c.benchmark_group("agenda");
    group.throughput(Throughput::Elements(1));
    for pending in [1_000_u32, 100_000, 1_000_000] {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut agenda = Agenda::new();
        for n in 0..pending {
            agenda.push(Timestamp(0) + step(&mut rng), 0, n);
        }
        group.bench_function(BenchmarkId::new("hold", pending), |b| {
            b.iter(|| {
                let (time, item) = agenda.pop().expect("as many are pushed as popped");
                agenda.push(time + step(&mut rng), 0, item);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, agenda);
criterion_main!(benches);
