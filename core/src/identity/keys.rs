//! ed25519 keys whose role is part of their type (whitepaper, "Cryptography and networking").
//!
//! Each role marker gives a public and a secret type, so that no function that
//! expects a pseudonym can be handed an identity. Secrets are seeds (RFC 8032 §5.1.5),
//! wiped on drop, and neither they nor public keys print: a log must not link people.

use super::scheme::{Ed25519, Signatures};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use zeroize::{Zeroize, Zeroizing};

/// What a key is for.
pub trait Role {
    /// How keys of this role print.
    const NAME: &'static str;
}

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident, $public:ident, $secret:ident, $name:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum $role {}
        impl Role for $role {
            const NAME: &'static str = $name;
        }
        #[doc = concat!("Public ", $name, " key.")]
        pub type $public = Public<$role>;
        #[doc = concat!("Secret ", $name, " key.")]
        pub type $secret = Secret<$role>;
    )+};
}

roles! {
    /// Permanent: who a user is.
    Identity, IdentityKey, IdentitySecret, "identity";
    /// Rotating: where a service is; the onion service key.
    Discovery, Address, DiscoverySecret, "discovery";
    /// Who an event is, fresh for each event.
    Event, EventKey, EventSecret, "event";
    /// Who a guest is at one event and nowhere else.
    Pseudonym, PseudonymKey, PseudonymSecret, "pseudonym";
    /// Admits one check-in.
    CheckIn, CheckInKey, CheckInSecret, "check-in";
    /// Both ends of one pairing by invitation.
    Pairing, PairingKey, PairingSecret, "pairing";
}

/// A public key of role `R`: 32 bytes, a compressed Edwards point (RFC 8032 §5.1.2).
///
/// Holding one says nothing of its validity: [`Public::check`] and strict
/// signature verification do.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Public<R: Role> {
    bytes: [u8; 32],
    #[serde(skip)]
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Public<R> {
    /// From its 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self { bytes, role: PhantomData }
    }
    /// From a slice of exactly 32 bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_bytes)
    }
    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
    /// Whether this is the only encoding of a point of the curve outside the small
    /// subgroup, for which anybody could forge signatures.
    #[must_use]
    pub fn check(&self) -> bool {
        self.check_with::<Ed25519>()
    }
    /// Whether scheme `S` takes this for a key.
    #[must_use]
    pub fn check_with<S: Signatures>(&self) -> bool {
        S::check(&self.bytes)
    }
    /// The same key with its role forgotten, for a transport.
    #[must_use]
    pub const fn erase_role(&self) -> VerifyingKey {
        VerifyingKey(self.bytes)
    }
}

impl<R: Role> Clone for Public<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R: Role> Copy for Public<R> {}
impl<R: Role> PartialEq for Public<R> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}
impl<R: Role> Eq for Public<R> {}
impl<R: Role> PartialOrd for Public<R> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<R: Role> Ord for Public<R> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes.cmp(&other.bytes)
    }
}
impl<R: Role> Hash for Public<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}
impl<R: Role> fmt::Debug for Public<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} key (redacted)", R::NAME)
    }
}

/// A secret key of role `R`: an RFC 8032 seed with its public key. Wiped on drop;
/// deliberately neither `Debug` nor `PartialEq`.
pub struct Secret<R: Role> {
    seed: Zeroizing<[u8; 32]>,
    public: Public<R>,
}

impl<R: Role> Secret<R> {
    /// A fresh key.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self::generate_with::<Ed25519>(rng)
    }
    /// A fresh key of scheme `S`. Every scheme draws the same bytes.
    pub fn generate_with<S: Signatures>(rng: &mut dyn CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::from_seed_with::<S>(seed)
    }
    /// From a stored seed.
    #[must_use]
    pub fn from_seed(seed: Zeroizing<[u8; 32]>) -> Self {
        Self::from_seed_with::<Ed25519>(seed)
    }
    /// From a stored seed, in scheme `S`.
    #[must_use]
    pub fn from_seed_with<S: Signatures>(seed: Zeroizing<[u8; 32]>) -> Self {
        let public = Public::from_bytes(S::public(&seed));
        Self { seed, public }
    }
    /// The seed, to be stored or shown in a code; the copy wipes itself.
    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        self.seed.clone()
    }
    /// The public key.
    #[must_use]
    pub const fn public(&self) -> Public<R> {
        self.public
    }
    /// The same key with its role forgotten, for a transport to prove with.
    #[must_use]
    pub fn erase_role(&self) -> AuthKey {
        AuthKey { seed: self.seed.clone(), public: self.public.erase_role() }
    }
    pub(super) fn exposed(&self) -> &[u8; 32] {
        &self.seed
    }
}

impl<R: Role> Clone for Secret<R> {
    fn clone(&self) -> Self {
        Self { seed: self.seed.clone(), public: self.public }
    }
}

/// Seed and public key are stored together: deriving costs a curve multiplication
/// for each key at every start, and only the scheme that made the key could.
impl<R: Role> Serialize for Secret<R> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&*self.seed, self.public.as_bytes()).serialize(serializer)
    }
}
impl<'de, R: Role> Deserialize<'de> for Secret<R> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut seed, public) = <([u8; 32], [u8; 32])>::deserialize(deserializer)?;
        let secret = Self { seed: Zeroizing::new(seed), public: Public::from_bytes(public) };
        seed.zeroize();
        Ok(secret)
    }
}

/// A public key of any role, as a transport sees it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VerifyingKey([u8; 32]);

impl VerifyingKey {
    /// From its 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
    /// Reads it as a key of the role that its service implies.
    #[must_use]
    pub const fn assume_role<R: Role>(&self) -> Public<R> {
        Public::from_bytes(self.0)
    }
}
impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("verifying key (redacted)")
    }
}

/// A secret key of any role, with which a transport proves this phone's end of a link.
#[derive(Clone)]
pub struct AuthKey {
    seed: Zeroizing<[u8; 32]>,
    public: VerifyingKey,
}

impl AuthKey {
    /// The RFC 8032 seed; the copy wipes itself.
    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        self.seed.clone()
    }
    /// The public key.
    #[must_use]
    pub const fn public(&self) -> VerifyingKey {
        self.public
    }
}
impl fmt::Debug for AuthKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("auth key (redacted)")
    }
}

/// What hosting an onion service takes: where it is, and who it proves to be.
#[derive(Clone)]
pub struct ServiceKeys {
    /// The onion service key.
    pub discovery: DiscoverySecret,
    /// Proven to everybody who dials.
    pub prove: AuthKey,
}
impl fmt::Debug for ServiceKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("service keys (redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_key_prints() {
        let secret = IdentitySecret::from_seed(Zeroizing::new([0xAB; 32]));
        let printed = format!(
            "{:?} {:?} {:?}",
            secret.public(),
            secret.erase_role(),
            secret.public().erase_role()
        );
        assert_eq!(printed, "identity key (redacted) auth key (redacted) verifying key (redacted)");
    }

    #[test]
    fn a_seed_gives_the_public_key_of_rfc_8032_test_1() {
        let mut seed = [0; 32];
        let mut public = [0; 32];
        hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", &mut seed);
        hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", &mut public);
        let secret = IdentitySecret::from_seed(Zeroizing::new(seed));
        assert_eq!(secret.public().as_bytes(), &public);
    }

    #[test]
    fn small_order_points_are_no_keys() {
        let mut identity_point = [0; 32];
        identity_point[0] = 1;
        assert!(!IdentityKey::from_bytes(identity_point).check());
        assert!(IdentitySecret::from_seed(Zeroizing::new([7; 32])).public().check());
    }

    #[test]
    fn a_point_has_one_encoding() {
        // y = 3 is on the curve; y + p has 255 bits too.
        let mut reduced = [0; 32];
        reduced[0] = 3;
        let mut unreduced = [0xFF; 32];
        (unreduced[0], unreduced[31]) = (0xED + 3, 0x7F);
        assert!(IdentityKey::from_bytes(reduced).check());
        assert!(!IdentityKey::from_bytes(unreduced).check());
        assert!(ed25519_dalek::VerifyingKey::from_bytes(&unreduced).is_ok());
    }

    fn hex(text: &str, out: &mut [u8; 32]) {
        for (i, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap();
        }
    }
}
