//! The carrier over Tor.
//!
//! Knows the parts and joins them. Decides nothing but what happens in which order at the
//! start: the lock, then the erasing of what a crash left, then Arti. Leaves everything else
//! to the parts.

use super::client::{self, Client};
use super::conditions::Conditions;
use super::config::{ConfigError, TorConfig};
use super::dial::Dialler;
use super::folder::{Folder, FolderError};
use super::isolation::Circuits;
use super::onion_stream::OnionStream;
use super::probe::LINK_PORT;
use super::requirements::Requirements;
use super::services::{Order, Services};
use super::surroundings::Surroundings;
use super::traces::Traces;
use crate::carrier::{Carrier, Happening, Hosting, Unreachable};
use arti_client::{IsolationToken, TorClientConfig};
use corona_core::identity::{AccessSecret, Address};
use corona_core::transport::ServiceId;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tor_hsservice::HsNickname;

/// Why there is no carrier.
#[derive(thiserror::Error, Debug)]
pub enum OpenError {
    /// A setting can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The folder can't be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// What an earlier run left can't be erased.
    #[error(
        "{}: what an earlier run left of its services can't be erased ({problem}); \
         remove its folder \"state\" by hand",
        folder.display()
    )]
    Leftovers {
        /// Which folder.
        folder: PathBuf,
        /// What tor-persist says.
        problem: String,
    },
    /// Arti can't be made.
    #[error("{}: Tor can't be started ({problem}); see whether the disk is full", folder.display())]
    Arti {
        /// Which folder.
        folder: PathBuf,
        /// What Arti says.
        problem: String,
    },
}

/// What waits for the start.
struct Waiting {
    orders: mpsc::UnboundedReceiver<Order>,
    ready: watch::Sender<bool>,
    leftovers: Vec<HsNickname>,
}

/// Hosts and dials onion services. Dropping it ends all of it; the next one on the folder
/// erases what is left.
pub struct OnionCarrier {
    dialler: Dialler,
    config: TorClientConfig,
    around: Surroundings,
    asleep: watch::Sender<bool>,
    dials: Arc<AtomicUsize>,
    has_guards: bool,
    requirements: Arc<Requirements>,
    traces: Traces,
    orders: mpsc::UnboundedSender<Order>,
    waiting: Mutex<Option<Waiting>>,
    tasks: Mutex<JoinSet<()>>,
    // Last, so that it is unlocked after everything else is gone.
    _folder: Arc<Folder>,
}

impl OnionCarrier {
    /// Takes the folder and makes Arti, without a word on the network yet. Must be called on
    /// a Tokio runtime.
    ///
    /// # Errors
    /// [`OpenError`], whose text says what to do.
    pub fn open(config: &TorConfig) -> Result<Self, OpenError> {
        Self::open_in(config, Surroundings::default())
    }

    /// As [`OnionCarrier::open`], in surroundings that a test can change.
    ///
    /// # Errors
    /// [`OpenError`], whose text says what to do.
    pub fn open_in(config: &TorConfig, around: Surroundings) -> Result<Self, OpenError> {
        let arti = config.arti()?;
        let folder = Arc::new(Folder::open(&config.folder)?);
        let (traces, leftovers) = Self::erased(config, &folder)?;
        let (ready, wait) = watch::channel(false);
        let requirements = Arc::new(Requirements::default());
        let client: Client =
            client::make(arti.clone(), &around, &requirements).map_err(|error| {
                OpenError::Arti { folder: config.folder.clone(), problem: error.to_string() }
            })?;
        let dialler =
            Dialler { client, circuits: Arc::default(), readers: Arc::default(), ready: wait };
        let (orders, orders_to_come) = mpsc::unbounded_channel();
        let waiting = Waiting { orders: orders_to_come, ready, leftovers };
        Ok(Self {
            dialler,
            config: arti,
            around,
            asleep: watch::channel(false).0,
            dials: Arc::default(),
            has_guards: config.folder.join("state/state/guards.json").exists(),
            requirements,
            traces,
            orders,
            waiting: Mutex::new(Some(waiting)),
            tasks: Mutex::default(),
            _folder: folder,
        })
    }

    fn erased(config: &TorConfig, folder: &Folder) -> Result<(Traces, Vec<HsNickname>), OpenError> {
        Traces::of(folder)
            .and_then(|traces| traces.erase_all().map(|leftovers| (traces, leftovers)))
            .map_err(|error| OpenError::Leftovers {
                folder: config.folder.clone(),
                problem: error.to_string(),
            })
    }

    /// The isolation tokens of the latest dials, probes among them, oldest first.
    #[must_use]
    pub fn isolation_tokens(&self) -> Vec<IsolationToken> {
        self.circuits().given()
    }
    /// Whether Arti sleeps: it was said that nothing is due, and nobody could mind.
    #[must_use]
    pub fn is_asleep(&self) -> bool {
        *self.asleep.borrow()
    }
    fn circuits(&self) -> &Circuits {
        &self.dialler.circuits
    }
    fn order(&self, order: Order) {
        // Before the start orders wait; after the end there is nobody to mind.
        drop(self.orders.send(order));
    }
}

/// Counted while it lives, be it that its future is dropped.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Carrier for OnionCarrier {
    type Stream = OnionStream;

    fn start(&self, told: mpsc::Sender<Happening<OnionStream>>) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Waiting { orders, ready, leftovers }) = waiting else { return };
        let conditions = Conditions {
            client: self.dialler.client.clone(),
            config: self.config.clone(),
            around: self.around.clone(),
            requirements: self.requirements.clone(),
            asleep: self.asleep.subscribe(),
        };
        let services = Services::new(
            self.dialler.clone(),
            self.traces.clone(),
            told.clone(),
            self.asleep.clone(),
            self.dials.clone(),
        );
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        let (client, config) = (self.dialler.client.clone(), self.config.clone());
        tasks.spawn(client::bootstrap(client, config, self.has_guards, ready));
        for name in leftovers {
            let (traces, client) = (self.traces.clone(), self.dialler.client.clone());
            tasks.spawn(async move { traces.erase(&client, &name).await });
        }
        tasks.spawn(services.run(orders));
        tasks.spawn(conditions.watch(move |condition| {
            let told = told.clone();
            async move { told.send(Happening::Condition(condition)).await.is_ok() }
        }));
    }

    async fn dial(
        &self,
        address: Address,
        access: Option<AccessSecret>,
    ) -> Result<OnionStream, Unreachable> {
        let _under_way = Counted::new(&self.dials);
        self.order(Order::Wake);
        self.dialler.dial(address, LINK_PORT, access).await.map(OnionStream::dialled)
    }

    fn host(&self, hosting: Hosting) {
        self.order(Order::Host(hosting));
    }

    fn retire(&self, service: ServiceId) {
        self.order(Order::Retire(service));
    }

    fn rest(&self, resting: bool) {
        self.order(Order::Rest(resting));
    }
}
