//! The folder of data sets, which is not part of the repository.
//!
//! It knows the data sets tests compare with and where they may lie: in
//! `CORONA_DATA`, or beside the repository in `../shared/data`. It decides which
//! folder this run uses; how tests do without one is left to them.

use crate::tree::Tree;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The environment variable that names the folder.
pub(crate) const VARIABLE: &str = "CORONA_DATA";

const BESIDE_THE_REPOSITORY: &str = "shared/data";

const DATA_SETS: [&str; 15] = [
    "cencetti-oracle",
    "covidhm-network",
    "kucharski-contacts",
    "openpowerlifting",
    "polymod",
    "sp-highschool13",
    "sp-hospital-lh10",
    "sp-infectious",
    "sp-invs13",
    "sp-invs15",
    "sp-kenya-households",
    "sp-primaryschool",
    "sp-sfhh09",
    "synthpops-seattle-100k",
    "test-sensitivity",
];

/// Where this run looks for data sets, and what it won't find.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DataFolder {
    path: PathBuf,
    missing: Vec<&'static str>,
}

impl DataFolder {
    /// Chooses the folder: the variable's if set, else the one beside the repository.
    ///
    /// # Errors
    /// A sentence if the variable names no folder: whoever set it expects data.
    pub(crate) fn choose(root: &Path, variable: Option<&OsStr>) -> Result<Self, String> {
        let path = match variable {
            // Tests run in other folders than this command, so the path is made absolute.
            Some(path) => {
                std::path::absolute(path).ok().filter(|path| path.is_dir()).ok_or_else(|| {
                    format!("{VARIABLE} = {path:?} is no folder: correct it, or unset it")
                })?
            }
            None => root.parent().unwrap_or(root).join(BESIDE_THE_REPOSITORY),
        };
        let missing = DATA_SETS.into_iter().filter(|name| !path.join(name).is_dir()).collect();
        Ok(Self { path, missing })
    }

    /// The folder, if it is there.
    pub(crate) fn existing(&self) -> Option<&Path> {
        self.path.is_dir().then_some(&self.path)
    }

    /// The folder, and loudly what is missing with the code that reads it.
    pub(crate) fn describe(&self, tree: &Tree) -> Vec<String> {
        let path = self.path.display();
        if self.missing.is_empty() {
            return vec![format!("data sets: {path} (all {})", DATA_SETS.len())];
        }
        let mut lines = vec![
            format!(
                "data sets: {path} ({} of {})",
                DATA_SETS.len() - self.missing.len(),
                DATA_SETS.len()
            ),
            "!!! DATA SETS ARE MISSING: tests that compare with them skip what they can't read."
                .to_owned(),
            format!("!!! Set {VARIABLE} to the folder that has them."),
        ];
        let missing = self.missing.iter().map(|name| (name, readers(tree, name)));
        let (read, unread): (Vec<_>, Vec<_>) = missing.partition(|(_, files)| !files.is_empty());
        lines.extend(read.iter().map(|(name, files)| format!("!!! {name}: {}", files.join(", "))));
        if !unread.is_empty() {
            lines.push(format!("!!! (and {} that no source names)", unread.len()));
        }
        lines
    }
}

/// The sources that name a data set.
fn readers<'a>(tree: &'a Tree, data_set: &str) -> Vec<&'a str> {
    let ours = tree.rust_files().filter(|file| !file.path.starts_with("xtask/"));
    let readers = ours.filter(|file| file.content.contains(data_set));
    readers.map(|file| file.path.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nowhere() -> DataFolder {
        DataFolder::choose(Path::new("/no/such/root"), None).unwrap()
    }

    #[test]
    fn a_variable_that_names_no_folder_is_refused() {
        let refused = DataFolder::choose(Path::new("/"), Some(OsStr::new("/no/such/folder")));
        assert!(refused.unwrap_err().contains("/no/such/folder"));
    }

    #[test]
    fn the_variable_goes_before_the_folder_beside_the_repository() {
        let here = crate::workspace_root().unwrap();
        let chosen =
            DataFolder::choose(Path::new("/no/such/root"), Some(here.as_os_str())).unwrap();
        assert_eq!(chosen.existing(), Some(here.as_path()));
        assert_eq!(chosen.missing.len(), DATA_SETS.len());
    }

    #[test]
    fn what_is_missing_is_told_with_its_readers() {
        let tree = Tree::of(&[("simulator/tests/school.rs", "open(\"sp-highschool13\")")]);
        let folder = nowhere();
        assert_eq!(folder.existing(), None);
        let lines = folder.describe(&tree).join("\n");
        assert!(lines.contains("DATA SETS ARE MISSING"), "{lines}");
        assert!(lines.contains("sp-highschool13: simulator/tests/school.rs"), "{lines}");
        assert!(lines.ends_with("(and 14 that no source names)"), "{lines}");
    }
}
