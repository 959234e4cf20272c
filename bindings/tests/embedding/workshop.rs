//! Where the built library is, and the tools that apps are built with.
//!
//! It knows where each tool comes from and installs what takes no password. What can't be had
//! is named loudly with its remedy, and under `CI=true` that is a failure.

use corona_bindgen::{Language, generate};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Sources and whatever else a test of one language needs.
pub(crate) struct Workshop {
    /// Its own, gone with it.
    folder: TempDir,
    library: PathBuf,
}

impl Workshop {
    /// A folder with the sources for a library.
    pub(crate) fn with(language: Language, library: &Path) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let workshop = Self { folder, library: library.to_owned() };
        generate(language, library, &workshop.sources()).expect("sources are written");
        workshop
    }
    /// Where the generated sources are; in Python this is the package's name.
    fn sources(&self) -> PathBuf {
        self.path("coronanet")
    }
    /// A Python script of the repository, beside the generated package and its library.
    pub(crate) fn python(&self, python: &OsStr, script: &str) -> Command {
        let name = self.library.file_name().expect("a library has a name");
        std::fs::copy(&self.library, self.sources().join(name)).expect("the folder is ours");
        std::fs::write(self.sources().join("__init__.py"), "").expect("the folder is ours");
        let mut command = Command::new(python);
        command.arg(of_the_package(script)).env("PYTHONPATH", self.folder.path());
        // Scripts of the repository leave nothing there.
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }
    /// Every generated Kotlin file.
    pub(crate) fn kotlin_sources(&self) -> Vec<PathBuf> {
        kotlin_below(&self.sources())
    }
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn kotlin_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("generated sources are there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let found = paths.flat_map(|path| if path.is_dir() { kotlin_below(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|it| it == "kt")).collect()
}

/// Where cargo puts what tests are built from, and the libraries with them.
fn built() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    test.parent().expect("a program lies in a folder").to_owned()
}

fn library(name: &str) -> PathBuf {
    let file = built().join(format!(
        "{}{name}{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    ));
    assert!(file.is_file(), "{}: cargo builds it with this test", file.display());
    file
}

/// The library that apps ship, of the tests' profile.
pub(crate) fn shipped_library() -> PathBuf {
    library("corona_bindings")
}

/// The same with a network on this machine.
pub(crate) fn rehearsal_library() -> PathBuf {
    library("corona_bindings_rehearsal")
}

/// The folder of a workspace file.
pub(crate) fn of_the_package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs a program to its end; panics with all it said if it fails.
pub(crate) fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Says that a test can't do its work; fails where everything must be there.
pub(crate) fn skip(test: &str, missing: &str, remedy: &str) {
    let said = format!("SKIPPED: {test}: no {missing}; {remedy}");
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{said}");
    println!("{said}");
}

/// Whether a program can be started at all.
fn starts(program: impl AsRef<OsStr>, argument: &str) -> bool {
    Command::new(program).arg(argument).output().is_ok_and(|output| output.status.success())
}

/// Python 3, with nothing but its standard library.
pub(crate) fn python(test: &str) -> Option<OsString> {
    if starts("python3", "--version") {
        return Some("python3".into());
    }
    skip(test, "`python3`", "install it (Debian: apt-get install python3)");
    None
}

/// What compiles and runs Kotlin.
pub(crate) struct Kotlin {
    /// The compiler's jars.
    lib: PathBuf,
    /// Java Native Access.
    jna: PathBuf,
    /// A folder for the classpath in which JNA finds its own native half.
    native: TempDir,
}

const JNA: &str = "/usr/share/java/jna.jar";
/// Debian keeps JNA's native half apart, under a name that the jar does not look for.
const JNI: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/jni/libjnidispatch.system.so",
    "/usr/lib/aarch64-linux-gnu/jni/libjnidispatch.system.so",
];
const COMPILER: &str = "kotlin-compiler@2.4.20";

impl Kotlin {
    /// Finds or installs compiler, JDK and JNA.
    pub(crate) fn find(test: &str) -> Option<Self> {
        if !starts("java", "-version") {
            skip(test, "`java`", "install a JDK (Debian: apt-get install default-jdk-headless)");
            return None;
        }
        let Some(jni) = jni() else {
            skip(test, "JNA", "apt-get install libjna-java libjna-jni");
            return None;
        };
        let Some(compiler) = compiler() else {
            let remedy = format!("npm install {COMPILER}, and set CORONA_KOTLIN to its folder");
            skip(test, "Kotlin compiler", &remedy);
            return None;
        };
        let native = TempDir::new().expect("a temporary folder");
        let machine = if cfg!(target_arch = "aarch64") { "linux-aarch64" } else { "linux-x86-64" };
        let folder = native.path().join("com/sun/jna").join(machine);
        std::fs::create_dir_all(&folder).expect("a temporary folder is writable");
        std::fs::copy(jni, folder.join("libjnidispatch.so")).expect("JNA's native half is copied");
        Some(Self { lib: compiler.join("lib"), jna: JNA.into(), native })
    }

    /// Compiles sources into a folder of classes.
    pub(crate) fn compile(&self, sources: &[PathBuf], classes: &Path) {
        let mut java = Command::new("java");
        java.arg("-Xmx1500m").arg("-cp").arg(self.lib.join("kotlin-preloader.jar"));
        java.args(["org.jetbrains.kotlin.preloading.Preloader", "-cp"]);
        java.arg(self.lib.join("kotlin-compiler.jar"));
        java.arg("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler").args(["-no-stdlib", "-no-reflect"]);
        java.arg("-cp").arg(joined(&self.libraries())).arg("-d").arg(classes).args(sources);
        run(&mut java);
    }

    /// A program of compiled classes; libraries are found in `natives`.
    pub(crate) fn program(&self, classes: &Path, natives: &Path, main: &str) -> Command {
        let mut java = Command::new("java");
        let mut paths = vec![classes.to_owned(), self.native.path().to_owned()];
        paths.extend(self.libraries());
        let mut natives_option = OsString::from("-Djna.library.path=");
        natives_option.push(natives);
        java.arg("-Xmx512m").arg(natives_option).arg("-cp").arg(joined(&paths)).arg(main);
        java
    }

    fn libraries(&self) -> Vec<PathBuf> {
        let jars = ["kotlin-stdlib.jar", "kotlinx-coroutines-core-jvm.jar"];
        let mut libraries: Vec<PathBuf> = jars.iter().map(|jar| self.lib.join(jar)).collect();
        libraries.push(self.jna.clone());
        libraries
    }
}

fn joined(paths: &[PathBuf]) -> OsString {
    std::env::join_paths(paths).expect("no path holds a colon")
}

/// JNA's native half, installed where that takes no password.
fn jni() -> Option<&'static Path> {
    let find = || JNI.iter().map(Path::new).find(|file| file.is_file() && Path::new(JNA).is_file());
    find().or_else(|| {
        println!("no JNA: installing Debian's");
        let install = "apt-get install -y --no-install-recommends libjna-java libjna-jni";
        let script = format!("{install} || {{ apt-get update && {install}; }}");
        let is_root = run_quietly("id", &["-u"]).is_some_and(|id| id.trim() == "0");
        let (program, words) = if is_root { ("sh", vec![]) } else { ("sudo", vec!["-n", "sh"]) };
        let mut command = Command::new(program);
        command.args(words).args(["-c", &script]).env("DEBIAN_FRONTEND", "noninteractive");
        let _tried = command.output();
        find()
    })
}

fn run_quietly(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The npm package's folder: `CORONA_KOTLIN`, or below cargo's target folder, installed there
/// once if it is not.
fn compiler() -> Option<PathBuf> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOUND.get_or_init(find_compiler).clone()
}

fn find_compiler() -> Option<PathBuf> {
    let has_jars = |folder: &PathBuf| folder.join("lib/kotlin-compiler.jar").is_file();
    if let Some(folder) = std::env::var_os("CORONA_KOTLIN").map(PathBuf::from).filter(has_jars) {
        return Some(folder);
    }
    let tools = built().join("../../tools");
    let folder = tools.join("node_modules/kotlin-compiler");
    if has_jars(&folder) {
        return Some(folder);
    }
    println!("no Kotlin compiler: installing {COMPILER} by npm");
    std::fs::create_dir_all(&tools).ok()?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&tools).arg(COMPILER);
    let _tried = npm.output();
    Some(folder).filter(has_jars)
}
