//! The repository's files as the rules see them: paths, texts, Rust code without prose.

mod rust_text;
mod use_paths;
mod workspace_tree;

pub(crate) use rust_text::RustText;
pub(crate) use use_paths::used_paths;
pub(crate) use workspace_tree::{Text, Tree};
