//! The line by which a tor lives: when it is cut, by whatever end its owner comes to, tor ends.
//!
//! `__OwningControllerProcess` alone would do, but tor looks for its owner only every 15 s.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(10);
const ACCEPTED: &str = "250 OK";

/// A tor's control connection that owns it.
#[derive(Debug)]
pub(crate) struct Ownership {
    connection: UnixStream,
}

impl Ownership {
    /// Takes the tor that listens at a socket.
    pub(crate) fn take(socket: &Path) -> io::Result<Self> {
        let connection = UnixStream::connect(socket)?;
        connection.set_read_timeout(Some(TIMEOUT))?;
        connection.set_write_timeout(Some(TIMEOUT))?;
        let mut answers = BufReader::new(&connection).lines();
        for command in ["AUTHENTICATE", "TAKEOWNERSHIP"] {
            (&connection).write_all(format!("{command}\r\n").as_bytes())?;
            let answer = answers.next().transpose()?.unwrap_or_default();
            if answer != ACCEPTED {
                return Err(io::Error::other(format!("{command}: `{answer}`")));
            }
        }
        Ok(Self { connection })
    }

    /// Lets tor end in order, as SIGTERM does.
    pub(crate) fn cut(self) {
        drop(self.connection);
    }
}
