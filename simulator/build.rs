//! Tells the binary which commit and compiler it was built from, for manifests.

use std::process::Command;

fn main() {
    let commit = first_line("git", &["describe", "--always", "--dirty", "--abbrev=12"]);
    println!("cargo:rustc-env=CORONA_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
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

fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().next().filter(|_| output.status.success()).map(str::to_owned)
}
