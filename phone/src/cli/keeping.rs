//! A phone as a whole: copied to a file, made of one, locked anew, destroyed.
//!
//! All of it needs the folder alone and a phone that isn't running; what is destroyed is
//! destroyed at once.

use crate::cli::answer;
use crate::cli::failure::{Failure, Stop};
use crate::cli::key::{self, KeyArguments};
use crate::cli::screen::Screen;
use clap::Args;
use corona_phone::api::{Ask, Outcome, Reply};
use corona_phone::control;
use corona_phone::disk::{self, BackupError, KeySource};
use corona_phone::home::{Home, HomeError};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// `corona backup`.
#[derive(Args, Debug)]
pub(crate) struct Backup {
    /// The file to write; it must not be there yet.
    pub(crate) file: PathBuf,
    /// The passphrase of the backup: the first line of this file, or of standard input if it is `-`. Without it, a person is asked.
    #[arg(long, value_name = "FILE")]
    pub(crate) backup_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) key: KeyArguments,
}

/// `corona restore`.
#[derive(Args, Debug)]
pub(crate) struct Restore {
    /// As `corona backup` wrote it.
    pub(crate) file: PathBuf,
    /// The passphrase of the backup: the first line of this file, or of standard input if it is `-`. Without it, a person is asked.
    #[arg(long, value_name = "FILE")]
    pub(crate) backup_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) key: NewKey,
}

/// What opens a phone from now on.
#[derive(Args, Debug)]
pub(crate) struct NewKey {
    /// Lock the phone with a passphrase, which is asked for.
    #[arg(long, conflicts_with = "passphrase_file")]
    pub(crate) passphrase: bool,
    /// Lock the phone with a passphrase: the first line of this file, or of standard input if it is `-`. Without one, a key in the folder opens the phone: whoever reads the folder is you.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `corona wipe`.
#[derive(Args, Debug)]
pub(crate) struct Wipe {
    /// Don't ask.
    #[arg(long)]
    pub(crate) yes: bool,
}

/// `corona passphrase`.
#[derive(Args, Debug)]
pub(crate) struct Relock {
    /// The new passphrase: the first line of this file, or of standard input if it is `-`. Without it, a person is asked.
    #[arg(long, value_name = "FILE")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
    /// No passphrase any more: a key in the folder opens the phone.
    #[arg(long, conflicts_with = "new_passphrase_file")]
    pub(crate) none: bool,
    #[command(flatten)]
    pub(crate) key: KeyArguments,
}

impl NewKey {
    /// As it was asked for.
    pub(crate) fn source(&self, screen: &mut Screen) -> Result<KeySource, Failure> {
        match &self.passphrase_file {
            None if !self.passphrase => Ok(KeySource::FolderKey),
            file => {
                let file = file.as_deref();
                key::new(file, "phone", "--passphrase-file", screen).map(KeySource::Passphrase)
            }
        }
    }
}

/// What to know about a phone that this opens.
pub(crate) const fn note(key: &KeySource) -> &'static str {
    match key {
        KeySource::FolderKey => {
            "Its keys are in that folder: whoever reads it is you. Next: `corona run`\n"
        }
        KeySource::Passphrase(_) | KeySource::Keystore(_) => {
            "Your passphrase opens it, and nobody can restore a forgotten one. Next: `corona run`\n"
        }
    }
}

/// `corona backup`.
pub(crate) fn backup(backup: &Backup, folder: &Path, screen: &mut Screen) -> Result<(), Stop> {
    let home = Home::open(folder).map_err(phone)?;
    let _lock = home.lock().map_err(phone)?;
    let source = backup.key.of(&home, screen)?;
    let (store, records) = home.open_store(&source).map_err(phone)?;
    if records.is_empty() {
        return Err(Failure::phone("this phone has never run: there is nothing to keep yet").into());
    }
    let file = backup.backup_passphrase_file.as_deref();
    let passphrase = key::new(file, "backup", "--backup-passphrase-file", screen)?;
    let bytes = store.backup(&home, &passphrase).map_err(phone)?;
    write(&backup.file, &bytes).map_err(|error| {
        Failure::phone(format!(
            "{}: {error}; name a new file that can be written",
            backup.file.display()
        ))
    })?;
    done(screen, &format!("The phone is in {}.\n", backup.file.display()))?;
    screen.note(
        "Two phones of one identity must never run: restore it only when this one is gone. What \
         is erased from now on stays in the backup.\n",
    )
}

/// `corona restore`.
pub(crate) fn restore(restore: &Restore, folder: &Path, screen: &mut Screen) -> Result<(), Stop> {
    let bytes = std::fs::read(&restore.file).map_err(|error| {
        Failure::refused(format!("{}: {error}; name a backup", restore.file.display()))
    })?;
    let passphrase = match &restore.backup_passphrase_file {
        Some(file) => key::read(file, screen)?,
        None if screen.person => key::ask("Passphrase of the backup: ")?,
        None => key::new(None, "backup", "--backup-passphrase-file", screen)?,
    };
    let source = restore.key.source(screen)?;
    let home =
        disk::restore(folder, &bytes, &passphrase, &source).map_err(|error| match error {
            BackupError::Foreign | BackupError::Wrong => Failure::refused(error.to_string()),
            BackupError::Home(_) | BackupError::Store(_) | BackupError::System(_) => phone(error),
        })?;
    done(screen, &format!("The phone is back in {}.\n", home.path().display()))?;
    screen.note(
        "If the phone it was made of still runs somewhere, wipe one of both: two phones of one \
         identity contradict each other. Guests who checked in after the backup are unknown to it.\n",
    )?;
    screen.note(note(&source))
}

/// `corona passphrase`.
pub(crate) fn relock(relock: &Relock, folder: &Path, screen: &mut Screen) -> Result<(), Stop> {
    let home = Home::open(folder).map_err(phone)?;
    let lock = home.lock().map_err(phone)?;
    let from = relock.key.of(&home, screen)?;
    // A phone of version 1 gets its first key here.
    drop(home.open_store(&from).map_err(phone)?);
    let to = if relock.none {
        KeySource::FolderKey
    } else {
        let file = relock.new_passphrase_file.as_deref();
        KeySource::Passphrase(key::new(file, "phone", "--new-passphrase-file", screen)?)
    };
    home.change_key(&lock, &from, &to).map_err(phone)?;
    done(screen, "The phone has a new lock.\n")?;
    screen.note(
        "Backups keep the passphrase they were made with. What a disk has kept of the old lock \
         is still opened by the old passphrase.\n",
    )
}

/// `corona wipe`.
pub(crate) fn wipe(wipe: &Wipe, folder: &Path, screen: &mut Screen) -> Result<(), Stop> {
    let home = Home::open(folder).map_err(phone)?;
    let question = format!("Destroy the phone in {} for good?", folder.display());
    let is_meant = wipe.yes || (screen.person && screen.ask(&question)? == Some(true));
    if !is_meant {
        let kept = "nothing was destroyed: say --yes to destroy this phone for good";
        return Err(Failure::refused(kept).into());
    }
    // First of all, and whether or not it runs.
    home.destroy_key().map_err(phone)?;
    let lock = match home.lock() {
        Err(HomeError::Running(_)) => {
            screen.note("Its key is destroyed. It is running: waiting for it to end.\n")?;
            // One that doesn't answer is for its owner to end; then we go on.
            if let Ok(replies) = control::ask(folder, &Ask::Stop) {
                replies.for_each(drop);
            }
            home.lock_when_free()
        }
        lock => lock,
    };
    home.wipe(lock.map_err(phone)?).map_err(phone)?;
    done(screen, &format!("Nothing is left of the phone in {}.\n", folder.display()))
}

fn phone(error: impl std::fmt::Display) -> Failure {
    Failure::phone(error.to_string())
}

fn done(screen: &mut Screen, text: &str) -> Result<(), Stop> {
    let reply = Reply { scaled_clock: None, outcome: Outcome::Done };
    screen.show(&reply, |reply| answer::words(reply, text))
}

fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(bytes)?;
    file.sync_all()
}
