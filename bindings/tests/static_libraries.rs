//! What builds for phones on a machine without NDK and Xcode: the protocol's core, which has no
//! C in it. The whole library needs a C compiler for each phone, named here if it is there.

use std::path::Path;
use std::process::Command;

const TARGETS: [&str; 2] = ["aarch64-linux-android", "aarch64-apple-ios"];

fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    cargo
}

/// Whether rustup has the target's standard library, or gets it.
fn has_standard_library(target: &str) -> bool {
    let rustup = |arguments: &[&str]| {
        let output = Command::new("rustup").args(arguments).output();
        output.ok().filter(|output| output.status.success())
    };
    let listed = rustup(&["target", "list", "--installed"]);
    let is_there =
        |list: &[u8]| String::from_utf8_lossy(list).lines().any(|line| line.trim() == target);
    listed.is_some_and(|output| is_there(&output.stdout))
        || rustup(&["target", "add", target]).is_some()
}

/// Says what is not built, and why; no machine but a Mac with an NDK could build all of it.
fn leave_out(target: &str, missing: &str, remedy: &str) {
    println!("SKIPPED: static library for {target}: no {missing}; {remedy}");
}

#[test]
fn the_core_builds_as_a_static_library_for_phones() {
    for target in TARGETS {
        if !has_standard_library(target) {
            leave_out(target, "standard library", &format!("rustup target add {target}"));
            continue;
        }
        let mut build = cargo();
        build.args(["rustc", "-p", "corona-core", "--lib", "--crate-type", "staticlib"]);
        let output = build.args(["--target", target]).output().expect("cargo starts");
        assert!(
            output.status.success(),
            "corona-core for {target}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        println!("built: corona-core for {target}");
    }
}
