//! One node of the network: who it is and where it listens.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// A relay as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    /// `auth0`, `relay3`.
    pub nickname: String,
    /// Where it takes circuits.
    pub or_address: SocketAddr,
    /// Where it serves the consensus; authorities only.
    pub directory: Option<SocketAddr>,
}

/// A node before it has ports.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) nickname: String,
    pub(crate) ip: Ipv4Addr,
    pub(crate) is_authority: bool,
    pub(crate) folder: PathBuf,
}

impl Node {
    /// All nodes, authorities first, each in a /16 of its own: Arti builds no circuit through
    /// two relays of one.
    pub(crate) fn all(authorities: usize, relays: usize, root: &Path) -> Vec<Self> {
        (0..authorities + relays)
            .zip(1..=u8::MAX)
            .map(|(index, number)| {
                let is_authority = index < authorities;
                let nickname = if is_authority {
                    format!("auth{index}")
                } else {
                    format!("relay{}", index - authorities)
                };
                let (ip, folder) = (Ipv4Addr::new(127, number, 0, 1), root.join(&nickname));
                Self { nickname, ip, is_authority, folder }
            })
            .collect()
    }

    pub(crate) fn torrc_path(&self) -> PathBuf {
        self.folder.join("torrc")
    }

    pub(crate) fn log_path(&self) -> PathBuf {
        self.folder.join("notice.log")
    }

    /// What tor says before it has a log.
    pub(crate) fn output_path(&self) -> PathBuf {
        self.folder.join("output")
    }

    /// The last lines of what it wrote, for errors.
    pub(crate) fn log_tail(&self) -> String {
        const LINES: usize = 20;
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        let log = read(self.output_path()) + &read(self.log_path());
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(LINES)..].join("\n")
    }

    pub(crate) fn ports_needed(&self) -> usize {
        if self.is_authority { 2 } else { 1 }
    }

    /// The relay it is, with the ports it got.
    pub(crate) fn with_ports(&self, addresses: &[SocketAddr]) -> Option<Relay> {
        let (&or_address, rest) = addresses.split_first()?;
        Some(Relay {
            nickname: self.nickname.clone(),
            or_address,
            directory: rest.first().copied(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_node_has_a_loopback_network_of_its_own() {
        let nodes = Node::all(3, 197, Path::new("/x"));
        assert_eq!(nodes.len(), 200);
        let networks: BTreeSet<_> =
            nodes.iter().map(|node| [node.ip.octets()[0], node.ip.octets()[1]]).collect();
        assert_eq!(networks.len(), 200);
        assert!(nodes.iter().all(|node| node.ip.is_loopback()));
        assert_eq!(nodes.iter().filter(|node| node.is_authority).count(), 3);
        assert_eq!((nodes[2].nickname.as_str(), nodes[3].nickname.as_str()), ("auth2", "relay0"));
    }
}
