//! `cargo xtask bench-report`: every figure of the project's speed, measured in one run.
//!
//! ```text
//! SECTIONS ──► Bench (runs commands) ──► Contents: blocks, figures, failures
//!                                             │
//!                     baseline.json ──────────┤
//!                                             ▼
//!                          index.html and bench-report.json
//! ```
//!
//! It knows which commands give the figures and how they are read, and decides that a
//! section which fails is told on the page and stops no other. What is measured is left
//! to the programs it starts: criterion's benches, `benches/rivals`, `corona-sim`.

mod baseline;
mod bench;
mod clock;
mod command_line;
mod contents;
mod criterion;
mod figure;
mod goal;
mod kept;
mod machine;
mod options;
mod page;
mod plot;
mod power_law;
mod processes;
mod report;
mod sections;
mod session;
mod simulation;
mod versions;

#[cfg(test)]
mod fake;

pub(crate) use options::Options;
pub(crate) use session::run;
