//! The encrypted database: how it is opened, and by which rules it writes.
//!
//! It knows SQLCipher's settings and the versions of the tables. It decides that a database
//! without a cipher, of a later version, or with a damaged page is not used.
//!
//! A rollback journal instead of a write-ahead log: with `secure_delete`, what is erased is
//! gone from the database when the transaction ends, and the journal is empty then.

use super::OpenError;
use super::root_key::RootKey;
use super::rows::Mark;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::path::Path;

/// Before the key: from here on memory that held secrets is wiped when it is freed, and
/// nothing is said on standard error.
const BEFORE_KEY: &str = "PRAGMA cipher_memory_security = ON; PRAGMA cipher_log_level = NONE;";
const SETTINGS: &str = "
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_mode = TRUNCATE;
    PRAGMA synchronous = EXTRA;
    PRAGMA mmap_size = 0;
    PRAGMA trusted_schema = OFF;
";

/// What leads from one version of the tables to the next, forward only. The first leads from
/// nothing to version 2: version 1 was a plain file.
pub(super) const MIGRATIONS: [&str; 3] = [
    "CREATE TABLE phone (name TEXT NOT NULL, digest BLOB NOT NULL) STRICT;
    CREATE TABLE records (
        kind INTEGER NOT NULL,
        number INTEGER NOT NULL,
        part INTEGER NOT NULL,
        place INTEGER NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (kind, number, part)
    ) STRICT, WITHOUT ROWID;",
    "CREATE TABLE updates (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        what TEXT NOT NULL,
        number INTEGER,
        text TEXT NOT NULL
    ) STRICT;",
    "CREATE TABLE course (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        status INTEGER NOT NULL,
        event INTEGER,
        hosted INTEGER
    ) STRICT;",
];

/// The version that the first migration makes.
const FIRST: u32 = 2;
/// The version that this build writes.
pub(super) const VERSION: u32 = FIRST + MIGRATIONS.len() as u32 - 1;

/// A new database, without tables, whose file is there and empty.
pub(super) fn create(file: &Path, root: &RootKey) -> Result<Connection, OpenError> {
    connect(file, root).map_err(|error| OpenError::sql(file, &error)).and_then(encrypted)
}

/// A database that holds records, all of whose pages are whole.
pub(super) fn open(file: &Path, root: &RootKey) -> Result<Connection, OpenError> {
    if !file.exists() {
        return Err(OpenError::Missing(file.to_owned()));
    }
    let sql = |error| OpenError::sql(file, &error);
    let database = connect(file, root).map_err(sql).and_then(encrypted)?;
    let found = version(&database).map_err(sql)?;
    if found > VERSION {
        return Err(OpenError::Newer { file: file.to_owned(), found, known: VERSION });
    }
    if found < FIRST {
        let problem = "it holds no tables".to_owned();
        return Err(OpenError::Damaged { file: file.to_owned(), problem });
    }
    if database.is_readonly("main").map_err(sql)? {
        let problem = "it can't be written: check who owns it, and that the disk isn't read-only";
        return Err(OpenError::Unusable { file: file.to_owned(), problem: problem.to_owned() });
    }
    check(file, &database)?;
    Ok(database)
}

/// Brings the tables to this build's version, one transaction for each step.
pub(super) fn migrate(database: &mut Connection) -> rusqlite::Result<()> {
    for (next, step) in (FIRST..).zip(MIGRATIONS) {
        if version(database)? >= next {
            continue;
        }
        let transaction = database.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", next)?;
        transaction.commit()?;
    }
    Ok(())
}

/// The version of the tables; 0 if there are none.
pub(super) fn version(database: &Connection) -> rusqlite::Result<u32> {
    database.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The name that was given when the phone was made.
pub(super) fn name(database: &Connection) -> rusqlite::Result<String> {
    database.query_row("SELECT name FROM phone", [], |row| row.get(0))
}

/// Keeps the name that was given when the phone was made.
pub(super) fn set_name(database: &Connection, name: &str) -> rusqlite::Result<()> {
    let of_nothing = Mark::default();
    database.execute("INSERT INTO phone VALUES (?1, ?2)", params![name, of_nothing]).map(drop)
}

/// The digest of all contents, as of the last transaction.
pub(super) fn digest(database: &Connection) -> rusqlite::Result<Mark> {
    database.query_row("SELECT digest FROM phone", [], |row| row.get(0))
}

/// Keeps the digest of all contents.
pub(super) fn set_digest(database: &Connection, digest: &Mark) -> rusqlite::Result<()> {
    database.prepare_cached("UPDATE phone SET digest = ?1")?.execute([digest]).map(drop)
}

/// Writes a page, so that whoever can't is told before anything is acknowledged.
pub(super) fn probe(database: &mut Connection) -> rusqlite::Result<()> {
    let transaction = database.transaction()?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

fn connect(file: &Path, root: &RootKey) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(file, flags)?;
    database.execute_batch(BEFORE_KEY)?;
    database.execute_batch(&root.pragma())?;
    database.execute_batch(SETTINGS)?;
    Ok(database)
}

/// Refuses an SQLite that is not SQLCipher: it takes a key without a word, and uses none.
fn encrypted(database: Connection) -> Result<Connection, OpenError> {
    let cipher = database.pragma_query_value(None, "cipher_version", |row| row.get::<_, String>(0));
    match cipher {
        Ok(version) if !version.is_empty() => Ok(database),
        Ok(_) | Err(_) => Err(OpenError::Unencrypted),
    }
}

/// Reads every page: its authentication code, then how the tables hang together.
fn check(file: &Path, database: &Connection) -> Result<(), OpenError> {
    for check in ["cipher_integrity_check", "quick_check(1)"] {
        let first = first_line(database, check).map_err(|error| OpenError::sql(file, &error))?;
        match first {
            Some(problem) if problem != "ok" => {
                return Err(OpenError::Damaged { file: file.to_owned(), problem });
            }
            Some(_) | None => {}
        }
    }
    Ok(())
}

/// The first line that a check says, if it says any.
fn first_line(database: &Connection, check: &str) -> rusqlite::Result<Option<String>> {
    let mut query = database.prepare(&format!("PRAGMA {check}"))?;
    query.query_row([], |row| row.get(0)).optional()
}
