//! Where a phone's key comes from: a file with a passphrase, or somebody who types it.
//!
//! It decides when to ask, and never asks a program. Whether the key is right is for the
//! phone's store to say.

use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use clap::Args;
use corona_phone::disk::{KeyKind, KeySource, Passphrase};
use corona_phone::home::Home;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// More than any passphrase.
const LONGEST: u64 = 4096;

/// The passphrase that opens the phone.
#[derive(Args, Debug)]
pub(crate) struct KeyArguments {
    /// The passphrase that opens the phone: the first line of this file, or of standard input if it is `-`. Without it, a person is asked if the phone has one.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl KeyArguments {
    /// What opens a phone that is there.
    pub(crate) fn of(&self, home: &Home, screen: &mut Screen) -> Result<KeySource, Failure> {
        if let Some(file) = &self.passphrase_file {
            return Ok(KeySource::Passphrase(read(file, screen)?));
        }
        match home.key_kind().map_err(|error| Failure::phone(error.to_string()))? {
            None | Some(KeyKind::Folder) => Ok(KeySource::FolderKey),
            Some(KeyKind::Passphrase) if screen.person => {
                Ok(KeySource::Passphrase(ask("Passphrase of the phone: ")?))
            }
            Some(KeyKind::Passphrase) => Err(Failure::refused(
                "a passphrase opens this phone: name a file that holds it with --passphrase-file, \
                 or pipe it in with --passphrase-file -",
            )),
            Some(KeyKind::Keystore) => Err(Failure::refused(
                "a key from the platform's keystore opens this phone: only the app that made it can",
            )),
        }
    }
}

/// The passphrase in a file's first line, or standard input's.
pub(crate) fn read(file: &Path, screen: &mut Screen) -> Result<Passphrase, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::refused(format!(
            "{}: {error}: name a file that holds a passphrase",
            file.display()
        ))
    };
    let line = if file == Path::new("-") {
        first_line(&mut screen.input).map_err(unreadable)?
    } else {
        first_line(&mut BufReader::new(File::open(file).map_err(unreadable)?))
            .map_err(unreadable)?
    };
    Passphrase::new(line).map_err(|error| Failure::refused(error.to_string()))
}

/// A passphrase that is typed without being shown.
pub(crate) fn ask(question: &str) -> Result<Passphrase, Failure> {
    Passphrase::new(typed(question)?).map_err(|error| Failure::refused(error.to_string()))
}

/// A new one, typed twice.
pub(crate) fn ask_for_new(of: &str) -> Result<Passphrase, Failure> {
    let first = typed(&format!("New passphrase of the {of}: "))?;
    if first != typed("The same again: ")? {
        return Err(Failure::refused("these were two different passphrases: try again"));
    }
    Passphrase::new(first).map_err(|error| Failure::refused(error.to_string()))
}

/// A new one, from a file or from somebody who is asked.
pub(crate) fn new(
    file: Option<&Path>,
    of: &str,
    flag: &str,
    screen: &mut Screen,
) -> Result<Passphrase, Failure> {
    match file {
        Some(file) => read(file, screen),
        None if screen.person => ask_for_new(of),
        None => Err(Failure::refused(format!(
            "there is nobody to ask for the passphrase of the {of}: name a file that holds it with {flag}"
        ))),
    }
}

fn typed(question: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(question).map(Zeroizing::new).map_err(|error| {
        Failure::refused(format!(
            "no passphrase can be typed here ({error}): name a file with --passphrase-file"
        ))
    })
}

fn first_line(input: &mut dyn BufRead) -> std::io::Result<Zeroizing<String>> {
    // As long as it gets, so that no part of it is left behind by growing.
    let mut line = Zeroizing::new(String::with_capacity(LONGEST as usize + 1));
    input.take(LONGEST).read_line(&mut line)?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(line)
}
