//! The web page: files that the local API serves as they are, compiled into the program.
//!
//! It knows their names and types. What the page may do is decided by the headers that the
//! server sends with them; what it asks for, by the API like for anybody else.

mod files;

pub(super) use files::file;
