//! Tor's programs, found and run.

use super::StartError;
use super::patience::Patience;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// Debian keeps `tor` in `sbin`, which isn't on everybody's path.
const ALSO_IN: [&str; 3] = ["/usr/bin", "/usr/sbin", "/usr/local/bin"];

/// Where tor's programs lie.
#[derive(Clone, Debug)]
pub(crate) struct Programs {
    pub(crate) tor: PathBuf,
    pub(crate) gencert: PathBuf,
}

impl Programs {
    pub(crate) fn find() -> Result<Self, StartError> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        Ok(Self { tor: find("tor", &path)?, gencert: find("tor-gencert", &path)? })
    }
}

fn find(program: &'static str, path: &OsStr) -> Result<PathBuf, StartError> {
    let folders = std::env::split_paths(path).chain(ALSO_IN.map(PathBuf::from));
    let mut candidates = folders.map(|folder| folder.join(program));
    candidates.find(|file| file.is_file()).ok_or(StartError::NoTor { program })
}

/// A call of `tor` that reads no configuration but the given file.
pub(crate) fn tor(programs: &Programs, torrc: &Path) -> Command {
    let mut command = Command::new(&programs.tor);
    command.arg("-f").arg(torrc).args(["--defaults-torrc", "/dev/null", "--quiet"]);
    command
}

/// Runs a program that ends by itself, and feeds it `input`.
pub(crate) fn run(
    command: &mut Command,
    input: &[u8],
    doing: &str,
    patience: &Patience,
) -> Result<(), StartError> {
    let failed = |problem: String| StartError::Program { doing: doing.to_owned(), problem };
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input).map_err(|error| failed(error.to_string()))?;
    }
    let output = wait(&mut child, patience, &failed)?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim())))
}

fn wait(
    child: &mut Child,
    patience: &Patience,
    failed: &impl Fn(String) -> StartError,
) -> Result<Output, StartError> {
    loop {
        if let Some(status) = child.try_wait().map_err(|error| failed(error.to_string()))? {
            let (mut stderr, stdout) = (Vec::new(), Vec::new());
            if let Some(mut pipe) = child.stderr.take() {
                pipe.read_to_end(&mut stderr).map_err(|error| failed(error.to_string()))?;
            }
            return Ok(Output { status, stdout, stderr });
        }
        if let Err(lost) = patience.pause() {
            // It may just have ended; either way nothing of it stays.
            let _ended = child.kill();
            let _reaped = child.wait();
            let seconds = patience.seconds();
            return Err(lost.or_else(|| failed(format!("not done within {seconds} s"))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn run_shell(script: &str, limit: Duration) -> Result<(), StartError> {
        let patience = Patience::for_at_most(limit);
        run(Command::new("sh").args(["-c", script]), b"in\n", "the script", &patience)
    }

    #[test]
    fn what_is_not_installed_is_named_with_the_remedy() {
        let error = find("no-such-program", OsStr::new("/no/such/folder")).unwrap_err();
        assert!(error.to_string().contains("apt-get install"), "{error}");
    }

    #[test]
    fn a_program_gets_its_input_and_its_complaint_is_quoted() {
        let minute = Duration::from_secs(60);
        assert!(run_shell("read word; test $word = in", minute).is_ok());
        let error = run_shell("read word; echo no key >&2; exit 3", minute).unwrap_err();
        assert!(error.to_string().contains("the script failed"), "{error}");
        assert!(error.to_string().contains("no key"), "{error}");
    }

    #[test]
    fn a_program_that_never_ends_is_ended() {
        let error = run_shell("exec sleep 600", Duration::from_millis(50)).unwrap_err();
        assert!(error.to_string().contains("not done within"), "{error}");
    }
}
