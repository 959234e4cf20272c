//! Who takes part in the hold model, and how each one's work differs from the others'.

/// One queue or engine.
#[derive(Debug)]
pub(super) struct Contender {
    /// As `benches/rivals` calls it.
    pub(super) name: &'static str,
    /// As people call it.
    pub(super) title: &'static str,
    /// What it does for a hold that others don't, or doesn't that others do.
    pub(super) differs: &'static str,
    /// Holds measured, as a multiple of what is pending: fewer for the slow.
    pub(super) rounds_of_holds: u64,
}

/// The program beside ours that isn't Rust.
pub(super) const SIMPY: &str = "simpy";
/// Ours, with actors.
pub(super) const ENGINE: &str = "engine";

/// All, bare queues first.
pub(super) const CONTENDERS: [Contender; 12] = [
    Contender {
        name: "binary-heap",
        title: "std BinaryHeap, bare",
        differs: "16-byte entries; nothing is done with what is taken",
        rounds_of_holds: 2,
    },
    Contender {
        name: "4-ary-heap",
        title: "4-ary heap (dary_heap), bare",
        differs: "the same",
        rounds_of_holds: 2,
    },
    Contender {
        name: "bare-ladder",
        title: "ladder, bare",
        differs: "the same; tuned by hand to this distribution, can do no other",
        rounds_of_holds: 5,
    },
    Contender {
        name: "agenda",
        title: "our agenda, bare",
        differs: "phases, and any distribution of times; nothing is done with what is taken",
        rounds_of_holds: 2,
    },
    Contender {
        name: "binary-heap-touch",
        title: "std BinaryHeap + touch",
        differs: "reads and writes the 128 bytes of a random actor in every hold",
        rounds_of_holds: 2,
    },
    Contender {
        name: "4-ary-heap-touch",
        title: "4-ary heap + touch",
        differs: "the same",
        rounds_of_holds: 2,
    },
    Contender {
        name: "bare-ladder-touch",
        title: "ladder + touch",
        differs: "the same: the physical limit for an engine",
        rounds_of_holds: 5,
    },
    Contender {
        name: ENGINE,
        title: "our engine",
        differs: "the agenda drives actors of 128 bytes that do nothing but schedule themselves",
        rounds_of_holds: 2,
    },
    Contender {
        name: "ixa",
        title: "ixa, plan queue",
        differs: "a plan is a boxed closure that can be cancelled; actors of 128 bytes, as ours; \
                  without its logging",
        rounds_of_holds: 1,
    },
    Contender {
        name: "nexosim-self",
        title: "NeXosim, own events",
        differs: "1,000 models of equally many actors on one thread; handlers are futures; stops \
                  at a time, so the number of holds is the expected one within a percent",
        rounds_of_holds: 1,
    },
    Contender {
        name: "nexosim-hop",
        title: "NeXosim, hop through a port",
        differs: "the same, and each event goes on to the next model through a port: a message \
                  between actors, which ours doesn't send here",
        rounds_of_holds: 1,
    },
    Contender {
        name: SIMPY,
        title: "SimPy",
        differs: "a Python process per actor that waits for a timeout; its state is a list of 16",
        rounds_of_holds: 1,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contender_of_the_program_takes_part() {
        let root = crate::workspace_root().unwrap();
        let path = root.join("benches/rivals/src/contender.rs");
        let program = std::fs::read_to_string(path).unwrap();
        let named = |contender: &&Contender| program.contains(&format!("(\"{}\",", contender.name));
        assert_eq!(CONTENDERS.iter().filter(named).count(), CONTENDERS.len() - 1);
        assert_eq!(program.matches("        (\"").count(), CONTENDERS.len() - 1);
    }
}
