//! Debian's `tor`, found or installed.
//!
//! It knows where `tor` lies and how Debian installs it without starting a
//! service. It decides whether this run has one; what is tested over it is left
//! to the plan.

use std::ffi::{OsStr, OsString};
use std::process::{Command, Stdio};

const PROGRAMS: [&str; 2] = ["tor", "tor-gencert"];
/// Debian keeps `tor` in `sbin`, which isn't on everybody's path.
const ALSO_IN: [&str; 3] = ["/usr/bin", "/usr/sbin", "/usr/local/bin"];

/// Exit status 101 of `policy-rc.d` keeps a package from starting its service.
const INSTALL: &str = r#"
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
fi
install() { apt-get install -y --no-install-recommends tor; }
install || { apt-get update && install; }
"#;

/// Whether `tor` can be used, after trying to install it where that needs no password.
pub(crate) fn find_or_install() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if is_there(&path) {
        return true;
    }
    if find("apt-get", &path).is_none() {
        return false;
    }
    println!("no tor: installing Debian's");
    install() && is_there(&path)
}

fn is_there(path: &OsStr) -> bool {
    PROGRAMS.iter().all(|program| find(program, path).is_some())
}

fn find(program: &str, path: &OsStr) -> Option<OsString> {
    let folders = std::env::split_paths(path).chain(ALSO_IN.map(Into::into));
    let mut files = folders.map(|folder| folder.join(program));
    files.find(|file| file.is_file()).map(Into::into)
}

/// As root, else with a `sudo` that asks nothing.
fn install() -> bool {
    let mut command = if is_root() { Command::new("sh") } else { Command::new("sudo") };
    if !is_root() {
        command.args(["-n", "sh"]);
    }
    command.args(["-c", INSTALL]).stdin(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").stdin(Stdio::null()).stderr(Stdio::null()).output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
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
    fn the_installation_is_a_script_that_a_shell_can_read() {
        let mut shell = Command::new("sh");
        shell.args(["-n", "-c", INSTALL]);
        assert!(shell.status().unwrap().success());
    }
}
