//! Chromium and its driver: found, installed, or loudly missed.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Debian's names; elsewhere they are called so as well.
const DRIVER: &str = "chromedriver";
const BROWSERS: [&str; 2] = ["chromium", "chromium-browser"];
const ALSO_IN: [&str; 2] = ["/usr/bin", "/usr/local/bin"];

/// Where both lie.
#[derive(Clone, Debug)]
pub(crate) struct Programs {
    pub(crate) driver: PathBuf,
    pub(crate) browser: PathBuf,
}

/// Both programs, or loudly `None`: the test then returns.
pub(crate) fn found_or_skip(test: &str) -> Option<Programs> {
    static FOUND: OnceLock<Result<Programs, String>> = OnceLock::new();
    match FOUND.get_or_init(|| find().or_else(|_| install())) {
        Ok(programs) => Some(programs.clone()),
        Err(missing) => {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{test}: {missing}");
            // Past the test runner's capture; `cargo xtask test` counts these lines.
            let _told = writeln!(std::io::stdout(), "SKIPPED: {test}: {missing}");
            None
        }
    }
}

fn find() -> Result<Programs, String> {
    let driver = look_for(DRIVER);
    let browser = BROWSERS.iter().find_map(|name| look_for(name));
    match (driver, browser) {
        (Some(driver), Some(browser)) => Ok(Programs { driver, browser }),
        (driver, _) => {
            let program = if driver.is_none() { DRIVER } else { BROWSERS[0] };
            Err(format!("no `{program}`: apt-get install chromium chromium-driver"))
        }
    }
}

fn look_for(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(ALSO_IN.map(PathBuf::from));
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Installs them where that takes no password; one process at a time, as `apt-get` wants.
fn install() -> Result<Programs, String> {
    let turn = File::create(std::env::temp_dir().join("corona-browser-install.lock"))
        .and_then(|file| file.lock().map(|()| file));
    let Ok(_turn) = turn else { return find() };
    find().or_else(|missing| {
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| {
            use std::os::unix::fs::MetadataExt;
            own.uid() == 0
        });
        if !is_root {
            return Err(missing);
        }
        for words in [&["update"][..], &["install", "--yes", "chromium", "chromium-driver"]] {
            let mut command = Command::new("apt-get");
            command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
            let _ended = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        }
        find()
    })
}
