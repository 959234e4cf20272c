//! A document that says "a test shows it" names a test that is there.

use crate::finding::Finding;
use crate::tree::{Text, Tree};
use std::collections::BTreeSet;

/// The documents whose sentences rest on tests.
const DOCUMENTS: [&str; 1] = ["docs/security.md"];
/// Names of tests are sentences: so many words at least, joined by `_`.
const WORDS: usize = 4;

/// Every test that a document names exists.
pub(crate) fn cited_tests_exist(tree: &Tree) -> Vec<Finding> {
    let functions: BTreeSet<&str> = tree.rust_files().flat_map(functions).collect();
    let documents = DOCUMENTS.iter().filter_map(|path| tree.text(path));
    let cited = documents.flat_map(|document| {
        document.numbered_lines().flat_map(move |(line, text)| {
            names(text).map(move |name| (document.path.as_str(), line, name))
        })
    });
    cited
        .filter(|(_, _, name)| !functions.contains(name))
        .map(|(path, line, name)| {
            let message = format!(
                "there is no test `{name}`: name the one that shows this sentence, or weaken it"
            );
            Finding::in_line(path, line, message)
        })
        .collect()
}

fn functions(file: &Text) -> impl Iterator<Item = &str> {
    let declared = file.content.split("fn ").skip(1);
    declared.filter_map(|rest| rest.split(['(', '<']).next())
}

/// Words in backquotes that are written as tests are.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let in_code = line.split('`').skip(1).step_by(2);
    in_code.filter(|text| {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        text.chars().all(is_plain) && text.split('_').count() >= WORDS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> usize {
        let document = format!("# Title\n{line}\n");
        let tests = "#[test]\nfn a_code_admits_nobody() {}\nasync fn with_a<T>() {}";
        let tree = Tree::of(&[(DOCUMENTS[0], &document), ("core/tests/codes.rs", tests)]);
        cited_tests_exist(&tree).len()
    }

    #[test]
    fn a_test_that_does_not_exist_is_found() {
        assert_eq!(found("| who | `a_code_admits_somebody`, `a_code_admits_nobody` |"), 1);
        assert_eq!(found("`a_code_admits_nobody` and `with_a`"), 0);
    }

    #[test]
    fn other_code_is_no_test() {
        assert_eq!(
            found("`records.db`, `KeySource::Keystore`, `cargo xtask deny`, `aws_lc_sys`"),
            0
        );
        assert_eq!(found("a_code_admits_somebody"), 0);
    }
}
