//! The Kotlin compiler with which the bindings' tests compile, found or installed.
//!
//! It knows the package of the npm registry that holds JetBrains' compiler (Debian's
//! is years older) and how npm installs exactly what a lock file names. What is
//! compiled is left to the tests.

use super::programs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the package's folder, with `bin` and `lib`, to tests. Whoever sets it has one.
pub(crate) const VARIABLE: &str = "CORONA_KOTLIN";

const SOURCE: &str = "xtask/tools/kotlin";
const FILES: [&str; 2] = ["package.json", "package-lock.json"];
const PACKAGE: &str = "node_modules/kotlin-compiler";
const COMPILER: &str = "bin/kotlinc-jvm";

/// What to type where it can't be installed.
pub(crate) fn remedy() -> String {
    format!("Node.js with npm, or a Kotlin compiler's folder in {VARIABLE}")
}

/// The compiler's folder: the variable's, or installed by an earlier run.
pub(crate) fn find(root: &Path, target: &Path) -> Option<PathBuf> {
    let installed = || {
        let folder = folder(target);
        has_compiler(&folder, root).then(|| folder.join(PACKAGE))
    };
    std::env::var_os(VARIABLE).map(PathBuf::from).or_else(installed)
}

/// As [`find`], or installed by this run.
pub(crate) fn find_or_install(root: &Path, target: &Path) -> Option<PathBuf> {
    find(root, target).or_else(|| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        programs::find("npm", &path)?;
        println!("no Kotlin compiler: installing npm's");
        install(root, &folder(target)).then(|| find(root, target))?
    })
}

fn folder(target: &Path) -> PathBuf {
    target.join("tools").join("kotlin")
}

fn install(root: &Path, folder: &Path) -> bool {
    let copy = |file| std::fs::copy(root.join(SOURCE).join(file), folder.join(file)).is_ok();
    let copied = std::fs::create_dir_all(folder).is_ok() && FILES.into_iter().all(copy);
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
    copied && programs::succeeds(&mut npm)
}

/// Whether the compiler is there and the one that the lock file names today.
fn has_compiler(folder: &Path, root: &Path) -> bool {
    let lock = |folder: &Path| std::fs::read(folder.join(FILES[1])).ok();
    let compiler = folder.join(PACKAGE).join(COMPILER);
    compiler.is_file() && lock(folder) == lock(&root.join(SOURCE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_pins_one_package_by_its_digest() {
        let root = crate::workspace_root().unwrap();
        let lock = std::fs::read_to_string(root.join(SOURCE).join(FILES[1])).unwrap();
        assert_eq!(lock.matches("\"integrity\": \"sha512-").count(), 1);
        assert!(lock.contains(&format!("\"{PACKAGE}\"")));
    }

    #[test]
    fn a_compiler_of_another_lock_file_is_none() {
        let root = crate::workspace_root().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let compiler = folder.path().join(PACKAGE).join(COMPILER);
        std::fs::create_dir_all(compiler.parent().unwrap()).unwrap();
        std::fs::write(&compiler, "").unwrap();
        std::fs::write(folder.path().join(FILES[1]), "{}").unwrap();
        assert!(!has_compiler(folder.path(), &root));
        std::fs::copy(root.join(SOURCE).join(FILES[1]), folder.path().join(FILES[1])).unwrap();
        assert!(has_compiler(folder.path(), &root));
    }
}
