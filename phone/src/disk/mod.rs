//! Records on disk, encrypted, durable before anything that reveals them leaves the phone.
//!
//! ```text
//! DiskStore         transactions, and the order of what surrounds them
//!   database        SQLCipher's settings, versions of the tables
//!   rows            which row is whose
//!   salts           what keeps each record readable, until it is overwritten
//!   inbox           word for an app, until it is acknowledged
//!   course          how the own status went
//! TellingStore      the same, with word of what follows from each change
//! StoreFolder       all files together: made, opened, taken in from version 1, erased
//!   key_file        the root key, locked by a KeySource
//!     stretch       passphrases, by Argon2id
//!   plain           version 1, a plain file
//! backup            a whole phone in one file
//! ```
mod backup;
mod course;
mod database;
mod error;
pub(crate) mod files;
mod folder;
mod inbox;
mod key_file;
mod key_source;
mod plain;
mod plain_log;
mod random;
mod root_key;
mod rows;
mod salts;
mod sealed;
mod step;
mod store;
mod stretch;
mod telling;

pub use backup::{BackupError, restore};
pub use course::{Course, StatusTurn};
pub use error::{KeyError, OpenError};
pub(crate) use folder::{StoreFolder, erase_folder};
pub use inbox::{Announcement, PendingUpdate};
pub use key_source::{KeyKind, KeySource, Passphrase, PassphraseError, StoreKey};
pub use step::{Step, Watch};
pub use store::DiskStore;
pub use telling::{TellingStore, Words};
