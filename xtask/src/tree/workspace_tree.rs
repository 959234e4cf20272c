//! All files of the repository, read once.
//!
//! It knows paths and the texts of files people write. It decides which folders
//! are not ours (build output, hidden folders). What a file may contain is left
//! to the rules, which see files in memory only and so can be tested on bad ones.

use std::collections::BTreeSet;
use std::path::Path;

const FOREIGN_FOLDERS: [&str; 4] = ["target", "runs", "node_modules", "__pycache__"];
const HIDDEN_FOLDERS_OF_OURS: [&str; 4] = [".cargo", ".ci", ".config", ".github"];
const TEXT_EXTENSIONS: [&str; 15] = [
    "rs", "md", "toml", "sh", "py", "proto", "yml", "yaml", "html", "js", "css", "kt", "kts",
    "swift", "txt",
];

/// One file people write.
#[derive(Debug)]
pub(crate) struct Text {
    /// From the repository's root, with `/` on every system.
    pub(crate) path: String,
    /// Its content.
    pub(crate) content: String,
}

impl Text {
    /// The file's name without folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether one of its folders is called so.
    pub(crate) fn lies_in(&self, folder: &str) -> bool {
        let mut parts = self.path.split('/').rev();
        parts.next();
        parts.any(|part| part == folder)
    }

    /// Whether it is Rust.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Its lines, counted from 1.
    pub(crate) fn numbered_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.content.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// The repository's files, sorted by path.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    texts: Vec<Text>,
    paths: BTreeSet<String>,
}

impl Tree {
    /// Reads what lies below `root`.
    ///
    /// # Errors
    /// A sentence naming the file or folder that can't be read.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        tree.texts.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    /// A tree that exists in memory only.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, content) in files {
            tree.paths.insert((*path).to_owned());
            tree.texts.push(Text { path: (*path).to_owned(), content: (*content).to_owned() });
        }
        tree
    }

    /// All texts, by path.
    pub(crate) fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// All Rust files, by path.
    pub(crate) fn rust_files(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().filter(|text| text.is_rust())
    }

    /// The text at a path.
    pub(crate) fn text(&self, path: &str) -> Option<&Text> {
        self.texts.iter().find(|text| text.path == path)
    }

    /// All files, texts or not, sorted.
    pub(crate) fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }

    /// Whether a file or a folder with a file in it lies there.
    pub(crate) fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        path.is_empty()
            || self.paths.contains(path)
            || self.paths.range(folder.clone()..).next().is_some_and(|at| at.starts_with(&folder))
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), String> {
        let unreadable = |error| format!("{} can't be read: {error}", folder.display());
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            // Links are neither followed nor read: they may leave the repository.
            let kind = entry.file_type().map_err(unreadable)?;
            if kind.is_dir() && is_ours(&name) {
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() {
                self.read_file(&entry.path(), path)?;
            }
        }
        Ok(())
    }

    fn read_file(&mut self, file: &Path, path: String) -> Result<(), String> {
        if is_text(&path) {
            let bytes = std::fs::read(file)
                .map_err(|error| format!("{} can't be read: {error}", file.display()))?;
            let content = String::from_utf8_lossy(&bytes).into_owned();
            self.texts.push(Text { path: path.clone(), content });
        }
        self.paths.insert(path);
        Ok(())
    }
}

fn is_ours(folder: &str) -> bool {
    if folder.starts_with('.') {
        return HIDDEN_FOLDERS_OF_OURS.contains(&folder);
    }
    !FOREIGN_FOLDERS.contains(&folder)
}

fn is_text(path: &str) -> bool {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    [".ci/run", "Cargo.lock"].contains(&path)
        || extension.is_some_and(|(_, end)| TEXT_EXTENSIONS.contains(&end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_output_and_hidden_folders_are_not_ours() {
        assert!(!is_ours("target") && !is_ours(".git") && !is_ours(".venv"));
        assert!(is_ours("core") && is_ours(".ci") && is_ours("tests"));
    }

    #[test]
    fn folders_exist_where_a_file_lies_in_them() {
        let tree = Tree::of(&[("docs/decisions/0001-a.md", ""), ("docs-old.md", "")]);
        assert!(tree.has("docs") && tree.has("docs/decisions") && tree.has("docs-old.md"));
        assert!(!tree.has("doc") && !tree.has("docs/decision"));
    }

    #[test]
    fn a_file_knows_its_folders_but_not_itself() {
        let text = Text { path: "core/tests/laws.rs".to_owned(), content: String::new() };
        assert!(text.lies_in("tests") && text.lies_in("core"));
        assert!(!text.lies_in("laws.rs"));
        assert_eq!(text.name(), "laws.rs");
    }
}
