//! Tells the binary which commit and compiler it was built from, for manifests.

use std::process::Command;

fn main() {
    println!("cargo:rustc-env=CORONA_COMMIT={}", commit().as_deref().unwrap_or("unknown"));
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = first_line(&rustc, &["--version"]);
    println!("cargo:rustc-env=CORONA_RUSTC={}", version.as_deref().unwrap_or("unknown"));
    // HEAD changes with a checkout, the index with a commit.
    for file in ["../.git/HEAD", "../.git/index"] {
        if std::path::Path::new(file).exists() {
            println!("cargo:rerun-if-changed={file}");
        }
    }
    println!("cargo:rerun-if-changed=build.rs");
}

/// The commit, and whether something differs from it. Git writes nothing for that: with an index
/// changed by the question, cargo would compile all of this again the next time.
fn commit() -> Option<String> {
    let commit = first_line("git", &["describe", "--always", "--abbrev=12"])?;
    let status = ["--no-optional-locks", "status", "--porcelain", "--untracked-files=no"];
    let output = Command::new("git").args(status).output().ok()?;
    let is_clean = output.status.success() && output.stdout.is_empty();
    Some(if is_clean { commit } else { commit + "-dirty" })
}

fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().next().filter(|_| output.status.success()).map(str::to_owned)
}
