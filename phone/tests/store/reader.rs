//! Reads a phone's folder with nothing of the store's code: what anybody could do who holds
//! the folder and its key.

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, KeyInit};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use rusqlite::Connection;
use serde::Deserialize;
use sha2::Sha256;
use std::path::{Path, PathBuf};

/// SQLCipher 4: pages of 4 KiB, of which the last 80 bytes are vector and code.
const PAGE: usize = 4096;
const RESERVE: usize = 80;
const SALT: usize = 16;

#[derive(Deserialize)]
enum Lock {
    Folder { key: [u8; 32] },
    Passphrase { _salt: [u8; 16], _memory_kib: u32, _passes: u32 },
    Keystore,
}

#[derive(Deserialize)]
struct KeyFile {
    lock: Lock,
    sealed: Vec<u8>,
}

/// The root key of a folder that its own key opens.
pub(crate) fn root_key(folder: &Path) -> [u8; 32] {
    let bytes = std::fs::read(folder.join("key")).unwrap();
    let content: KeyFile =
        postcard::from_bytes(bytes.strip_prefix(b"corona key 1\n").unwrap()).unwrap();
    let place = postcard::to_allocvec(&match &content.lock {
        Lock::Folder { key } => (0_u8, key),
        Lock::Passphrase { .. } | Lock::Keystore => panic!("tests that read have a folder's key"),
    });
    let Lock::Folder { key } = content.lock else { unreachable!() };
    let root = unseal(&key, &place.unwrap(), &content.sealed).expect("the folder's key");
    root.try_into().unwrap()
}

/// All pages of the database, decrypted, those that are free included.
pub(crate) fn pages(folder: &Path, root: &[u8; 32]) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(folder.join("records.db")).unwrap();
    assert_eq!(bytes.len() % PAGE, 0);
    let cipher = Aes256::new(&page_key(root).into());
    bytes
        .chunks(PAGE)
        .enumerate()
        .map(|(number, page)| {
            let begin = if number == 0 { SALT } else { 0 };
            let (sealed, rest) = page[begin..].split_at(PAGE - RESERVE - begin);
            let mut chain: [u8; 16] = rest[..16].try_into().unwrap();
            let mut plain = Vec::with_capacity(PAGE);
            for block in sealed.chunks_exact(16) {
                let mut opened = aes::Block::try_from(block).unwrap();
                cipher.decrypt_block(&mut opened);
                plain.extend(opened.iter().zip(chain).map(|(byte, mask)| byte ^ mask));
                chain = block.try_into().unwrap();
            }
            plain
        })
        .collect()
}

/// One row, and what its content hides, if its salt is still there.
pub(crate) struct Row {
    pub(crate) kind: u8,
    pub(crate) number: u32,
    pub(crate) sealed: Vec<u8>,
    pub(crate) content: Option<Vec<u8>>,
}

/// All rows of the database in `folder`, opened by the salts in `salts`.
pub(crate) fn rows(folder: &Path, root: &[u8; 32], salts: &Path) -> Vec<Row> {
    let database = Connection::open(folder.join("records.db")).unwrap();
    let key: String = page_key(root).iter().map(|byte| format!("{byte:02x}")).collect();
    database.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    let salts = std::fs::read(salts).unwrap();
    let mut query =
        database.prepare("SELECT kind, number, part, content, place FROM records").unwrap();
    let rows = query.query_map([], |row| {
        let (kind, number, part): (u8, u32, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (sealed, place): (Vec<u8>, u32) = (row.get(3)?, row.get(4)?);
        let place = place as usize;
        let salt = salts.get(32 * place..32 * place + 32).unwrap_or(&[]);
        let key = derive(root, b"corona/v1/store/records", salt);
        let at = [&[kind][..], &number.to_le_bytes(), &part.to_le_bytes()].concat();
        let content = unseal(&key, &at, &sealed);
        Ok(Row { kind, number, sealed, content })
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(files(&entry.path()));
        } else if kind.is_file() {
            found.push((entry.path(), std::fs::read(entry.path()).unwrap()));
        }
    }
    found
}

pub(crate) fn holds(bytes: &[u8], pattern: &[u8]) -> bool {
    bytes.windows(pattern.len()).any(|window| window == pattern)
}

pub(crate) fn page_key(root: &[u8; 32]) -> [u8; 32] {
    derive(root, b"corona/v1/store/pages", &[])
}

fn derive(root: &[u8; 32], purpose: &[u8], salt: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), root).expand(purpose, &mut key).unwrap();
    key
}

fn unseal(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<24>()?;
    let payload = Payload { msg: sealed, aad: place };
    XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(*nonce), payload).ok()
}
