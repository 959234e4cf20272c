//! A trace as it was written, line by line, made into steps.
//!
//! It forgives what a process that dies can leave: a last step without its `did`, and a torn
//! line; both only before the next process begins, or at the end.

use super::step::{Cause, Step};
use corona_core::trace::Entry;
use std::path::Path;

/// One phone's trace.
#[derive(Clone)]
pub struct Trace {
    /// What messages call it: its file.
    pub file: String,
    /// Whose phone it was.
    pub name: String,
    /// In order; the first is a [`Cause::Created`].
    pub steps: Vec<Step>,
}

/// Why a file is no trace.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TraceError {
    /// It can't be read at all.
    #[error("{file}: cannot be read ({problem}): name a trace that a phone under test wrote")]
    Unreadable {
        /// Which.
        file: String,
        /// From the operating system.
        problem: String,
    },
    /// A line that is no entry, though the process went on after it.
    #[error("{file}:{line}: {problem}: record the run again")]
    Line {
        /// Which.
        file: String,
        /// Counting from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing in it.
    #[error("{file}: holds no entry: the phone was never created; leave the file out")]
    Empty {
        /// Which.
        file: String,
    },
}

impl Trace {
    /// Reads a file.
    ///
    /// # Errors
    /// [`TraceError`].
    pub fn read(path: &Path) -> Result<Self, TraceError> {
        let file = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| TraceError::Unreadable {
            file: file.clone(),
            problem: error.to_string(),
        })?;
        Self::parse(file, &bytes)
    }

    /// Reads the content of a file.
    ///
    /// # Errors
    /// [`TraceError`].
    pub fn parse(file: String, bytes: &[u8]) -> Result<Self, TraceError> {
        let mut reader = Reader { file, steps: Vec::new(), torn: None };
        for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if !text.trim_ascii().is_empty() {
                reader.take(line, text)?;
            }
        }
        let Reader { file, steps, .. } = reader;
        let name = match steps.first().map(|step| &step.cause) {
            Some(Cause::Created { name, .. }) => name.clone(),
            Some(Cause::Restored { .. } | Cause::Took(_)) | None => {
                return Err(TraceError::Empty { file });
            }
        };
        Ok(Self { file, name, steps })
    }
}

struct Reader {
    file: String,
    steps: Vec<Step>,
    /// A line that could not be read, and why.
    torn: Option<(usize, String)>,
}

impl Reader {
    fn take(&mut self, line: usize, text: &[u8]) -> Result<(), TraceError> {
        match serde_json::from_slice::<Entry>(text) {
            Err(error) => match self.torn.replace((line, error.to_string())) {
                None => Ok(()),
                Some((first, problem)) => Err(self.refuse(first, problem)),
            },
            Ok(entry) => self.place(line, entry),
        }
    }

    fn place(&mut self, line: usize, entry: Entry) -> Result<(), TraceError> {
        let (at, cause) = match entry {
            Entry::Created { at, seed, name, rules } => (at, Cause::Created { seed, name, rules }),
            Entry::Restored { at, seed, store, rules } => {
                (at, Cause::Restored { seed, store, rules })
            }
            Entry::Took { at, input } => (at, Cause::Took(input)),
            Entry::Did(decisions) => {
                self.whole()?;
                return match self.steps.last_mut().filter(|step| step.did.is_none()) {
                    Some(step) => {
                        step.did = Some((line, decisions));
                        Ok(())
                    }
                    None => Err(self.refuse(line, "did without what was taken".to_owned())),
                };
            }
        };
        if !cause.is_start() {
            self.whole()?;
            if self.steps.last().is_some_and(|step| step.did.is_none()) {
                let problem = "another input before the last one was done";
                return Err(self.refuse(line, problem.to_owned()));
            }
        }
        if self.steps.is_empty() && !matches!(cause, Cause::Created { .. }) {
            let problem = "a trace begins with the phone's creation";
            return Err(self.refuse(line, problem.to_owned()));
        }
        self.torn = None;
        self.steps.push(Step { line, at, cause, did: None });
        Ok(())
    }

    /// A process that goes on has torn no line.
    fn whole(&mut self) -> Result<(), TraceError> {
        match self.torn.take() {
            Some((line, problem)) => Err(self.refuse(line, problem)),
            None => Ok(()),
        }
    }

    fn refuse(&self, line: usize, problem: String) -> TraceError {
        TraceError::Line { file: self.file.clone(), line, problem }
    }
}
