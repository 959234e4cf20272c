//! One HTTP request, bounded in time and size: all it takes to ask an authority.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(3);
/// A consensus of 200 relays has a tenth of this.
const LENGTH_MAX: u64 = 1 << 20;

/// The body of a document, if there is one.
pub(crate) fn get(from: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&from, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\nHost: {from}\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.take(LENGTH_MAX).read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) == Some("200") {
        return Ok(body.to_owned());
    }
    Err(io::Error::other(format!("`{status}`")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    fn answered(answer: &'static [u8]) -> io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let length = stream.read(&mut request).unwrap();
            stream.write_all(answer).unwrap();
            String::from_utf8_lossy(&request[..length]).into_owned()
        });
        let got = get(address, "/a/b");
        assert!(server.join().unwrap().starts_with("GET /a/b HTTP/1.0\r\n"));
        got
    }

    #[test]
    fn a_document_is_read_to_its_end() {
        assert_eq!(answered(b"HTTP/1.0 200 OK\r\nX: y\r\n\r\nthe\nbody").unwrap(), "the\nbody");
    }

    #[test]
    fn a_refusal_is_an_error_that_says_so() {
        let error = answered(b"HTTP/1.0 404 Not found\r\n\r\n").unwrap_err();
        assert!(error.to_string().contains("404 Not found"), "{error}");
        assert!(answered(b"no HTTP").is_err());
        assert!(answered(b"").is_err());
    }
}
