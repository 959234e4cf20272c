//! `corona-bindgen LANGUAGE LIBRARY FOLDER`.

use clap::Parser;
use corona_bindgen::{Language, generate};
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes the sources that belong to a built library of corona-bindings.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// What the app is written in.
    language: Language,
    /// The built library: `libcorona_bindings.so`, `.dylib` or `.a`.
    library: PathBuf,
    /// Where the sources go.
    folder: PathBuf,
}

fn main() -> ExitCode {
    let Arguments { language, library, folder } = Arguments::parse();
    match generate(language, &library, &folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("corona-bindgen: {problem}");
            ExitCode::FAILURE
        }
    }
}
