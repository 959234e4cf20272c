//! What no log may hold: names, codes, notes, and anything that looks like a key or an address.

use std::path::Path;

/// Long enough that no word, number or digest of a few bytes is taken for a key: an onion
/// address has 56 letters, a key 64 hexadecimal or 43 base64 digits.
const KEY_LENGTH: usize = 40;

/// Panics with the line if a log tells what it must not.
pub(crate) fn assert_discreet(log: &Path, secrets: &[String]) {
    let text = std::fs::read_to_string(log).expect("every phone has a log");
    assert!(text.lines().count() > 5, "{} holds next to nothing", log.display());
    for (number, line) in text.lines().enumerate() {
        let place = format!("{} line {}", log.display(), number + 1);
        for secret in secrets {
            assert!(!line.contains(secret.as_str()), "{place} tells {secret:?}: {line}");
        }
        assert!(!line.to_lowercase().contains(".onion"), "{place} tells an address: {line}");
        let word = |letter: char| letter.is_ascii_alphanumeric() || "+/=-_".contains(letter);
        let longest = line.split(|letter| !word(letter)).map(str::len).max().unwrap_or(0);
        assert!(longest < KEY_LENGTH, "{place} holds what looks like a key: {line}");
    }
}
