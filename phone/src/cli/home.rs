//! The phone's folder, and the two commands that need no running phone: making one, and
//! running it.
//!
//! It decides where the folder is if nobody says; what it must hold is the library's to say.

use crate::cli::answer;
use crate::cli::arguments::{Init, Run};
use crate::cli::failure::{Failure, Stop};
use crate::cli::keeping;
use crate::cli::screen::Screen;
use corona_phone::api::{Outcome, Reply};
use corona_phone::home::{Home, HomeError, NewPhone};
use corona_phone::host::{self, ApiOptions, RunOptions};
use corona_phone::http::Doorplate;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder as given, or else the platform's.
pub(crate) fn folder(given: Option<PathBuf>) -> Result<PathBuf, Failure> {
    given.or_else(|| dirs::data_dir().map(|data| data.join("corona"))).ok_or_else(|| {
        Failure::refused("there is no folder for data on this system: name one with --home DIR")
    })
}

/// `corona init`.
pub(crate) fn init(init: Init, folder: &Path, screen: &mut Screen) -> Result<(), Stop> {
    let new = NewPhone { name: init.name.clone(), policy: init.policy.into() };
    let key = init.key.source(screen)?;
    let home = Home::create(folder, new, &key).map_err(uncreated)?;
    let reply = Reply { scaled_clock: None, outcome: Outcome::Done };
    let done = format!("{} has a phone in {}.\n", init.name, home.path().display());
    screen.show(&reply, |reply| answer::words(reply, &done))?;
    screen.note(keeping::note(&key))
}

/// A setting that can't be used was given just now; anything else is the folder's fault.
fn uncreated(error: HomeError) -> Failure {
    match error {
        HomeError::Setting { file: _, problem } => Failure::refused(format!("--name: {problem}")),
        HomeError::Exists(_)
        | HomeError::Missing(_)
        | HomeError::TooOpen { .. }
        | HomeError::Running(_)
        | HomeError::Leftover(_)
        | HomeError::Key(_)
        | HomeError::Store(_)
        | HomeError::Io { .. } => Failure::phone(error.to_string()),
    }
}

/// The one line that says where the local API is, and by which token.
fn print_doorplate(door: &Doorplate) {
    let mut out = std::io::stdout().lock();
    // Whoever does not read it can't use the API, which is theirs to decide.
    let _unread = writeln!(out, "{}", *door.to_json()).and_then(|()| out.flush());
}

/// `corona run`: returns once the phone has ended.
pub(crate) fn run(run: Run, folder: &Path, screen: &mut Screen) -> Result<(), Stop> {
    let key = match (Home::open(folder), &run.api) {
        (Ok(home), _) => run.key.of(&home, screen)?,
        // Whoever comes to live there is made by this key.
        (Err(HomeError::Missing(_)), Some(_)) => run.key.for_nobody(screen)?,
        (Err(error), _) => return Err(Failure::phone(error.to_string()).into()),
    };
    if let Some(file) = &run.scaled_clock {
        screen.note(&format!("TEST CLOCK: as {} says\n", file.display()))?;
    }
    screen.note(&format!(
        "The phone in {} is running; it ends with Ctrl-C or `corona stop`.\n",
        folder.display()
    ))?;
    let options = RunOptions {
        scaled_clock: run.scaled_clock,
        record_trace: run.record_trace,
        hold: run.hold_at,
        log: run.log.map(|level| level.filter()),
        keep_updates: false,
        may_be_empty: run.api.is_some(),
        offline: run.offline,
        api: run.api.map(|address| ApiOptions {
            address,
            tls: run.api_tls,
            token_file: run.api_token_file,
            started: Some(print_doorplate),
        }),
    };
    host::run(folder, key, options).map_err(|error| Failure::phone(error.to_string()))?;
    Ok(())
}
