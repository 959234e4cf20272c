//! A phone of the Corona Network as a program.
pub mod api;
