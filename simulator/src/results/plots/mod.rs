//! One SVG per question a reader has, each drawn from the rows of its tables.
mod axis;
mod cascade_size;
mod day_lines;
mod epidemic_curve;
mod frame;
mod latency;
mod organizer_offline;
mod palette;
mod parameter_lines;
mod plot;
mod reach;
mod statuses;
mod traffic;

pub(crate) use parameter_lines::{MOST_LINES, ParameterLine, draw_parameter_lines};
pub use plot::{Plot, plots};
