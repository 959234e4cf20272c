//! What a phone's evaluation of all its events costs: at every check-in, changed answer and
//! boundary of age. Includes storing the newest participation, the same in every case.

use corona_benches::{Attendee, Season};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn evaluation(c: &mut Criterion) {
    let mut group = c.benchmark_group("evaluation");
    group.throughput(Throughput::Elements(1));
    for events in [20, 60] {
        let seasons = [
            ("no signal", Season::Calm),
            ("one signal", Season::OneSignal),
            ("own infection", Season::OwnInfection),
        ];
        for (about, season) in seasons {
            let mut attendee = Attendee::after(events, season);
            group.bench_function(BenchmarkId::new(about, events), |b| {
                b.iter(|| attendee.evaluate());
            });
        }
    }
    group.finish();
}

criterion_group!(benches, evaluation);
criterion_main!(benches);
