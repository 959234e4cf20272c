//! What Arti keeps of a service, and the erasing of it.
//!
//! Knows where that is: a folder per service under `state/hss`, with introduction points and
//! the logs against replays, and keys in a store in memory. Decides that the name Arti files a
//! service under is drawn afresh each time, so that it says nothing of the address. Leaves the
//! moment of erasing to [`super::onion_service`] and, after a crash, to the start.

use super::client::Client;
use super::folder::Folder;
use super::pauses::Pauses;
use arti_client::{ErrorKind, HasKind};
use fs_mistrust::Mistrust;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tor_hsservice::HsNickname;
use tor_keymgr::KeyPathPattern;
use tor_persist::state_dir::StateDirectory;

type Outcome<T> = Result<T, Box<tor_persist::state_dir::Error>>;

/// Arti's files on services.
#[derive(Clone)]
pub(super) struct Traces {
    state: Arc<StateDirectory>,
    /// Where Arti puts them; missing until the first service.
    services: PathBuf,
}

impl Traces {
    /// Those in a folder.
    ///
    /// # Errors
    /// As `tor-persist` says, if the folder can't be used.
    pub(super) fn of(folder: &Folder) -> Outcome<Self> {
        let state = StateDirectory::new(folder.state(), &Mistrust::new())?;
        Ok(Self { state: Arc::new(state), services: folder.state().join("hss") })
    }

    /// A name for a service that was never used and says nothing.
    ///
    /// # Errors
    /// If the operating system has no randomness to give.
    pub(super) fn fresh_name() -> Result<HsNickname, getrandom::Error> {
        let mut bytes = [0; 16];
        #[expect(
            clippy::disallowed_methods,
            reason = "must differ on every run, and decides nothing"
        )]
        getrandom::fill(&mut bytes)?;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        HsNickname::new(format!("c{hex}")).map_err(|_| getrandom::Error::UNEXPECTED)
    }

    /// Erases what services of an earlier run left. Gives those back that are in use still:
    /// by tasks of a carrier of this process that was dropped a moment ago.
    ///
    /// # Errors
    /// As `tor-persist` says, if something can't be listed or removed.
    pub(super) fn erase_all(&self) -> Outcome<Vec<HsNickname>> {
        let mut in_use = Vec::new();
        if !self.services.exists() {
            return Ok(in_use);
        }
        for name in self.state.list_instances::<HsNickname>() {
            let Ok(name) = HsNickname::new(name?.to_string()) else { continue };
            match self.state.acquire_instance(&name) {
                Ok(instance) => instance.purge()?,
                Err(error) if error.kind() == ErrorKind::LocalResourceAlreadyInUse => {
                    in_use.push(name);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(in_use)
    }

    /// Erases what a service leaves, as soon as Arti's tasks have let go of it.
    pub(super) async fn erase(&self, client: &Client, name: &HsNickname) {
        let mut pauses = Pauses::new(Duration::from_millis(20), Duration::from_secs(5));
        loop {
            if let Ok(instance) = self.state.acquire_instance(name)
                && instance.purge().is_ok()
            {
                break;
            }
            pauses.wait().await;
        }
        forget_keys(client, name);
    }
}

/// Removes every key Arti holds for a service; they are in memory alone.
fn forget_keys(client: &Client, name: &HsNickname) {
    let Ok(keys) = client.keymgr() else { return };
    for pattern in [format!("hss/{name}/*"), format!("hss/{name}/ipts/*")] {
        for entry in keys.list_matching(&KeyPathPattern::Arti(pattern)).unwrap_or_default() {
            if keys.remove_entry(&entry).is_err() {
                tracing::warn!("a key of a retired service stays in memory");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_repeat() {
        assert_ne!(Traces::fresh_name().unwrap(), Traces::fresh_name().unwrap());
    }

    #[test]
    fn what_a_crash_left_is_erased_at_the_start() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::open(&home.path().join("tor")).unwrap();
        let traces = Traces::of(&folder).unwrap();
        assert_eq!(traces.erase_all().unwrap(), []);
        let name = Traces::fresh_name().unwrap();
        let instance = traces.state.acquire_instance(&name).unwrap();
        instance.storage_handle::<String>("iptpub").unwrap().store(&"x".into()).unwrap();
        assert_eq!(traces.erase_all().unwrap(), std::slice::from_ref(&name), "it is in use");
        drop(instance);
        let left = folder.state().join("hss").join(name.to_string());
        assert!(left.exists());
        assert_eq!(traces.erase_all().unwrap(), []);
        assert!(!left.exists());
        assert_eq!(std::fs::read_dir(folder.state().join("hss")).unwrap().count(), 0);
    }
}
