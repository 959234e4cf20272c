//! Where a replayed phone leaves the path of the recorded one.

use corona_core::node::RestoreError;
use corona_core::time::Timestamp;
use corona_core::trace::{Decisions, Fingerprint, Outcome};
use std::fmt;

/// The first thing that is not as recorded, on one phone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The trace's.
    pub file: String,
    /// Whose phone.
    pub name: String,
    /// Of the trace, counting from 1.
    pub line: usize,
    /// The phone's clock.
    pub at: Timestamp,
    /// What.
    pub problem: Problem,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, name, line, at, problem } = self;
        write!(f, "{file}:{line}: {name}, {at:?}: {problem}")
    }
}

/// What is not as recorded.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    /// The node decides something else.
    #[error("{part} was\n  recorded  {recorded}\n  replayed  {replayed}")]
    Decision {
        /// `change`, `request` or `update` with its number from 1, or `answer`.
        part: String,
        /// By the trace.
        recorded: String,
        /// Now.
        replayed: String,
    },
    /// The store does not hold what the replayed one does.
    #[error(
        "the store held {recorded}, the replayed one {without} without the step before and \
         {with} with it"
    )]
    Store {
        /// By the trace.
        recorded: Fingerprint,
        /// If the step before was not committed.
        without: Fingerprint,
        /// If it was.
        with: Fingerprint,
    },
    /// No phone has sent the frame, or it arrived more often than it was sent.
    #[error("a frame of {length} bytes arrived, {digest}, that no replayed phone has sent by then")]
    Frame {
        /// Bytes.
        length: usize,
        /// Of the frame.
        digest: Fingerprint,
    },
    /// No phone has shown the code.
    #[error("{kind} was scanned that no replayed phone has shown by then")]
    Code {
        /// `a check-in code`, `a card` or `an invitation`.
        kind: &'static str,
    },
    /// A wake-up before its time.
    #[error("the phone was woken, but the replayed one has nothing to do until {due:?}")]
    NotDue {
        /// When it has.
        due: Timestamp,
    },
    /// The replayed store makes no node.
    #[error("the replayed phone cannot start again: {0}")]
    Unrestorable(RestoreError),
    /// Something before the creation.
    #[error("the phone took this before it was created: begin its trace with its creation")]
    NotCreated,
    /// A second creation, though something was stored.
    #[error("the phone was created once more, but the replayed one has stored what it was before")]
    CreatedAgain,
}

/// The first part in which decisions differ.
pub(super) fn compare(recorded: &Decisions, replayed: &Decisions) -> Option<Problem> {
    let lists = [
        ("change", &recorded.changes, &replayed.changes),
        ("request", &recorded.requests, &replayed.requests),
        ("update", &recorded.updates, &replayed.updates),
    ];
    let list = lists.iter().find_map(|(part, recorded, replayed)| {
        let longer = recorded.len().max(replayed.len());
        let first = (0..longer).find(|i| recorded.get(*i) != replayed.get(*i))?;
        let text = |list: &[String]| list.get(first).cloned().unwrap_or_else(nothing);
        let (recorded, replayed) = (text(recorded), text(replayed));
        Some(Problem::Decision { part: format!("{part} {}", first + 1), recorded, replayed })
    });
    list.or_else(|| {
        (recorded.answer != replayed.answer).then(|| Problem::Decision {
            part: "answer".to_owned(),
            recorded: words(recorded.answer.as_ref()),
            replayed: words(replayed.answer.as_ref()),
        })
    })
}

fn words(answer: Option<&Outcome>) -> String {
    match answer {
        Some(Outcome::Answered(answer)) => answer.clone(),
        Some(Outcome::Refused(words)) => format!("refused: {words}"),
        None => nothing(),
    }
}

fn nothing() -> String {
    "nothing".to_owned()
}
