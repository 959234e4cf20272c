//! What each table's rows and columns are: one file per subject, and the
//! catalogue that lists them all.
mod cascade_sizes;
mod catalogue;
mod epidemic_curve;
mod events;
mod infections;
mod latency;
mod organizer_offline;
mod people;
mod reach;
mod rival_warnings;
mod self_reports;
mod statuses;
mod traffic;
mod warnings;

pub use cascade_sizes::{CascadeSize, CascadeTail, cascade_sizes, cascade_tail};
pub use catalogue::each_table;
pub(super) use infections::offspring;
pub use latency::{Latency, LatencyQuantiles, hop_quantiles, latencies};
pub use organizer_offline::{OfflineBin, OfflineEvent, offline_bin, offline_bins, offline_events};
pub use reach::{Reach, reach_by_hop};
pub use traffic::{TrafficDay, phone_days, traffic_days};
