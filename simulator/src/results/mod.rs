//! From a run's record to files people read: tables, plots, page, manifest.
mod record;

pub use record::{
    DayRecord, EventRecord, PersonRecord, RunRecord, SelfReportRecord, StatusChangeRecord,
    WarningRecord,
};
