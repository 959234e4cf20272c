//! Keys and signatures for worlds too large for curves: **forgeable, for simulations only**.
//!
//! It knows how to make a public key from a seed, and from that public key and a message 64
//! bytes that no other key or message gives except by chance one in 2^128. It decides what
//! ed25519 decides as long as nobody cheats, and nothing more: **whoever knows a public key
//! can sign as its owner, and seeds can be told from keys by who tries hard enough**. No
//! attack can be studied over it, and no phone can name it: it lives beside the simulated
//! network, which phones and their transport may not import (a check of the repository).

use corona_core::identity::{SignatureError, Signatures};
use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;

/// A scheme that stands in for ed25519 and X25519 at less than a hundredth of the cost. **It protects
/// nobody**: see the module's words. Lengths are the real ones, and the same world has the
/// same traffic, records and decisions under either scheme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StandIn {}

/// Keys of the hash, one pair per use, so that no output of one use is one of another.
const PUBLIC: (u64, u64) = (0x636f_726f_6e61_2d70, 0x7562_6c69_632d_6b65);
const ACCESS: (u64, u64) = (0x636f_726f_6e61_2d61, 0x6363_6573_732d_6b65);
const SIGNATURE: (u64, u64) = (0x636f_726f_6e61_2d73, 0x6967_6e61_7475_7265);

impl Signatures for StandIn {
    fn public(seed: &[u8; 32]) -> [u8; 32] {
        expand(digest(PUBLIC, &[seed]))
    }
    fn access(secret: &[u8; 32]) -> [u8; 32] {
        expand(digest(ACCESS, &[secret]))
    }
    fn sign(_seed: &[u8; 32], public: &[u8; 32], message: &[u8]) -> [u8; 64] {
        expand(digest(SIGNATURE, &[public, message]))
    }
    fn verify(
        public: &[u8; 32],
        message: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), SignatureError> {
        let genuine: [u8; 64] = expand(digest(SIGNATURE, &[public, message]));
        if *signature == genuine { Ok(()) } else { Err(SignatureError) }
    }
    /// Any 32 bytes but zeros, which a program puts where it forgot a key.
    fn check(public: &[u8; 32]) -> bool {
        *public != [0; 32]
    }
}

/// Two words over `parts`, of which all but the last have a fixed length.
fn digest((key0, key1): (u64, u64), parts: &[&[u8]]) -> (u64, u64) {
    let mut hasher = SipHasher13::new_with_keys(key0, key1);
    parts.iter().for_each(|part| hasher.write(part));
    hasher.finish128().as_u64()
}

/// `N` bytes, a multiple of 16, that two words decide: each 16 a hash of their place.
fn expand<const N: usize>((key0, key1): (u64, u64)) -> [u8; N] {
    let mut bytes = [0; N];
    for (place, chunk) in (0_u64..).zip(bytes.chunks_exact_mut(16)) {
        let mut hasher = SipHasher13::new_with_keys(key0, key1);
        hasher.write(&place.to_le_bytes());
        chunk.copy_from_slice(&hasher.finish128().as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use corona_core::identity::{AccessSecret, Context, IdentitySecret, PseudonymSecret};
    use std::collections::BTreeSet;
    use zeroize::Zeroizing;

    fn identity(seed: u8) -> IdentitySecret {
        IdentitySecret::from_seed_with::<StandIn>(Zeroizing::new([seed; 32]))
    }

    #[test]
    fn a_stand_in_signature_holds_for_its_key_context_and_message_only() {
        let signature = identity(1).sign_with::<StandIn>(Context::Report, &[b"ab", b"c"]);
        let verdict = |seed: u8, context, parts: &[&[u8]]| {
            identity(seed).public().verify_with::<StandIn>(context, parts, &signature)
        };
        assert_eq!(verdict(1, Context::Report, &[b"abc"]), Ok(()));
        assert_eq!(verdict(2, Context::Report, &[b"abc"]), Err(SignatureError));
        assert_eq!(verdict(1, Context::CheckIn, &[b"abc"]), Err(SignatureError));
        assert_eq!(verdict(1, Context::Report, &[b"abd"]), Err(SignatureError));
        assert_eq!(verdict(1, Context::Report, &[b"abc\0"]), Err(SignatureError));
    }

    #[test]
    fn any_changed_bit_of_a_stand_in_signature_spoils_it() {
        let public = StandIn::public(&[1; 32]);
        let genuine = StandIn::sign(&[1; 32], &public, b"message");
        assert_eq!(StandIn::verify(&public, b"message", &genuine), Ok(()));
        for bit in 0..512 {
            let mut changed = genuine;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(StandIn::verify(&public, b"message", &changed), Err(SignatureError));
        }
    }

    #[test]
    fn a_real_signature_is_none_of_the_stand_ins_and_the_reverse() {
        let real = PseudonymSecret::from_seed(Zeroizing::new([1; 32]));
        let false_one = PseudonymSecret::from_seed_with::<StandIn>(Zeroizing::new([1; 32]));
        let parts: [&[u8]; 1] = [b"event"];
        let signed = real.sign(Context::CheckIn, &parts);
        let forged = false_one.sign_with::<StandIn>(Context::CheckIn, &parts);
        assert!(real.public().verify_with::<StandIn>(Context::CheckIn, &parts, &signed).is_err());
        assert!(real.public().verify(Context::CheckIn, &parts, &forged).is_err());
        assert!(false_one.public().verify(Context::CheckIn, &parts, &forged).is_err());
    }

    #[test]
    fn seeds_that_differ_in_a_bit_have_keys_that_differ_in_every_word() {
        let mut words = BTreeSet::new();
        for bit in 0..=256 {
            let mut seed = [0; 32];
            if bit < 256 {
                seed[bit / 8] ^= 1 << (bit % 8);
            }
            for key in [StandIn::public(&seed), StandIn::access(&seed)] {
                assert!(StandIn::check(&key));
                words.extend(key.chunks(8).map(<[u8]>::to_vec));
            }
        }
        assert_eq!(words.len(), 257 * 2 * 4);
        assert!(!StandIn::check(&[0; 32]));
    }

    #[test]
    fn the_access_key_of_a_person_is_of_their_scheme_and_not_their_identity() {
        let identity = identity(3);
        let access = AccessSecret::of_with::<StandIn>(&identity);
        assert_eq!(*access.public().as_bytes(), StandIn::access(&access.to_bytes()));
        assert_ne!(access.public().as_bytes(), identity.public().as_bytes());
        assert_ne!(access.public(), AccessSecret::of(&identity).public());
    }
}
