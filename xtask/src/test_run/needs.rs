//! What tests need of the machine, besides a Rust toolchain and a C compiler.
//!
//! It knows each need by what must be there and by Debian's packages that bring it,
//! and decides what this machine lacks. What becomes of tests then is left to the
//! plan.

use super::debian;
use super::programs::find;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

const LIBCRYPTO_HEADER: &str = "/usr/include/openssl/crypto.h";
/// Whoever sets one of them says where the headers are.
const LIBCRYPTO_VARIABLES: [&str; 2] = ["OPENSSL_DIR", "OPENSSL_INCLUDE_DIR"];
const JNA: &str = "/usr/share/java/jna.jar";

/// One of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Need {
    /// Headers of OpenSSL's libcrypto, with which SQLCipher compiles.
    Libcrypto,
    /// Debian's `tor`, of which a private network is made.
    Tor,
    /// Chromium and the program that drives it.
    Browser,
    /// A Java machine, on which compiler and tests of the Kotlin bindings run.
    Java,
    /// By which Kotlin calls Rust on a Java machine.
    Jna,
}

impl Need {
    /// All of them: what a whole run needs.
    pub(crate) const ALL: [Self; 5] =
        [Self::Libcrypto, Self::Tor, Self::Browser, Self::Java, Self::Jna];

    /// Debian's packages that bring it.
    pub(crate) fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Libcrypto => &["libssl-dev"],
            Self::Tor => &["tor"],
            Self::Browser => &["chromium", "chromium-driver"],
            Self::Java => &["default-jre-headless"],
            Self::Jna => &["libjna-java", "libjna-jni"],
        }
    }

    /// What can't be done without it.
    pub(crate) fn without(self) -> &'static str {
        match self {
            Self::Libcrypto => "nothing of the phone compiles: no headers of OpenSSL's libcrypto",
            Self::Tor => "tests over Tor skip: no tor",
            Self::Browser => "tests of the page skip: no chromium with chromedriver",
            Self::Java => "tests of the Kotlin bindings skip: no java",
            Self::Jna => "tests of the Kotlin bindings skip: no JNA",
        }
    }

    /// How it is had by hand.
    pub(crate) fn remedy(self) -> String {
        format!("apt-get install --no-install-recommends {}", self.packages().join(" "))
    }

    fn is_met(self, path: &OsStr) -> bool {
        let has = |programs: &[&str]| programs.iter().all(|program| find(program, path).is_some());
        match self {
            Self::Libcrypto => {
                Path::new(LIBCRYPTO_HEADER).is_file()
                    || LIBCRYPTO_VARIABLES.iter().any(|name| std::env::var_os(name).is_some())
            }
            Self::Tor => has(&["tor", "tor-gencert"]),
            Self::Browser => has(&["chromium", "chromedriver"]),
            Self::Java => has(&["java"]),
            Self::Jna => Path::new(JNA).is_file(),
        }
    }
}

/// What this machine has of what a run needs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Machine {
    met: BTreeSet<Need>,
    missing: BTreeSet<Need>,
}

impl Machine {
    /// Looks for what a run needs, and installs what is missing: all at once, and one by one
    /// if that fails, because Debian installs either all packages of a call or none.
    pub(crate) fn prepare(needs: &[Need]) -> Self {
        let machine = Self::find(needs);
        if machine.missing.is_empty() || !debian::can_install() {
            return machine;
        }
        let packages = machine.missing_packages();
        println!("missing here: {}: installing Debian's", packages.join(" "));
        if !debian::install(&packages) && machine.missing.len() > 1 {
            for need in &machine.missing {
                debian::install(need.packages());
            }
        }
        Self::find(needs)
    }

    /// Looks for what a run needs, and installs nothing.
    pub(crate) fn find(needs: &[Need]) -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let (met, missing) = needs.iter().partition(|need| need.is_met(&path));
        Self { met, missing }
    }

    /// A machine that has and lacks these.
    #[cfg(test)]
    pub(crate) fn of(met: &[Need], missing: &[Need]) -> Self {
        Self { met: met.iter().copied().collect(), missing: missing.iter().copied().collect() }
    }

    /// Whether it was looked for and is there.
    pub(crate) fn has(&self, need: Need) -> bool {
        self.met.contains(&need)
    }

    /// Whether it was looked for and isn't there.
    pub(crate) fn lacks(&self, need: Need) -> bool {
        self.missing.contains(&need)
    }

    fn missing_packages(&self) -> Vec<&'static str> {
        self.missing.iter().flat_map(|need| need.packages()).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_has_a_remedy_that_can_be_typed() {
        for need in Need::ALL {
            assert!(need.remedy().starts_with("apt-get install"), "{}", need.remedy());
            assert!(need.without().contains(": no "), "{}", need.without());
        }
    }

    #[test]
    fn a_program_that_is_nowhere_is_missing() {
        let empty = OsStr::new("/no/such/folder");
        let there = find("tor", empty).is_some() && find("tor-gencert", empty).is_some();
        assert_eq!(Need::Tor.is_met(empty), there);
    }

    #[test]
    fn what_is_missing_is_installed_in_one_call() {
        let machine = Machine::of(&[Need::Java], &[Need::Tor, Need::Libcrypto]);
        assert_eq!(machine.missing_packages(), ["libssl-dev", "tor"]);
        assert!(machine.has(Need::Java) && machine.lacks(Need::Tor));
        assert!(!machine.has(Need::Browser) && !machine.lacks(Need::Browser));
    }
}
