//! Bridges and pluggable transports, for those whose country blocks Tor.
//!
//! Knows how a bridge line and a transport are written, and turns them into Arti's own types.
//! Decides which error message helps without giving the bridge away: a bridge that a log or a
//! screenshot spreads is soon blocked. Leaves connecting to Arti and to the transport's program.

use super::config::Complaint;
use arti_client::config::pt::TransportConfigBuilder;
use arti_client::config::{BridgeConfigBuilder, BridgeParseError, CfgPath};
use serde::Deserialize;
use std::path::PathBuf;

/// A program that disguises the way to a bridge.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluggableTransport {
    /// What it speaks, as bridge lines name it: `obfs4`, `snowflake`.
    pub protocols: Vec<String>,
    /// The program; absolute.
    pub path: PathBuf,
    /// What it is started with.
    #[serde(default)]
    pub arguments: Vec<String>,
}

/// The bridge of line number `index`, counted from nought.
pub(super) fn bridge(index: usize, line: &str) -> Result<BridgeConfigBuilder, Complaint> {
    line.parse().map_err(|error: BridgeParseError| {
        complaint(
            format!("bridges[{index}]"),
            format!("{}, {}", starts_as(line), what_is_wrong(&error)),
            "copy the whole line as it was given to you: [transport] address:port fingerprint [key=value …]",
        )
    })
}

/// The transport of number `index`, counted from nought.
pub(super) fn transport(
    index: usize,
    transport: &PluggableTransport,
) -> Result<TransportConfigBuilder, Complaint> {
    let key = |field: &str| format!("transports[{index}].{field}");
    if transport.protocols.is_empty() {
        return Err(complaint(
            key("protocols"),
            "an empty list".into(),
            "name what the program speaks, such as \"obfs4\"",
        ));
    }
    let mut protocols = Vec::new();
    for name in &transport.protocols {
        protocols.push(name.parse().map_err(|_| {
            complaint(
                key("protocols"),
                format!("{name:?} can't be the name of a transport"),
                "use the name that stands first in the bridge line, such as \"obfs4\"",
            )
        })?);
    }
    if !transport.path.is_absolute() {
        return Err(complaint(
            key("path"),
            format!("{:?} is not absolute", transport.path),
            "write the whole path of the program, such as \"/usr/bin/obfs4proxy\"",
        ));
    }
    let mut builder = TransportConfigBuilder::default();
    builder
        .protocols(protocols)
        .path(CfgPath::new_literal(&transport.path))
        .arguments(transport.arguments.clone());
    Ok(builder)
}

fn complaint(key: String, problem: String, remedy: &'static str) -> Complaint {
    Complaint { key, problem, remedy }
}

/// Enough of a line to find it by, not enough to use it.
fn starts_as(line: &str) -> String {
    let start: String = line.trim().chars().take(8).collect();
    format!("the line that starts with {start:?}")
}

/// Arti's finding without the words it quotes: those may be the bridge's secrets.
#[expect(clippy::wildcard_enum_match_arm, reason = "Arti's list of errors is open")]
fn what_is_wrong(error: &BridgeParseError) -> &'static str {
    match error {
        BridgeParseError::Empty => "is empty",
        BridgeParseError::InvalidPtOrAddr { .. } | BridgeParseError::InvalidIpAddrOrPt { .. } => {
            "begins with neither a transport's name nor an IP address and port"
        }
        BridgeParseError::InvalidIPtHostAddr { .. } => {
            "has no address and port after the transport"
        }
        BridgeParseError::InvalidIdentityOrParameter { .. } => {
            "holds a word that is neither a fingerprint nor key=value"
        }
        BridgeParseError::InvalidPtKeyValue { .. } => "holds a parameter without \"=\"",
        _ => "does not read as a bridge",
    }
}
