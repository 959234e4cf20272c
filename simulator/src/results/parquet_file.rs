//! A table as Parquet bytes.
//!
//! It knows Arrow's types and Parquet's metadata. It decides what makes the
//! bytes the same on every machine and day: a fixed writer name, no time stamp,
//! zstd at a fixed level. Unit and description travel with each column.

use super::encode_error::EncodeError;
use super::table::{Cells, Column, Table};
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMillisecondArray, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// Names the meaning of all tables' columns; raised when one changes.
pub const TABLES_SCHEMA: &str = "corona-tables/1";

/// Readers parse "NAME version X" and distrust statistics otherwise. The number
/// is not the program's version: a release must not change the bytes of a table.
const CREATED_BY: &str = "corona-sim version 1";

/// The bytes of `NAME.parquet`. File metadata: `corona.schema` ([`TABLES_SCHEMA`]),
/// `corona.table`, `corona.about` and `corona.columns` (JSON: unit and description of each
/// column, for readers without Arrow); each Arrow field carries `unit` and `description` too.
///
/// # Errors
/// [`EncodeError`] if Parquet's writer fails, which no table makes it do.
pub fn parquet_bytes(table: &Table<'_>) -> Result<Vec<u8>, EncodeError> {
    encode(table).map_err(|reason| EncodeError::new(table.name, "parquet", &reason))
}

fn encode(table: &Table<'_>) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    let schema = Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()));
    let arrays = table.columns.iter().map(|column| array(&column.cells)).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
    let properties = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_key_value_metadata(Some(file_metadata(table)))
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(bytes)
}

fn field(column: &Column<'_>) -> Field {
    let kind = match column.cells {
        Cells::Unsigned(_) => DataType::UInt64,
        Cells::Signed(_) => DataType::Int64,
        Cells::Real(_) => DataType::Float64,
        Cells::Text(_) => DataType::Utf8,
        Cells::Flag(_) => DataType::Boolean,
        Cells::Time(_) => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
    };
    // Arrow's map has no order of its own; its writer sorts the keys.
    let metadata = [("unit", column.unit), ("description", column.description)]
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    Field::new(column.name, kind, column.nullable).with_metadata(metadata.into_iter().collect())
}

fn array(cells: &Cells<'_>) -> ArrayRef {
    match cells {
        Cells::Unsigned(cells) => Arc::new(cells.iter().copied().collect::<UInt64Array>()),
        Cells::Signed(cells) => Arc::new(cells.iter().copied().collect::<Int64Array>()),
        Cells::Real(cells) => Arc::new(cells.iter().copied().collect::<Float64Array>()),
        Cells::Text(cells) => Arc::new(cells.iter().copied().collect::<StringArray>()),
        Cells::Flag(cells) => Arc::new(cells.iter().copied().collect::<BooleanArray>()),
        Cells::Time(cells) => Arc::new(
            cells
                .iter()
                .map(|cell| cell.map(|time| time.as_millis()))
                .collect::<TimestampMillisecondArray>()
                .with_timezone("UTC"),
        ),
    }
}

fn file_metadata(table: &Table<'_>) -> Vec<KeyValue> {
    // Collecting borrowed strings into JSON cannot fail.
    let columns = serde_json::to_string(&Columns(&table.columns)).unwrap_or_default();
    [
        ("corona.schema", TABLES_SCHEMA.to_owned()),
        ("corona.table", table.name.to_owned()),
        ("corona.about", table.about.to_owned()),
        ("corona.columns", columns),
    ]
    .map(|(key, value)| KeyValue::new(key.to_owned(), value))
    .to_vec()
}

/// The columns' units and descriptions as a JSON object in the table's order.
struct Columns<'a>(&'a [Column<'a>]);

#[derive(Serialize)]
struct About<'a> {
    unit: &'a str,
    description: &'a str,
}

impl Serialize for Columns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|column| {
            (column.name, About { unit: column.unit, description: column.description })
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;
    use crate::results::tables::each_table;
    use arrow_array::Array;
    use corona_core::time::Timestamp;
    use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

    fn reader(bytes: Vec<u8>) -> ParquetRecordBatchReaderBuilder<bytes::Bytes> {
        ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap()
    }

    /// One Arrow cell spelt by the rules of the CSV files.
    fn spelt(array: &dyn Array, row: usize) -> String {
        let any = array.as_any();
        if array.is_null(row) {
            String::new()
        } else if let Some(cells) = any.downcast_ref::<UInt64Array>() {
            cells.value(row).to_string()
        } else if let Some(cells) = any.downcast_ref::<Float64Array>() {
            cells.value(row).to_string()
        } else if let Some(cells) = any.downcast_ref::<StringArray>() {
            cells.value(row).to_owned()
        } else if let Some(cells) = any.downcast_ref::<BooleanArray>() {
            cells.value(row).to_string()
        } else {
            let cells = any.downcast_ref::<TimestampMillisecondArray>().unwrap();
            crate::results::instant::Instant(Timestamp(cells.value(row))).to_string()
        }
    }

    fn rows_of_parquet(reader: ParquetRecordBatchReader) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for batch in reader {
            let batch = batch.unwrap();
            for row in 0..batch.num_rows() {
                rows.push(batch.columns().iter().map(|array| spelt(array, row)).collect());
            }
        }
        rows
    }

    #[test]
    fn parquet_and_csv_of_every_table_hold_the_same_cells() {
        each_table(&[sample::barbecue(), sample::empty_run(), sample::town(3, 200, 9)], |table| {
            let csv = csv_bytes(table).unwrap();
            let mut csv = csv::Reader::from_reader(csv.as_slice());
            let names: Vec<_> = csv.headers().unwrap().iter().map(str::to_owned).collect();
            let from_csv: Vec<Vec<String>> =
                csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let parquet = reader(parquet_bytes(table).unwrap());
            let fields: Vec<_> =
                parquet.schema().fields().iter().map(|field| field.name().clone()).collect();
            assert_eq!(names, fields);
            assert_eq!(rows_of_parquet(parquet.build().unwrap()), from_csv, "{}", table.name);
            assert_eq!(from_csv.len(), table.rows());
            Ok::<_, EncodeError>(())
        })
        .unwrap();
    }

    #[test]
    fn an_empty_run_gives_valid_parquet_without_rows() {
        each_table(&[sample::empty_run()], |table| {
            let parquet = reader(parquet_bytes(table).unwrap());
            assert_eq!(parquet.schema().fields().len(), table.columns.len());
            assert_eq!(rows_of_parquet(parquet.build().unwrap()).len(), 0, "{}", table.name);
            Ok::<_, EncodeError>(())
        })
        .unwrap();
    }

    #[test]
    fn writing_twice_gives_the_same_bytes() {
        each_table(&[sample::town(3, 200, 9)], |table| {
            assert_eq!(parquet_bytes(table).unwrap(), parquet_bytes(table).unwrap());
            Ok::<_, EncodeError>(())
        })
        .unwrap();
    }

    #[test]
    fn units_descriptions_and_schema_travel_with_the_file() {
        let rows = [1.5_f64];
        let table =
            Table::of("t", "A row.", &rows).column("wait_hours", "h", "How long.", |row| *row);
        let parquet = reader(parquet_bytes(&table.table()).unwrap());
        let field = parquet.schema().field(0).clone();
        assert_eq!(field.metadata().get("unit").map(String::as_str), Some("h"));
        assert_eq!(field.metadata().get("description").map(String::as_str), Some("How long."));
        assert!(!field.is_nullable());
        let file = parquet.metadata().file_metadata().clone();
        assert_eq!(file.created_by(), Some(CREATED_BY));
        let pairs = file.key_value_metadata().unwrap();
        let value = |key: &str| pairs.iter().find(|pair| pair.key == key).unwrap().value.clone();
        assert_eq!(value("corona.schema").as_deref(), Some(TABLES_SCHEMA));
        assert_eq!(value("corona.table").as_deref(), Some("t"));
        let columns: serde_json::Value =
            serde_json::from_str(&value("corona.columns").unwrap()).unwrap();
        assert_eq!(columns["wait_hours"]["unit"], "h");
    }
}
