//! The asking side: a plain blocking client, for the command line and for tests.
//!
//! It knows how to reach a running phone, and says so if none runs. It decides nothing: what
//! comes back is shown by whoever asked.

use super::REPLY_LIMIT;
use crate::api::{Ask, Reply};
use crate::home::socket;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// Why no answer came.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nothing listens.
    #[error("{}: the phone isn't running: start `corona run`", .0.display())]
    NotRunning(PathBuf),
    /// It went away before it answered.
    #[error("the phone stopped before it answered: start `corona run` again and look at its log")]
    Ended,
    /// A line that this build can't read.
    #[error("the phone's answer can't be read ({0}): is it another version? restart it")]
    Unreadable(String),
    /// The socket.
    #[error("{}: {error}; check who owns the folder", .socket.display())]
    Io {
        /// Where.
        socket: PathBuf,
        /// As the system says.
        error: io::Error,
    },
}

/// Asks the phone in a folder; blocks while reading the answers: one, or, to
/// [`Ask::Follow`], many.
///
/// # Errors
/// [`AskError::NotRunning`] if no program runs this phone.
pub fn ask(home: &Path, ask: &Ask) -> Result<Replies, AskError> {
    let socket = socket(home);
    let stream = UnixStream::connect(&socket).map_err(|error| {
        let absent = [io::ErrorKind::NotFound, io::ErrorKind::ConnectionRefused];
        if absent.contains(&error.kind()) {
            return AskError::NotRunning(home.to_owned());
        }
        AskError::Io { socket: socket.clone(), error }
    })?;
    let mut line = serde_json::to_vec(ask).map_err(|e| AskError::Unreadable(e.to_string()))?;
    line.push(b'\n');
    let sent = (&stream).write_all(&line);
    sent.map_err(|error| AskError::Io { socket: socket.clone(), error })?;
    let follows = matches!(ask, Ask::Follow { .. });
    Ok(Replies { lines: BufReader::new(stream), socket, follows, over: false })
}

/// Answers, as they come.
#[derive(Debug)]
pub struct Replies {
    lines: BufReader<UnixStream>,
    socket: PathBuf,
    follows: bool,
    over: bool,
}

impl Replies {
    fn read(&mut self) -> Result<Option<Reply>, AskError> {
        let mut line = Vec::new();
        let read = (&mut self.lines).take(REPLY_LIMIT).read_until(b'\n', &mut line);
        let length = read.map_err(|error| AskError::Io { socket: self.socket.clone(), error })?;
        if length == 0 {
            return if self.follows { Ok(None) } else { Err(AskError::Ended) };
        }
        let reply = serde_json::from_slice(&line);
        reply.map(Some).map_err(|error| AskError::Unreadable(error.to_string()))
    }
}

impl Iterator for Replies {
    type Item = Result<Reply, AskError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let read = self.read().transpose();
        self.over = !(self.follows && matches!(read, Some(Ok(_))));
        read
    }
}
