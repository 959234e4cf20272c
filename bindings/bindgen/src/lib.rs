//! Writes the sources that belong to a built library, in the language of an app.
//!
//! It reads what UniFFI's macros left in the library, so that sources and library are of one
//! build: a library of another version is refused when an app starts. What the sources are
//! called is in the `uniffi.toml` of each crate.

use clap::ValueEnum;
use std::path::Path;
use uniffi::{GenerateOptions, TargetLanguage};

/// What an app is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Language {
    /// For Android and the JVM.
    Kotlin,
    /// For iOS.
    Swift,
    /// For desktops.
    Python,
}

/// Writes the sources of every crate in the library into a folder, which is made if it is not
/// there. Runs `cargo metadata`, so it works within the workspace alone.
///
/// # Errors
/// A sentence if the library can't be read, or the folder not written.
pub fn generate(language: Language, library: &Path, folder: &Path) -> Result<(), String> {
    let utf8 = |path: &Path| {
        path.to_str().map(str::to_owned).ok_or_else(|| {
            format!("{}: a path must be UTF-8; choose another folder", path.display())
        })
    };
    let language = match language {
        Language::Kotlin => TargetLanguage::Kotlin,
        Language::Swift => TargetLanguage::Swift,
        Language::Python => TargetLanguage::Python,
    };
    let options = GenerateOptions {
        languages: vec![language],
        source: utf8(library)?.into(),
        out_dir: utf8(folder)?.into(),
        // Nobody reads them; a formatter is one more program to have.
        format: false,
        // Every crate that exports something is of this workspace.
        metadata_no_deps: true,
        ..GenerateOptions::default()
    };
    let written = uniffi::generate(options);
    written.map_err(|error| {
        format!("{}: {error:#}; build it with the same version of this program", library.display())
    })
}
