//! `corona-sim compare`: two folders of results side by side.

use crate::cli::Compare;
use crate::run::Trouble;
use corona_simulator::comparison::{Comparison, ComparisonError, Side};
use std::io::Write;
use std::process::ExitCode;

const UNUSABLE: u8 = 2;

/// Compares, and says on stderr what went wrong.
pub(crate) fn compare(arguments: &Compare) -> ExitCode {
    match try_compare(arguments) {
        Ok(told) => {
            // A reader that closes the pipe (head) has read what it wanted.
            let _ = writeln!(std::io::stdout(), "{}", told.trim_end());
            ExitCode::SUCCESS
        }
        Err(trouble) => trouble.exit(),
    }
}

impl From<ComparisonError> for Trouble {
    fn from(error: ComparisonError) -> Self {
        match error {
            ComparisonError::Sweep(error) => error.into(),
            ComparisonError::Nothing { .. }
            | ComparisonError::Damaged { .. }
            | ComparisonError::Mixed { .. }
            | ComparisonError::NothingInCommon { .. } => Self::new(error, UNUSABLE),
        }
    }
}

fn try_compare(arguments: &Compare) -> Result<String, Trouble> {
    let (a, b) = (Side::read(&arguments.a)?, Side::read(&arguments.b)?);
    let found = Comparison::of(&a, &b)?;
    Ok(if arguments.json {
        serde_json::to_string_pretty(&found).expect("counts and names are plain data")
    } else {
        found.told()
    })
}
