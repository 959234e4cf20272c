//! What a log line may say to somebody who must not learn who and where.
//!
//! It knows what secrets, addresses and names look like in text. It decides by form alone, and
//! rather takes too much: a line that says less is no harm.

use std::net::{IpAddr, SocketAddr};

/// Stands for what was taken out.
const GONE: &str = "[…]";
/// Longer runs of letters and digits are taken for a key, an address or a code. The longest
/// word of ours in a log line has 20 letters.
const LONGEST_WORD: usize = 24;
/// Runs with a digit are taken for one from here on: base32 and base64 have some in nearly
/// every 12 letters.
const LONGEST_NUMBERED: usize = 12;
/// A pairing's digits to compare.
const PAIRING_DIGITS: usize = 6;

/// The text without what looks like a key, code, onion address, IP address, path, pairing
/// digits, or a quoted name.
pub(crate) fn redact(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    for (index, part) in text.split('"').enumerate() {
        let is_quoted = index % 2 == 1;
        if index > 0 {
            redacted.push('"');
        }
        if is_quoted {
            redacted.push_str(GONE);
        } else {
            redact_words(part, &mut redacted);
        }
    }
    redacted
}

fn redact_words(text: &str, redacted: &mut String) {
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end_matches(char::is_whitespace);
        redacted.push_str(if tells(word) { GONE } else { word });
        redacted.push_str(&piece[word.len()..]);
    }
}

fn tells(word: &str) -> bool {
    let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '/');
    let slashes = bare.matches(['/', '\\']).count();
    slashes >= 2
        || bare.starts_with('/')
        || bare.to_lowercase().contains(".onion")
        || names_a_host(word.trim_matches(|letter| !is_of_an_address(letter)))
        || bare.split(|letter: char| !is_of_a_code(letter)).any(is_secret)
}

/// Letters of base32, base64, hexadecimal and bech32.
fn is_of_a_code(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '+' | '=' | '-')
}

fn is_secret(run: &str) -> bool {
    let length = run.chars().count();
    let digits = run.chars().filter(char::is_ascii_digit).count();
    length > LONGEST_WORD
        || (digits > 0 && digits < length && length >= LONGEST_NUMBERED)
        || (digits == length && length == PAIRING_DIGITS)
}

/// What an address may begin and end with.
fn is_of_an_address(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '[' | ']' | ':')
}

fn names_a_host(word: &str) -> bool {
    word.split(['=', ',', '(', ')']).any(|part| {
        // A colon may end the phrase, or the address; brackets surround it, or stand within.
        [part, part.trim_end_matches(':')].iter().any(|part| {
            let address = part.trim_matches(['[', ']']);
            part.parse::<SocketAddr>().is_ok()
                || (address.contains(['.', ':']) && address.parse::<IpAddr>().is_ok())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_said_of_the_phone_itself_stays() {
        for line in [
            "the phone runs new=true records=12",
            "what=report-acknowledged number=3",
            "a salt is overwritten later",
            "corona_transport_tor::onion: the clock is 17 min behind",
            "kind=PermissionDenied",
        ] {
            assert_eq!(redact(line), line);
        }
    }

    #[test]
    fn names_places_and_secrets_go() {
        for (line, expected) in [
            ("event \"Alice's party\" ends", "event \"[…]\" ends"),
            ("open /home/alice/.corona/store: denied", "open […] denied"),
            ("dial 203.0.113.7:9001 failed", "dial […] failed"),
            ("dial [2001:db8::1]:443 failed", "dial […] failed"),
            ("dial 2001:db8::1, then ::1; (203.0.113.7:9001)", "dial […] then […] […]"),
            ("203.0.113.7:9001: refused", "[…] refused"),
            ("peer=192.168.1.20", "[…]"),
            ("digits 042137 shown", "digits […] shown"),
            ("code CORONAEVENT1QQXYZ09 used", "code […] used"),
            ("at abcdefghijklmnop.onion:80", "at […]"),
            ("key=deadbeefcafe00112233", "[…]"),
        ] {
            assert_eq!(redact(line), expected);
        }
    }

    proptest! {
        #[test]
        fn no_key_survives_in_any_of_its_writings(
            key in proptest::collection::vec(any::<u8>(), 32),
            before in "[a-z ]{0,12}",
            after in "[a-z ]{0,12}",
        ) {
            let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
            let upper = hex.to_uppercase();
            for secret in [hex.as_str(), upper.as_str()] {
                for line in [format!("{before} {secret} {after}"), format!("{before}k={secret},{after}")] {
                    prop_assert!(!redact(&line).contains(secret));
                    prop_assert!(!redact(&line).contains(&secret[..16]));
                }
            }
        }

        #[test]
        fn any_text_is_redacted_without_a_panic_and_twice_is_once(text in "\\PC{0,200}") {
            let once = redact(&text);
            prop_assert_eq!(redact(&once), once);
        }
    }
}
