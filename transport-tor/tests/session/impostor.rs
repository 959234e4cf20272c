//! Diallers and hosts that don't play by the rules, made of rustls' own parts.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use crate::bed::Seeds;
use corona_core::identity::AuthKey;
use corona_transport_tor::session::{ALPN, client_config, server_config};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{AlwaysResolvesClientRawPublicKeys, ResolvesClientCert};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::AlwaysResolvesServerRawPublicKeys;
use rustls::sign::{CertifiedKey, Signer, SigningKey};
use rustls::version::TLS13;
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, ProtocolVersion, ServerConfig, SignatureAlgorithm,
    SignatureScheme, SupportedProtocolVersion,
};
use std::sync::Arc;

/// How an impostor proves itself.
pub(crate) enum Proof {
    /// Says from the first that it has no key.
    Nothing,
    /// Speaks of raw keys, and shows none.
    Empty,
    /// Shows raw keys as this one.
    Raw(Arc<CertifiedKey>),
    /// Offers X.509 alone.
    X509(Arc<CertifiedKey>),
}

/// A dialler that trusts any host.
pub(crate) fn dialler(
    proof: Proof,
    versions: &[&'static SupportedProtocolVersion],
) -> ClientConfig {
    made_of(aws_lc_rs::default_provider(), proof, versions)
}

/// A dialler from before the hybrid.
pub(crate) fn old_dialler(proof: Proof) -> ClientConfig {
    let kx_groups = vec![aws_lc_rs::kx_group::X25519];
    let provider = CryptoProvider { kx_groups, ..aws_lc_rs::default_provider() };
    made_of(provider, proof, &[&TLS13])
}

fn made_of(
    provider: CryptoProvider,
    proof: Proof,
    versions: &[&'static SupportedProtocolVersion],
) -> ClientConfig {
    let raw = versions.iter().all(|version| version.version == ProtocolVersion::TLSv1_3);
    let builder = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(versions)
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Gullible { raw }));
    let mut config = match proof {
        Proof::Nothing => builder.with_no_client_auth(),
        Proof::Empty => builder.with_client_cert_resolver(Arc::new(Tongue(None, true))),
        Proof::Raw(key) => {
            builder.with_client_cert_resolver(Arc::new(AlwaysResolvesClientRawPublicKeys::new(key)))
        }
        Proof::X509(key) => builder.with_client_cert_resolver(Arc::new(Tongue(Some(key), false))),
    };
    config.alpn_protocols = vec![ALPN.to_vec()];
    config
}

/// Our dialler, but with another protocol inside.
pub(crate) fn dialler_of(prove: &AuthKey, expect: &AuthKey, alpn: &[&[u8]]) -> ClientConfig {
    let mut config = client_config(prove, expect.public());
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    config
}

/// A host that shows a key of somebody's choice.
pub(crate) fn host(shown: Arc<CertifiedKey>) -> ServerConfig {
    let mut config = server_config(&Seeds::default().key());
    config.cert_resolver = Arc::new(AlwaysResolvesServerRawPublicKeys::new(shown));
    config
}

/// What a phone shows of a key and how it signs.
pub(crate) fn honest(key: &AuthKey) -> Arc<CertifiedKey> {
    let config = client_config(key, key.public());
    let resolver = config.client_auth_cert_resolver;
    resolver.resolve(&[], &[SignatureScheme::ED25519]).expect("a phone has its key")
}

/// Shows one key and signs by another.
pub(crate) fn borrowed(shown: &AuthKey, signs: &AuthKey) -> Arc<CertifiedKey> {
    let cert = honest(shown).cert.clone();
    // rustls compares what is shown with the key itself, unless that says nothing.
    let key = Silent(Arc::clone(&honest(signs).key));
    Arc::new(CertifiedKey::new(cert, Arc::new(key)))
}

/// The key of low order with which one forged signature fits every message, unless
/// verified strictly.
pub(crate) fn of_low_order() -> Arc<CertifiedKey> {
    let mut identity = [0; 32];
    identity[0] = 1;
    let prefix = honest(&Seeds::default().key()).cert[0][..12].to_vec();
    let cert = CertificateDer::from([&prefix[..], &identity].concat());
    let signature = [identity, [0; 32]].concat();
    Arc::new(CertifiedKey::new(vec![cert], Arc::new(Forger(signature))))
}

/// Something that is no ed25519 key.
pub(crate) fn of_another_kind(signs: &AuthKey) -> Arc<CertifiedKey> {
    let key = Silent(Arc::clone(&honest(signs).key));
    Arc::new(CertifiedKey::new(vec![CertificateDer::from(vec![0x30; 44])], Arc::new(key)))
}

#[derive(Debug)]
struct Tongue(Option<Arc<CertifiedKey>>, bool);

impl ResolvesClientCert for Tongue {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }
    fn only_raw_public_keys(&self) -> bool {
        self.1
    }
    fn has_certs(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Silent(Arc<dyn SigningKey>);

impl SigningKey for Silent {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        self.0.choose_scheme(offered)
    }
    fn algorithm(&self) -> SignatureAlgorithm {
        self.0.algorithm()
    }
}

#[derive(Clone, Debug)]
struct Forger(Vec<u8>);

impl SigningKey for Forger {
    fn choose_scheme(&self, _: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        Some(Box::new(self.clone()))
    }
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::ED25519
    }
}

impl Signer for Forger {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(self.0.clone())
    }
    fn scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

/// Believes everything, so that only the other side can refuse.
#[derive(Debug)]
struct Gullible {
    raw: bool,
}

impl ServerCertVerifier for Gullible {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }
    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519, SignatureScheme::ECDSA_NISTP256_SHA256]
    }
    fn requires_raw_public_keys(&self) -> bool {
        self.raw
    }
}
