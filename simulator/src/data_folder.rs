//! Where published data sets lie on this machine, if they do.
//!
//! Knows two places to look; decides nothing. Tests that need data say loudly that
//! they were skipped when there is none.

use std::path::{Path, PathBuf};

/// The folder named by the environment variable `CORONA_DATA`; without that, the
/// folder `../shared/data` beside the repository. `None` if it does not exist.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    let folder = match std::env::var_os("CORONA_DATA") {
        Some(named) => PathBuf::from(named),
        // Cargo tells tests where their package lies; a binary run by hand looks
        // from where it is run.
        None => match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(package) => Path::new(&package).join("../../shared/data"),
            None => PathBuf::from("../shared/data"),
        },
    };
    folder.is_dir().then_some(folder)
}
