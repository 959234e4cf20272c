//! Tables of comma-separated values, found by the names of their columns.
//!
//! Knows where in a file something is; decides how a missing column or a short line is told.

use crate::scenario::ScenarioError;
use csv::{Reader, ReaderBuilder, StringRecord};
use std::path::Path;

/// A CSV file read line by line.
pub(super) struct CsvTable<'a> {
    file: &'a Path,
    reader: Reader<&'a [u8]>,
    record: StringRecord,
}

impl<'a> CsvTable<'a> {
    pub(super) fn open(file: &'a Path, text: &'a str) -> Result<Self, ScenarioError> {
        let reader = ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        Ok(Self { file, reader, record: StringRecord::new() })
    }

    pub(super) fn column(&mut self, name: &str) -> Result<usize, ScenarioError> {
        let headers = self.reader.headers().map_err(|error| broken(self.file, &error))?;
        headers.iter().position(|header| header == name).ok_or_else(|| {
            let found: Vec<&str> = headers.iter().collect();
            let problem = format!("no column {name:?}: name it in the first line");
            ScenarioError::in_data(self.file, Some(1), format!("{:?}", found.join(",")), problem)
        })
    }

    /// Moves to the next line and returns its number.
    pub(super) fn next(&mut self) -> Result<Option<u64>, ScenarioError> {
        let more = self.reader.read_record(&mut self.record);
        let more = more.map_err(|error| broken(self.file, &error))?;
        Ok(more.then(|| self.record.position().map_or(0, csv::Position::line)))
    }

    pub(super) fn value(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }
}

fn broken(file: &Path, error: &csv::Error) -> ScenarioError {
    let line = error.position().map(csv::Position::line);
    let problem = if let csv::ErrorKind::UnequalLengths { expected_len, len, .. } = error.kind() {
        format!("{len} columns instead of {expected_len}: complete the line")
    } else {
        error.to_string()
    };
    ScenarioError::in_data(file, line, "", problem)
}
