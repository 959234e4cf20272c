//! The only loop between a node and its world; phone and simulation differ in how they wait.
//!
//! One turn: take one notice (or, if none waits and something is due, wake), let the node
//! handle it, make its changes durable, and only then submit its requests: what was
//! acknowledged survives a crash at any instruction (protocol §5, invariant 5).

use crate::identity::Signatures;
use crate::node::{Answer, Command, CommandError, Effects, Node, Update};
use crate::storage::{Store, StoreError};
use crate::time::Timestamp;
use crate::trace::{Taken, Witness};
use crate::transport::Transport;
use rand_core::CryptoRng;

/// A turn ends after so many notices, be there more.
const NOTICES_A_TURN: u32 = 256;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The person can act.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The store can't keep its promise: the node must be dropped and rebuilt from it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Runs the node until it has nothing to do at `now`; returns when it must run again,
/// unless a notice comes first.
///
/// # Errors
/// [`StoreError`] if a change could not be stored. Nothing that depends on it was sent.
/// The node is ahead of its store then: drop it and restore.
pub fn pump<T: Transport + ?Sized, S: Store + ?Sized, K: Signatures>(
    node: &mut Node<K>,
    transport: &mut T,
    store: &mut S,
    now: Timestamp,
    rng: &mut dyn CryptoRng,
    updates: &mut Vec<Update>,
) -> Result<Timestamp, StoreError> {
    pump_witnessed(node, transport, store, now, rng, updates, &mut ())
}

/// [`pump`], looked on by `witness`.
///
/// # Errors
/// As [`pump`]; the witness was told of a decision then that was never settled.
pub fn pump_witnessed<
    T: Transport + ?Sized,
    S: Store + ?Sized,
    W: Witness + ?Sized,
    K: Signatures,
>(
    node: &mut Node<K>,
    transport: &mut T,
    store: &mut S,
    now: Timestamp,
    rng: &mut dyn CryptoRng,
    updates: &mut Vec<Update>,
    witness: &mut W,
) -> Result<Timestamp, StoreError> {
    let mut effects = Effects::for_store(store);
    let mut left = NOTICES_A_TURN;
    loop {
        // Whoever sends faster than we store must not keep us from what is due, nor the
        // caller from its person.
        let is_tired = left == 0;
        if is_tired && node.next_wake() > now {
            return Ok(now);
        }
        if let Some(notice) = (!is_tired).then(|| transport.poll()).flatten() {
            left -= 1;
            witness.took(now, Taken::Notice(&notice));
            node.notice(notice, now, rng, &mut effects);
        } else {
            let next = node.next_wake();
            if next > now {
                return Ok(next);
            }
            witness.took(now, Taken::Wake);
            node.wake(now, &mut effects);
        }
        settle_witnessed(&mut effects, transport, store, now, updates, witness)?;
    }
}

/// Carries out one command; pump afterwards.
///
/// # Errors
/// [`Failure`].
pub fn command<T: Transport + ?Sized, S: Store + ?Sized, K: Signatures>(
    node: &mut Node<K>,
    command: Command,
    transport: &mut T,
    store: &mut S,
    now: Timestamp,
    rng: &mut dyn CryptoRng,
    updates: &mut Vec<Update>,
) -> Result<Answer, Failure> {
    command_witnessed(node, command, transport, store, now, rng, updates, &mut ())
}

/// [`command`], looked on by `witness`; pump afterwards.
///
/// # Errors
/// [`Failure`]. A refused command is settled for the witness, a store's failure isn't.
#[expect(clippy::too_many_arguments, reason = "the parts of a phone, and a command")]
pub fn command_witnessed<
    T: Transport + ?Sized,
    S: Store + ?Sized,
    W: Witness + ?Sized,
    K: Signatures,
>(
    node: &mut Node<K>,
    command: Command,
    transport: &mut T,
    store: &mut S,
    now: Timestamp,
    rng: &mut dyn CryptoRng,
    updates: &mut Vec<Update>,
    witness: &mut W,
) -> Result<Answer, Failure> {
    let mut effects = Effects::for_store(store);
    witness.took(now, Taken::Command(&command));
    let answer = node.command(command, now, rng, &mut effects);
    witness.decided(&effects, Some(answer.as_ref()));
    if answer.is_ok() {
        settle(&mut effects, transport, store, now, updates)?;
    }
    witness.settled();
    Ok(answer?)
}

/// [`settle`], looked on by `witness`: for what [`Node::create`] and [`Node::restore`] decided.
///
/// # Errors
/// As [`settle`].
pub fn settle_witnessed<T: Transport + ?Sized, S: Store + ?Sized, W: Witness + ?Sized>(
    effects: &mut Effects,
    transport: &mut T,
    store: &mut S,
    now: Timestamp,
    updates: &mut Vec<Update>,
    witness: &mut W,
) -> Result<(), StoreError> {
    witness.decided(effects, None);
    settle(effects, transport, store, now, updates)?;
    witness.settled();
    Ok(())
}

/// Stores, then sends, then shows.
///
/// # Errors
/// [`StoreError`] if nothing was stored; then nothing was sent or shown either.
pub fn settle<T: Transport + ?Sized, S: Store + ?Sized>(
    effects: &mut Effects,
    transport: &mut T,
    store: &mut S,
    now: Timestamp,
    updates: &mut Vec<Update>,
) -> Result<(), StoreError> {
    if !effects.changes.is_empty() || !effects.changed.is_empty() {
        store.commit_with_updates(&effects.changes, &effects.updates, now)?;
        effects.changes.clear();
        effects.changed.clear();
    } else if !effects.updates.is_empty() {
        store.keep_word(&effects.updates, now)?;
    }
    effects.requests.drain(..).for_each(|request| transport.submit(request));
    updates.append(&mut effects.updates);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::InfectionStatus;
    use crate::storage::Change;
    use crate::transport::{LinkId, Notice, Request};

    /// What reached store and transport.
    #[derive(Default)]
    struct Told {
        commits: u32,
        words: Vec<Update>,
        is_full: bool,
    }

    impl Store for Told {
        fn commit(&mut self, _changes: &[Change], _now: Timestamp) -> Result<(), StoreError> {
            self.commits += 1;
            Ok(())
        }
        fn keep_word(&mut self, updates: &[Update], _now: Timestamp) -> Result<(), StoreError> {
            if self.is_full {
                return Err(StoreError::Unwritable("full".to_owned()));
            }
            self.words.extend_from_slice(updates);
            Ok(())
        }
    }

    #[derive(Default)]
    struct Submitted(u32);

    impl Transport for Submitted {
        fn submit(&mut self, _request: Request) {
            self.0 += 1;
        }
        fn poll(&mut self) -> Option<Notice> {
            None
        }
    }

    /// A status that fades by time alone, and a link that ends with it.
    fn faded() -> Effects {
        let (from, to) = (InfectionStatus::HighRisk, InfectionStatus::Unknown);
        Effects {
            updates: vec![Update::StatusChanged { from, to }],
            requests: vec![Request::Close { link: LinkId::dialled(1) }],
            ..Effects::default()
        }
    }

    #[test]
    fn word_of_what_changes_no_record_is_kept_before_anything_is_sent_or_shown() {
        let (mut store, mut sent, mut shown) = (Told::default(), Submitted::default(), Vec::new());
        settle(&mut faded(), &mut sent, &mut store, Timestamp(0), &mut shown).unwrap();
        assert_eq!((store.commits, sent.0), (0, 1));
        assert_eq!((store.words, shown), (faded().updates, faded().updates));

        let mut store = Told { is_full: true, ..Told::default() };
        let (mut sent, mut shown) = (Submitted::default(), Vec::new());
        settle(&mut faded(), &mut sent, &mut store, Timestamp(0), &mut shown).unwrap_err();
        assert_eq!((sent.0, shown.len()), (0, 0));

        let mut store = Told::default();
        let mut silent = Effects { updates: Vec::new(), ..faded() };
        settle(&mut silent, &mut sent, &mut store, Timestamp(0), &mut shown).unwrap();
        assert_eq!((store.commits, store.words.len(), sent.0), (0, 0, 1));
    }
}
