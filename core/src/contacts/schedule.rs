//! When to dial each contact: spread by a keyed PRF, because contacts dialled together, or
//! told a change together, could be linked by who watches them.

use super::ContactRules;
use crate::identity::IdentitySecret;
use crate::time::{Span, Timestamp};
use sha2::{Digest, Sha256};

/// A pseudorandom span in `[0, below)` that only the owner of `secret` can predict. By the
/// contact's number, which nobody else knows: their key would add nothing to the secret.
fn jitter(secret: &IdentitySecret, contact: u32, input: u64, below: Span) -> Span {
    let mut hash = Sha256::new();
    hash.update(b"corona/v1/contact-sync\0");
    hash.update(secret.seed().as_ref());
    hash.update(contact.to_be_bytes());
    hash.update(input.to_be_bytes());
    let digest = hash.finalize();
    let mut word = [0; 8];
    word.copy_from_slice(&digest[..8]);
    // Reduction bias is below 2^-30 for spans of days in milliseconds.
    let below = below.as_millis().max(1).unsigned_abs();
    Span((u64::from_be_bytes(word) % below) as i64)
}

/// The daily sync after an exchange at `now`: in the last quarter of the day.
pub(crate) fn daily(
    secret: &IdentitySecret,
    contact: u32,
    now: Timestamp,
    rules: &ContactRules,
) -> Timestamp {
    let quarter = Span(rules.sync.as_millis() / 4);
    let at = now + rules.sync - jitter(secret, contact, now.as_millis().unsigned_abs(), quarter);
    at.max(now + Span(1))
}

/// When to tell `version`, which changed at `now`.
pub(crate) fn spread(
    secret: &IdentitySecret,
    contact: u32,
    version: u64,
    now: Timestamp,
    rules: &ContactRules,
) -> Timestamp {
    now + jitter(secret, contact, version, rules.spread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn contacts_hear_of_a_change_at_unrelated_times_within_six_hours() {
        let rules = ContactRules::default();
        let secret = |seed| IdentitySecret::from_seed(Zeroizing::new([seed; 32]));
        let mut times = std::collections::BTreeSet::new();
        for contact in 1..50 {
            let at = spread(&secret(0), contact, 1, Timestamp(0), &rules);
            assert!(at >= Timestamp(0) && at < Timestamp(0) + rules.spread, "{at}");
            times.insert(at);
        }
        assert_eq!(times.len(), 49);
    }
}
