//! One SVG per question a reader has, each drawn from the rows of its tables.
mod axis;
mod cascade_size;
mod day_lines;
mod epidemic_curve;
mod frame;
mod heat_map;
mod latency;
mod organizer_offline;
mod palette;
mod parameter_lines;
mod plot;
mod ranges;
mod reach;
mod statuses;
mod trade_off;
mod traffic;

pub(crate) use heat_map::{HeatMap, MOST_CELLS};
pub(crate) use parameter_lines::{MOST_LINES, ParameterLine, draw_parameter_lines};
pub use plot::{Plot, plots};
pub(crate) use ranges::{MOST_RANGES, draw_ranges};
pub(crate) use trade_off::{Bargain, MOST_POINTS, draw_trade_off};
