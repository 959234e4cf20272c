//! `corona-sim`.
fn main() {}
