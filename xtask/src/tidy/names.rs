//! Files named after what they hold.

use crate::finding::Finding;
use crate::tree::Tree;

const EMPTY_WORDS: [&str; 8] =
    ["util", "utils", "helper", "helpers", "manager", "managers", "misc", "stuff"];

/// No file or folder is named after nothing in particular.
pub(crate) fn files_have_telling_names(tree: &Tree) -> Vec<Finding> {
    tree.paths().iter().filter_map(|path| check(path)).collect()
}

fn check(path: &str) -> Option<Finding> {
    let lower = path.to_lowercase();
    let word = lower.split(['/', '.', '_', '-']).find(|word| EMPTY_WORDS.contains(word))?;
    let message = format!("`{word}` says nothing: name it after the noun it holds");
    Some(Finding::in_file(path, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str) -> usize {
        files_have_telling_names(&Tree::of(&[(path, "")])).len()
    }

    #[test]
    fn empty_words_are_found_in_files_and_folders() {
        for path in ["a/utils.rs", "a/helpers/b.rs", "a/link_manager.rs", "test-helper.sh"] {
            assert_eq!(found(path), 1, "{path}");
        }
    }

    #[test]
    fn words_that_contain_one_are_allowed() {
        assert_eq!(found("simulator/src/utility.rs") + found("docs/management.md"), 0);
    }
}
