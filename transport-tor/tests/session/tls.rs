//! What two phones negotiate, and what they keep to themselves.

use crate::bed::Seeds;
use crate::impostor::{Proof, honest, old_dialler};
use crate::wire::Wire;
use corona_transport_tor::session::{ALPN, client_config, server_config};
use rustls::{CipherSuite, ContentType, HandshakeKind, NamedGroup, ProtocolVersion, ServerConfig};
use std::sync::Arc;

fn pair(seeds: &mut Seeds) -> (Arc<rustls::ClientConfig>, Arc<ServerConfig>) {
    let (dialler, host) = (seeds.key(), seeds.key());
    (Arc::new(client_config(&dialler, host.public())), Arc::new(server_config(&host)))
}

#[test]
fn both_ends_agree_on_the_hybrid_and_on_tls_1_3() {
    let (client, server) = pair(&mut Seeds::default());
    let mut wire = Wire::between(&client, &server);
    wire.run().expect("the keys are right");
    for end in [&wire.client, &wire.server] {
        assert_eq!(end.protocol_version(), Some(ProtocolVersion::TLSv1_3));
        let group = end.negotiated_key_exchange_group().map(|group| group.name());
        assert_eq!(group, Some(NamedGroup::X25519MLKEM768));
        let suite = end.negotiated_cipher_suite().map(|suite| suite.suite());
        assert_eq!(suite, Some(CipherSuite::TLS13_AES_256_GCM_SHA384));
        assert_eq!(end.alpn_protocol(), Some(ALPN));
    }
}

#[test]
fn a_phone_without_the_hybrid_is_met_on_the_plain_curve() {
    let mut seeds = Seeds::default();
    let (dialler, host) = (seeds.key(), seeds.key());
    let old = Arc::new(old_dialler(Proof::Raw(honest(&dialler))));
    let mut wire = Wire::between(&old, &Arc::new(server_config(&host)));
    wire.run().expect("the plain curve will do");
    let group = wire.server.negotiated_key_exchange_group().map(|group| group.name());
    assert_eq!(group, Some(NamedGroup::X25519));
}

#[test]
fn each_end_is_shown_the_raw_key_of_the_other() {
    let mut seeds = Seeds::default();
    let (dialler, host) = (seeds.key(), seeds.key());
    let client = Arc::new(client_config(&dialler, host.public()));
    let mut wire = Wire::between(&client, &Arc::new(server_config(&host)));
    wire.run().expect("the keys are right");
    for (end, key) in [(&wire.client, host.public()), (&wire.server, dialler.public())] {
        let shown = end.peer_certificates().expect("a key is shown");
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].len(), 44, "an ed25519 SubjectPublicKeyInfo has 44 bytes");
        assert!(shown[0].ends_with(key.as_bytes()));
    }
}

#[test]
fn a_second_session_is_as_unlinked_as_the_first() {
    let (client, server) = pair(&mut Seeds::default());
    for _ in 0..2 {
        let mut wire = Wire::between(&client, &server);
        wire.run().expect("the keys are right");
        for end in [&wire.client, &wire.server] {
            assert_eq!(end.handshake_kind(), Some(HandshakeKind::Full));
        }
        let rustls::Connection::Client(client) = &wire.client else { unreachable!() };
        assert_eq!(client.tls13_tickets_received(), 0);
    }
}

#[test]
fn a_host_sends_nothing_after_its_handshake() {
    let (client, server) = pair(&mut Seeds::default());
    let mut wire = Wire::between(&client, &server);
    wire.run().expect("the keys are right");
    // Its one flight: hello, and what is encrypted under it. Nothing answers the dialler's
    // proof, so a dialler can't tell whether it is admitted.
    assert!(!wire.server.wants_write());
    assert_eq!(client_flights(&wire.from_client), 2, "the dialler needs two flights");
    assert!(wire.client.wants_read() && wire.server.wants_read());
}

#[test]
fn nothing_in_the_clear_names_the_host_the_keys_or_the_past() {
    let mut seeds = Seeds::default();
    let (dialler, host) = (seeds.key(), seeds.key());
    let client = Arc::new(client_config(&dialler, host.public()));
    let mut wire = Wire::between(&client, &Arc::new(server_config(&host)));
    wire.run().expect("the keys are right");
    let extensions = hello_extensions(&wire.from_client);
    for (extension, what) in [(0, "SNI"), (35, "a ticket"), (41, "a PSK"), (42, "early data")] {
        assert!(!extensions.contains(&extension), "the hello carries {what}");
    }
    // These it does: ALPN, supported versions, key shares, raw keys of both sides.
    for extension in [16, 43, 51, 19, 20] {
        assert!(extensions.contains(&extension), "the hello lacks extension {extension}");
    }
    let all = [&wire.from_client[..], &wire.from_server].concat();
    let (of_host, of_dialler) = (host.public(), dialler.public());
    let secrets = [&b"who-is-dialled"[..], of_host.as_bytes(), of_dialler.as_bytes()];
    for secret in &secrets {
        assert!(all.windows(secret.len()).all(|window| window != *secret));
    }
}

#[test]
fn both_ends_export_the_same_secret() {
    let (client, server) = pair(&mut Seeds::default());
    let mut wire = Wire::between(&client, &server);
    wire.run().expect("the keys are right");
    let export = |end: &rustls::Connection| {
        end.export_keying_material([0; 32], b"EXPORTER-corona-1", None).unwrap()
    };
    assert_eq!(export(&wire.client), export(&wire.server));
}

/// How many handshake flights a side sent: its hello, and records under keys.
fn client_flights(mut bytes: &[u8]) -> usize {
    let mut types = Vec::new();
    while let [kind, _, _, high, low, rest @ ..] = bytes {
        types.push(ContentType::from(*kind));
        bytes = &rest[usize::from(u16::from_be_bytes([*high, *low]))..];
    }
    types.retain(|kind| *kind != ContentType::ChangeCipherSpec);
    types.dedup();
    types.len()
}

/// The types of the extensions in a ClientHello (RFC 8446 §4.1.2).
fn hello_extensions(record: &[u8]) -> Vec<u16> {
    let u16_at = |at: usize| usize::from(u16::from_be_bytes([record[at], record[at + 1]]));
    // Record header 5, handshake header 4, version 2, random 32.
    let mut at = 5 + 4 + 2 + 32;
    at += 1 + usize::from(record[at]); // session id
    at += 2 + u16_at(at); // cipher suites
    at += 1 + usize::from(record[at]); // compression
    let end = at + 2 + u16_at(at);
    at += 2;
    let mut types = Vec::new();
    while at < end {
        types.push(u16_at(at) as u16);
        at += 4 + u16_at(at + 2);
    }
    types
}
