//! A phone of the story: a folder and the `corona` process that runs on it.
//!
//! Everything is asked as a person would, by the command line; killing it is the only thing a
//! person can't do.

use serde_json::Value;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// One person's.
pub(crate) struct Phone {
    pub(crate) name: String,
    home: PathBuf,
    process: Option<Child>,
}

/// What a command printed, and its exit code.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) reply: Value,
}

impl Phone {
    /// A new phone below `folder`, on the network that the Arti configuration describes.
    pub(crate) fn new(folder: &Path, name: &str, arti_toml: &Path) -> Self {
        let home = folder.join(name.to_lowercase());
        let phone = Self { name: name.to_owned(), home, process: None };
        let said = phone.ask(&["init", "--name", name, "--policy", "whitepaper"]);
        assert_eq!(said.code, 0, "{name} can't init: {:?}", said.reply);
        let text = format!("network = {:?}\n", arti_toml.display().to_string());
        std::fs::write(phone.home.join("tor.toml"), text).expect("the home is writable");
        phone
    }
    pub(crate) fn log(&self) -> PathBuf {
        self.home.with_extension("log")
    }
    pub(crate) fn trace(&self) -> PathBuf {
        self.home.with_extension("trace")
    }
    /// Once this exists, the phone stands still between storing a report and saying so.
    pub(crate) fn hold(&self) -> PathBuf {
        self.home.with_extension("hold")
    }
    /// Starts the program; it goes on in the background.
    pub(crate) fn start(&mut self, clock: &Path) {
        let log = OpenOptions::new().create(true).append(true).open(self.log());
        let log: File = log.expect("the story's folder is writable");
        let mut run = self.corona();
        run.args(["run", "--log", "debug", "--scaled-clock"]).arg(clock);
        run.arg("--record-trace").arg(self.trace()).arg("--hold-at").arg(self.hold());
        run.stdin(Stdio::null()).stdout(log.try_clone().expect("a file can be shared")).stderr(log);
        self.process = Some(run.spawn().expect("corona starts"));
    }
    /// As when the battery is pulled out.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("a process of ours can be killed");
            process.wait().expect("and is gone then");
        }
    }
    /// One command, as a person would give it.
    pub(crate) fn ask(&self, words: &[&str]) -> Said {
        let output = self.corona().args(words).output().expect("corona runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let reply = serde_json::from_str(&text).unwrap_or_else(|error| {
            let errors = String::from_utf8_lossy(&output.stderr);
            panic!("{} {words:?}: no JSON ({error}): {text:?} {errors:?}", self.name)
        });
        Said { code: output.status.code().unwrap_or(-1), reply }
    }
    /// One command that must succeed.
    pub(crate) fn tell(&self, words: &[&str]) -> Value {
        let said = self.ask(words);
        assert_eq!(said.code, 0, "{} {words:?}: {:?}", self.name, said.reply);
        said.reply
    }
    /// The end of its log.
    pub(crate) fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    fn corona(&self) -> Command {
        let mut corona = Command::new(env!("CARGO_BIN_EXE_corona"));
        corona.arg("--home").arg(&self.home).arg("--json");
        corona
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.kill();
    }
}
