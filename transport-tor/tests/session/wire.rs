//! Two ends of TLS in memory, and all bytes that pass between them.

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, Connection, Error, ServerConfig, ServerConnection};
use std::sync::Arc;

pub(crate) struct Wire {
    pub(crate) client: Connection,
    pub(crate) server: Connection,
    pub(crate) from_client: Vec<u8>,
    pub(crate) from_server: Vec<u8>,
}

impl Wire {
    /// With a name that must not be sent.
    pub(crate) fn between(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>) -> Self {
        let name = ServerName::try_from("who-is-dialled.example").unwrap();
        let client = ClientConnection::new(Arc::clone(client), name).unwrap();
        let server = ServerConnection::new(Arc::clone(server)).unwrap();
        Self {
            client: client.into(),
            server: server.into(),
            from_client: Vec::new(),
            from_server: Vec::new(),
        }
    }

    /// Carries bytes until none come; the first refusal of either side ends it.
    pub(crate) fn run(&mut self) -> Result<(), Refusal> {
        loop {
            let there = carry(&mut self.client, &mut self.server, &mut self.from_client);
            let there = there.map_err(Refusal::ByServer)?;
            let back = carry(&mut self.server, &mut self.client, &mut self.from_server);
            let back = back.map_err(Refusal::ByClient)?;
            if !there && !back {
                return Ok(());
            }
        }
    }
}

/// Which side did not like what.
#[derive(Debug, PartialEq)]
pub(crate) enum Refusal {
    ByClient(Error),
    ByServer(Error),
}

fn carry(from: &mut Connection, to: &mut Connection, log: &mut Vec<u8>) -> Result<bool, Error> {
    let mut bytes = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut bytes).expect("memory takes all");
    }
    log.extend_from_slice(&bytes);
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        to.read_tls(&mut rest).expect("memory gives all");
        to.process_new_packets()?;
    }
    Ok(!bytes.is_empty())
}
