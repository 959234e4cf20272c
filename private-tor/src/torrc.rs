//! What each tor is told.
//!
//! It knows every option that makes a dozen tors a network of their own and
//! decides the network's pace. Which ports are free is left to [`ports`](super::ports).

use super::node::{Node, Relay};

/// Seconds from vote to vote. Smaller ones than 20 leave too little time on a busy machine.
pub(crate) const VOTING_INTERVAL_S: u64 = 20;

/// Voting rounds in one run of the shared-random protocol, on every Tor network.
pub(crate) const ROUNDS_PER_RANDOM_VALUE: u64 = 24;

/// With 5 s there was never a consensus, since votes and signatures take 2 s each.
const FIRST_VOTING_INTERVAL_S: u64 = 10;
const VOTE_DELAY_S: u64 = 2;

/// How long a shared-random value holds: an onion service's place must change in the same step,
/// or it waits for a random value that doesn't come.
const HSDIR_INTERVAL_MIN: u64 = VOTING_INTERVAL_S * ROUNDS_PER_RANDOM_VALUE / 60;

/// The file of one node. `owner` is the process without which tor ends.
pub(crate) fn torrc(node: &Node, relay: &Relay, authorities: &[String], owner: u32) -> String {
    let mut lines = for_all(node, relay, owner);
    lines.extend(authorities.iter().cloned());
    if let Some(directory) = relay.directory {
        lines.push(format!("DirPort {directory} IPv4Only"));
        lines.extend(for_authorities());
    }
    lines.join("\n") + "\n"
}

fn for_all(node: &Node, relay: &Relay, owner: u32) -> Vec<String> {
    let ip = node.ip;
    let folder = node.folder.display();
    let mut lines = vec![
        "TestingTorNetwork 1".to_owned(),
        format!("Nickname {}", node.nickname),
        format!("DataDirectory {folder}"),
        format!("Log notice file {}", node.log_path().display()),
        format!("__OwningControllerProcess {owner}"),
        format!("Address {ip}"),
        format!("ORPort {} IPv4Only", relay.or_address),
        format!("OutboundBindAddress {ip}"),
    ];
    lines.extend(
        [
            "SocksPort 0",
            "ExitRelay 0",
            "ExitPolicy reject *:*",
            // Nobody asks for names; tor would look for resolvers to see whether they lie.
            "ServerDNSDetectHijacking 0",
            "ServerDNSTestAddresses",
            "AssumeReachable 1",
            "ShutdownWaitLength 1",
            "AvoidDiskWrites 1",
            "NumCPUs 1",
            "LogTimeGranularity 1",
            "ContactInfo nobody",
        ]
        .map(str::to_owned),
    );
    lines
}

fn for_authorities() -> Vec<String> {
    vec![
        "AuthoritativeDirectory 1".to_owned(),
        "V3AuthoritativeDirectory 1".to_owned(),
        "TestingDirAuthVoteExit *".to_owned(),
        "TestingDirAuthVoteHSDir *".to_owned(),
        "TestingDirAuthVoteGuard *".to_owned(),
        "TestingMinExitFlagThreshold 0".to_owned(),
        format!("TestingV3AuthInitialVotingInterval {FIRST_VOTING_INTERVAL_S}"),
        format!("TestingV3AuthInitialVoteDelay {VOTE_DELAY_S}"),
        format!("TestingV3AuthInitialDistDelay {VOTE_DELAY_S}"),
        format!("V3AuthVotingInterval {VOTING_INTERVAL_S}"),
        format!("V3AuthVoteDelay {VOTE_DELAY_S}"),
        format!("V3AuthDistDelay {VOTE_DELAY_S}"),
        "V3AuthNIntervalsValid 3".to_owned(),
        // cbtdisabled: clients that learned loopback's build times give up every slower circuit.
        format!("ConsensusParams cbtdisabled=1 hsdir_interval={HSDIR_INTERVAL_MIN}"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use std::path::Path;

    fn texts() -> Vec<String> {
        let lines = vec!["DirAuthority auth0 orport=5 v3ident=AB 127.1.0.1:6 CD".to_owned()];
        let nodes = Node::all(3, 6, Path::new("/f"));
        let texts = nodes.iter().map(|node| {
            let ports: Vec<_> =
                (0..node.ports_needed()).map(|port| (node.ip, 5000 + port as u16).into()).collect();
            torrc(node, &node.with_ports(&ports).unwrap(), &lines, 42)
        });
        texts.collect()
    }

    /// Everything that looks like an IPv4 address.
    fn addresses(text: &str) -> Vec<Ipv4Addr> {
        let pieces = text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
        pieces.filter_map(|piece| piece.parse().ok()).collect()
    }

    #[test]
    fn only_loopback_addresses_occur() {
        for text in texts() {
            let addresses = addresses(&text);
            assert!(addresses.len() >= 4, "{text}");
            assert!(addresses.iter().all(Ipv4Addr::is_loopback), "{text}");
            assert!(!text.contains('[') && !text.contains("::"), "IPv6 in {text}");
        }
    }

    #[test]
    fn every_listener_names_its_address() {
        for line in texts().iter().flat_map(|text| text.lines()) {
            let (option, value) = line.split_once(' ').unwrap_or((line, ""));
            if option.ends_with("Port") {
                assert!(value == "0" || value.starts_with("127."), "{line}");
            }
        }
    }

    #[test]
    fn every_node_ends_with_its_owner_and_is_no_exit() {
        for text in texts() {
            for line in ["__OwningControllerProcess 42", "ExitPolicy reject *:*", "SocksPort 0"] {
                assert!(text.lines().any(|found| found == line), "{line} not in {text}");
            }
        }
    }

    #[test]
    fn only_authorities_vote() {
        let votes: Vec<bool> =
            texts().iter().map(|text| text.contains("V3AuthoritativeDirectory")).collect();
        assert_eq!(votes, [true, true, true, false, false, false, false, false, false]);
    }
}
