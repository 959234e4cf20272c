//! Where the local API is, and by which token it answers.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What whoever starts the program may know, and nobody else: told once, logged nowhere.
#[derive(Clone)]
pub struct Doorplate {
    /// As in `http://127.0.0.1:43210`.
    pub url: String,
    token: Token,
    /// The certificate in PEM, and its SHA-256 in hexadecimal, with TLS.
    pub certificate: Option<(String, String)>,
}

/// 32 random bytes that open everything, as 43 letters.
#[derive(Clone)]
pub(crate) struct Token(Zeroizing<String>);

#[derive(Serialize)]
struct Line<'a> {
    api: &'a str,
    token: &'a str,
    page: Zeroizing<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'a str>,
}

impl Token {
    pub(super) fn fresh() -> io::Result<Self> {
        let bytes = crate::host::random()?;
        Ok(Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes))))
    }

    /// Whether somebody has given it, in a time that depends on neither.
    pub(super) fn opens(&self, given: &str) -> bool {
        // Digests have one length, so that not even that of the token shows.
        let digest = |text: &str| Sha256::digest(text.as_bytes());
        digest(&self.0).as_slice().ct_eq(digest(given).as_slice()).into()
    }
}

impl Doorplate {
    pub(super) const fn new(
        url: String,
        token: Token,
        certificate: Option<(String, String)>,
    ) -> Self {
        Self { url, token, certificate }
    }

    /// What `Authorization: Bearer` must carry.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token.0
    }

    /// One line of JSON: `api`, `token`, `page`, and with TLS `certificate` and `fingerprint`.
    #[must_use]
    pub fn to_json(&self) -> Zeroizing<String> {
        let page = Zeroizing::new(format!("{}/#{}", self.url, self.token()));
        let (certificate, fingerprint) = match &self.certificate {
            Some((certificate, fingerprint)) => (Some(&**certificate), Some(&**fingerprint)),
            None => (None, None),
        };
        let line = Line { api: &self.url, token: self.token(), page, certificate, fingerprint };
        Zeroizing::new(serde_json::to_string(&line).expect("texts are JSON"))
    }

    pub(super) const fn token_of(&self) -> &Token {
        &self.token
    }
}

impl fmt::Debug for Doorplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doorplate").field("url", &self.url).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_by_all_of_it_alone_and_is_never_the_same() {
        let token = Token::fresh().unwrap();
        assert_eq!(token.0.len(), 43);
        assert!(token.opens(&token.0));
        for given in ["", &token.0[1..], &format!("{}=", *token.0), &token.0.to_uppercase()] {
            assert!(!token.opens(given), "{given}");
        }
        assert!(!token.opens(&Token::fresh().unwrap().0));
    }

    #[test]
    fn a_doorplate_is_one_line_and_debug_does_not_tell_the_token() {
        let token = Token::fresh().unwrap();
        let door = Doorplate::new("http://127.0.0.1:1".to_owned(), token, None);
        let line: serde_json::Value = serde_json::from_str(&door.to_json()).unwrap();
        assert_eq!(line["page"], format!("http://127.0.0.1:1/#{}", door.token()));
        assert_eq!(line["token"], door.token());
        assert!(!format!("{door:?}").contains(door.token()));
        assert!(!door.to_json().contains('\n'));
    }
}
