//! Raw ed25519 public keys in TLS (RFC 7250, RFC 8410): proving ours, judging theirs.
//!
//! Knows the 44 bytes in which TLS carries a key, and how one is proven. A dialler accepts
//! exactly the key it expects; a host accepts any key that is proven and leaves it to the
//! node whom to admit, because only the node knows, and because a refusal in the handshake
//! would tell a stranger more than a close does.

use corona_core::identity::{AuthKey, VerifyingKey};
use ed25519_dalek::{Signature, Signer as _, SigningKey};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::sign::{CertifiedKey, Signer};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, PeerMisbehaved,
    SignatureAlgorithm, SignatureScheme,
};
use std::fmt;
use std::sync::Arc;
use subtle::ConstantTimeEq as _;

/// What stands before an ed25519 key in a SubjectPublicKeyInfo (RFC 8410 §4).
const SPKI_PREFIX: [u8; 12] = *b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";

fn to_spki(key: &VerifyingKey) -> Vec<u8> {
    [&SPKI_PREFIX[..], key.as_bytes()].concat()
}

/// The key that TLS carries in these bytes; `None` if it is not an ed25519 key.
pub(super) fn from_spki(spki: &[u8]) -> Option<VerifyingKey> {
    let key = spki.strip_prefix(&SPKI_PREFIX)?;
    key.try_into().ok().map(VerifyingKey::from_bytes)
}

/// A key of ours, for rustls to prove.
pub(super) fn certified(key: &AuthKey) -> Arc<CertifiedKey> {
    let spki = CertificateDer::from(to_spki(&key.public()));
    // dalek wipes its copy on drop; the seed wipes itself.
    let prover = Prover(Arc::new(SigningKey::from_bytes(&key.seed())));
    Arc::new(CertifiedKey::new(vec![spki], Arc::new(prover)))
}

#[derive(Clone)]
struct Prover(Arc<SigningKey>);

impl fmt::Debug for Prover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("prover (redacted)")
    }
}

impl rustls::sign::SigningKey for Prover {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        offered.contains(&SignatureScheme::ED25519).then(|| Box::new(self.clone()) as _)
    }
    fn public_key(&self) -> Option<SubjectPublicKeyInfoDer<'_>> {
        let key = VerifyingKey::from_bytes(self.0.verifying_key().to_bytes());
        Some(SubjectPublicKeyInfoDer::from(to_spki(&key)))
    }
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::ED25519
    }
}

impl Signer for Prover {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(self.0.sign(message).to_vec())
    }
    fn scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

/// A dialler's judgement: this key and no other.
pub(super) struct ExactlyThisHost(pub(super) VerifyingKey);

/// A host's judgement: whoever proves a key.
#[derive(Debug)]
pub(super) struct AnyDialler;

impl fmt::Debug for ExactlyThisHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("exactly this host (redacted)")
    }
}

impl ServerCertVerifier for ExactlyThisHost {
    fn verify_server_cert(
        &self,
        key: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = lone_key(key, chain)?;
        if bool::from(shown.as_bytes().ct_eq(self.0.as_bytes())) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }
    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _key: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("this is TLS 1.3 only".into()))
    }
    fn verify_tls13_signature(
        &self,
        message: &[u8],
        key: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify(message, key, signed)
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
    fn requires_raw_public_keys(&self) -> bool {
        true
    }
}

impl ClientCertVerifier for AnyDialler {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }
    fn verify_client_cert(
        &self,
        key: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        lone_key(key, chain).map(|_| ClientCertVerified::assertion())
    }
    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _key: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("this is TLS 1.3 only".into()))
    }
    fn verify_tls13_signature(
        &self,
        message: &[u8],
        key: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify(message, key, signed)
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
    fn requires_raw_public_keys(&self) -> bool {
        true
    }
}

fn lone_key(key: &CertificateDer<'_>, chain: &[CertificateDer<'_>]) -> Result<VerifyingKey, Error> {
    match (from_spki(key), chain) {
        (Some(key), []) => Ok(key),
        (Some(_) | None, _) => Err(CertificateError::BadEncoding.into()),
    }
}

fn verify(
    message: &[u8],
    key: &CertificateDer<'_>,
    signed: &DigitallySignedStruct,
) -> Result<HandshakeSignatureValid, Error> {
    if signed.scheme != SignatureScheme::ED25519 {
        return Err(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into());
    }
    // Strictly: with a key of low order, a forged signature fits every message.
    proven(message, key, signed.signature())
        .map(|()| HandshakeSignatureValid::assertion())
        .ok_or_else(|| CertificateError::BadSignature.into())
}

fn proven(message: &[u8], key: &[u8], signature: &[u8]) -> Option<()> {
    let key = ed25519_dalek::VerifyingKey::from_bytes(from_spki(key)?.as_bytes()).ok()?;
    let signature = Signature::from_slice(signature).ok()?;
    key.verify_strict(message, &signature).ok()
}
