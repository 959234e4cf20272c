//! Sections that are measured, put away one by one: whoever stops a report loses one section.
//!
//! A section is kept for the commit it was measured at, and only where the tree was clean;
//! figures of two programs must never stand on one page as if they were of one.

use super::options::Options;
use super::report::Measured;
use super::versions;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A section in its file.
#[derive(Serialize, Deserialize)]
struct File {
    commit: String,
    quick: bool,
    measured: Measured,
}

/// Where sections are put away, and for which commit.
#[derive(Debug)]
pub(crate) struct Kept {
    folder: PathBuf,
    commit: String,
    quick: bool,
}

impl Kept {
    /// Below the report's folder.
    pub(crate) fn below(out: &Path, commit: String, options: &Options) -> Self {
        Self { folder: out.join("sections"), commit, quick: options.quick }
    }

    /// Puts a section away.
    ///
    /// # Errors
    /// A sentence naming the file.
    pub(crate) fn put(&self, measured: &Measured) -> Result<(), String> {
        let file =
            File { commit: self.commit.clone(), quick: self.quick, measured: measured.clone() };
        let path = self.path(&measured.name);
        let text = serde_json::to_string(&file).map_err(|error| error.to_string())?;
        std::fs::create_dir_all(&self.folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    /// A section that was measured before, whole and without a failure, at this very commit.
    pub(crate) fn get(&self, name: &str) -> Option<Measured> {
        let text = std::fs::read_to_string(self.path(name)).ok()?;
        let file: File = serde_json::from_str(&text).ok()?;
        let is_of_this = file.commit == self.commit && versions::is_clean(&self.commit);
        let is_whole = file.measured.contents.failures.is_empty();
        (is_of_this && file.quick == self.quick && is_whole).then_some(file.measured)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::contents::Contents;
    use crate::bench_report::figure::Figure;

    fn measured() -> Measured {
        let mut contents = Contents::default();
        contents.text("words");
        contents.figure(Figure::new("a/b", 0.1, "s", &["x".to_owned()]));
        Measured { name: "queue".to_owned(), contents, seconds: 2.0, ..Measured::default() }
    }

    #[test]
    fn a_section_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let of = |commit: &str| Kept::below(folder.path(), commit.to_owned(), &Options::default());
        of("0123456789ab").put(&measured()).unwrap();
        assert_eq!(of("0123456789ab").get("queue"), Some(measured()));
        assert_eq!(of("0123456789ab").get("rivals"), None);
        assert_eq!(of("ba9876543210").get("queue"), None, "of another commit");
        let quick = Options { quick: true, ..Options::default() };
        let quick = Kept::below(folder.path(), "0123456789ab".to_owned(), &quick);
        assert_eq!(quick.get("queue"), None, "of other sizes");
    }

    #[test]
    fn what_failed_or_came_of_an_edited_tree_is_measured_again() {
        let folder = tempfile::tempdir().unwrap();
        let of = |commit: &str| Kept::below(folder.path(), commit.to_owned(), &Options::default());
        of("0123456789ab-dirty").put(&measured()).unwrap();
        assert_eq!(of("0123456789ab-dirty").get("queue"), None);
        of("unknown").put(&measured()).unwrap();
        assert_eq!(of("unknown").get("queue"), None);
        let mut failed = measured();
        failed.contents.failures.push("broken".to_owned());
        of("0123456789ab").put(&failed).unwrap();
        assert_eq!(of("0123456789ab").get("queue"), None);
    }
}
