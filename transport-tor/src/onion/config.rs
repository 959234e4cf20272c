//! What a person may set about Tor: `tor.toml`.
//!
//! Knows the settings and Arti's configuration they become. Decides what stays fixed: keys are
//! never on disk, files are private, vanguards are on. Leaves bridges to [`super::bridges`].
//!
//! ```toml
//! network = "private.toml"              # a private network, in Arti's format; normally absent
//! bridges = ["obfs4 192.0.2.1:443 … cert=… iat-mode=0"]
//! [[transports]]
//! protocols = ["obfs4"]
//! path = "/usr/bin/obfs4proxy"
//! ```

use super::bridges::{self, PluggableTransport};
use arti_client::TorClientConfig;
use arti_client::config::{CfgPath, TorClientConfigBuilder};
use std::fmt;
use std::path::{Path, PathBuf};
use tor_config::ExplicitOrAuto;
use tor_keymgr::config::ArtiKeystoreKind;

/// Tables of Arti's format that describe a network; others could undo what is fixed here.
const NETWORK_TABLES: [&str; 3] = ["tor_network", "path_rules", "override_net_params"];

/// Something wrong with one setting.
pub(super) struct Complaint {
    pub(super) key: String,
    pub(super) problem: String,
    pub(super) remedy: &'static str,
}

/// A setting that can't be used.
#[derive(thiserror::Error, Debug)]
#[error("{}: {key}: {problem}; {remedy}", file.display())]
pub struct ConfigError {
    file: PathBuf,
    key: String,
    problem: String,
    remedy: String,
}

/// How to reach Tor.
#[derive(Clone, PartialEq, Eq)]
pub struct TorConfig {
    /// Arti's state and cache; made if it is missing, readable by this user alone.
    pub folder: PathBuf,
    /// A file in Arti's format that describes another network than the public one.
    pub network: Option<PathBuf>,
    /// Bridge lines. With any, relays are reached through these alone.
    pub bridges: Vec<String>,
    /// Programs that bridges need.
    pub transports: Vec<PluggableTransport>,
    /// Where this was read from, for messages.
    file: PathBuf,
}

impl fmt::Debug for TorConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TorConfig")
            .field("folder", &self.folder)
            .field("network", &self.network)
            .field("bridges", &format_args!("{} (redacted)", self.bridges.len()))
            .field("transports", &self.transports)
            .finish_non_exhaustive()
    }
}

impl TorConfig {
    /// The public network, without bridges.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            network: None,
            bridges: Vec::new(),
            transports: Vec::new(),
            file: "tor.toml".into(),
        }
    }
    /// As a file says; paths in it are relative to it.
    ///
    /// # Errors
    /// [`ConfigError`] if it can't be read or understood.
    pub fn read(file: &Path, folder: impl Into<PathBuf>) -> Result<Self, ConfigError> {
        let mut config = Self { file: file.into(), ..Self::new(folder) };
        let text = std::fs::read_to_string(file).map_err(|error| {
            config.error(
                "file",
                error.to_string(),
                "make it readable, or remove the option that names it",
            )
        })?;
        config.take(&text)?;
        config.arti()?;
        Ok(config)
    }

    fn error(&self, key: &str, problem: String, remedy: &str) -> ConfigError {
        let file = self.file.clone();
        ConfigError { file, key: key.into(), problem, remedy: remedy.into() }
    }

    fn take(&mut self, text: &str) -> Result<(), ConfigError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            // The library's own rendering quotes the line, which may hold a bridge.
            let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count()) + 1;
            self.error(
                &format!("line {line}"),
                "is not TOML".into(),
                "mind quotes and brackets there",
            )
        })?;
        for (key, value) in table {
            match key.as_str() {
                "network" => self.network = Some(self.path(&key, value)?),
                "bridges" => self.bridges = self.list(&key, value)?,
                "transports" => {
                    self.transports = value.try_into().map_err(|error: toml::de::Error| {
                        let problem = error.message().trim().to_owned();
                        self.error(&key, problem, "give protocols, path and, if need be, arguments")
                    })?;
                }
                _ => {
                    let remedy = "remove it; there are: network, bridges, transports";
                    return Err(self.error(&key, "no such setting".into(), remedy));
                }
            }
        }
        Ok(())
    }

    fn path(&self, key: &str, value: toml::Value) -> Result<PathBuf, ConfigError> {
        let text: String = value.try_into().map_err(|_| {
            self.error(key, "is not a text".into(), "write the path of a file in quotes")
        })?;
        let beside = self.file.parent().unwrap_or(Path::new(""));
        Ok(beside.join(text))
    }

    fn list(&self, key: &str, value: toml::Value) -> Result<Vec<String>, ConfigError> {
        value.try_into().map_err(|_| {
            self.error(
                key,
                "is not a list of texts".into(),
                "write [\"first line\", \"second line\"]",
            )
        })
    }

    /// The same in Arti's words.
    ///
    /// # Errors
    /// [`ConfigError`] naming the setting that can't be used.
    pub(super) fn arti(&self) -> Result<TorClientConfig, ConfigError> {
        let mut arti = self.network()?;
        arti.storage()
            .state_dir(CfgPath::new_literal(self.folder.join("state")))
            .cache_dir(CfgPath::new_literal(self.folder.join("cache")))
            .keystore()
            .primary()
            .kind(ExplicitOrAuto::Explicit(ArtiKeystoreKind::Ephemeral));
        for (index, line) in self.bridges.iter().enumerate() {
            let bridge = bridges::bridge(index, line).map_err(|wrong| self.complain(&wrong))?;
            arti.bridges().bridges().push(bridge);
        }
        for (index, transport) in self.transports.iter().enumerate() {
            let transport =
                bridges::transport(index, transport).map_err(|wrong| self.complain(&wrong))?;
            arti.bridges().transports().push(transport);
        }
        arti.build().map_err(|error| {
            let remedy = "a bridge that names a transport needs it under [[transports]]";
            let key = if self.bridges.is_empty() { "network" } else { "bridges" };
            self.error(key, error.to_string(), remedy)
        })
    }

    fn complain(&self, wrong: &Complaint) -> ConfigError {
        self.error(&wrong.key, wrong.problem.clone(), wrong.remedy)
    }

    fn network(&self) -> Result<TorClientConfigBuilder, ConfigError> {
        let Some(file) = &self.network else {
            return Ok(TorClientConfigBuilder::default());
        };
        let wrong = |problem: String| {
            let problem = format!("{}: {problem}", file.display());
            self.error("network", problem, "give a file in Arti's format that has [tor_network]")
        };
        let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
        let table: toml::Table =
            text.parse().map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
        if let Some(key) = table.keys().find(|key| !NETWORK_TABLES.contains(&key.as_str())) {
            return Err(wrong(format!("{key:?} does not describe a network")));
        }
        table.try_into().map_err(|error: toml::de::Error| wrong(error.message().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tor_guardmgr::bridge::BridgeConfig;

    const PLAIN: &str = "192.0.2.55:38114 316E643333645F6D79216558614D3931657A5F5F";
    const OBFS4: &str = "obfs4 192.0.2.56:443 316E643333645F6D79216558614D3931657A5F5F \
                         cert=YXJlIGZyZXF1ZW50bHkgZnVsbCBvZiBsaXR0bGUgbWVzc2FnZXM iat-mode=0";

    fn read(text: &str) -> Result<TorConfig, String> {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("tor.toml");
        std::fs::write(&file, text).unwrap();
        TorConfig::read(&file, home.path().join("tor")).map_err(|error| error.to_string())
    }

    #[test]
    fn bridges_and_transports_reach_arti() {
        let config = read(&format!(
            "bridges = [\"{PLAIN}\", \"Bridge {OBFS4}\"]\n\
             [[transports]]\nprotocols = [\"obfs4\"]\npath = \"/usr/bin/obfs4proxy\"\n\
             arguments = [\"-enableLogging\"]\n"
        ))
        .unwrap();
        let arti = config.arti().unwrap();
        let bridges: &[BridgeConfig] = arti.as_ref();
        let shown: Vec<String> = bridges.iter().map(ToString::to_string).collect();
        assert_eq!(shown.len(), 2);
        assert!(shown[0].contains("192.0.2.55:38114"), "{shown:?}");
        assert!(shown[1].contains("obfs4") && shown[1].contains("iat-mode=0"), "{shown:?}");
        let all = format!("{arti:?}");
        assert!(all.contains("/usr/bin/obfs4proxy") && all.contains("-enableLogging"));
        assert!(!format!("{config:?}").contains("192.0.2"), "bridges are secrets");
    }

    #[test]
    fn keys_stay_off_the_disk_and_folders_under_ours() {
        let arti = format!("{:?}", TorConfig::new("/nowhere/tor").arti().unwrap());
        assert!(arti.contains("Ephemeral"), "{arti}");
        assert!(arti.contains("/nowhere/tor/state") && arti.contains("/nowhere/tor/cache"));
    }

    #[test]
    fn a_bad_bridge_is_named_by_its_number_and_not_given_away() {
        let secret = "cert=c2VjcmV0IG9mIHRoZSBicmlkZ2U";
        for (line, part) in [
            (String::new(), "is empty"),
            (format!("not//a-bridge {secret}"), "neither a transport's name nor"),
            (format!("192.0.2.55:38114 wrong-fingerprint {secret}"), "neither a fingerprint"),
            (format!("obfs4 nowhere {secret}"), "no address and port"),
        ] {
            let error = read(&format!("bridges = [\"{PLAIN}\", \"{line}\"]")).unwrap_err();
            assert!(error.contains("tor.toml: bridges[1]: "), "{error}");
            assert!(error.contains(part), "{error}");
            assert!(error.contains("copy the whole line"), "{error}");
            assert!(!error.contains("c2VjcmV0") && !error.contains("wrong-fingerprint"), "{error}");
        }
    }

    #[test]
    fn a_bridge_whose_transport_is_missing_is_refused() {
        let error = read(&format!("bridges = [\"{OBFS4}\"]")).unwrap_err();
        assert!(error.contains("bridges: ") && error.contains("[[transports]]"), "{error}");
        assert!(!error.contains("192.0.2.56"), "{error}");
    }

    #[test]
    fn what_is_not_understood_is_refused_with_a_remedy() {
        for (text, parts) in [
            ("brigdes = []", ["brigdes: no such setting", "there are: network, bridges"]),
            ("bridges = \"cert=c2VjcmV0\"", ["bridges: is not a list", "write [\"first line\""]),
            ("network = 3", ["network: is not a text", "in quotes"]),
            ("\nbridges = [\"cert=c2VjcmV0", ["line 2: is not TOML", "mind quotes"]),
            ("network = \"missing.toml\"", ["network: ", "give a file in Arti's format"]),
            (
                "[[transports]]\nprotocols = [\"obfs4\"]\npath = \"obfs4proxy\"",
                ["transports[0].path: \"obfs4proxy\" is not absolute", "/usr/bin/obfs4proxy"],
            ),
            (
                "[[transports]]\nprotocols = []\npath = \"/x\"",
                ["transports[0].protocols: an empty list", "\"obfs4\""],
            ),
            (
                "[[transports]]\nprotocols = [\"a b\"]\npath = \"/x\"",
                ["transports[0].protocols: \"a b\" can't be", "\"obfs4\""],
            ),
            (
                "[[transports]]\nprotocol = \"x\"",
                ["transports: unknown field `protocol`", "give protocols"],
            ),
        ] {
            let error = read(text).unwrap_err();
            assert!(parts.iter().all(|part| error.contains(part)), "{error}");
            assert!(!error.contains("c2VjcmV0"), "{error}");
        }
    }

    #[test]
    fn a_network_file_can_describe_a_network_and_relax_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let network = home.path().join("network.toml");
        let config = TorConfig { network: Some(network.clone()), ..TorConfig::new(home.path()) };
        std::fs::write(&network, "[path_rules]\nipv4_subnet_family_prefix = 33\n").unwrap();
        assert!(format!("{:?}", config.arti().unwrap()).contains("33"));
        std::fs::write(&network, "[storage.permissions]\ndangerously_trust_everyone = true\n")
            .unwrap();
        let error = config.arti().unwrap_err().to_string();
        assert!(error.contains("\"storage\" does not describe a network"), "{error}");
    }
}
