//! Two runs, or two sweeps, side by side.
//!
//! It knows folders of results as they were written and runs nothing. Equal seeds are paired,
//! because they draw equal luck; what the scenarios differ in is told with the figures.
mod error;
mod side;
mod side_by_side;
mod told;

pub use error::ComparisonError;
pub use side::{Side, SideArm};
pub use side_by_side::{ArmComparison, Comparison, FigureComparison, KeyComparison, Origin};
