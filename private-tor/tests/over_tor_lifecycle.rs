//! A private network starts, is usable, and leaves nothing behind, however its owner ends.

use corona_private_tor::{PrivateTor, Settings, StartError, or_skip};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_private-tor");

/// These tests start networks of their own: what they test is how networks end.
fn skips(test: &str) -> bool {
    or_skip(test, PrivateTor::find_tor()).is_none()
}

/// The smallest network that agrees on a consensus.
fn small() -> Settings {
    Settings { authorities: 3, relays: 1, ..Settings::default() }
}

/// Processes whose command line names the folder.
fn tors_in(folder: &Path) -> Vec<u32> {
    let needle = folder.join("").into_os_string().into_encoded_bytes();
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| {
        // Some vanish while we look.
        let command = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        command.starts_with(b"/") && command.windows(needle.len()).any(|part| part == needle)
    })
    .collect()
}

/// Seconds until no tor of the folder is left.
fn time_until_none(folder: &Path, patience: Duration) -> Duration {
    let start = now();
    while !tors_in(folder).is_empty() {
        assert!(now() - start < patience, "still there: {:?}", tors_in(folder));
        pause();
    }
    now() - start
}

#[expect(clippy::disallowed_methods, reason = "watches processes outside of ours")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "watches processes outside of ours")]
fn pause() {
    std::thread::sleep(Duration::from_millis(50));
}

fn resident_kib(ids: &[u32]) -> u64 {
    let resident = |id: &u32| {
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.to_owned();
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    ids.iter().filter_map(resident).sum()
}

/// `private-tor up` as somebody else's child.
struct Program {
    child: Child,
    folder: PathBuf,
}

impl Program {
    fn start(folder: PathBuf) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["up", "--folder"]).arg(&folder);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        Self { child, folder }
    }

    /// The path it prints.
    fn arti_toml(&mut self) -> PathBuf {
        let mut line = String::new();
        BufReader::new(self.child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        PathBuf::from(line.trim_end())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[test]
fn a_network_is_usable_and_leaves_nothing_behind() {
    if skips("a_network_is_usable_and_leaves_nothing_behind") {
        return;
    }
    let start = now();
    let network = PrivateTor::start(Settings::default()).unwrap();
    let started = now() - start;
    let folder = network.folder().to_path_buf();
    let tors = tors_in(&folder);
    assert_eq!(tors.len(), 9);
    assert_eq!(network.relays().len(), 9);
    assert!(network.relays().iter().all(|relay| relay.or_address.ip().is_loopback()));
    for directory in network.relays().iter().filter_map(|relay| relay.directory) {
        let consensus = get(directory, "/tor/status-vote/current/consensus-microdesc");
        let flags = consensus.lines().filter(|line| line.starts_with("s "));
        assert_eq!(flags.filter(|flags| flags.contains(" HSDir ")).count(), 9, "{consensus}");
        for wanted in ["shared-rand-current-value ", "cbtdisabled=1", "hsdir_interval=8"] {
            assert!(consensus.contains(wanted), "no {wanted} in {consensus}");
        }
    }
    assert_eq!(fs::read_to_string(network.arti_toml_path()).unwrap(), network.arti_toml());
    let resident_mib = resident_kib(&tors) / 1024;

    let end = now();
    network.stop();
    let ended = now() - end;
    assert_eq!(tors_in(&folder), [0; 0]);
    assert!(!folder.exists());
    eprintln!("usable after {started:.1?}, {resident_mib} MiB resident, gone after {ended:.1?}");
}

fn get(from: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(from).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_panic_takes_the_network_with_it() {
    if skips("a_panic_takes_the_network_with_it") {
        return;
    }
    let mine = tempfile::tempdir().unwrap();
    let folder = mine.path().join("n");
    let settings = Settings { folder: Some(folder.clone()), ..small() };
    let test = std::thread::spawn(move || {
        let network = PrivateTor::start(settings).unwrap();
        assert_eq!(tors_in(network.folder()).len(), 4);
        panic!("as a failing test does");
    });
    let panic = test.join().unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"as a failing test does"));
    assert_eq!(tors_in(&folder), [0; 0]);
    assert!(!folder.exists());
}

#[test]
fn a_start_that_takes_too_long_says_what_is_missing_and_leaves_nothing() {
    if skips("a_start_that_takes_too_long_says_what_is_missing_and_leaves_nothing") {
        return;
    }
    let mine = tempfile::tempdir().unwrap();
    let folder = mine.path().join("n");
    // The first vote alone takes longer, keys not counted.
    let patience = Duration::from_secs(5);
    let settings = Settings { folder: Some(folder.clone()), patience, ..small() };
    let error = PrivateTor::start(settings).unwrap_err().to_string();
    assert!(
        error.contains("was not usable after 5 s") || error.contains("not done within 5 s"),
        "{error}"
    );
    assert_eq!(tors_in(&folder), [0; 0]);
    assert!(!folder.exists());
}

#[test]
fn a_start_can_be_given_up() {
    if skips("a_start_can_be_given_up") {
        return;
    }
    let settings = small();
    settings.abandon.store(true, Ordering::Relaxed);
    assert!(matches!(PrivateTor::start(settings), Err(StartError::Abandoned)));
}

#[test]
fn tors_vanish_when_their_owner_is_killed() {
    if skips("tors_vanish_when_their_owner_is_killed") {
        return;
    }
    let mine = tempfile::tempdir().unwrap();
    let mut program = Program::start(mine.path().join("n"));
    assert_eq!(program.arti_toml(), program.folder.join("arti.toml"));
    assert_eq!(tors_in(&program.folder).len(), 9);
    // SIGKILL: nothing of the owner's runs any more.
    program.child.kill().unwrap();
    program.child.wait().unwrap();
    let start = now();
    let took = time_until_none(&program.folder, Duration::from_secs(30));
    while program.folder.exists() {
        assert!(now() - start < Duration::from_secs(30), "the folder is still there");
        pause();
    }
    eprintln!("gone {took:.1?} after their owner was killed");
}

#[test]
fn the_program_ends_with_its_input() {
    if skips("the_program_ends_with_its_input") {
        return;
    }
    let mine = tempfile::tempdir().unwrap();
    let mut program = Program::start(mine.path().join("n"));
    // Already while the network starts.
    while tors_in(&program.folder).len() < 2 {
        assert!(program.child.try_wait().unwrap().is_none(), "ended before it had a tor");
        pause();
    }
    drop(program.child.stdin.take());
    assert!(program.child.wait().unwrap().success());
    assert_eq!(tors_in(&program.folder), [0; 0]);
    assert!(!program.folder.exists());
}
