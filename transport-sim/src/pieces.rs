//! A state too large to be held twice, written and read piece by piece.
//!
//! It knows how lists are cut into pieces of a bounded length, and decides nothing else:
//! encoding, files and checks are left to whoever implements [`PutPieces`] and
//! [`TakePieces`]. Both sides name the same pieces in the same order.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// So many items of a list are one piece.
const ITEMS: usize = 4_096;

/// Takes pieces of a state.
pub trait PutPieces {
    /// Why a piece could not be put away.
    type Error;

    /// Puts one piece behind all others.
    ///
    /// # Errors
    /// Those of the medium.
    fn put<T: Serialize + ?Sized>(&mut self, piece: &T) -> Result<(), Self::Error>;

    /// Puts a list, some thousand items a piece.
    ///
    /// # Errors
    /// Those of the medium.
    fn put_all<T: Serialize>(
        &mut self,
        items: impl ExactSizeIterator<Item = T>,
    ) -> Result<(), Self::Error> {
        self.put(&items.len())?;
        let mut piece = Vec::with_capacity(ITEMS.min(items.len()));
        for item in items {
            piece.push(item);
            if piece.len() == ITEMS {
                self.put(&piece)?;
                piece.clear();
            }
        }
        if piece.is_empty() { Ok(()) } else { self.put(&piece) }
    }
}

/// Gives the pieces of a state back, in the order in which they were put.
pub trait TakePieces {
    /// Why a piece could not be given back.
    type Error;

    /// The next piece.
    ///
    /// # Errors
    /// Those of the medium, or that the piece is no `T`.
    fn take<T: DeserializeOwned>(&mut self) -> Result<T, Self::Error>;

    /// The error for pieces that are readable and don't fit together.
    fn contradiction(&self, problem: &str) -> Self::Error;

    /// A list that [`PutPieces::put_all`] has put.
    ///
    /// # Errors
    /// As [`take`](Self::take), or that there are more or fewer items than were put.
    fn take_all<T, C>(&mut self) -> Result<C, Self::Error>
    where
        T: DeserializeOwned,
        C: IntoIterator<Item = T> + Default + Extend<T>,
    {
        let mut missing: usize = self.take()?;
        let mut items = C::default();
        while missing > 0 {
            let piece: Vec<T> = self.take()?;
            let more = missing.checked_sub(piece.len()).filter(|_| !piece.is_empty());
            missing = more.ok_or_else(|| self.contradiction("a list has another length"))?;
            items.extend(piece);
        }
        Ok(items)
    }
}
