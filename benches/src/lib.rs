//! Shared worlds for the benches.
