//! Real programs, started from the repository's root.

use super::bench::{Ran, Runner};
use super::clock;
use super::command_line::CommandLine;
use super::machine::Moment;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How much of what a failed program said is told.
const LAST_LINES: usize = 6;
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Runs programs.
pub(crate) struct Processes {
    root: PathBuf,
}

/// A started program, and what it prints once it has ended.
struct Started {
    child: Child,
    output: Receiver<String>,
    errors: Receiver<String>,
}

impl Processes {
    /// From `root`.
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    fn start(&self, command: &CommandLine) -> Result<Started, String> {
        eprintln!("   {command}");
        // cargo sets variables for us that a cargo of another package must not see.
        let mut process = Command::new(&command.program);
        for (name, _) in std::env::vars_os() {
            let cargo = name.to_string_lossy().starts_with("CARGO_");
            if cargo && name != "CARGO_HOME" && name != "CARGO_BUILD_JOBS" {
                process.env_remove(name);
            }
        }
        process.args(&command.arguments).current_dir(&self.root).stdin(Stdio::null());
        process.envs(command.environment.iter().map(|(name, value)| (name, value)));
        process.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child =
            process.spawn().map_err(|error| format!("`{command}` can't be started: {error}"))?;
        let output = read_aside(child.stdout.take());
        let errors = read_aside(child.stderr.take());
        Ok(Started { child, output, errors })
    }
}

impl Started {
    /// Ends it: what it has not done by then isn't wanted.
    fn kill(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a stream to its end beside us, so that neither pipe fills while we wait for the other.
fn read_aside(stream: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            // What was read before an error is still worth telling.
            let _ = stream.read_to_end(&mut bytes);
        }
        // Nobody listens any more if the program was killed.
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}

impl Runner for Processes {
    fn run(&mut self, command: &CommandLine, limit: Duration) -> Result<Ran, String> {
        let (before, begun) = (Moment::now(), clock::now());
        let mut started = self.start(command)?;
        let Ok(stdout) = started.output.recv_timeout(limit) else {
            started.kill();
            return Err(format!("`{command}` was ended after {} s", limit.as_secs()));
        };
        let status = started.child.wait().map_err(|error| format!("`{command}`: {error}"))?;
        let wall_seconds = clock::seconds_since(begun);
        if status.success() {
            let cpu_seconds = Moment::now().ours_since(&before);
            return Ok(Ran { stdout, wall_seconds, cpu_seconds });
        }
        let errors = started.errors.recv().unwrap_or_default();
        Err(format!("`{command}` failed ({status}): {}", last_lines(&errors)))
    }

    fn run_until(
        &mut self,
        command: &CommandLine,
        folder: &Path,
        word: &str,
        limit: Duration,
    ) -> Result<(), String> {
        let folder = self.root.join(folder);
        let mut started = self.start(command)?;
        let begun = clock::now();
        loop {
            if any_named(&folder, word) {
                started.kill();
                return Ok(());
            }
            match started.output.recv_timeout(LOOK_EVERY) {
                Ok(_) => {
                    let errors = started.errors.recv().unwrap_or_default();
                    started.kill();
                    return Err(format!(
                        "`{command}` ended before there was a {word}: {}",
                        last_lines(&errors)
                    ));
                }
                Err(RecvTimeoutError::Timeout)
                    if clock::seconds_since(begun) < limit.as_secs_f64() => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    started.kill();
                    return Err(format!("`{command}` made no {word} in {} s", limit.as_secs()));
                }
            }
        }
    }

    fn read(&self, path: &Path) -> Result<String, String> {
        let problem = |error| format!("{} can't be read: {error}", path.display());
        std::fs::read_to_string(self.root.join(path)).map_err(problem)
    }

    fn files(&self, folder: &Path, name: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(&self.root.join(folder), name, &mut found);
        found.sort();
        let from_root = |path: &PathBuf| {
            path.strip_prefix(&self.root).map_or_else(|_| path.clone(), Path::to_path_buf)
        };
        found.iter().map(from_root).collect()
    }
}

fn collect(folder: &Path, name: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, name, found);
        } else if path.file_name().is_some_and(|file| file == name) {
            found.push(path);
        }
    }
}

fn any_named(folder: &Path, word: &str) -> bool {
    std::fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        entry.file_name().to_string_lossy().contains(word)
            || path.is_dir() && any_named(&path, word)
    })
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let from = lines.len().saturating_sub(LAST_LINES);
    lines[from..].join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(20);

    fn processes() -> Processes {
        Processes::new(&crate::workspace_root().unwrap())
    }

    #[test]
    fn a_program_is_run_from_the_root() {
        let ran = processes().run(&CommandLine::words("ls Cargo.toml"), LIMIT).unwrap();
        assert_eq!(ran.stdout, "Cargo.toml\n");
    }

    #[test]
    fn a_failure_tells_the_command_and_its_last_words() {
        let failed = processes().run(&CommandLine::words("ls no-such-file"), LIMIT).unwrap_err();
        assert!(failed.contains("`ls no-such-file` failed"), "{failed}");
        assert!(failed.contains("No such file"), "{failed}");
        let missing = processes().run(&CommandLine::words("no-such-program"), LIMIT).unwrap_err();
        assert!(missing.contains("can't be started"), "{missing}");
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let command = CommandLine::words("sleep 30");
        let ended = processes().run(&command, Duration::from_millis(50)).unwrap_err();
        assert!(ended.contains("was ended"), "{ended}");
    }

    #[test]
    fn a_program_is_killed_when_the_file_is_there() {
        let command = CommandLine::words("sleep 30");
        let folder = Path::new("xtask/src/bench_report");
        assert_eq!(processes().run_until(&command, folder, "processes", LIMIT), Ok(()));
        let ends = CommandLine::words("ls");
        let ended = processes().run_until(&ends, folder, "no-such-file", LIMIT).unwrap_err();
        assert!(ended.contains("ended before there was a no-such-file"), "{ended}");
    }

    #[test]
    fn files_are_found_below_a_folder() {
        let found = processes().files(Path::new("xtask/src"), "processes.rs");
        assert_eq!(found, [PathBuf::from("xtask/src/bench_report/processes.rs")]);
    }
}
