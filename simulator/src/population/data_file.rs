//! Data files: text, plain, compressed with gzip, or alone in a zip archive.
//!
//! Knows whether a file arrived whole; decides how its damage is told. What the
//! lines mean is for the builders.

use super::zip_file;
use crate::scenario::ScenarioError;
use flate2::read::MultiGzDecoder;
use std::fmt::Display;
use std::io::{ErrorKind, Read};
use std::path::Path;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Reads a whole file as text, decompressing it if it is gzip or zip.
///
/// # Errors
/// The file is missing, empty, truncated, damaged or no text.
pub(super) fn read(path: &Path) -> Result<String, ScenarioError> {
    let refused = |problem: &dyn Display| ScenarioError::in_data(path, None, "", problem);
    let bytes = std::fs::read(path).map_err(|error| {
        refused(&format_args!("cannot be read ({error}): check the path given by --data"))
    })?;
    if bytes.is_empty() {
        return Err(refused(&"the file is empty: fetch it again"));
    }
    let is_gzip = bytes.starts_with(&GZIP_MAGIC);
    if !is_gzip && path.extension().is_some_and(|extension| extension == "gz") {
        return Err(refused(&"named .gz but not gzip: fetch it again, or rename it"));
    }
    let plain = if is_gzip {
        decompressed(path, &bytes)?
    } else if zip_file::is_zip(&bytes) {
        zip_file::only_member(&bytes).map_err(|problem| refused(&problem))?
    } else {
        bytes
    };
    if plain.iter().all(u8::is_ascii_whitespace) {
        return Err(refused(&"the file holds no lines: fetch it again"));
    }
    String::from_utf8(plain).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        refused(&format_args!("no text from byte {at} on: it should be lines of UTF-8"))
    })
}

fn decompressed(path: &Path, bytes: &[u8]) -> Result<Vec<u8>, ScenarioError> {
    let mut plain = Vec::new();
    match MultiGzDecoder::new(bytes).read_to_end(&mut plain) {
        Ok(_) => Ok(plain),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            let problem = "the file is truncated (its gzip stream ends early): fetch it again";
            Err(ScenarioError::in_data(path, None, "", problem))
        }
        Err(error) => {
            let problem = format!("the file is damaged (gzip: {error}): fetch it again");
            Err(ScenarioError::in_data(path, None, "", problem))
        }
    }
}
