//! Profiles that leave a residence, or come into it from a backup.

use super::residence::{Residence, nobody, somebody};
use super::turns::Host;
use super::{HostError, Network};
use crate::api::{Octets, Outcome, Reason, Secret};
use crate::control::Server;
use crate::disk::{BackupError, Passphrase, restore};
use crate::home::{Home, HomeError, HomeLock, socket};
use corona_transport_tor::Clock;
use std::sync::Arc;
use tokio::runtime::Handle;
use zeroize::Zeroizing;

impl<T: Network> Host<T> {
    /// The whole profile in one file.
    pub(super) fn backup(&self, passphrase: &Secret) -> Outcome {
        let passphrase = match read(passphrase) {
            Ok(passphrase) => passphrase,
            Err(problem) => return Outcome::failed(Reason::Malformed, problem),
        };
        match self.store.store.disk().backup(&self.home, &passphrase) {
            Ok(file) => Outcome::Backup { file: Octets::new(file.to_vec()) },
            Err(error) => Outcome::failed(Reason::Store, error.to_string()),
        }
    }
}

impl<T, C> Residence<T, C>
where
    T: Network,
    C: FnMut(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError>,
{
    /// Ends the phone and wipes all it has kept, keys first: before the network is taken down,
    /// which may take seconds. The folder stays claimed, but for the moment in which nothing
    /// is left in it.
    pub(super) fn delete(&mut self) -> Result<Outcome, HostError> {
        let Some(host) = self.tenant.take() else { return Ok(nobody()) };
        let home = host.home.clone();
        let destroyed = home.destroy_key();
        let gone = Outcome::failed(Reason::NoProfile, "the profile was deleted meanwhile");
        self.listeners.waiting.dismiss(&gone);
        self.listeners.chronicle.forget();
        drop(host);
        self.control = None;
        let wiped = match self.lock.take() {
            Some(lock) => home.wipe(lock),
            None => Ok(()),
        };
        // The person's wish went with the profile.
        self.conditions.heeded = true;
        self.lock = Some(HomeLock::claim(&self.folder)?);
        if let Some(asking) = &self.asking {
            let socket = socket(&self.folder);
            self.control = Some(Server::start(&socket, self.clock.clone(), asking.clone())?);
        }
        self.announce("profile-deleted", "this phone has no profile any more");
        let error = match (wiped, destroyed) {
            (Ok(()), _) => return Ok(Outcome::Done),
            (Err(error), Ok(())) => error.to_string(),
            (Err(_), Err(error)) => error.to_string(),
        };
        Ok(Outcome::failed(Reason::Store, error))
    }

    /// Lets in whom a backup holds.
    pub(super) fn restore(
        &mut self,
        backup: &Octets,
        passphrase: &Secret,
    ) -> Result<Outcome, HostError> {
        if self.tenant.is_some() {
            return Ok(somebody());
        }
        let passphrase = match read(passphrase) {
            Ok(passphrase) => passphrase,
            Err(problem) => return Ok(Outcome::failed(Reason::Malformed, problem)),
        };
        match restore(&self.folder, backup.as_slice(), &passphrase, &self.key) {
            Ok(home) => self.welcome(home),
            Err(error) => Ok(unrestored(&error)),
        }
    }
}

fn read(passphrase: &Secret) -> Result<Passphrase, String> {
    let text = Zeroizing::new(passphrase.reveal().to_owned());
    Passphrase::new(text).map_err(|error| error.to_string())
}

fn unrestored(error: &BackupError) -> Outcome {
    let reason = match error {
        BackupError::Foreign => Reason::Malformed,
        BackupError::Wrong => Reason::Refused,
        BackupError::Home(HomeError::Exists(_)) => Reason::Duplicate,
        BackupError::Home(
            HomeError::Missing(_)
            | HomeError::TooOpen { .. }
            | HomeError::Setting { .. }
            | HomeError::Running(_)
            | HomeError::Leftover(_)
            | HomeError::Key(_)
            | HomeError::Store(_)
            | HomeError::Io { .. },
        )
        | BackupError::Store(_)
        | BackupError::System(_) => Reason::Store,
    };
    Outcome::failed(reason, error.to_string())
}
