//! The private Tor network that the tests of a step share.
//!
//! It knows the program that is such a network and decides how long it runs: as
//! long as the step, whatever becomes of that. Tests find it by a variable.

use super::step::{Outcome, Step};
use super::tally::Tally;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Names the network's `arti.toml` to tests. Whoever sets it has a network already.
const VARIABLE: &str = "CORONA_TOR_NETWORK";

/// Runs a step while a network runs. Without a network the step has failed.
///
/// # Errors
/// As [`Step::run`].
pub(crate) fn run_over(step: &Step, root: &Path, target: &Path) -> Result<Outcome, String> {
    if let Some(path) = std::env::var_os(VARIABLE) {
        println!("the private Tor network is {VARIABLE} = {}", path.display());
        return step.run(root);
    }
    let program = target.join("debug").join("private-tor");
    match TorNetwork::start(Command::new(program).arg("up")) {
        Ok(network) => {
            println!("the private Tor network runs: {VARIABLE}={}", network.arti_toml);
            let mut step = step.clone();
            step.environment.push((VARIABLE, Some(network.arti_toml.clone().into())));
            step.run(root)
        }
        Err(problem) => {
            println!("!!! {problem}");
            Ok(Outcome { tally: Tally::default(), success: false, duration: Duration::ZERO })
        }
    }
}

/// A network that ends when dropped, and by itself if we are killed: it reads our pipe.
#[derive(Debug)]
struct TorNetwork {
    child: Child,
    arti_toml: String,
}

impl TorNetwork {
    /// Waits for the line that the program prints when its network is usable; it bounds that
    /// time itself.
    fn start(command: &mut Command) -> Result<Self, String> {
        let problem = |error| format!("no private Tor network: {error}");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let child = command.spawn().map_err(problem)?;
        let mut network = Self { child, arti_toml: String::new() };
        if let Some(output) = network.child.stdout.take() {
            BufReader::new(output).read_line(&mut network.arti_toml).map_err(problem)?;
        }
        network.arti_toml.truncate(network.arti_toml.trim_end().len());
        if network.arti_toml.is_empty() {
            return Err("no private Tor network: it says why above".to_owned());
        }
        Ok(network)
    }
}

impl Drop for TorNetwork {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // There is nothing to do about a network that ends in disorder.
        let _ended = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Result<TorNetwork, String> {
        TorNetwork::start(Command::new("sh").args(["-c", script]))
    }

    #[test]
    fn a_network_ends_when_its_input_does() {
        let folder = std::env::temp_dir().join(format!("xtask-network-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let ended = folder.join("ended");
        let network = shell(&format!("echo /a/arti.toml; cat; touch {}", ended.display())).unwrap();
        assert_eq!(network.arti_toml, "/a/arti.toml");
        assert!(!ended.exists());
        drop(network);
        assert!(ended.exists());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_network_that_does_not_start_is_an_error() {
        assert!(shell("exit 1").unwrap_err().contains("above"));
        assert!(TorNetwork::start(&mut Command::new("/no/such/program")).is_err());
    }
}
