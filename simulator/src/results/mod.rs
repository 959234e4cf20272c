//! From a run's record to files people read: tables, plots, page, manifest.
mod csv_file;
mod encode_error;
mod epidemic_summary;
mod figures;
mod folder;
mod folder_error;
#[cfg(test)]
mod folder_tests;
mod html;
mod inputs;
mod instant;
mod manifest;
mod page;
mod parquet_file;
mod plots;
mod quantile;
mod record;
#[cfg(test)]
mod sample;
mod seed_bands;
mod summary;
mod table;
mod tables;
mod write;

pub use csv_file::csv_bytes;
pub use encode_error::EncodeError;
pub use epidemic_summary::EpidemicSummary;
pub use folder::RunFolder;
pub use folder_error::FolderError;
pub use inputs::{MachineCost, RunInputs};
pub use manifest::RUN_SCHEMA;
pub use parquet_file::{TABLES_SCHEMA, parquet_bytes};
pub use plots::{Plot, plots};
pub use record::{
    DayRecord, EpidemicRecord, EventRecord, PersonRecord, RunRecord, SelfReportRecord,
    StatusChangeRecord, WarningRecord,
};
pub use seed_bands::Band;
pub use summary::{FinalStatuses, HopLatency, HopReach, PersonSummary, SUMMARY_SCHEMA, Summary};
pub use table::{Cell, Cells, Column, Rows, Table};
pub use tables::{
    CascadeSize, CascadeTail, Latency, LatencyQuantiles, OfflineBin, OfflineEvent, Reach,
    TrafficDay, cascade_sizes, cascade_tail, each_table, hop_quantiles, latencies, offline_bin,
    offline_bins, offline_events, phone_days, reach_by_hop, traffic_days,
};
pub use write::{Written, digest, write};
