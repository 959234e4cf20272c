//! Where data sets lie is known in one place only.
//!
//! Data sets are not part of the repository; a path to them in a doc or a
//! scenario would be true on few machines. Code that looks for them names the
//! folder, everything else the environment variable `CORONA_DATA`.

use crate::finding::Finding;
use crate::tree::{Text, Tree};

const FOLDER: &str = concat!("../", "shared");

/// No text names the folder beside the repository, except code that looks there.
pub(crate) fn data_paths_stay_in_their_place(tree: &Tree) -> Vec<Finding> {
    tree.texts().iter().filter(|text| !looks_for_data(text)).flat_map(check).collect()
}

fn looks_for_data(text: &Text) -> bool {
    text.is_rust()
        && (text.path.starts_with("xtask/")
            || text.name() == "data_folder.rs"
            || text.lies_in("tests"))
}

fn check(text: &Text) -> Vec<Finding> {
    let lines = text.numbered_lines().filter(|(_, line)| line.contains(FOLDER));
    lines
        .map(|(line, _)| {
            let message = format!("`{FOLDER}` is not on every machine: name CORONA_DATA instead");
            Finding::in_line(&text.path, line, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str) -> usize {
        let content = format!("first\nsee {FOLDER}/data\n");
        data_paths_stay_in_their_place(&Tree::of(&[(path, &content)])).len()
    }

    #[test]
    fn docs_sources_and_scenarios_must_not_name_the_folder() {
        for path in ["README.md", "simulator/src/a.rs", "scenarios/town.toml", "xtask/README.md"] {
            assert_eq!(found(path), 1, "{path}");
        }
    }

    #[test]
    fn code_that_looks_for_data_may() {
        for path in ["simulator/src/data_folder.rs", "simulator/tests/imports.rs", "xtask/src/a.rs"]
        {
            assert_eq!(found(path), 0, "{path}");
        }
    }
}
