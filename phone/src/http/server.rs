//! Listens on loopback and hands requests to the router.
//!
//! It knows connections and their limits. It decides that no address but this computer's own
//! is listened on, how many may ask at once, and how long a request may take to arrive, so
//! that no client, however slow, keeps others out.

use super::desk::Desk;
use super::doorplate::{Doorplate, Token};
use super::guard::{self, Guard};
use super::router::router;
use super::tls::Tls;
use crate::control::Asked;
use crate::host::{ApiOptions, Asker};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// Most connections at once.
const CROWD: usize = 64;
/// How long a handshake, or a request's head, may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long those who still read may keep a phone from ending.
const FAREWELL: Duration = Duration::from_secs(1);

/// The local API can't be served.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Others could reach it.
    #[error(
        "--api {0}: the local API is for this computer alone, and whoever reaches it is you: give \
         127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    /// The port.
    #[error("--api {address}: {error}; choose another port, or none to take a free one")]
    Bind {
        /// As asked.
        address: SocketAddr,
        /// As the system says.
        error: io::Error,
    },
    /// No certificate could be made.
    #[error("--api-tls: no certificate can be made ({0})")]
    Certificate(String),
    /// The token's file.
    #[error("--api-token-file {}: {error}; name a file that does not exist yet", .file.display())]
    TokenFile {
        /// Which.
        file: PathBuf,
        /// As the system says.
        error: io::Error,
    },
    /// The system gives no randomness.
    #[error("no token can be made: {0}")]
    Token(#[from] io::Error),
}

/// A server that has its port and does not answer yet.
pub(crate) struct ApiServer {
    listener: TcpListener,
    door: Doorplate,
    router: Router,
    tls: Option<TlsAcceptor>,
}

/// A server that answers until it is dropped.
pub(crate) struct Serving {
    listening: JoinHandle<()>,
    crowd: Arc<Semaphore>,
    over: watch::Sender<bool>,
}

impl ApiServer {
    /// Takes the port.
    pub(crate) async fn bind(
        options: &ApiOptions,
        asking: mpsc::Sender<Asked>,
    ) -> Result<Self, ApiError> {
        let address = options.address;
        if !is_loopback(address.ip()) {
            return Err(ApiError::NotLoopback(address));
        }
        let bound = TcpListener::bind(address).await;
        let listener = bound.map_err(|error| ApiError::Bind { address, error })?;
        let address = listener.local_addr()?;
        let (tls, certificate) = if options.tls {
            let tls = Tls::fresh().map_err(ApiError::Certificate)?;
            (Some(tls.acceptor), Some(tls.certificate))
        } else {
            (None, None)
        };
        let token = Token::fresh()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let door = Doorplate::new(format!("{scheme}://{address}"), token, certificate);
        if let Some(file) = &options.token_file {
            let written = write_token(file, door.token());
            written.map_err(|error| ApiError::TokenFile { file: file.clone(), error })?;
        }
        let guard = Guard::new(address.port(), tls.is_some(), door.token_of().clone());
        let guard = axum::middleware::from_fn_with_state(Arc::new(guard), guard::guard);
        let router = router(Desk::new(Asker::over(asking))).layer(guard);
        Ok(Self { listener, door, router, tls })
    }

    pub(crate) const fn doorplate(&self) -> &Doorplate {
        &self.door
    }

    /// Begins to answer.
    pub(crate) fn serve(self) -> Serving {
        let crowd = Arc::new(Semaphore::new(CROWD));
        let (over, ending) = watch::channel(false);
        let listening = tokio::spawn(self.listen(crowd.clone(), ending));
        Serving { listening, crowd, over }
    }

    async fn listen(self, crowd: Arc<Semaphore>, ending: watch::Receiver<bool>) {
        let Self { listener, door: _, router, tls } = self;
        loop {
            let Ok(room) = crowd.clone().acquire_owned().await else { return };
            match listener.accept().await {
                // The listener is on loopback: so is whoever comes.
                Ok((stream, _)) => {
                    let (router, tls, ending) = (router.clone(), tls.clone(), ending.clone());
                    tokio::spawn(async move {
                        meet(stream, tls, router, ending).await;
                        drop(room);
                    });
                }
                Err(error) => {
                    tracing::warn!(kind = ?error.kind(), "nobody can ask over HTTP now");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }
}

impl Serving {
    /// Lets what was answered leave; the phone must hold no conversation any more.
    pub(crate) async fn farewell(self) {
        self.listening.abort();
        self.over.send_replace(true);
        let everybody = self.crowd.acquire_many(CROWD as u32);
        if timeout(FAREWELL, everybody).await.is_err() {
            tracing::debug!("somebody asked over HTTP and does not read the answer");
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn meet(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    router: Router,
    ending: watch::Receiver<bool>,
) {
    match tls {
        None => converse(stream, router, ending).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = timeout(PATIENCE, tls.accept(stream)).await {
                converse(stream, router, ending).await;
            }
        }
    }
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    mut ending: watch::Receiver<bool>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(64 << 10);
    let service = TowerToHyperService::new(router);
    let mut conversation = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        ended = &mut conversation => {
            if let Err(error) = ended {
                tracing::debug!(timeout = error.is_timeout(), "somebody hung up while asking");
            }
            return;
        }
        // Never an error as long as the server lives; if it does not, that is an end as well.
        _ = ending.wait_for(|over| *over) => {}
    }
    conversation.as_mut().graceful_shutdown();
    let _ended = conversation.await;
}

/// The two addresses that the guard knows as this computer's.
fn is_loopback(address: IpAddr) -> bool {
    address == Ipv4Addr::LOCALHOST || address == Ipv6Addr::LOCALHOST
}

/// Never over something that is there: it might be open to others, or a link elsewhere.
fn write_token(file: &Path, token: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(file, "{token}")
}
