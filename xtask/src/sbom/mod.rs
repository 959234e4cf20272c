//! `cargo xtask sbom`: what the phone is made of, as CycloneDX documents.

mod command;
mod document;
mod graph;

pub(crate) use command::write;
