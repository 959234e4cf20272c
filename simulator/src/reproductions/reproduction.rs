//! What was published beside what we get.

use serde::Serialize;

/// A published result, row by row.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reproduction {
    /// Name on the command line.
    pub name: &'static str,
    /// The publication, and where its code and data are.
    pub source: &'static str,
    /// What all rows measure, with its unit.
    #[serde(skip)]
    pub quantity: &'static str,
    /// One for each number compared.
    pub rows: Vec<Row>,
}

/// One published number. All four numbers are in the quantity's unit.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Row {
    /// What was done.
    pub name: String,
    /// The authors' number, as printed or stored.
    pub published: f64,
    /// Our number.
    pub ours: f64,
    /// How far apart the two may be.
    pub tolerance: f64,
    /// Where exactly the authors' number stands, and what it is.
    pub source: &'static str,
    /// Whether they are no further apart.
    pub within: bool,
}

impl Row {
    /// Compares the two numbers.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        published: f64,
        ours: f64,
        tolerance: f64,
        source: &'static str,
    ) -> Self {
        // No number (0/0) is within nothing.
        let within = (ours - published).abs() <= tolerance;
        Self { name: name.into(), published, ours, tolerance, source, within }
    }
}

impl Reproduction {
    /// How many rows are outside their tolerance.
    #[must_use]
    pub fn outside(&self) -> usize {
        self.rows.iter().filter(|row| !row.within).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(published: f64, ours: f64, tolerance: f64) -> Row {
        Row::new("row", published, ours, tolerance, "here")
    }

    #[test]
    fn a_row_holds_up_to_its_tolerance_and_not_beyond() {
        assert!(row(50.0, 51.5, 1.5).within);
        assert!(row(50.0, 48.5, 1.5).within);
        assert!(!row(50.0, 51.6, 1.5).within);
        assert!(!row(50.0, f64::NAN, 1.5).within);
    }

    #[test]
    fn as_json_a_reproduction_has_the_documented_keys() {
        let rows = vec![row(1.0, 3.0, 0.5)];
        let told = Reproduction { name: "n", source: "s", quantity: "q", rows };
        assert_eq!(told.outside(), 1);
        assert_eq!(
            serde_json::to_string(&told).unwrap(),
            "{\"name\":\"n\",\"source\":\"s\",\"rows\":[{\"name\":\"row\",\"published\":1.0,\
             \"ours\":3.0,\"tolerance\":0.5,\"source\":\"here\",\"within\":false}]}"
        );
    }
}
