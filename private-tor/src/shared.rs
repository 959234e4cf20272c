//! One network for many tests.
//!
//! It knows two ways to share: a network that runs already, named by
//! `CORONA_TOR_NETWORK`, and one of this process that its tests hold together.
//! It decides when a test may be skipped.

use super::{PrivateTor, Settings, StartError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Names the `arti.toml` of a running network, as `private-tor up` prints it.
pub const VARIABLE: &str = "CORONA_TOR_NETWORK";

/// What this process has come to.
enum Known {
    Nothing,
    Running(Weak<PrivateTor>),
    Failed(StartError),
}

/// Statics are never dropped, so this one holds nothing alive.
static OF_THIS_PROCESS: Mutex<Known> = Mutex::new(Known::Nothing);

/// A share in a network. If it is this process's own, the last share ends it.
#[derive(Clone, Debug)]
pub struct SharedNetwork {
    arti_toml: String,
    arti_toml_path: PathBuf,
    own: Option<Arc<PrivateTor>>,
}

impl SharedNetwork {
    /// The network in Arti's configuration format.
    pub fn arti_toml(&self) -> &str {
        &self.arti_toml
    }

    /// The file that holds [`arti_toml`](Self::arti_toml).
    pub fn arti_toml_path(&self) -> &Path {
        &self.arti_toml_path
    }

    /// The network itself, unless somebody else owns it.
    pub fn own(&self) -> Option<&PrivateTor> {
        self.own.as_deref()
    }

    fn existing(path: PathBuf) -> Result<Self, StartError> {
        let problem = |error: std::io::Error| StartError::Variable {
            path: path.clone(),
            problem: error.to_string(),
        };
        let arti_toml = std::fs::read_to_string(&path).map_err(problem)?;
        let arti_toml_path = std::path::absolute(&path).map_err(problem)?;
        Ok(Self { arti_toml, arti_toml_path, own: None })
    }

    fn of(own: Arc<PrivateTor>) -> Self {
        let (arti_toml, arti_toml_path) = (own.arti_toml().to_owned(), own.arti_toml_path());
        Self { arti_toml, arti_toml_path, own: Some(own) }
    }
}

impl PrivateTor {
    /// A share in the network that [`VARIABLE`] names, else in this process's own, which the
    /// first call starts. A test holds its share to its end.
    ///
    /// # Errors
    /// [`StartError`]; a start that failed is not tried again.
    pub fn shared() -> Result<SharedNetwork, StartError> {
        if let Some(path) = std::env::var_os(VARIABLE) {
            return SharedNetwork::existing(path.into());
        }
        // Whoever panicked with the lock held nothing half done.
        let mut known = OF_THIS_PROCESS.lock().unwrap_or_else(PoisonError::into_inner);
        let running = match &*known {
            Known::Failed(error) => return Err(error.clone()),
            Known::Running(network) => network.upgrade(),
            Known::Nothing => None,
        };
        if let Some(network) = running {
            return Ok(SharedNetwork::of(network));
        }
        match Self::start(Settings::default()) {
            Ok(network) => {
                let network = Arc::new(network);
                *known = Known::Running(Arc::downgrade(&network));
                Ok(SharedNetwork::of(network))
            }
            Err(error) => {
                *known = Known::Failed(error.clone());
                Err(error)
            }
        }
    }
}

/// A share in a network for a test, or `None` if this machine has no tor: the test then returns.
///
/// # Panics
/// As [`or_skip`].
#[must_use = "the test must hold its share to its end, and return if there is none"]
pub fn network_or_skip(test: &str) -> Option<SharedNetwork> {
    or_skip(test, PrivateTor::shared())
}

/// What a test got, or loudly `None` if this machine has no tor.
///
/// # Panics
/// If there is no tor where `CI=true`, since CI must not pass by skipping; and if tor is there
/// but no network comes of it.
#[must_use = "the test must return if there is none"]
pub fn or_skip<T>(test: &str, network: Result<T, StartError>) -> Option<T> {
    let is_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    // Past the test runner's capture; `cargo xtask test` counts these lines.
    decide(test, network, is_ci, &mut std::io::stdout())
}

fn decide<T>(
    test: &str,
    network: Result<T, StartError>,
    is_ci: bool,
    output: &mut dyn Write,
) -> Option<T> {
    match network {
        Ok(network) => Some(network),
        Err(error @ StartError::NoTor { .. }) if !is_ci => {
            // Nobody listens; the test returns all the same.
            let _told = writeln!(output, "SKIPPED: {test}: {error}");
            None
        }
        Err(error) => panic!("{test}: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_tor() -> Result<(), StartError> {
        Err(StartError::NoTor { program: "tor" })
    }

    #[test]
    fn without_tor_a_test_is_skipped_loudly() {
        let mut output = Vec::new();
        assert!(decide("a_test", no_tor(), false, &mut output).is_none());
        let line = String::from_utf8(output).unwrap();
        assert!(line.starts_with("SKIPPED: a_test: no `tor`"), "{line}");
        assert!(line.contains("apt-get install"), "{line}");
    }

    #[test]
    #[should_panic(expected = "a_test: no `tor` on PATH")]
    fn without_tor_ci_fails() {
        decide("a_test", no_tor(), true, &mut Vec::new());
    }

    #[test]
    #[should_panic(expected = "given up")]
    fn a_network_that_fails_is_no_reason_to_skip() {
        decide::<()>("a_test", Err(StartError::Abandoned), false, &mut Vec::new());
    }

    #[test]
    fn a_variable_that_names_no_file_is_refused_with_the_remedy() {
        let error = SharedNetwork::existing("/no/such/arti.toml".into()).unwrap_err().to_string();
        assert!(error.contains("/no/such/arti.toml") && error.contains("unset it"), "{error}");
    }

    #[test]
    fn an_existing_network_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("arti.toml");
        std::fs::write(&path, "[tor_network]\n").unwrap();
        let shared = SharedNetwork::existing(path.clone()).unwrap();
        assert_eq!((shared.arti_toml(), shared.arti_toml_path()), ("[tor_network]\n", &*path));
        assert!(shared.own().is_none());
    }
}
