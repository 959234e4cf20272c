//! Programs of this machine, found by name or asked for an answer.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Debian keeps some in `sbin`, which isn't on everybody's path.
const ALSO_IN: [&str; 3] = ["/usr/bin", "/usr/sbin", "/usr/local/bin"];

/// Where a program lies: on the path, else where systems keep them.
pub(crate) fn find(program: &str, path: &OsStr) -> Option<PathBuf> {
    let folders = std::env::split_paths(path).chain(ALSO_IN.map(Into::into));
    let mut files = folders.map(|folder| folder.join(program));
    files.find(|file| file.is_file())
}

/// Runs a command without input; true if it is content.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// What a command prints, if it is content; what it complains is left out.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_on_the_path_and_beside_it() {
        assert!(find("no-such-program", OsStr::new("/usr/bin")).is_none());
        let here = std::env::current_exe().unwrap();
        let name = here.file_name().unwrap().to_str().unwrap();
        assert!(find(name, here.parent().unwrap().as_os_str()).is_some());
        assert!(find("env", OsStr::new("/no/such/folder")).is_some(), "not looked in /usr/bin");
    }

    #[test]
    fn an_answer_is_what_a_contented_program_prints() {
        let shell = |script| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        };
        assert_eq!(answer(&mut shell("echo ' 1.2 '")).as_deref(), Some("1.2"));
        assert_eq!(answer(&mut shell("echo 1.2; exit 1")), None);
        assert!(succeeds(&mut shell("exit 0")) && !succeeds(&mut shell("exit 1")));
        assert!(!succeeds(&mut Command::new("/no/such/program")));
    }
}
