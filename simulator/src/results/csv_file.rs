//! A table as CSV text.
//!
//! It knows RFC 4180 (through the `csv` crate) and how each type of cell is
//! spelt. It decides that a missing cell is an empty field and that lines end
//! with a line feed; units and descriptions are left to Parquet and the docs.

use super::encode_error::EncodeError;
use super::instant::Instant;
use super::table::{Cells, Table};
use std::fmt::Write as _;

/// The bytes of `NAME.csv`: a line of column names, then the rows. Numbers are
/// in Rust's shortest form that reads back exactly, times in ISO 8601 (UTC,
/// milliseconds), flags `true` or `false`, missing cells empty.
///
/// # Errors
/// [`EncodeError`] if the CSV writer fails, which memory exhaustion aside it doesn't.
pub fn csv_bytes(table: &Table<'_>) -> Result<Vec<u8>, EncodeError> {
    let failed = |error: &dyn std::fmt::Display| EncodeError::new(table.name, "csv", error);
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut record = csv::StringRecord::new();
    for column in &table.columns {
        record.push_field(column.name);
    }
    writer.write_record(&record).map_err(|error| failed(&error))?;
    let mut field = String::new();
    for row in 0..table.rows() {
        record.clear();
        for column in &table.columns {
            field.clear();
            spell(&column.cells, row, &mut field);
            record.push_field(&field);
        }
        writer.write_record(&record).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

/// Appends the cell of `row`, nothing if it is missing.
fn spell(cells: &Cells<'_>, row: usize, field: &mut String) {
    // Writing to a String cannot fail.
    let _ = match cells {
        Cells::Unsigned(cells) => cells[row].map(|cell| write!(field, "{cell}")),
        Cells::Signed(cells) => cells[row].map(|cell| write!(field, "{cell}")),
        Cells::Real(cells) => cells[row].map(|cell| write!(field, "{cell}")),
        Cells::Text(cells) => cells[row].map(|cell| write!(field, "{cell}")),
        Cells::Flag(cells) => cells[row].map(|cell| write!(field, "{cell}")),
        Cells::Time(cells) => cells[row].map(|cell| write!(field, "{}", Instant(cell))),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use corona_core::time::{Span, Timestamp};

    fn text(table: &Table<'_>) -> String {
        String::from_utf8(csv_bytes(table).unwrap()).unwrap()
    }

    #[test]
    fn every_type_is_spelt_so_that_it_reads_back() {
        let noon = Timestamp::from_civil_date(2020, 4, 12).unwrap() + Span::hours(12);
        let rows = [(7_u32, Some(0.1_f64)), (0, None)];
        let table = Table::of("t", "A row.", &rows)
            .column("count", "", "", |row| row.0)
            .column("less", "", "", |row| -i64::from(row.0))
            .column("share", "", "", |row| row.1)
            .column("name", "", "", |_| "Zoë")
            .column("open", "", "", |row| row.0 > 0)
            .column("at", "", "", move |row| row.1.map(|_| noon))
            .table();
        assert_eq!(
            text(&table),
            "count,less,share,name,open,at\n\
             7,-7,0.1,Zoë,true,2020-04-12T12:00:00.000Z\n\
             0,0,,Zoë,false,\n"
        );
    }

    #[test]
    fn names_with_commas_quotes_and_line_breaks_stay_one_field() {
        let rows = ["Bob, \"Bobby\"\nTables"];
        let table = Table::of("t", "A row.", &rows).column("name", "", "", |row| *row).table();
        assert_eq!(text(&table), "name\n\"Bob, \"\"Bobby\"\"\nTables\"\n");
    }

    #[test]
    fn a_table_without_rows_still_has_its_header() {
        let table = Table::of("t", "", &[]).column("hop", "", "", |hop: &u8| *hop).table();
        assert_eq!(text(&table), "hop\n");
    }
}
