//! A whole private network, from an empty folder to usable and back.

use super::authority_keys::{self, Identity};
use super::node::{Node, Relay};
use super::patience::Patience;
use super::ports::Reservation;
use super::processes::Processes;
use super::programs::Programs;
use super::{Settings, StartError, arti_config, consensus, http, shared_random, torrc};
use std::fs::{self, DirBuilder};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How often a start is tried anew when somebody else took a port in between.
const TRIES: u32 = 3;

/// A running network. Dropping it, also in a panic, ends its processes and removes its folder;
/// the same happens within seconds if our process is killed.
#[derive(Debug)]
pub struct PrivateTor {
    arti_toml: String,
    relays: Vec<Relay>,
    // Before the folder: fields are dropped in order, and tors write into it.
    processes: Processes,
    folder: Folder,
}

impl PrivateTor {
    /// Whether this machine has the programs of a network.
    ///
    /// # Errors
    /// [`StartError::NoTor`], which names the missing one and the remedy.
    pub fn find_tor() -> Result<(), StartError> {
        Programs::find().map(drop)
    }

    /// Starts a network and waits until onion services can be published on it.
    ///
    /// # Errors
    /// [`StartError`]: mostly that there is no `tor`, or that the machine is too busy.
    pub fn start(settings: Settings) -> Result<Self, StartError> {
        settings.check()?;
        let programs = Programs::find()?;
        let patience = Patience::of(&settings);
        let mut result = Self::try_start(&settings, &programs, &patience);
        for _ in 1..TRIES {
            match &result {
                Err(error) if error.is_a_taken_port() => {
                    result = Self::try_start(&settings, &programs, &patience);
                }
                Ok(_) | Err(_) => break,
            }
        }
        result
    }

    fn try_start(
        settings: &Settings,
        programs: &Programs,
        patience: &Patience,
    ) -> Result<Self, StartError> {
        let folder = Folder::make(settings.folder.as_deref())?;
        let nodes = Node::all(settings.authorities, settings.relays, &folder.path);
        let identities = make_keys(programs, &nodes, patience)?;
        let reservations = nodes
            .iter()
            .map(|node| Reservation::at(node.ip, node.ports_needed()))
            .collect::<Result<Vec<_>, _>>()?;
        let relays = give_ports(&nodes, &reservations)?;
        write_configurations(&nodes, &relays, &identities)?;
        let authorities = relays.iter().map(|relay| relay.or_address);
        let authorities: Vec<_> = identities.into_iter().zip(authorities).collect();
        let arti_toml = arti_config::arti_toml(&authorities);
        write(&arti_toml_in(&folder.path), &arti_toml)?;

        let processes = Processes::of(&folder.path)?;
        let mut network = Self { arti_toml, relays, processes, folder };
        for (node, reservation) in nodes.iter().zip(reservations) {
            reservation.release();
            network.processes.start(programs, node)?;
        }
        network.wait_until_usable(&nodes, patience)?;
        Ok(network)
    }

    /// Every authority must know the whole network: Arti may ask any.
    fn wait_until_usable(&mut self, nodes: &[Node], patience: &Patience) -> Result<(), StartError> {
        for (node, relay) in nodes.iter().zip(&self.relays) {
            let Some(directory) = relay.directory else { continue };
            while let Some(missing) = missing_at(directory, nodes.len()) {
                self.processes.check()?;
                patience.pause().map_err(|lost| {
                    let missing = format!("by {}, {missing}", node.nickname);
                    lost.or_else(|| too_late(patience, node, missing))
                })?;
            }
        }
        Ok(())
    }

    /// The network in Arti's configuration format: its section `[tor_network]`.
    pub fn arti_toml(&self) -> &str {
        &self.arti_toml
    }

    /// The file that holds [`arti_toml`](Self::arti_toml); gone with the network.
    pub fn arti_toml_path(&self) -> PathBuf {
        arti_toml_in(&self.folder.path)
    }

    /// Where all its files lie.
    pub fn folder(&self) -> &Path {
        &self.folder.path
    }

    /// Its relays, authorities first.
    pub fn relays(&self) -> &[Relay] {
        &self.relays
    }

    /// Ends it, as dropping does.
    pub fn stop(self) {}
}

fn arti_toml_in(folder: &Path) -> PathBuf {
    folder.join("arti.toml")
}

/// Keys of all authorities at once: each takes a processor a second or two.
fn make_keys(
    programs: &Programs,
    nodes: &[Node],
    patience: &Patience,
) -> Result<Vec<Identity>, StartError> {
    for node in nodes {
        make_private_folder(&node.folder)?;
    }
    std::thread::scope(|scope| {
        let authorities = nodes.iter().filter(|node| node.is_authority);
        let makers: Vec<_> = authorities
            .map(|node| scope.spawn(move || authority_keys::make(programs, node, patience)))
            .collect();
        let keys = makers
            .into_iter()
            .map(|maker| maker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        keys.collect()
    })
}

fn give_ports(nodes: &[Node], reservations: &[Reservation]) -> Result<Vec<Relay>, StartError> {
    let relays = nodes.iter().zip(reservations).map(|(node, reservation)| {
        let missing = || StartError::file(&node.folder, "no port");
        node.with_ports(&reservation.addresses()?).ok_or_else(missing)
    });
    relays.collect()
}

fn write_configurations(
    nodes: &[Node],
    relays: &[Relay],
    identities: &[Identity],
) -> Result<(), StartError> {
    let authorities: Vec<String> = nodes
        .iter()
        .zip(relays)
        .zip(identities)
        .filter_map(|((node, relay), identity)| {
            let directory = relay.directory?;
            Some(authority_keys::dir_authority_line(node, identity, relay.or_address, directory))
        })
        .collect();
    let random = shared_random::sr_state(identities.len(), now_s());
    for (node, relay) in nodes.iter().zip(relays) {
        let text = torrc::torrc(node, relay, &authorities, std::process::id());
        write(&node.torrc_path(), &text)?;
        if node.is_authority {
            write(&node.folder.join("sr-state"), &random)?;
        }
    }
    Ok(())
}

fn missing_at(directory: SocketAddr, relays: usize) -> Option<String> {
    match http::get(directory, consensus::PATH) {
        Ok(text) => consensus::missing(&text, relays),
        Err(error) => Some(format!("there is no consensus ({error})")),
    }
}

fn too_late(patience: &Patience, node: &Node, missing: String) -> StartError {
    let (seconds, nickname) = (patience.seconds(), node.nickname.clone());
    StartError::TooLate { seconds, missing, nickname, log: node.log_tail() }
}

fn write(path: &Path, text: &str) -> Result<(), StartError> {
    fs::write(path, text).map_err(|error| StartError::file(path, error))
}

/// Tor refuses folders that others can read.
pub(crate) fn make_private_folder(path: &Path) -> Result<(), StartError> {
    DirBuilder::new().mode(0o700).create(path).map_err(|error| StartError::file(path, error))
}

#[expect(clippy::disallowed_methods, reason = "tor wants to know when its random values hold")]
fn now_s() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |since| since.as_secs())
}

/// The network's own folder, removed with it.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn make(named: Option<&Path>) -> Result<Self, StartError> {
        let Some(named) = named else {
            let made = tempfile::Builder::new().prefix("private-tor-").tempdir();
            let made = made.map_err(|error| StartError::file(&std::env::temp_dir(), error))?;
            return Ok(Self { path: made.keep() });
        };
        let path = std::path::absolute(named).map_err(|error| StartError::file(named, error))?;
        if path.exists() {
            let problem = "exists already: name a new folder, since it is removed at the end";
            return Err(StartError::file(&path, problem));
        }
        make_private_folder(&path)?;
        Ok(Self { path })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // There is nobody to tell, and what stays is a temporary file.
        let _removed = fs::remove_dir_all(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_exists_is_refused_and_stays() {
        let mine = tempfile::tempdir().unwrap();
        let settings = Settings { folder: Some(mine.path().to_path_buf()), ..Settings::default() };
        let error = Folder::make(settings.folder.as_deref()).unwrap_err();
        assert!(error.to_string().contains("exists already"), "{error}");
        assert!(mine.path().is_dir());
    }

    #[test]
    fn a_folder_of_ours_goes_with_all_in_it() {
        let mine = tempfile::tempdir().unwrap();
        let folder = Folder::make(Some(&mine.path().join("network"))).unwrap();
        let path = folder.path.clone();
        write(&path.join("file"), "text").unwrap();
        drop(folder);
        assert!(!path.exists());
    }
}
