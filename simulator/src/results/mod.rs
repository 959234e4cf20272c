//! From a run's record to files people read: tables, plots, page, manifest.
mod csv_file;
mod encode_error;
mod epidemic_summary;
mod figure_value;
mod figures;
mod folder;
mod folder_error;
#[cfg(test)]
mod folder_tests;
pub(crate) mod html;
mod inputs;
mod instant;
mod manifest;
mod page;
mod paired;
mod parquet_file;
pub(crate) mod plots;
mod quantile;
mod record;
#[cfg(test)]
mod sample;
mod seed_bands;
mod seed_figures;
mod summary;
mod table;
mod tables;
mod write;

pub use csv_file::csv_bytes;
pub use encode_error::EncodeError;
pub use epidemic_summary::EpidemicSummary;
pub use figure_value::{FigureValue, Figures, by_figure_name};
pub use folder::RunFolder;
pub use folder_error::FolderError;
pub use inputs::{MachineCost, RunInputs};
pub use manifest::RUN_SCHEMA;
pub use paired::{Pairs, Spread};
pub use parquet_file::{TABLES_SCHEMA, parquet_bytes};
pub use plots::{Plot, plots};
pub(crate) use quantile::{quantile, sorted};
pub use record::{
    DayRecord, EpidemicRecord, EventRecord, PersonRecord, RunRecord, SelfReportRecord,
    StatusChangeRecord, WarningRecord,
};
pub use seed_bands::Band;
pub use seed_figures::SeedFigures;
pub use summary::{FinalStatuses, HopLatency, HopReach, PersonSummary, SUMMARY_SCHEMA, Summary};
pub use table::{Cell, Cells, Column, Rows, Table};
pub use tables::{
    CascadeSize, CascadeTail, Latency, LatencyQuantiles, OfflineBin, OfflineEvent, Reach,
    TrafficDay, cascade_sizes, cascade_tail, each_table, hop_quantiles, latencies, offline_bin,
    offline_bins, offline_events, phone_days, reach_by_hop, traffic_days,
};
pub use write::{Written, digest, write};
