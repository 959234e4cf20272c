//! The tors that run, and their end.
//!
//! It knows every process it started and that each must be gone before the
//! network's folder is. It decides when asking has to give way to killing.

use super::node::Node;
use super::ownership::Ownership;
use super::patience::Patience;
use super::programs::{self, Programs};
use super::{StartError, network};
use std::fs::File;
use std::io;
use std::process::{Child, Stdio};
use std::time::Duration;

/// How long tors may take to end in order.
const FAREWELL: Duration = Duration::from_secs(3);

/// One tor.
#[derive(Debug)]
struct Tor {
    node: Node,
    child: Child,
    ownership: Option<Ownership>,
}

/// All tors of a network; dropping it ends them.
#[derive(Debug, Default)]
pub(crate) struct Processes {
    tors: Vec<Tor>,
}

impl Processes {
    /// Starts a node whose configuration is written.
    pub(crate) fn start(&mut self, programs: &Programs, node: &Node) -> Result<(), StartError> {
        let path = node.output_path();
        let output = File::create(&path).map_err(|error| StartError::file(&path, error))?;
        let errors = output.try_clone().map_err(|error| StartError::file(&path, error))?;
        let mut command = programs::tor(programs, &node.torrc_path());
        command.stdin(Stdio::null()).stdout(output).stderr(errors);
        let child = command.spawn().map_err(|error| StartError::file(&programs.tor, error))?;
        self.tors.push(Tor { node: node.clone(), child, ownership: None });
        Ok(())
    }

    /// Takes ownership of each, as soon as it listens.
    pub(crate) fn own(&mut self, patience: &Patience) -> Result<(), StartError> {
        for tor in &mut self.tors {
            while tor.ownership.is_none() {
                tor.check()?;
                match Ownership::take(&tor.node.control_socket()) {
                    Ok(ownership) => tor.ownership = Some(ownership),
                    Err(error) => patience.pause().map_err(|lost| {
                        let missing = format!("{} can't be controlled: {error}", tor.node.nickname);
                        lost.or_else(|| network::too_late(patience, &tor.node, missing))
                    })?,
                }
            }
        }
        Ok(())
    }

    /// All still run.
    pub(crate) fn check(&mut self) -> Result<(), StartError> {
        self.tors.iter_mut().try_for_each(Tor::check)
    }

    /// Asks all to end, waits, and kills who stays.
    fn end(&mut self) {
        for tor in &mut self.tors {
            match tor.ownership.take() {
                Some(ownership) => ownership.cut(),
                // Not yet owned: there is nothing to ask it by.
                None => tor.kill(),
            }
        }
        let patience = Patience::for_at_most(FAREWELL);
        while self.tors.iter_mut().any(Tor::is_running) && patience.pause().is_ok() {}
        self.tors.iter_mut().for_each(Tor::kill);
        self.tors.clear();
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.end();
    }
}

impl Tor {
    fn check(&mut self) -> Result<(), StartError> {
        if self.is_running() {
            return Ok(());
        }
        Err(StartError::NodeStopped {
            nickname: self.node.nickname.clone(),
            log: self.node.log_tail(),
        })
    }

    fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends and reaps it; nothing happens to one that was reaped.
    fn kill(&mut self) {
        let killed: io::Result<()> = self.child.kill();
        // Waiting for a process that couldn't be killed might never end.
        if killed.is_ok() {
            let _reaped = self.child.wait();
        }
    }
}
