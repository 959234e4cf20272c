//! Who is let in: by address, Host, Origin, token and certificate.

use crate::caller::Caller;
use crate::phone::Street;
use corona_phone::host::{ApiOptions, RunOptions};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

fn with(street: &Street, api: ApiOptions) -> RunOptions {
    RunOptions { api: Some(api), ..street.options() }
}

#[test]
fn the_api_is_never_served_beyond_this_computer() {
    let street = Street::new();
    for address in ["0.0.0.0:0", "127.0.0.2:0", "[::]:0", "192.0.2.1:0", "[2001:db8::1]:0"] {
        let address: SocketAddr = address.parse().unwrap();
        let options = with(&street, ApiOptions { address, ..ApiOptions::default() });
        let refused = street.phone_with("alice", options).err().unwrap().to_string();
        assert!(refused.contains("this computer alone"), "{refused}");
    }
    let address = "[::1]:0".parse().unwrap();
    let options = with(&street, ApiOptions { address, ..ApiOptions::default() });
    let phone = street.phone_with("alice", options).unwrap();
    assert!(phone.url.starts_with("http://[::1]:"), "{}", phone.url);
    phone.get("/gateway").of(200);
}

#[test]
fn without_the_token_nothing_is_told() {
    let street = Street::new();
    let phone = street.person("Alice");
    let questions = ["/gateway", "/profile", "/status", "/updates", "/contacts", "/nothing"];
    for token in ["", "x", &phone.token[1..], &format!("{}x", phone.token)] {
        let stranger = Caller::new(&phone.url, token);
        questions.iter().for_each(|path| stranger.get(path).fails(401, "token"));
        let wiped = stranger.post("/panic", &serde_json::json!({ "confirm": "wipe" }));
        wiped.fails(401, "token");
    }
    phone.send_with("GET", "/api/v1/status", None, &[]).fails(401, "token");
    let basic = [("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")];
    phone.send_with("GET", "/api/v1/status", None, &basic).fails(401, "token");
    assert_eq!(phone.get("/profile").of(200)["name"], "Alice");
}

#[test]
fn foreign_names_and_foreign_pages_are_refused_token_or_not() {
    let street = Street::new();
    let phone = street.person("Alice");
    let bearer = format!("Bearer {}", phone.token);
    let token = ("authorization", bearer.as_str());
    let port = phone.url.rsplit(':').next().unwrap();
    let own = format!("http://localhost:{port}");
    let rebound = format!("evil.example:{port}");
    let ask = |headers: &[(&str, &str)]| phone.send_with("GET", "/api/v1/status", None, headers);
    ask(&[token, ("host", &rebound)]).fails(403, "foreign");
    ask(&[token, ("origin", "http://evil.example")]).fails(403, "foreign");
    ask(&[token, ("origin", "null")]).fails(403, "foreign");
    ask(&[token, ("sec-fetch-site", "cross-site")]).fails(403, "foreign");
    ask(&[token, ("host", &own[7..]), ("origin", &own)]).of(200);
    let answer = ask(&[token]);
    for (header, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(header), value);
    }
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[test]
fn the_token_is_written_for_its_owner_alone_and_never_over_a_file() {
    let street = Street::new();
    let file = street.path("token");
    let api = || ApiOptions { token_file: Some(file.clone()), ..ApiOptions::default() };
    let phone = street.phone_with("alice", with(&street, api())).unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), phone.token);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    phone.stop();
    let refused = street.phone_with("alice", with(&street, api())).err().unwrap().to_string();
    assert!(refused.contains("does not exist yet"), "{refused}");
}

/// Takes the certificate whose fingerprint was printed, and no other.
#[derive(Debug)]
struct Printed(Vec<u8>);

impl ServerCertVerifier for Printed {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if certificate.as_ref() == self.0 {
            return Ok(ServerCertVerified::assertion());
        }
        Err(rustls::Error::General("another certificate".to_owned()))
    }
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("TLS 1.3 alone".to_owned()))
    }
    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let schemes = provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, &schemes)
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_NISTP256_SHA256]
    }
}

fn by_tls(address: &str, expected: Vec<u8>, request: &str) -> std::io::Result<String> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Printed(expected)))
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let session = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(session, TcpStream::connect(address).unwrap());
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    // The server may hang up without a word of farewell.
    let _end = stream.read_to_end(&mut answer);
    Ok(String::from_utf8(answer).unwrap())
}

#[test]
fn with_tls_the_certificate_that_was_printed_answers_and_no_other_is_taken() {
    use base64::Engine as _;
    let street = Street::new();
    let options = with(&street, ApiOptions { tls: true, ..ApiOptions::default() });
    let phone = street.phone_with("alice", options).unwrap();
    let (pem, fingerprint) = phone.certificate().unwrap();
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
    assert_eq!(fingerprint.len(), 64);
    let address = phone.url.strip_prefix("https://").unwrap().to_owned();
    let request = format!(
        "GET /api/v1/gateway HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\
         Connection: close\r\n\r\n",
        phone.token
    );
    let answer = by_tls(&address, der, &request).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("\"network\":\"off\""), "{answer}");
    assert!(by_tls(&address, b"another".to_vec(), &request).is_err());
    let mut plain = TcpStream::connect(&address).unwrap();
    plain.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _end = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/1.1 200"), "it answers without TLS");
}

#[test]
fn whoever_stays_silent_keeps_nobody_from_asking() {
    let street = Street::new();
    let phone = street.person("Alice");
    let address = phone.url.strip_prefix("http://").unwrap().to_owned();
    let silent: Vec<_> = (0..40).map(|_| TcpStream::connect(&address).unwrap()).collect();
    assert_eq!(phone.get("/profile").of(200)["name"], "Alice");
    drop(silent);
}

#[test]
fn the_page_is_given_to_this_computers_browsers_without_a_token() {
    let street = Street::new();
    let phone = street.phone("alice");
    let page = phone.send_with("GET", "/", None, &[]);
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let script = phone.send_with("GET", "/app.js", None, &[]);
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    phone.send_with("GET", "/phone.toml", None, &[]).fails(404, "not-found");
    phone.send_with("POST", "/", None, &[]).fails(401, "token");
    assert_eq!(phone.send("POST", "/", None).status, 405);
}
