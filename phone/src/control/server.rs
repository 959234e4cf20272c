//! The answering side: a socket in the phone's folder, which its owner alone may enter.
//!
//! It knows lines and their limits. It decides how many may ask at once and how long anybody
//! may take to ask or to read, so that no client, however broken, keeps the host; what is
//! answered is for the host to say.

use super::{ASK_LIMIT, Answers, Asked};
use crate::api::{Outcome, Reason, Reply};
use crate::clock::PhoneClock;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// Most conversations at once.
pub(crate) const CROWD: usize = 64;
/// How long a question, or the reading of an answer, may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long those who still read may keep a phone from ending.
const FAREWELL: Duration = Duration::from_secs(1);
/// How often to look whether somebody who will say no more still listens.
const LOOK: Duration = Duration::from_secs(1);

/// The socket can't be had.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}; choose a folder with a shorter path, and check who owns it", .socket.display())]
pub struct ServerError {
    socket: PathBuf,
    error: io::Error,
}

/// Listens until it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    socket: PathBuf,
    listening: JoinHandle<()>,
    crowd: Arc<Semaphore>,
}

impl Server {
    /// Begins to listen; questions go where `asking` leads. Whoever calls has locked the
    /// folder, so a socket that lies there is a dead program's.
    pub(crate) fn start(
        socket: &Path,
        clock: Arc<PhoneClock>,
        asking: mpsc::Sender<Asked>,
    ) -> Result<Self, ServerError> {
        let refused = |error| ServerError { socket: socket.to_owned(), error };
        match std::fs::remove_file(socket) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(refused(error)),
            Ok(()) | Err(_) => {}
        }
        let listener = UnixListener::bind(socket).map_err(refused)?;
        let owner_alone = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(socket, owner_alone).map_err(refused)?;
        let crowd = Arc::new(Semaphore::new(CROWD));
        let listening = tokio::spawn(listen(listener, asking, clock, crowd.clone()));
        Ok(Self { socket: socket.to_owned(), listening, crowd })
    }

    /// Lets what was answered leave; the host must hold no conversation any more.
    pub(crate) async fn farewell(self) {
        self.listening.abort();
        let everybody = self.crowd.acquire_many(CROWD as u32);
        if timeout(FAREWELL, everybody).await.is_err() {
            tracing::debug!("somebody asked and does not read the answer");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listening.abort();
        if let Err(error) = std::fs::remove_file(&self.socket) {
            tracing::debug!(kind = ?error.kind(), "the control socket could not be removed");
        }
    }
}

async fn listen(
    listener: UnixListener,
    asking: mpsc::Sender<Asked>,
    clock: Arc<PhoneClock>,
    crowd: Arc<Semaphore>,
) {
    loop {
        let Ok(room) = crowd.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let (asking, clock) = (asking.clone(), clock.clone());
                tokio::spawn(async move {
                    converse(stream, asking, &clock).await;
                    drop(room);
                });
            }
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "nobody can ask now");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn converse(stream: UnixStream, asking: mpsc::Sender<Asked>, clock: &PhoneClock) {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let Some(line) = read_line(&mut read).await else { return };
    let (answers, mut outcomes) = Answers::new();
    match line.and_then(|line| parse(&line)) {
        Ok(ask) => {
            if asking.send(Asked { ask, answers }).await.is_err() {
                return;
            }
        }
        Err(message) => {
            let _full = answers.give(Outcome::failed(Reason::Malformed, message));
            drop(answers);
        }
    }
    loop {
        let outcome = tokio::select! {
            biased;
            outcome = outcomes.recv() => outcome,
            () = hung_up(&mut read, &write) => None,
        };
        let Some(outcome) = outcome else { return };
        let reply = Reply { scaled_clock: clock.scaled(), outcome };
        if !write_line(&mut write, &reply).await {
            return;
        }
    }
}

/// A line, or what is wrong with it; `None` if whoever connected says nothing.
async fn read_line(
    read: &mut BufReader<OwnedReadHalf>,
) -> Option<Result<Zeroizing<Vec<u8>>, String>> {
    let mut line = Zeroizing::new(Vec::with_capacity(4096));
    let mut bounded = read.take(ASK_LIMIT);
    let length = timeout(PATIENCE, bounded.read_until(b'\n', &mut line)).await.ok()?.ok()?;
    match line.last() {
        None => None,
        Some(b'\n') => Some(Ok(line)),
        Some(_) if length as u64 == ASK_LIMIT => {
            Some(Err(format!("a question has at most {ASK_LIMIT} bytes: ask for less at once")))
        }
        Some(_) => Some(Err("a question ends with a line break: send all of it".to_owned())),
    }
}

fn parse(line: &[u8]) -> Result<crate::api::Ask, String> {
    serde_json::from_slice(line).map_err(|error| {
        // serde quotes what it found, which may be a code: the place is enough.
        let (line, column) = (error.line(), error.column());
        format!(
            "this is no question that this build knows (line {line}, column {column}): use the \
             command line of the same version"
        )
    })
}

/// Ends when the other side has closed; what it says meanwhile is nobody's business.
async fn hung_up(read: &mut BufReader<OwnedReadHalf>, write: &OwnedWriteHalf) {
    let mut nothing = [0; 64];
    while matches!(read.read(&mut nothing).await, Ok(1..)) {}
    // It will say no more, but may still listen: only a write can tell, of nothing as well.
    while write.try_write(&[]).is_ok() {
        tokio::time::sleep(LOOK).await;
    }
}

async fn write_line(write: &mut OwnedWriteHalf, reply: &Reply) -> bool {
    let Ok(mut line) = serde_json::to_vec(reply).map(Zeroizing::new) else { return false };
    line.push(b'\n');
    matches!(timeout(PATIENCE, write.write_all(&line)).await, Ok(Ok(())))
}
