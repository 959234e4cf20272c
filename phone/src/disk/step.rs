//! The moments of a store's work at which a phone may die: for tests.

use std::io;

/// What the store has just done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// Nothing yet: a transaction begins.
    Begun,
    /// Salts of what is to be written are on the disk.
    Salted,
    /// Journal and changed pages are on the disk, the transaction isn't committed.
    Written,
    /// The transaction is durable; salts of what was replaced or erased are still there.
    Committed,
    /// Nothing is left to do.
    Settled,
}

/// Looks on, and kills the process, or fails as a disk would: an error before
/// [`Step::Committed`] takes the transaction back, one from there on only keeps the phone
/// from hearing that it is durable.
pub type Watch = Box<dyn FnMut(Step) -> io::Result<()> + Send>;
