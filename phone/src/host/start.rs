//! Opens everything, in the order in which it can fail, and lets the phone live.

use super::residence::{Ground, Residence};
use super::stopping::Stopping;
use super::{HostError, Network, RunOptions};
use crate::clock::{PhoneClock, ScaledClock, SystemClock};
use crate::control::{Asked, CROWD};
use crate::disk::KeySource;
use crate::home::{Home, HomeLock};
use crate::http::{ApiServer, Doorplate};
use corona_transport_tor::Clock;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc;
use tracing_subscriber::EnvFilter;

/// What matters, of this program and of what it is built on.
const LOG: &str = "warn,corona_phone=info,corona_transport_tor=info";
/// How long threads may take to end.
const FAREWELL: Duration = Duration::from_secs(3);

/// Runs the phone in a folder over Tor until it is told to stop; see [`run_over`].
///
/// # Errors
/// [`HostError`].
pub fn run(folder: &Path, key: KeySource, options: RunOptions) -> Result<(), HostError> {
    run_over(folder, key, options, super::tor::connect)
}

/// Runs the phone in a folder over a network until it is told to stop: by
/// [`Ask::Stop`](crate::api::Ask::Stop), ctrl-c or SIGTERM. Blocks; makes its own runtime.
/// `connect` begins the network, at the start and whenever the gateway is switched on.
///
/// # Errors
/// [`HostError`].
pub fn run_over<T: Network>(
    folder: &Path,
    key: KeySource,
    options: RunOptions,
    connect: impl FnMut(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError>,
) -> Result<(), HostError> {
    options.check()?;
    log(options.log.as_deref())?;
    let started = options.api.as_ref().and_then(|api| api.started);
    live(folder, key, options, connect, Manner::Program, |_, door| {
        if let (Some(started), Some(door)) = (started, door) {
            started(door);
        }
    })
}

/// How a phone is let live.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Manner {
    /// As a program: it listens to signals, and to the command line.
    Program,
    /// Within one: it hears what it is asked.
    Embedded,
}

/// Lets a phone live until it is told to stop; `begun` is called once it does.
pub(super) fn live<T: Network>(
    folder: &Path,
    key: KeySource,
    options: RunOptions,
    connect: impl FnMut(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError>,
    manner: Manner,
    begun: impl FnOnce(&mpsc::Sender<Asked>, Option<&Doorplate>),
) -> Result<(), HostError> {
    options.check()?;
    if !options.may_be_empty {
        Home::open(folder)?;
    }
    let lock = HomeLock::claim(folder)?;
    let clock = Arc::new(open_clock(&options)?);
    let (asking, mut asked) = mpsc::channel(CROWD);
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let lived = runtime.block_on(async {
        let api = match &options.api {
            Some(api) => Some(ApiServer::bind(api, asking.clone()).await?),
            None => None,
        };
        let program = manner == Manner::Program;
        let mut stopping = if program { Some(Stopping::new()?) } else { None };
        let folder = folder.to_owned();
        let ground = Ground { folder, lock, key, options, clock, asking: asking.clone() };
        let mut residence = Residence::open(ground, program, connect)?;
        begun(&asking, api.as_ref().map(ApiServer::doorplate));
        drop(asking);
        let api = api.map(ApiServer::serve);
        let lived = residence.live(&mut asked, &mut stopping).await;
        tracing::info!("stopping");
        drop(asked);
        residence.farewell().await;
        if let Some(api) = api {
            api.farewell().await;
        }
        lived
    });
    runtime.shutdown_timeout(FAREWELL);
    lived
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
