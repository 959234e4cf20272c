//! Reaching an address.
//!
//! Knows which of Arti's errors mean that nobody is there and which that the way was bad.
//! Decides how often to try: a few times for the first kind, for as long as the caller waits
//! for the second. Leaves deadlines to the caller, who drops the future.

use super::client::Client;
use super::isolation::Circuits;
use super::pauses::Pauses;
use super::readers::Readers;
use crate::carrier::Unreachable;
use arti_client::{DataStream, ErrorKind, HasKind};
use corona_core::identity::{AccessSecret, Address};
use safelog::DisplayRedacted;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tor_hscrypto::pk::HsId;

/// How often "nobody there" is asked again: a service that starts, moves its introduction
/// points or renames its readers is hard to find for some seconds.
const ATTEMPTS: u32 = 4;

/// How long one try may take. Arti itself waits for minutes on a service that was told of the
/// meeting point and does not come, as one that lost its network has no way to.
const PATIENCE: Duration = Duration::from_secs(30);

/// What dials share.
#[derive(Clone)]
pub(super) struct Dialler {
    pub(super) client: Client,
    pub(super) circuits: Arc<Circuits>,
    pub(super) readers: Arc<Readers>,
    /// Whether Arti has begun.
    pub(super) ready: watch::Receiver<bool>,
}

/// What a failed try means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Failure {
    /// Nobody is there, or not for us.
    Nobody,
    /// The way was bad; another may not be.
    BadWay,
}

impl Dialler {
    /// Waits until Arti has begun; for ever if it never does.
    pub(super) async fn ready(&self) {
        if self.ready.clone().wait_for(|ready| *ready).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// One try, on a circuit of its own.
    pub(super) async fn once(
        &self,
        address: &Address,
        port: u16,
        access: Option<&AccessSecret>,
    ) -> Result<DataStream, Failure> {
        let key = *address.as_bytes();
        let _loan = access.map(|access| self.readers.lend(&self.client, key, access));
        let host = HsId::from(key).display_unredacted().to_string();
        let preferences = self.circuits.fresh().into_preferences();
        let connect = self.client.connect_with_prefs((host, port), &preferences);
        match tokio::time::timeout(PATIENCE, connect).await {
            Ok(Ok(stream)) => Ok(stream),
            Ok(Err(error)) => {
                tracing::debug!(kind = ?error.kind(), "a dial failed");
                Err(meaning(error.kind()))
            }
            Err(_) => {
                tracing::debug!("a dial took too long");
                Err(Failure::BadWay)
            }
        }
    }

    /// Tries until it works, until it is clear that nobody is there, or until it is dropped.
    ///
    /// # Errors
    /// [`Unreachable`] after [`ATTEMPTS`] tries that met nobody.
    pub(super) async fn dial(
        &self,
        address: Address,
        port: u16,
        access: Option<AccessSecret>,
    ) -> Result<DataStream, Unreachable> {
        let mut pauses = Pauses::new(Duration::from_secs(1), Duration::from_secs(30));
        let mut nobody = 0;
        self.ready().await;
        loop {
            match self.once(&address, port, access.as_ref()).await {
                Ok(stream) => return Ok(stream),
                Err(Failure::Nobody) => nobody += 1,
                Err(Failure::BadWay) => {}
            }
            if nobody == ATTEMPTS {
                return Err(Unreachable);
            }
            pauses.wait().await;
        }
    }
}

/// What an error of Arti's means for whoever dials.
#[expect(clippy::wildcard_enum_match_arm, reason = "Arti's list of kinds is open")]
fn meaning(kind: ErrorKind) -> Failure {
    match kind {
        ErrorKind::OnionServiceNotFound
        | ErrorKind::OnionServiceNotRunning
        | ErrorKind::OnionServiceConnectionFailed
        | ErrorKind::OnionServiceMissingClientAuth
        | ErrorKind::OnionServiceWrongClientAuth
        | ErrorKind::OnionServiceProtocolViolation
        | ErrorKind::OnionServiceAddressInvalid
        | ErrorKind::InvalidStreamTarget
        | ErrorKind::RemoteStreamClosed
        | ErrorKind::RemoteStreamReset
        | ErrorKind::RemoteConnectionRefused
        | ErrorKind::ForbiddenStreamTarget => Failure::Nobody,
        _ => Failure::BadWay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_errors_of_the_service_mean_that_nobody_is_there() {
        assert_eq!(meaning(ErrorKind::OnionServiceNotFound), Failure::Nobody);
        assert_eq!(meaning(ErrorKind::OnionServiceMissingClientAuth), Failure::Nobody);
        assert_eq!(meaning(ErrorKind::TorNetworkTimeout), Failure::BadWay);
        assert_eq!(meaning(ErrorKind::LocalNetworkError), Failure::BadWay);
        assert_eq!(meaning(ErrorKind::ClockSkew), Failure::BadWay);
        assert_eq!(meaning(ErrorKind::TorDirectoryUnusable), Failure::BadWay);
    }
}
