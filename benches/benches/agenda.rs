//! The hold model: pop the next occurrence, push one at a later time, n stay pending.
//!
//! Bare queues of 16-byte entries show the limit, agendas what is left of it with the
//! things in their slots, and the variants with a touch what a world costs that changes
//! a random 128 bytes for each occurrence, one block for each pending.

use corona_core::time::{Span, Timestamp};
use corona_transport_sim::agenda::{Agenda, Entry, FourHeap, Ladder, Queue, QueueKind};
use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::Duration;

/// How many steps are drawn before the clock starts: drawing costs more than a push.
const STEPS: usize = 1 << 16;

const PENDING: [u32; 3] = [1_000, 100_000, 1_000_000];

/// From an occurrence to the one it causes.
#[derive(Clone, Copy)]
enum Steps {
    /// Exponential of mean 1 s: about a thousand occurrences each millisecond at 1 M.
    Exponential,
    /// Exponential of mean 6 h: about one occurrence in 20 ms at 1 M, like idle phones.
    Sparse,
    /// Whole milliseconds from 1 to 1000, each as likely.
    Whole,
}

impl Steps {
    const fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential, mean 1 s",
            Self::Sparse => "exponential, mean 6 h",
            Self::Whole => "1..1000 ms",
        }
    }

    fn draw(self, rng: &mut ChaCha8Rng) -> Span {
        let uniform = (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        let exponential = -(1.0 - uniform).ln();
        Span(match self {
            Self::Exponential => (exponential * 1_000.0) as i64,
            Self::Sparse => (exponential * 21_600_000.0) as i64,
            Self::Whole => 1 + (uniform * 1_000.0) as i64,
        })
    }
}

/// What is measured: something that holds numbers by time.
trait Hold {
    fn put(&mut self, time: Timestamp, number: u32);
    fn take(&mut self) -> (Timestamp, u32);
    /// Shows numbers that are soon to be taken, if it is meant to look ahead.
    fn look_ahead(&self, _see: impl FnMut(u32)) {}
}

/// A queue alone, with the number in place of a slot.
#[derive(Default)]
struct Bare<Q> {
    queue: Q,
    pushes: u64,
}

impl<Q: Queue> Hold for Bare<Q> {
    fn put(&mut self, time: Timestamp, number: u32) {
        self.queue.push(Entry::new(time, 0, self.pushes, number));
        self.pushes += 1;
    }
    fn take(&mut self) -> (Timestamp, u32) {
        let entry = self.queue.pop().expect("as many are pushed as popped");
        (entry.time(), entry.slot())
    }
}

/// The standard library's heap of the same entries.
#[derive(Default)]
struct Std {
    heap: BinaryHeap<Reverse<Entry>>,
    pushes: u64,
}

impl Hold for Std {
    fn put(&mut self, time: Timestamp, number: u32) {
        self.heap.push(Reverse(Entry::new(time, 0, self.pushes, number)));
        self.pushes += 1;
    }
    fn take(&mut self) -> (Timestamp, u32) {
        let Reverse(entry) = self.heap.pop().expect("as many are pushed as popped");
        (entry.time(), entry.slot())
    }
}

impl Hold for Agenda<u32> {
    fn put(&mut self, time: Timestamp, number: u32) {
        self.push(time, 0, number);
    }
    fn take(&mut self) -> (Timestamp, u32) {
        self.pop().expect("as many are pushed as popped")
    }
}

/// An agenda whose owner fetches the states of the next occurrences all at once.
struct LookingAhead(Agenda<u32>);

impl Hold for LookingAhead {
    fn put(&mut self, time: Timestamp, number: u32) {
        self.0.put(time, number);
    }
    fn take(&mut self) -> (Timestamp, u32) {
        self.0.take()
    }
    fn look_ahead(&self, see: impl FnMut(u32)) {
        self.0.upcoming(32).copied().for_each(see);
    }
}

/// The state of whom an occurrence is about.
#[repr(align(128))]
#[derive(Clone)]
struct State([u64; 16]);

struct Case {
    steps: Vec<Span>,
    pending: u32,
    with_touch: bool,
}

impl Case {
    fn new(steps: Steps, pending: u32, with_touch: bool) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let steps = (0..STEPS).map(|_| steps.draw(&mut rng)).collect();
        Self { steps, pending, with_touch }
    }

    fn run(&self, group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut hold: impl Hold) {
        let mut steps = self.steps.iter().copied().cycle();
        let mut step = || steps.next().expect("a cycle has no end");
        for number in 0..self.pending {
            hold.put(Timestamp(0) + step(), number);
        }
        // The first pops meet the order of the first pushes, which no later ones do.
        for _ in 0..self.pending {
            let (time, number) = hold.take();
            hold.put(time + step(), number);
        }
        let states = if self.with_touch { self.pending as usize } else { 0 };
        let mut states = vec![State([0; 16]); states];
        group.bench_function(BenchmarkId::new(name, self.pending), |b| {
            let mut seen = 0_u32;
            b.iter(|| {
                if seen == 0 {
                    hold.look_ahead(|number| {
                        black_box(states.get(number as usize).map(|State(words)| words[0]));
                        seen += 1;
                    });
                }
                seen = seen.saturating_sub(1);
                let (time, number) = hold.take();
                if let Some(State(words)) = states.get_mut(number as usize) {
                    words[number as usize % 16] += 1;
                    black_box(words);
                }
                hold.put(time + step(), number);
            });
        });
    }

    fn run_all(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        self.run(group, "bare std BinaryHeap", Std::default());
        self.run(group, "bare FourHeap", Bare::<FourHeap>::default());
        self.run(group, "bare Ladder", Bare::<Ladder>::default());
        self.run(group, "Agenda on heap", Agenda::with_queue(QueueKind::Heap));
        self.run(group, "Agenda on ladder", Agenda::with_queue(QueueKind::Ladder));
        if self.with_touch {
            let name = "Agenda on ladder, states fetched 32 at a time";
            self.run(group, name, LookingAhead(Agenda::with_queue(QueueKind::Ladder)));
        }
    }
}

fn agenda(c: &mut Criterion) {
    for steps in [Steps::Exponential, Steps::Sparse, Steps::Whole] {
        for with_touch in [false, true] {
            let touch = if with_touch { " and a touch of 128 random bytes" } else { "" };
            let name = format!("agenda, hold with steps {}{touch}", steps.name());
            let mut group = c.benchmark_group(name);
            group.throughput(Throughput::Elements(1));
            group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(1));
            for pending in PENDING {
                Case::new(steps, pending, with_touch).run_all(&mut group);
            }
            group.finish();
        }
    }
}

criterion_group!(benches, agenda);
criterion_main!(benches);
