//! From a run's record to files people read: tables, plots, page, manifest.
mod csv_file;
mod encode_error;
mod instant;
mod parquet_file;
mod quantile;
mod record;
#[cfg(test)]
mod sample;
mod table;
mod tables;

pub use csv_file::csv_bytes;
pub use encode_error::EncodeError;
pub use parquet_file::{TABLES_SCHEMA, parquet_bytes};
pub use record::{
    DayRecord, EventRecord, PersonRecord, RunRecord, SelfReportRecord, StatusChangeRecord,
    WarningRecord,
};
pub use table::{Cell, Cells, Column, Rows, Table};
pub use tables::each_table;
