//! Whom TLS refuses: wrong keys, no keys, other kinds of proof, old versions.

use crate::bed::Seeds;
use crate::impostor::{
    Proof, borrowed, dialler, dialler_of, honest, host, of_another_kind, of_low_order,
};
use crate::wire::{Refusal, Wire};
use corona_transport_tor::session::{
    ALPN, HandshakeError, accept, client_config, dial, server_config,
};
use rustls::version::{TLS12, TLS13};
use rustls::{CertificateError, ClientConfig, Error, PeerIncompatible, ServerConfig};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::duplex;

const SOON: Duration = Duration::from_secs(5);

/// How a meeting of two configurations ends.
fn meet(client: ClientConfig, server: ServerConfig) -> Result<(), Refusal> {
    Wire::between(&Arc::new(client), &Arc::new(server)).run()
}

fn bad_signature() -> Error {
    CertificateError::BadSignature.into()
}

#[test]
fn a_dialler_refuses_every_host_but_the_one_it_expects() {
    let mut seeds = Seeds::default();
    let (me, host, other) = (seeds.key(), seeds.key(), seeds.key());
    let met = meet(client_config(&me, other.public()), server_config(&host));
    let wrong = CertificateError::ApplicationVerificationFailure.into();
    assert_eq!(met, Err(Refusal::ByClient(wrong)));
    assert_eq!(meet(client_config(&me, host.public()), server_config(&host)), Ok(()));
}

#[test]
fn showing_a_key_proves_nothing_without_its_secret() {
    let mut seeds = Seeds::default();
    let (me, shown, thief) = (seeds.key(), seeds.key(), seeds.key());
    let stolen = borrowed(&shown, &thief);
    let met = meet(client_config(&me, shown.public()), host(Arc::clone(&stolen)));
    assert_eq!(met, Err(Refusal::ByClient(bad_signature())));
    let met = meet(dialler(Proof::Raw(stolen), &[&TLS13]), server_config(&me));
    assert_eq!(met, Err(Refusal::ByServer(bad_signature())));
    // The same impostor with its own key is met: it was the proof that failed.
    let met = meet(dialler(Proof::Raw(honest(&thief)), &[&TLS13]), server_config(&me));
    assert_eq!(met, Ok(()));
}

#[test]
fn a_key_of_low_order_proves_nothing() {
    let me = Seeds::default().key();
    let met = meet(dialler(Proof::Raw(of_low_order()), &[&TLS13]), server_config(&me));
    assert_eq!(met, Err(Refusal::ByServer(bad_signature())));
}

#[test]
fn something_that_is_no_key_is_refused() {
    let me = Seeds::default().key();
    let odd = of_another_kind(&me);
    let met = meet(dialler(Proof::Raw(odd), &[&TLS13]), server_config(&me));
    assert_eq!(met, Err(Refusal::ByServer(CertificateError::BadEncoding.into())));
}

#[test]
fn a_dialler_without_a_key_is_refused() {
    let me = Seeds::default().key();
    let met = meet(dialler(Proof::Empty, &[&TLS13]), server_config(&me));
    assert_eq!(met, Err(Refusal::ByServer(Error::NoCertificatesPresented)));
    let met = meet(dialler(Proof::Nothing, &[&TLS13]), server_config(&me));
    assert!(matches!(met, Err(Refusal::ByServer(_))), "{met:?}");
}

#[test]
fn a_dialler_with_x509_is_refused() {
    let me = Seeds::default().key();
    let met = meet(dialler(Proof::X509(of_another_kind(&me)), &[&TLS13]), server_config(&me));
    let wrong = PeerIncompatible::IncorrectCertificateTypeExtension.into();
    assert_eq!(met, Err(Refusal::ByServer(wrong)));
}

#[test]
fn a_dialler_of_tls_1_2_is_refused() {
    let me = Seeds::default().key();
    let met = meet(dialler(Proof::Nothing, &[&TLS12]), server_config(&me));
    assert!(
        matches!(met, Err(Refusal::ByServer(Error::PeerIncompatible(_)))),
        "TLS 1.2 came to {met:?}"
    );
}

#[test]
fn another_protocol_inside_is_refused() {
    let mut seeds = Seeds::default();
    let (me, host) = (seeds.key(), seeds.key());
    for names in [&[&b"h2"[..]][..], &[b"corona/2"], &[b"h2", b"http/1.1"]] {
        let met = meet(dialler_of(&me, &host, names), server_config(&host));
        assert_eq!(met, Err(Refusal::ByServer(Error::NoApplicationProtocol)));
    }
    let both = dialler_of(&me, &host, &[b"corona/2", ALPN]);
    assert_eq!(meet(both, server_config(&host)), Ok(()));
}

#[tokio::test]
async fn a_dialler_that_names_no_protocol_gets_no_session() {
    let mut seeds = Seeds::default();
    let (me, host) = (seeds.key(), seeds.key());
    let (near, far) = duplex(1 << 16);
    let mute = Arc::new(dialler_of(&me, &host, &[]));
    let name = rustls::pki_types::ServerName::try_from("nobody.example").unwrap();
    let (_, met) = tokio::join!(
        tokio_rustls::TlsConnector::from(mute).connect(name, near),
        accept(far, Arc::new(server_config(&host)), SOON),
    );
    assert_eq!(met.map(|_| ()), Err(HandshakeError::NoSession));
}

#[tokio::test]
async fn a_host_that_names_no_protocol_gets_no_session() {
    let mut seeds = Seeds::default();
    let (me, host) = (seeds.key(), seeds.key());
    let (near, far) = duplex(1 << 16);
    let mut mute = server_config(&host);
    mute.alpn_protocols.clear();
    let (met, _) = tokio::join!(
        dial(near, &me, host.public(), SOON),
        tokio_rustls::TlsAcceptor::from(Arc::new(mute)).accept(far),
    );
    assert_eq!(met.map(|_| ()), Err(HandshakeError::NoSession));
}

#[tokio::test]
async fn two_phones_meet_and_the_host_is_told_whom() {
    let mut seeds = Seeds::default();
    let (me, host) = (seeds.key(), seeds.key());
    let (near, far) = duplex(1 << 16);
    let (dialled, accepted) = tokio::join!(
        dial(near, &me, host.public(), SOON),
        accept(far, Arc::new(server_config(&host)), SOON),
    );
    assert!(dialled.is_ok());
    assert_eq!(accepted.map(|(_, peer)| peer), Ok(me.public()));
}

#[tokio::test]
async fn another_host_than_expected_is_told_apart_from_no_session() {
    let mut seeds = Seeds::default();
    let (me, host, other) = (seeds.key(), seeds.key(), seeds.key());
    let (near, far) = duplex(1 << 16);
    let (dialled, accepted) = tokio::join!(
        dial(near, &me, other.public(), SOON),
        accept(far, Arc::new(server_config(&host)), SOON),
    );
    assert_eq!(dialled.map(|_| ()), Err(HandshakeError::WrongPeer));
    assert_eq!(accepted.map(|_| ()), Err(HandshakeError::NoSession));
}

#[tokio::test]
async fn silence_is_given_up_on_by_both_sides() {
    let mut seeds = Seeds::default();
    let (me, host) = (seeds.key(), seeds.key());
    let short = Duration::from_millis(20);
    let (near, _silent) = duplex(1 << 16);
    let dialled = dial(near, &me, host.public(), short).await;
    assert_eq!(dialled.map(|_| ()), Err(HandshakeError::TimedOut));
    let (_silent, far) = duplex(1 << 16);
    let accepted = accept(far, Arc::new(server_config(&host)), short).await;
    assert_eq!(accepted.map(|_| ()), Err(HandshakeError::TimedOut));
}
