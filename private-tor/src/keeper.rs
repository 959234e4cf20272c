//! Who ends the tors, however their owner ends.
//!
//! A shell waits for our pipe to close, which even SIGKILL does, and then knows
//! every tor we started. It asks them to end, and decides after a moment to kill:
//! a busy tor 0.4.9 now and then locks up while it ends, and so would outlive
//! `__OwningControllerProcess` and a closed control connection, which only ask.

use super::StartError;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// `/proc` says whether a number is still our tor's: numbers are given out again.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
folder=$1
pids=
while read -r pid; do pids="$pids $pid"; done
signal_all() {
    left=
    for pid in $pids; do
        if grep -qF "$folder/" "/proc/$pid/cmdline" 2> /dev/null; then
            kill "$1" "$pid" 2> /dev/null && left=yes
        fi
    done
}
signal_all -TERM
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    signal_all -0
    [ -n "$left" ] || break
    sleep 0.1
done
signal_all -KILL
rm -rf "$folder"
"#;

/// The shell that waits for us to end.
#[derive(Debug)]
pub(crate) struct Keeper {
    shell: Child,
}

impl Keeper {
    /// For processes that name `folder`, which is removed after them.
    pub(crate) fn of(folder: &Path) -> Result<Self, StartError> {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "keeper"]).arg(folder);
        // Whoever waits for a test's output must not wait for its keeper.
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let shell = command.spawn().map_err(|error| StartError::file(Path::new("sh"), error))?;
        Ok(Self { shell })
    }

    /// Entrusts it with a process.
    pub(crate) fn take(&mut self, process: u32) -> Result<(), StartError> {
        let lost = |problem: &dyn ToString| StartError::file(Path::new("sh"), problem.to_string());
        let pipe = self.shell.stdin.as_mut().ok_or_else(|| lost(&"ended already"))?;
        writeln!(pipe, "{process}").map_err(|error| lost(&error))
    }

    /// Has it end all processes and remove the folder; returns when that is done.
    pub(crate) fn end_all(&mut self) {
        drop(self.shell.stdin.take());
        // If it was killed, nobody is left to do it but the caller.
        let _ended = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A process with the folder in its command line; `prelude` may make it deaf.
    fn process(folder: &Path, prelude: &str) -> Child {
        let script = format!("{prelude} echo; while :; do sleep 0.05; done");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).arg(folder.join("torrc")).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // It is as deaf as it will be once it has said so.
        let mut ready = [0];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut ready).unwrap();
        child
    }

    #[test]
    fn who_does_not_end_when_asked_is_killed() {
        let mine = tempfile::tempdir().unwrap();
        let folder = mine.path().join("n");
        std::fs::create_dir(&folder).unwrap();
        let mut keeper = Keeper::of(&folder).unwrap();
        let mut processes = [process(&folder, ""), process(&folder, "trap '' TERM;")];
        processes.iter().for_each(|child| keeper.take(child.id()).unwrap());
        keeper.end_all();
        for child in &mut processes {
            assert!(child.wait().unwrap().code().is_none(), "ended by no signal");
        }
        assert!(!folder.exists());
    }

    #[test]
    fn a_process_that_is_not_of_the_folder_is_left_alone() {
        let mine = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::of(&mine.path().join("n")).unwrap();
        let mut stranger = process(&mine.path().join("other"), "");
        keeper.take(stranger.id()).unwrap();
        keeper.end_all();
        assert!(stranger.try_wait().unwrap().is_none());
        stranger.kill().unwrap();
        stranger.wait().unwrap();
    }
}
