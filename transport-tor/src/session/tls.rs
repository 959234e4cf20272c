//! How TLS is set up: one version, one protocol, nothing that links two sessions.
//!
//! Knows every choice TLS leaves and makes each in one place, the same for both sides.
//! Whose key is right is for `raw_key` to say; when a handshake takes too long, for `handshake`.

use super::raw_key::{AnyDialler, ExactlyThisHost, certified};
use corona_core::identity::{AuthKey, VerifyingKey};
use rustls::client::{AlwaysResolvesClientRawPublicKeys, Resumption};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::server::{AlwaysResolvesServerRawPublicKeys, NoServerSessionStorage};
use rustls::version::TLS13;
use rustls::{ClientConfig, ServerConfig};
use std::sync::Arc;

/// Names the protocol inside; both sides insist on it, so that nobody can make a phone
/// talk with a server of something else.
pub const ALPN: &[u8] = b"corona/1";

/// What TLS is made of. The hybrid comes first, and explicitly, so that what is recorded
/// today stays closed to a quantum computer; the plain curve is for builds that lack it.
fn provider() -> Arc<CryptoProvider> {
    use aws_lc_rs::{cipher_suite, kx_group};
    Arc::new(CryptoProvider {
        cipher_suites: vec![
            cipher_suite::TLS13_AES_256_GCM_SHA384,
            cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
            cipher_suite::TLS13_AES_128_GCM_SHA256,
        ],
        kx_groups: vec![kx_group::X25519MLKEM768, kx_group::X25519],
        ..aws_lc_rs::default_provider()
    })
}

/// For a dialler that proves `prove` and expects exactly `expect`.
#[must_use]
pub fn client_config(prove: &AuthKey, expect: VerifyingKey) -> ClientConfig {
    let mut config = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13])
        .expect("the provider's suites are those of TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(ExactlyThisHost(expect)))
        .with_client_cert_resolver(Arc::new(AlwaysResolvesClientRawPublicKeys::new(certified(
            prove,
        ))));
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.enable_sni = false;
    config.enable_early_data = false;
    // A ticket would let the host, or who reads its memory, link two sessions.
    config.resumption = Resumption::disabled();
    config.cert_compressors.clear();
    config.cert_decompressors.clear();
    config
}

/// For a host that proves `prove` to whoever dials.
#[must_use]
pub fn server_config(prove: &AuthKey) -> ServerConfig {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13])
        .expect("the provider's suites are those of TLS 1.3")
        .with_client_cert_verifier(Arc::new(AnyDialler))
        .with_cert_resolver(Arc::new(AlwaysResolvesServerRawPublicKeys::new(certified(prove))));
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.send_tls13_tickets = 0;
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.max_early_data_size = 0;
    config.send_half_rtt_data = false;
    config.cert_compressors.clear();
    config.cert_decompressors.clear();
    config
}
