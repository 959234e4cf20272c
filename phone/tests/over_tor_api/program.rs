//! A `corona run --api` process, asked over HTTP.

use crate::caller::Caller;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The smallest PNG there is: one pixel.
pub(crate) const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\
\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// Looks this often, and gives up after so many looks.
const LOOK: Duration = Duration::from_millis(500);
const LOOKS: usize = 480;

/// Network deadlines are this much longer than a phone's, by the clock that runs fastest.
const STRETCH: f64 = 3_600.0;

/// Makes all phones read this time from now on, at this many seconds a second.
#[expect(clippy::disallowed_methods, reason = "a scaled clock is fixed to the real one")]
pub(crate) fn jump(clock: &Path, shows: &str, rate: f64) {
    let at = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970");
    let at = at.as_millis();
    let text = format!("rate = {rate:?}\nshows = {shows}\nat = {at}\nstretch = {STRETCH:?}\n");
    let fresh = clock.with_extension("new");
    std::fs::write(&fresh, text).expect("the folder is writable");
    std::fs::rename(&fresh, clock).expect("the folder is writable");
}

/// One person's.
pub(crate) struct Program {
    process: Child,
    folder: PathBuf,
    caller: Caller,
}

impl Program {
    /// Starts a program in an empty folder, on the network that the Arti configuration
    /// describes.
    pub(crate) fn start(within: &Path, name: &str, arti_toml: &Path, clock: &Path) -> Self {
        let folder = within.join(name);
        std::fs::DirBuilder::new().mode(0o700).create(&folder).expect("the folder is writable");
        let settings = format!("network = {:?}\n", arti_toml.display().to_string());
        std::fs::write(folder.join("tor.toml"), settings).expect("the folder is writable");
        let log = File::create(folder.with_extension("log")).expect("the folder is writable");
        let mut corona = Command::new(env!("CARGO_BIN_EXE_corona"));
        corona.arg("--home").arg(&folder).args(["run", "--api", "--log", "debug"]);
        corona.arg("--scaled-clock").arg(clock);
        corona.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut process = corona.spawn().expect("corona starts");
        let mut line = String::new();
        let out = process.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("it says where it is");
        let door: Value =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        let text = |field: &str| door[field].as_str().expect("a text").to_owned();
        assert_eq!(text("page"), format!("{}/#{}", text("api"), text("token")));
        Self { process, folder, caller: Caller::new(&text("api"), &text("token")) }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// All it has logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.with_extension("log")).expect("every phone has a log")
    }

    /// Asks until what is answered is so.
    #[track_caller]
    #[expect(clippy::disallowed_methods, reason = "real processes need real time")]
    pub(crate) fn until(&self, path: &str, so: impl Fn(&Value) -> bool) -> Value {
        let mut last = String::new();
        for _ in 0..LOOKS {
            let answer = self.get(path);
            if answer.status == 200 {
                let value = answer.json();
                if so(&value) {
                    return value;
                }
            }
            last = String::from_utf8_lossy(&answer.bytes).into_owned();
            std::thread::sleep(LOOK);
        }
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        let end = lines[lines.len().saturating_sub(30)..].join("\n");
        panic!("{path} never comes to be so: {last}\n{end}");
    }
}

impl Deref for Program {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.process.kill();
        let _gone = self.process.wait();
    }
}
