//! An authority's keys, which all nodes must know before the first one starts.
//!
//! It has `tor-gencert` and `tor` make them, and reads back the identities.
//! Ordinary relays make theirs themselves when they start.

use super::StartError;
use super::node::Node;
use super::patience::Patience;
use super::programs::{self, Programs};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

/// By what an authority is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Of its voting key, hex.
    pub(crate) v3: String,
    /// Of its relay key, hex.
    pub(crate) rsa: String,
    /// Its ed25519 key, base64.
    pub(crate) ed25519: String,
}

/// Makes an authority's keys in its folder.
pub(crate) fn make(
    programs: &Programs,
    node: &Node,
    patience: &Patience,
) -> Result<Identity, StartError> {
    make_voting_keys(programs, node, patience)?;
    make_relay_keys(programs, node, patience)?;
    let word = |file: &str, line: &str, index| word_in(&node.folder.join(file), line, index);
    Ok(Identity {
        v3: word("keys/authority_certificate", "fingerprint ", 1)?,
        rsa: word("fingerprint", &node.nickname, 1)?,
        ed25519: word("fingerprint-ed25519", &node.nickname, 1)?,
    })
}

fn make_voting_keys(
    programs: &Programs,
    node: &Node,
    patience: &Patience,
) -> Result<(), StartError> {
    let keys = node.folder.join("keys");
    super::network::make_private_folder(&keys)?;
    let mut command = Command::new(&programs.gencert);
    command.args(["--create-identity-key", "--passphrase-fd", "0", "-m", "12"]);
    command.arg("-i").arg(keys.join("authority_identity_key"));
    command.arg("-s").arg(keys.join("authority_signing_key"));
    command.arg("-c").arg(keys.join("authority_certificate"));
    let doing = format!("making the voting keys of {}", node.nickname);
    // The passphrase guards keys that live for minutes in a private folder.
    programs::run(&mut command, b"none\n", &doing, patience)
}

/// `--list-fingerprint` makes the keys it lists, for which tor wants a configuration.
fn make_relay_keys(
    programs: &Programs,
    node: &Node,
    patience: &Patience,
) -> Result<(), StartError> {
    let torrc = node.folder.join("torrc.keys");
    // No port is opened and nobody asked, but without them tor refuses the configuration.
    let text = format!(
        "DataDirectory {}\nNickname {}\nORPort {ip}:1\nAddress {ip}\nTestingTorNetwork 1\n\
         DirAuthority nobody 127.0.0.1:1 {}\nExitRelay 0\nSocksPort 0\n",
        node.folder.display(),
        node.nickname,
        "A".repeat(40),
        ip = node.ip,
    );
    std::fs::write(&torrc, text).map_err(|error| StartError::file(&torrc, error))?;
    let mut command = programs::tor(programs, &torrc);
    command.arg("--list-fingerprint");
    programs::run(&mut command, b"", &format!("making the keys of {}", node.nickname), patience)
}

/// A word of the first line that begins so.
fn word_in(path: &Path, start: &str, index: usize) -> Result<String, StartError> {
    let text = std::fs::read_to_string(path).map_err(|error| StartError::file(path, error))?;
    let line = text.lines().find(|line| line.starts_with(start));
    let word = line.and_then(|line| line.split_whitespace().nth(index));
    word.map(str::to_owned)
        .ok_or_else(|| StartError::file(path, format!("no line `{start}…` with {index} words")))
}

/// How an authority is told to all nodes.
pub(crate) fn dir_authority_line(
    node: &Node,
    identity: &Identity,
    or_address: SocketAddr,
    directory: SocketAddr,
) -> String {
    format!(
        "DirAuthority {} orport={} v3ident={} {directory} {}",
        node.nickname,
        or_address.port(),
        identity.v3,
        identity.rsa
    )
}
