//! Opens everything, in the order in which it can fail, and lets the phone live.

use super::holding::HoldingStore;
use super::recording::Recording;
use super::stopping::Stopping;
use super::turns::Host;
use super::waiting::{Memory, WaitingRoom};
use super::{HostError, Network, RunOptions};
use crate::clock::{PhoneClock, ScaledClock, SystemClock};
use crate::control::Server;
use crate::home::Home;
use corona_core::contacts::Profile;
use corona_core::node::{Effects, Node};
use corona_core::pump::settle_witnessed;
use corona_core::rules::Rules;
use corona_core::storage::Snapshot;
use corona_core::trace::Seed;
use corona_transport_tor::Clock;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tracing_subscriber::EnvFilter;

/// What matters, of this program and of what it is built on.
const LOG: &str = "warn,corona_phone=info,corona_transport_tor=info";
/// How long what was said last may take to leave.
const FAREWELL: Duration = Duration::from_secs(3);

/// Runs the phone over Tor until it is told to stop; see [`run_over`].
///
/// # Errors
/// [`HostError`].
pub fn run(home: Home, options: RunOptions) -> Result<(), HostError> {
    run_over(home, options, super::tor::connect)
}

/// Runs the phone over a network until it is told to stop: by
/// [`Ask::Stop`](crate::api::Ask::Stop), ctrl-c or SIGTERM. Blocks; makes its own runtime.
/// `connect` begins the network once folder, clock and store are in order.
///
/// # Errors
/// [`HostError`].
pub fn run_over<T: Network>(
    home: Home,
    options: RunOptions,
    connect: impl FnOnce(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError>,
) -> Result<(), HostError> {
    options.check()?;
    log(options.log.as_deref())?;
    let _lock = home.lock()?;
    let clock = Arc::new(open_clock(&options)?);
    let (store, snapshot) = home.open_store(&options.key)?;
    let store = HoldingStore { store, hold: options.hold.clone() };
    let recording = Recording::open(options.record_trace.as_deref())?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let lived = runtime.block_on(async {
        let (server, mut asked) = Server::start(&home.socket(), clock.clone())?;
        let mut stopping = Stopping::new()?;
        let transport = connect(&home, clock.clone(), &Handle::current())?;
        let mut host = wake_up(&home, clock, store, &snapshot, recording, transport)?;
        drop(snapshot);
        let lived = host.live(&mut asked, &mut stopping).await;
        tracing::info!("stopping");
        drop((host, asked));
        server.farewell().await;
        lived
    });
    runtime.shutdown_timeout(FAREWELL);
    lived
}

/// A node from the store, or a new one, on everything it needs.
fn wake_up<T: Network>(
    home: &Home,
    clock: Arc<PhoneClock>,
    mut store: HoldingStore,
    snapshot: &Snapshot,
    mut recording: Recording,
    mut transport: T,
) -> Result<Host<T>, HostError> {
    let mut rules = Rules::with_policy(home.policy().policy());
    clock.fit(&mut rules);
    let rules = Arc::new(rules);
    let seed = fresh_seed()?;
    let mut rng = ChaCha20Rng::from_seed(*seed.as_bytes());
    let (now, mut out, mut updates) = (clock.now(), Effects::default(), Vec::new());
    let node = if snapshot.is_empty() {
        recording.created(now, seed, store.store.name(), &rules);
        let profile = Profile { name: store.store.name().to_owned(), avatar: None };
        Node::create(rules.clone(), profile, now, &mut rng, &mut out)
    } else {
        recording.restored(now, seed, snapshot, &rules);
        Node::restore(rules.clone(), snapshot, now, &mut out)?
    };
    settle_witnessed(&mut out, &mut transport, &mut store, now, &mut updates, &mut recording)?;
    tracing::info!(new = snapshot.is_empty(), records = snapshot.len(), "the phone runs");
    Ok(Host {
        node,
        transport,
        store,
        clock,
        rng,
        rules,
        recording,
        updates,
        memory: Memory::default(),
        waiting: WaitingRoom::default(),
        stop: false,
    })
}

fn open_clock(options: &RunOptions) -> Result<PhoneClock, HostError> {
    let Some(file) = &options.scaled_clock else { return Ok(PhoneClock::System(SystemClock)) };
    let clock = ScaledClock::open(file)?;
    let shown = clock.shown();
    tracing::warn!(
        shows = shown.shows,
        rate = shown.rate,
        "THIS PHONE RUNS BY A SCALED CLOCK: a test, not the world"
    );
    Ok(PhoneClock::Scaled(clock))
}

/// The one place where this program asks the system for randomness.
#[expect(clippy::disallowed_methods, reason = "a phone's keys come from the system, here alone")]
fn fresh_seed() -> Result<Seed, HostError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let seed = Seed::from_bytes(bytes);
    zeroize::Zeroize::zeroize(&mut bytes);
    Ok(seed)
}

/// To standard error. A program that has set up its own log keeps it.
fn log(filter: Option<&str>) -> Result<(), HostError> {
    let filter = match filter {
        Some(filter) => filter.to_owned(),
        None => std::env::var("CORONA_LOG").unwrap_or_else(|_| LOG.to_owned()),
    };
    let parsed = EnvFilter::try_new(&filter).map_err(|error| {
        HostError::Option(format!(
            "log filter {filter:?}: {error}; write it as in `warn,corona_phone=debug`"
        ))
    })?;
    let subscriber = tracing_subscriber::fmt().with_env_filter(parsed).with_writer(io::stderr);
    let _already = subscriber.with_ansi(false).try_init();
    Ok(())
}
