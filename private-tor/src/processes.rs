//! The tors that run, and their end.
//!
//! It knows every process it started and that each must be gone before the
//! network's folder is. How they are made to end is left to the keeper.

use super::StartError;
use super::keeper::Keeper;
use super::node::Node;
use super::programs::{self, Programs};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Stdio};

/// All tors of a network; dropping it ends them.
#[derive(Debug)]
pub(crate) struct Processes {
    keeper: Keeper,
    tors: Vec<Tor>,
}

#[derive(Debug)]
struct Tor {
    node: Node,
    child: Child,
}

impl Processes {
    /// None yet, of a network in this folder.
    pub(crate) fn of(folder: &Path) -> Result<Self, StartError> {
        Ok(Self { keeper: Keeper::of(folder)?, tors: Vec::new() })
    }

    /// Starts a node whose configuration is written.
    pub(crate) fn start(&mut self, programs: &Programs, node: &Node) -> Result<(), StartError> {
        let path = node.output_path();
        let output = File::create(&path).map_err(|error| StartError::file(&path, error))?;
        let errors = output.try_clone().map_err(|error| StartError::file(&path, error))?;
        let mut command = programs::tor(programs, &node.torrc_path());
        command.stdin(Stdio::null()).stdout(output).stderr(errors);
        let child = command.spawn().map_err(|error| StartError::file(&programs.tor, error))?;
        let process = child.id();
        self.tors.push(Tor { node: node.clone(), child });
        self.keeper.take(process)
    }

    /// All still run.
    ///
    /// # Errors
    /// Names the first that doesn't.
    pub(crate) fn check(&mut self) -> Result<(), StartError> {
        let ended = self.tors.iter_mut().find_map(|tor| {
            let runs = matches!(tor.child.try_wait(), Ok(None));
            (!runs).then_some(&tor.node)
        });
        ended.map_or(Ok(()), |node| {
            let (nickname, log) = (node.nickname.clone(), node.log_tail());
            Err(StartError::NodeStopped { nickname, log })
        })
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.keeper.end_all();
        for tor in &mut self.tors {
            // For a keeper that was killed. One that can't be killed might never end.
            if tor.child.kill().is_ok() {
                let _reaped = tor.child.wait();
            }
        }
    }
}
