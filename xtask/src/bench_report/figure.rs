//! One number of the report, with everything needed to get it again.

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A measured number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// `section/thing/what`: names it over all runs.
    pub(crate) key: String,
    /// The number.
    pub(crate) value: f64,
    /// Of what; empty for ratios.
    pub(crate) unit: String,
    /// What gave it, as typed; several commands are parted by line ends.
    pub(crate) command: String,
}

impl Figure {
    /// A figure from one or more commands.
    pub(crate) fn new(
        key: impl Into<String>,
        value: f64,
        unit: &'static str,
        commands: &[String],
    ) -> Self {
        Self { key: key.into(), value, unit: unit.to_owned(), command: commands.join("\n") }
    }
}

/// Three significant digits, thousands parted.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        "–".to_owned()
    } else if size >= 1_000.0 {
        grouped(value.round() as i64)
    } else if size >= 100.0 || value == 0.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else if size >= 0.01 {
        format!("{value:.*}", if size >= 1.0 { 2 } else { 3 })
    } else {
        format!("{value:.2e}")
    }
}

fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = if value < 0 { "−".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{digit}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let texts = [0.0, 0.001_234, 0.123_4, 1.234, 12.34, 123.4, 1_234_567.0].map(number);
        assert_eq!(texts, ["0", "1.23e-3", "0.123", "1.23", "12.3", "123", "1,234,567"]);
        assert_eq!(number(f64::NAN), "–");
        assert_eq!(number(-1_234.0), "−1,234");
    }
}
