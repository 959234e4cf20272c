//! A certificate of this start: made, shown, and gone with the program.

use rcgen::{CertificateParams, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// Whoever asks by TLS, and what they must expect.
pub(super) struct Tls {
    pub(super) acceptor: TlsAcceptor,
    /// PEM, and the SHA-256 of the DER in hexadecimal.
    pub(super) certificate: (String, String),
}

impl Tls {
    /// For 127.0.0.1, \[::1\] and localhost.
    pub(super) fn fresh() -> Result<Self, String> {
        let names = ["127.0.0.1", "::1", "localhost"].map(str::to_owned);
        let key = KeyPair::generate().map_err(|error| error.to_string())?;
        let mut parameters = CertificateParams::new(names).map_err(|error| error.to_string())?;
        let name = "the local API of a corona phone";
        parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
        let certificate = parameters.self_signed(&key).map_err(|error| error.to_string())?;
        let pem = certificate.pem();
        let fingerprint = hexadecimal(&Sha256::digest(certificate.der()));
        let secret = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .and_then(|config| {
                let chain = vec![certificate.der().clone()];
                config.with_no_client_auth().with_single_cert(chain, secret)
            })
            .map_err(|error| error.to_string())?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), certificate: (pem, fingerprint) })
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
