//! One finished run, as a small file.
//!
//! It knows the file's fields and decides when one is believed: if it can be read and says
//! that it is the run it is named after. Anything else is as if it weren't there.

use crate::results::{Figures, SeedFigures};
use serde::{Deserialize, Serialize};

/// Names the meaning of the fields; raised when one changes.
const RUN_FILE_SCHEMA: &str = "corona-sweep-run/1";

/// The contents of `runs/RUN_ID.json`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RunFile {
    schema: String,
    run: String,
    seed: u64,
    figures: Figures,
}

impl RunFile {
    pub(super) fn of(run: &str, found: SeedFigures) -> Self {
        let SeedFigures { seed, figures } = found;
        Self { schema: RUN_FILE_SCHEMA.to_owned(), run: run.to_owned(), seed, figures }
    }

    pub(super) fn json(&self) -> String {
        // Strings, numbers and maps with string keys always serialise.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The figures in a file, if it is whole and that of this run.
    pub(super) fn figures(bytes: &[u8], run: &str, seed: u64) -> Option<Figures> {
        let file: Self = serde_json::from_slice(bytes).ok()?;
        let is_that = file.schema == RUN_FILE_SCHEMA && file.run == run && file.seed == seed;
        is_that.then_some(file.figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_file_and_that_of_another_run_are_not_believed() {
        let file = RunFile::of("a1", SeedFigures { seed: 7, figures: Figures::new() });
        let json = file.json();
        assert_eq!(RunFile::figures(json.as_bytes(), "a1", 7), Some(Figures::new()));
        assert_eq!(RunFile::figures(json.as_bytes(), "b2", 7), None);
        assert_eq!(RunFile::figures(&json.as_bytes()[..json.len() / 2], "a1", 7), None);
    }
}
