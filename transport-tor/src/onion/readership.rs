//! Whom a descriptor names.
//!
//! Knows how many readers fit a descriptor, and the probe, which must be one of them. Decides
//! when an audience is too large to be named. Leaves telling so to [`super::onion_service`].

use arti_client::config::onion_service::{OnionServiceConfig, OnionServiceConfigBuilder};
use corona_core::identity::{AccessKey, AccessSecret};
use corona_core::transport::Audience;
use tor_hscrypto::pk::HsClientDescEncKey;
use tor_hsservice::HsNickname;
use tor_llcrypto::pk::curve25519;
use zeroize::Zeroizing;

/// More readers than this don't fit a descriptor for certain (Arti's own advice).
const READERS: usize = 160;

/// Whom a descriptor can name of an audience.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Readership {
    /// Nobody: there is no descriptor.
    Nobody,
    /// These.
    These(Vec<AccessKey>),
    /// Whoever has the address.
    Everybody,
    /// Too many to name: whoever has the address.
    TooMany,
}

impl From<Audience> for Readership {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Everybody => Self::Everybody,
            Audience::Only(mut keys) => {
                keys.sort_unstable();
                keys.dedup();
                match keys.len() {
                    0 => Self::Nobody,
                    // One place is for the probe.
                    1..READERS => Self::These(keys),
                    READERS.. => Self::TooMany,
                }
            }
        }
    }
}

/// A key only this phone's own probe has.
pub(super) fn probe_key() -> Result<AccessSecret, getrandom::Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    #[expect(clippy::disallowed_methods, reason = "a key that nobody can guess, and never kept")]
    getrandom::fill(bytes.as_mut())?;
    Ok(AccessSecret::from_bytes(bytes))
}

/// How Arti is to host a service.
pub(super) fn configuration(
    name: &HsNickname,
    probe: &AccessSecret,
    readership: &Readership,
) -> Result<OnionServiceConfig, tor_config::ConfigBuildError> {
    let mut config = OnionServiceConfigBuilder::default();
    config.nickname(name.clone()).max_concurrent_streams_per_circuit(1);
    match readership {
        Readership::These(keys) => {
            let readers = config.restricted_discovery();
            readers.enabled(true);
            for (index, key) in keys.iter().chain([&probe.public()]).enumerate() {
                let key = curve25519::PublicKey::from(*key.as_bytes());
                let Ok(name) = format!("r{index}").parse() else { continue };
                readers.static_keys().access().push((name, HsClientDescEncKey::from(key)));
            }
        }
        Readership::Nobody | Readership::Everybody | Readership::TooMany => {}
    }
    config.build()
}

#[cfg(test)]
mod tests {
    use super::super::traces::Traces;
    use super::*;

    fn keys(n: u8) -> Vec<AccessKey> {
        (0..n).map(|i| AccessKey::from_bytes([i; 32])).collect()
    }

    #[test]
    fn an_audience_becomes_the_readers_a_descriptor_can_name() {
        let of = |n| Readership::from(Audience::Only(keys(n)));
        assert!(of(0) == Readership::Nobody);
        assert!(of(159) == Readership::These(keys(159)));
        assert!(of(160) == Readership::TooMany);
        assert!(Readership::from(Audience::Everybody) == Readership::Everybody);
        let twice = [keys(2), keys(2)].concat();
        assert!(Readership::from(Audience::Only(twice)) == Readership::These(keys(2)));
    }

    #[test]
    fn a_restricted_service_names_its_readers_and_the_probe() {
        let (name, probe) = (Traces::fresh_name().unwrap(), probe_key().unwrap());
        let named = |readership| {
            let config = configuration(&name, &probe, &readership).unwrap();
            let restricted = config.restricted_discovery();
            (*restricted.enabled(), restricted.static_keys().as_ref().len())
        };
        assert_eq!(named(Readership::These(keys(3))), (true, 4));
        assert_eq!(named(Readership::Everybody), (false, 0));
        assert_eq!(named(Readership::TooMany), (false, 0));
    }
}
