//! Sweeps: one scenario over many values of its keys and many seeds.
//!
//! ```text
//! DIR/
//!   manifest.json   what was planned, by which build
//!   sweep.toml scenario.toml        as given
//!   plan.csv plan.parquet           one row per run
//!   runs/RUN_ID.json                one finished run's figures
//!   tables/ plots/ index.html       collected, once all runs are there
//! ```
//! Plan, execution and collection share nothing but this folder. A run is finished when its
//! file is there, and files appear whole: whatever is killed, running it again goes on.
mod averted;
mod axes;
mod collected;
mod collection;
mod combination;
mod error;
mod execution;
mod folder;
mod manifest;
mod page;
mod plan;
mod plan_table;
mod plots;
mod run_file;
mod specification;
mod tables;
mod whole_file;

pub use collected::{Collected, Figure};
pub(crate) use collected::{pairs, side_by_side};
pub use collection::{Collection, Tables};
pub use combination::{Combination, spelled};
pub use error::SweepError;
pub use execution::{Executed, Execution, Shard};
pub use folder::{Draft, SweepFolder};
pub use manifest::{Program, SWEEP_SCHEMA, SweepManifest};
pub(crate) use page::short;
pub use plan::{Arm, Plan, PlannedRun};
pub use specification::Specification;
