//! Keys whose seeds are one repeated byte, so that anybody can make them.

use corona_core::identity::{
    Event, EventSecret, Identity, IdentitySecret, Pseudonym, PseudonymSecret, Public, Role, Secret,
};
use zeroize::Zeroizing;

fn secret<R: Role>(byte: u8) -> Secret<R> {
    Secret::from_seed(Zeroizing::new([byte; 32]))
}

/// The public key of the seed that repeats `byte`.
pub(crate) fn public<R: Role>(byte: u8) -> Public<R> {
    secret(byte).public()
}

/// Who reports, invites and is somebody's contact: seed `01…`.
pub(crate) fn identity() -> IdentitySecret {
    secret::<Identity>(1)
}

/// The event: seed `02…`.
pub(crate) fn event() -> EventSecret {
    secret::<Event>(2)
}

/// The guest at that event: seed `03…`.
pub(crate) fn pseudonym() -> PseudonymSecret {
    secret::<Pseudonym>(3)
}
