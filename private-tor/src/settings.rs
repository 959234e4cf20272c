//! How large a private network is, and where it lies.

use super::StartError;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// A relay's number is the second byte of its address, 127.N.0.1.
const NODES_MAX: usize = 200;

/// What a private network is to be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Directory authorities, which are relays too; at least 1.
    pub authorities: usize,
    /// Further relays. Onion services need a handful: with three authorities, at least 3.
    pub relays: usize,
    /// A folder that doesn't exist yet and is removed with the network; one among the
    /// system's temporary files if `None`.
    pub folder: Option<PathBuf>,
    /// How long the network may take until it is usable.
    pub patience: Duration,
    /// Set it to give up a start that still goes on.
    pub abandon: Arc<AtomicBool>,
}

impl Default for Settings {
    /// Three authorities and six relays, within three minutes.
    fn default() -> Self {
        Self {
            authorities: 3,
            relays: 6,
            folder: None,
            patience: Duration::from_secs(180),
            abandon: Arc::default(),
        }
    }
}

impl Settings {
    pub(crate) fn check(&self) -> Result<(), StartError> {
        let nodes = self.authorities.saturating_add(self.relays);
        if self.authorities == 0 || nodes > NODES_MAX {
            let (authorities, relays) = (self.authorities, self.relays);
            return Err(StartError::Size { authorities, relays, max: NODES_MAX });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_without_authorities_or_of_too_many_nodes_is_refused() {
        let of = |authorities, relays| Settings { authorities, relays, ..Settings::default() };
        assert!(of(3, 6).check().is_ok());
        assert!(of(0, 6).check().is_err());
        assert!(of(1, NODES_MAX - 1).check().is_ok());
        assert!(of(1, NODES_MAX).check().is_err());
        assert!(of(usize::MAX, usize::MAX).check().is_err());
    }
}
