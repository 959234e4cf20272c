//! What links over Tor cost, as a table for `docs/tor.md`.
//!
//! `cargo run --release -p corona-transport-tor --example measure` starts a private network
//! on loopback and measures on it; `-- --network FILE` uses the one that FILE describes
//! (Arti's format). Loopback has no distance: times say what the software costs, not what
//! the public network takes. Memory and CPU are read per process, so this program starts
//! itself again for each number of services.

use corona_core::identity::{AuthKey, DiscoverySecret, IdentitySecret, ServiceKeys};
use corona_core::time::Timestamp;
use corona_core::transport::{Audience, Condition, LinkId, Notice, Request, ServiceId, Transport};
use corona_private_tor::{PrivateTor, Settings};
use corona_transport_tor::onion::{OnionCarrier, TorConfig};
use corona_transport_tor::{Clock, Limits, TorTransport};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use zeroize::Zeroizing;

type Failure = Box<dyn std::error::Error>;

const DIALS: usize = 21;
const ROUNDS: usize = 51;
const SERVICES: [u64; 4] = [0, 1, 5, 20];
const IDLE: Duration = Duration::from_secs(30);

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "deadlines of real dials")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
    fn wait(&self, until: Timestamp) -> Duration {
        let left = until - self.now();
        Duration::from_millis(u64::try_from(left.as_millis()).unwrap_or(0))
    }
}

/// One end of the network.
struct End {
    transport: TorTransport<OnionCarrier>,
    clock: Arc<SystemClock>,
}

impl End {
    fn open(folder: &Path, network: &Path) -> Result<Self, Failure> {
        let mut config = TorConfig::new(folder);
        config.network = Some(network.to_owned());
        let carrier = Arc::new(OnionCarrier::open(&config)?);
        let clock = Arc::new(SystemClock);
        let runtime = tokio::runtime::Handle::current();
        let transport = TorTransport::new(carrier, clock.clone(), Limits::default(), &runtime);
        Ok(Self { transport, clock })
    }
    /// The next notice that is wanted.
    async fn hear<T>(&mut self, wanted: impl Fn(Notice) -> Option<T>) -> Result<T, Failure> {
        let heard = async {
            loop {
                while let Some(notice) = self.transport.poll() {
                    if let Some(found) = wanted(notice) {
                        return found;
                    }
                }
                self.transport.ready().await;
            }
        };
        Ok(tokio::time::timeout(Duration::from_secs(180), heard).await?)
    }
    async fn online(&mut self) -> Result<(), Failure> {
        let online = |notice| matches!(notice, Notice::Condition(Condition::Online)).then_some(());
        self.hear(online).await
    }
    async fn host(&mut self, number: u64) -> Result<ServiceKeys, Failure> {
        let discovery = DiscoverySecret::from_seed(seed(number));
        let prove = key(number + 1_000);
        let keys = ServiceKeys { discovery, prove };
        let (service, audience) = (ServiceId(number), Audience::Everybody);
        self.transport.submit(Request::Publish { service, keys: keys.clone(), audience });
        Ok(keys)
    }
    async fn published(&mut self) -> Result<(), Failure> {
        self.hear(|notice| matches!(notice, Notice::Published { .. }).then_some(())).await
    }
    fn dial(&mut self, number: u64, to: &ServiceKeys) -> LinkId {
        let link = LinkId::dialled(number);
        self.transport.submit(Request::Dial {
            link,
            address: to.discovery.public(),
            expect: to.prove.public(),
            prove: key(number + 2_000),
            access: None,
            deadline: self.clock.now() + corona_core::time::Span::minutes(2),
        });
        link
    }
}

fn seed(number: u64) -> Zeroizing<[u8; 32]> {
    // Fresh for each process: a leftover of another run must not answer in its stead.
    let mut seed = Zeroizing::new([0; 32]);
    seed[..8].copy_from_slice(&number.to_le_bytes());
    seed[8..12].copy_from_slice(&std::process::id().to_le_bytes());
    seed
}
fn key(number: u64) -> AuthKey {
    IdentitySecret::from_seed(seed(number)).erase_role()
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn start() -> Instant {
    Instant::now()
}
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn since(began: Instant) -> Duration {
    began.elapsed()
}

fn ms(span: Duration) -> String {
    format!("{:.0} ms", span.as_secs_f64() * 1e3)
}
fn middle(mut spans: Vec<Duration>) -> String {
    spans.sort_unstable();
    let (median, tenth) = (spans[spans.len() / 2], spans[spans.len() * 9 / 10]);
    format!("median {}, 90th percentile {}", ms(median), ms(tenth))
}

async fn latencies(network: &Path, folder: &Path) -> Result<(), Failure> {
    for (name, again) in [("cold", false), ("warm, from its cache", true)] {
        let began = start();
        let mut end = End::open(&folder.join("host"), network)?;
        end.online().await?;
        println!("| bootstrap, {name} | {} |", ms(since(began)));
        drop(end);
        if !again {
            // The folder is free once Arti's tasks are gone.
            tokio::time::sleep(Duration::from_secs(3)).await;
        }
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut host = End::open(&folder.join("host"), network)?;
    let mut guest = End::open(&folder.join("guest"), network)?;
    host.online().await?;
    guest.online().await?;
    let began = start();
    let keys = host.host(1).await?;
    host.published().await?;
    println!("| publish until reachable by a dial of our own | {} |", ms(since(began)));

    let (mut dials, mut rounds) = (Vec::new(), Vec::new());
    for number in 1..=DIALS as u64 {
        let began = start();
        let link = guest.dial(number, &keys);
        guest.hear(|n| matches!(n, Notice::Opened { .. }).then_some(())).await?;
        dials.push(since(began));
        let accepted = |n| match n {
            Notice::Accepted { link, .. } => Some(link),
            Notice::Published { .. }
            | Notice::Opened { .. }
            | Notice::Frame { .. }
            | Notice::Closed { .. }
            | Notice::Condition(_) => None,
        };
        let there = host.hear(accepted).await?;
        let frame = |n| matches!(n, Notice::Frame { .. }).then_some(());
        for _ in 0..if number == 1 { ROUNDS } else { 0 } {
            let began = start();
            guest.transport.submit(Request::Send { link, frame: vec![0; 512] });
            host.hear(frame).await?;
            host.transport.submit(Request::Send { link: there, frame: vec![0; 512] });
            guest.hear(frame).await?;
            rounds.push(since(began));
        }
        guest.transport.submit(Request::Close { link });
    }
    println!("| dial, circuits of its own and TLS included ({DIALS}) | {} |", middle(dials));
    println!("| round trip of 512 bytes ({ROUNDS}) | {} |", middle(rounds));
    Ok(())
}

async fn hosting(network: &Path, folder: &Path, services: u64) -> Result<(), Failure> {
    let mut end = End::open(&folder.join(format!("of-{services}")), network)?;
    end.online().await?;
    let began = start();
    for number in 1..=services {
        end.host(number).await?;
    }
    for _ in 0..services {
        end.published().await?;
    }
    let took = ms(since(began));
    tokio::time::sleep(Duration::from_secs(5)).await;
    let mib = resident_kib()? as f64 / 1024.0;
    println!(
        "| memory of a process hosting {services} | {mib:.1} MiB, all reachable after {took} |"
    );
    if services > 1 {
        return Ok(());
    }
    idle(&format!("hosting {services}")).await?;
    if services == 0 {
        end.transport.rest(true);
        tokio::time::sleep(Duration::from_secs(1)).await;
        idle("hosting 0, dormant").await?;
    }
    Ok(())
}

async fn idle(how: &str) -> Result<(), Failure> {
    let before = cpu_ticks()?;
    tokio::time::sleep(IDLE).await;
    let ms = (cpu_ticks()? - before) * 10;
    println!("| CPU in {} s idle, {how} | {ms} ms |", IDLE.as_secs());
    Ok(())
}

fn resident_kib() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}
/// User and system time in clock ticks, of 10 ms each on Linux.
fn cpu_ticks() -> Result<u64, Failure> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after = stat.rsplit(") ").next().ok_or("no stat")?;
    let fields: Vec<&str> = after.split(' ').collect();
    Ok(fields[11].parse::<u64>()? + fields[12].parse::<u64>()?)
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--hosting", services, network, folder] => {
            hosting(Path::new(network), Path::new(folder), services.parse()?).await
        }
        ["--network", network] => all(Path::new(network)).await,
        [] => {
            let private = PrivateTor::start(Settings::default())?;
            let network: PathBuf = private.arti_toml_path();
            all(&network).await
        }
        _ => Err("usage: measure [--network FILE]".into()),
    }
}

async fn all(network: &Path) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    println!("| what | measured |\n| --- | --- |");
    latencies(network, folder.path()).await?;
    for services in SERVICES {
        let mut child = std::process::Command::new(std::env::current_exe()?);
        child.args(["--hosting", &services.to_string()]).arg(network).arg(folder.path());
        if !child.status()?.success() {
            return Err(format!("hosting {services} failed").into());
        }
    }
    Ok(())
}
