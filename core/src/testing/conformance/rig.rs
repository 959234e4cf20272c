//! What the suite needs of a test bed.
//!
//! A [`Rig`] knows its phones and how its time passes; the laws decide what to do with
//! them.

use crate::time::{Span, Timestamp};
use crate::transport::Transport;

/// At least three phones on one network, each called an end.
pub trait Rig {
    /// Lends the transport of an end, 0 to 2.
    fn with<R>(&mut self, end: usize, act: impl FnOnce(&mut dyn Transport) -> R) -> R;
    /// The time by the clock of an end.
    fn now(&self, end: usize) -> Timestamp;
    /// Lets time pass: waits, or executes what falls into it.
    fn pass(&mut self, span: Span);
    /// A seed for a key that was never used on this network before.
    fn fresh_seed(&mut self) -> [u8; 32];
    /// Whatever comes at all, even by a detour, comes in this time.
    fn patience(&self) -> Span;
    /// So many dials in a row are not all spoiled by bad luck.
    fn dials_to_be_sure(&self) -> usize {
        3
    }
    /// What was sent over an open link arrives in this time.
    fn quiet(&self) -> Span;
}
