//! Phones with a carrier each, on one private network.

use corona_core::identity::{AccessSecret, Address, DiscoverySecret};
use corona_core::transport::{Audience, Condition, ServiceId};
use corona_private_tor::{SharedNetwork, network_or_skip};
use corona_transport_tor::onion::{OnionCarrier, OnionStream, OpenError, Surroundings, TorConfig};
use corona_transport_tor::{Carrier, Happening, Hosting, Unreachable};
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// Longest wait for anything that should happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// The private network's description; held, the network stays.
pub(crate) struct Network(SharedNetwork);

impl Deref for Network {
    type Target = Path;

    fn deref(&self) -> &Path {
        self.0.arti_toml_path()
    }
}

/// The private network, or a loud word that there is none.
pub(crate) fn network() -> Option<Network> {
    // RUST_LOG shows what Arti does, for whoever looks into a failure.
    let filter = tracing_subscriber::EnvFilter::from_default_env();
    drop(tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init());
    let test = std::thread::current().name().unwrap_or("a test over Tor").to_owned();
    network_or_skip(&test).map(Network)
}

pub(crate) fn key(seed: u8) -> DiscoverySecret {
    // Runs share a network: a key of an earlier run must not be taken for this one's.
    let run = std::process::id().to_le_bytes();
    let mut bytes = [seed; 32];
    bytes[..4].copy_from_slice(&run);
    DiscoverySecret::from_seed(Zeroizing::new(bytes))
}

pub(crate) fn access(seed: u8) -> AccessSecret {
    AccessSecret::from_bytes(Zeroizing::new([seed; 32]))
}

pub(crate) struct Phone {
    pub(crate) carrier: OnionCarrier,
    pub(crate) around: Surroundings,
    told: mpsc::Receiver<Happening<OnionStream>>,
    kept: Vec<Kept>,
    // Removed with the phone, unless the folder is somebody else's.
    _home: Option<tempfile::TempDir>,
}

/// What was told while something else was waited for.
enum Kept {
    Published(ServiceId),
    Incoming(ServiceId, Box<OnionStream>),
    Condition(Condition),
}

impl Phone {
    pub(crate) fn new(network: &Path) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut phone =
            Self::open(network, &home.path().join("tor"), Surroundings::default()).unwrap();
        phone._home = Some(home);
        phone
    }
    pub(crate) fn open(
        network: &Path,
        folder: &Path,
        around: Surroundings,
    ) -> Result<Self, OpenError> {
        let mut config = TorConfig::new(folder);
        config.network = Some(network.into());
        let carrier = OnionCarrier::open_in(&config, around.clone())?;
        let (teller, told) = mpsc::channel(16);
        carrier.start(teller);
        Ok(Self { carrier, around, told, kept: Vec::new(), _home: None })
    }

    pub(crate) fn host(&self, service: u64, discovery: DiscoverySecret, audience: Audience) {
        self.carrier.host(Hosting { service: ServiceId(service), discovery, audience });
    }

    pub(crate) async fn dial(&self, to: Address) -> Result<OnionStream, Unreachable> {
        self.dial_with(to, None).await
    }
    pub(crate) async fn dial_with(
        &self,
        to: Address,
        access: Option<AccessSecret>,
    ) -> Result<OnionStream, Unreachable> {
        timeout(PATIENCE, self.carrier.dial(to, access)).await.expect("a dial that never ends")
    }

    async fn wait<T>(
        &mut self,
        what: &str,
        wanted: impl Fn(&Kept) -> bool,
        take: fn(Kept) -> T,
    ) -> T {
        timeout(PATIENCE, async {
            loop {
                if let Some(index) = self.kept.iter().position(&wanted) {
                    return take(self.kept.remove(index));
                }
                self.kept.push(match self.told.recv().await.expect("the carrier lives") {
                    Happening::Published(service) => Kept::Published(service),
                    Happening::Incoming(service, stream) => {
                        Kept::Incoming(service, Box::new(stream))
                    }
                    Happening::Condition(condition) => Kept::Condition(condition),
                });
            }
        })
        .await
        .unwrap_or_else(|_| panic!("{what} did not come within {PATIENCE:?}"))
    }

    pub(crate) async fn published(&mut self, service: u64) {
        let wanted = |kept: &Kept| matches!(kept, Kept::Published(at) if at.0 == service);
        self.wait("publication", wanted, |_| ()).await;
    }
    pub(crate) async fn incoming(&mut self, service: u64) -> OnionStream {
        let wanted = |kept: &Kept| matches!(kept, Kept::Incoming(at, _) if at.0 == service);
        let take = |kept| match kept {
            Kept::Incoming(_, stream) => *stream,
            Kept::Published(_) | Kept::Condition(_) => unreachable!("not wanted"),
        };
        self.wait("a dialler", wanted, take).await
    }
    /// The next condition that is told.
    pub(crate) async fn condition(&mut self) -> Condition {
        let wanted = |kept: &Kept| matches!(kept, Kept::Condition(_));
        let take = |kept| match kept {
            Kept::Condition(condition) => condition,
            Kept::Published(_) | Kept::Incoming(..) => unreachable!("not wanted"),
        };
        self.wait("a condition", wanted, take).await
    }
    /// Waits for a condition, whatever is told before it.
    pub(crate) async fn until(&mut self, wanted: impl Fn(Condition) -> bool) -> Condition {
        loop {
            let condition = self.condition().await;
            if wanted(condition) {
                return condition;
            }
        }
    }
}

/// Sends a word each way.
pub(crate) async fn converse(dialled: &mut OnionStream, accepted: &mut OnionStream) {
    for (from, to, word) in [(0, 1, b"ping"), (1, 0, b"pong")] {
        let ends = [&mut *dialled, &mut *accepted];
        ends[from].write_all(word).await.unwrap();
        ends[from].flush().await.unwrap();
        let mut read = [0; 4];
        timeout(PATIENCE, ends[to].read_exact(&mut read)).await.expect("bytes").unwrap();
        assert_eq!(&read, word);
    }
}
