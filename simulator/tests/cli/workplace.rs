//! A folder of its own in which the binary is run.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Few people who report often, so that a short run has something to tell.
pub(crate) const SMALL_TOWN: &str = "name = \"small town\"\nstart = \"2020-03-01\"\n\
    duration = \"6 days\"\n[population]\nkind = \"town\"\npeople = 40\n\
    [reports]\nsuspected = \"2 % per day\"\npositive = \"2 % per day\"\n";

/// So few people that a run takes hundredths of a second, and something happens in most.
pub(crate) const HAMLET: &str = "name = \"hamlet\"\nstart = \"2020-03-01\"\n\
    duration = \"3 days\"\n[population]\nkind = \"town\"\npeople = 14\n\
    [reports]\nsuspected = \"8 % per day\"\npositive = \"8 % per day\"\n";

/// Files (by contents) and folders (`None`) below a folder, by their path in it.
pub(crate) type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

pub(crate) struct Workplace {
    folder: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workplace {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With the small town as `town.toml`.
    pub(crate) fn with_town() -> Self {
        let place = Self::new();
        place.write("town.toml", SMALL_TOWN);
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub(crate) fn tree(&self) -> Tree {
        tree(self.folder.path())
    }

    /// The command `corona-sim run`, with no say for the environment it is tested in.
    pub(crate) fn command(&self, binary: &Path) -> Command {
        let mut command = Command::new(binary);
        command.arg("run").current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in ["CORONA_SEED", "CORONA_OUT", "CORONA_THREADS"] {
            command.env_remove(variable);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(Path::new(BINARY)).args(arguments))
    }

    /// Any command of `corona-sim`, with no say for the environment it is tested in.
    pub(crate) fn corona_sim(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in ["CORONA_SEED", "CORONA_OUT", "CORONA_THREADS"] {
            command.env_remove(variable);
        }
        command
    }

    /// A run that must succeed.
    pub(crate) fn run_well(&self, arguments: &[&str]) -> Ended {
        let ended = self.run(arguments);
        assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
        ended
    }

    pub(crate) fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(self.path(name)).unwrap()).unwrap()
    }

    /// The digest in a run folder's manifest.
    pub(crate) fn digest(&self, run: &str) -> String {
        self.json(&format!("{run}/manifest.json"))["digest"].as_str().unwrap().to_owned()
    }
}

/// The binary under test, of the profile under test.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_corona-sim");

impl Ended {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A scenario that comes with the simulator.
pub(crate) fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(name);
    path.canonicalize().unwrap().to_str().unwrap().to_owned()
}

pub(crate) fn shipped_text(name: &str) -> String {
    std::fs::read_to_string(shipped(name)).unwrap()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_owned();
            if path.is_dir() {
                found.insert(name, None);
                open.push(path);
            } else {
                found.insert(name, Some(std::fs::read(&path).unwrap()));
            }
        }
    }
    found
}
