//! Profiles that leave a residence, or come into it from a backup.

use super::residence::{Residence, nobody, somebody};
use super::{HostError, Network};
use crate::api::{Octets, Outcome, Reason, Secret};
use crate::home::Home;
use super::turns::Host;
use corona_transport_tor::Clock;
use std::io;
use std::sync::Arc;
use tokio::runtime::Handle;

impl<T: Network> Host<T> {
    pub(super) fn backup(&self, _passphrase: &Secret) -> Outcome {
        Outcome::failed(Reason::Store, "this build's store writes no backups")
    }
}

impl<T, C> Residence<T, C>
where
    T: Network,
    C: FnMut(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError>,
{
    /// Ends the phone and erases all it has kept.
    pub(super) fn delete(&mut self) -> Result<Outcome, HostError> {
        let Some(host) = self.tenant.take() else { return Ok(nobody()) };
        let gone = Outcome::failed(Reason::NoProfile, "the profile was deleted meanwhile");
        self.listeners.waiting.dismiss(&gone);
        drop(host);
        self.listeners.chronicle.forget();
        let erased = self.erase();
        self.announce("profile-deleted", "this phone has no profile any more");
        Ok(match erased {
            Ok(()) => Outcome::Done,
            Err(error) => {
                let problem = format!("not everything could be erased ({error}): remove the folder");
                Outcome::failed(Reason::Store, problem)
            }
        })
    }

    fn erase(&self) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            // What makes this program the only one here stays as long as it runs.
            if path.ends_with("lock") || path.ends_with("control.sock") {
                continue;
            }
            if path.is_dir() { std::fs::remove_dir_all(&path)? } else { std::fs::remove_file(&path)? }
        }
        Ok(())
    }

    pub(super) fn restore(
        &mut self,
        _backup: &Octets,
        _passphrase: &Secret,
    ) -> Result<Outcome, HostError> {
        if self.tenant.is_some() {
            return Ok(somebody());
        }
        Ok(Outcome::failed(Reason::Store, "this build's store reads no backups"))
    }
}
