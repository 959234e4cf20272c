//! Zip archives of a single file, which some data sets are published as.
//!
//! Knows as much of the format (PKWARE's APPNOTE.TXT) as that takes: the directory at the
//! end, one entry, stored or deflated. Decides how anything else is told; which files
//! are archives is decided by how they begin.

use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::io::Read;

const MEMBER: [u8; 4] = *b"PK\x03\x04";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";

/// Length of the end record without its comment.
const END_LEN: usize = 22;
/// A comment's length is two bytes.
const COMMENT_MAX: usize = u16::MAX as usize;
/// Length of a member's header without name and extra field.
const HEADER_LEN: usize = 30;
/// Bit of an entry's flags: the member is encrypted.
const ENCRYPTED: u16 = 1;

const DAMAGED: &str = "the zip archive is damaged or truncated: fetch it again";

/// Whether this is an archive.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(&MEMBER)
}

/// The bytes of the one file in an archive.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(super) fn only_member(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let entry = only_entry(bytes)?;
    let packed = entry.packed(bytes).ok_or(DAMAGED)?;
    let plain = match entry.method {
        0 => packed.to_vec(),
        8 => {
            let mut plain = Vec::new();
            // One byte more than promised tells that there is more.
            let mut limited = DeflateDecoder::new(packed).take(u64::from(entry.plain_len) + 1);
            limited.read_to_end(&mut plain).map_err(|_| DAMAGED)?;
            plain
        }
        other => {
            return Err(format!("compressed by zip's method {other}: unpack it and give its file"));
        }
    };
    let mut crc = Crc::new();
    crc.update(&plain);
    if plain.len() != entry.plain_len as usize || crc.sum() != entry.crc {
        return Err(DAMAGED.to_owned());
    }
    Ok(plain)
}

/// What the directory says of the one file.
struct Entry {
    method: u16,
    crc: u32,
    packed_len: u32,
    plain_len: u32,
    /// Where its header begins.
    at: u32,
}

fn only_entry(bytes: &[u8]) -> Result<Entry, String> {
    let earliest = bytes.len().saturating_sub(END_LEN + COMMENT_MAX);
    let end = (earliest..=bytes.len().saturating_sub(END_LEN))
        .rev()
        .find(|at| bytes[*at..].starts_with(&END))
        .ok_or(DAMAGED)?;
    let count = u16_at(bytes, end + 10).ok_or(DAMAGED)?;
    if count != 1 {
        return Err(format!("a zip archive of {count} files: unpack it and give the one you mean"));
    }
    let directory = u32_at(bytes, end + 16).ok_or(DAMAGED)? as usize;
    let entry = bytes.get(directory..).filter(|rest| rest.starts_with(&ENTRY)).ok_or(DAMAGED)?;
    let flags = u16_at(entry, 8).ok_or(DAMAGED)?;
    if flags & ENCRYPTED != 0 {
        return Err("an encrypted zip archive: unpack it and give its file".to_owned());
    }
    let read = || {
        Some(Entry {
            method: u16_at(entry, 10)?,
            crc: u32_at(entry, 16)?,
            packed_len: u32_at(entry, 20)?,
            plain_len: u32_at(entry, 24)?,
            at: u32_at(entry, 42)?,
        })
    };
    Ok(read().ok_or(DAMAGED)?)
}

impl Entry {
    /// The member's bytes as they lie in the archive. Its own header may leave lengths to
    /// the directory, but only it knows where it ends.
    fn packed<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let header = bytes.get(self.at as usize..)?;
        let name_and_extra = usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
        header.starts_with(&MEMBER).then_some(())?;
        header.get(HEADER_LEN + name_and_extra..)?.get(..self.packed_len as usize)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// `tij.dat` with one contact, as Python's `zipfile` would write it.
    fn archive(method: u16, plain: &[u8]) -> Vec<u8> {
        let packed = if method == 8 { deflated(plain) } else { plain.to_vec() };
        let mut crc = Crc::new();
        crc.update(plain);
        let common = |flags: u16| {
            let mut head = Vec::new();
            for field in [20, flags, method, 0, 0] {
                head.extend(u16::to_le_bytes(field));
            }
            for field in [crc.sum(), packed.len() as u32, plain.len() as u32] {
                head.extend(u32::to_le_bytes(field));
            }
            head.extend([7, 0, 0, 0]);
            head
        };
        let member = [&MEMBER[..], &common(0), b"tij.dat", &packed].concat();
        let mut entry = [&ENTRY[..], &[20, 0], &common(0)].concat();
        entry.extend([0; 14]);
        entry.extend(b"tij.dat");
        let mut end = END.to_vec();
        end.extend([0, 0, 0, 0, 1, 0, 1, 0]);
        end.extend(u32::to_le_bytes(entry.len() as u32));
        end.extend(u32::to_le_bytes(member.len() as u32));
        end.extend([3, 0]);
        [&member[..], &entry, &end, b"end"].concat()
    }

    fn deflated(plain: &[u8]) -> Vec<u8> {
        let level = flate2::Compression::default();
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), level);
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_member_comes_out_as_it_went_in() {
        let line = b"32520 1467 1591\n";
        for method in [0, 8] {
            assert_eq!(only_member(&archive(method, line)).unwrap(), line);
        }
    }

    #[test]
    fn a_damaged_archive_is_refused_wherever_it_is_damaged() {
        let whole = archive(8, b"32520 1467 1591\n");
        for len in 4..whole.len() - 3 {
            assert!(only_member(&whole[..len]).is_err(), "{len} bytes");
        }
        let mut wrong = whole;
        wrong[HEADER_LEN + 8] ^= 1;
        assert!(only_member(&wrong).is_err());
    }

    #[test]
    fn what_cannot_be_read_names_the_way_out() {
        let refusal = |at: usize, byte: u8| {
            let mut bytes = archive(0, b"1 2 3\n");
            let end = bytes.len() - END_LEN - 3;
            let entry = end - 46 - 7;
            bytes[if at < 46 { entry + at } else { end + at - 46 }] = byte;
            only_member(&bytes).unwrap_err()
        };
        assert!(refusal(46 + 10, 2).contains("2 files: unpack it"));
        assert!(refusal(10, 12).contains("method 12: unpack it"));
        assert!(refusal(8, 1).contains("encrypted zip archive: unpack it"));
    }
}
