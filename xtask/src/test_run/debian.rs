//! Debian's packages, installed without starting a service.
//!
//! It knows how packages are installed where that takes no password. Which ones is
//! left to the needs.

use super::programs::{answer, find, succeeds};
use std::process::Command;

/// Its arguments are packages. Exit status 101 of `policy-rc.d` keeps a package from starting
/// its service.
const INSTALL: &str = r#"
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
fi
install() { apt-get install -y --no-install-recommends "$@"; }
install "$@" || { apt-get update && install "$@"; }
"#;

/// Whether this system has Debian's packages and a way to become root that asks nothing.
pub(crate) fn can_install() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let without_password = || answer(Command::new("sudo").args(["-n", "true"])).is_some();
    find("apt-get", &path).is_some() && (is_root() || without_password())
}

/// Installs packages, all or none; true if they are there.
pub(crate) fn install(packages: &[&str]) -> bool {
    let mut command = if is_root() { Command::new("sh") } else { Command::new("sudo") };
    if !is_root() {
        command.args(["-n", "sh"]);
    }
    succeeds(command.args(["-c", INSTALL, "install"]).args(packages))
}

fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_installation_is_a_script_that_a_shell_can_read() {
        assert!(succeeds(Command::new("sh").args(["-n", "-c", INSTALL])));
    }
}
