//! Nothing is left for later: no stubs, no switched-off tests, no notes to oneself.

use crate::finding::Finding;
use crate::tree::{RustText, Text, Tree};

const IN_CODE: [(&str, &str); 4] = [
    ("#[ignore", "make the test fast, or delete it"),
    ("todo!(", "write it, or leave its caller out too"),
    ("unimplemented!(", "write it, or make the case impossible by type"),
    ("dbg!(", "remove it"),
];
const NOTE: &str = concat!("FIX", "ME");

/// No stub, ignored test or debugging aid in Rust code, no note in any text.
pub(crate) fn nothing_is_left_for_later(tree: &Tree) -> Vec<Finding> {
    let in_code = tree.rust_files().flat_map(stubs);
    let notes = tree.texts().iter().flat_map(notes);
    in_code.chain(notes).collect()
}

fn stubs(file: &Text) -> Vec<Finding> {
    let text = RustText::of(&file.content);
    let mut findings = Vec::new();
    for (stub, remedy) in IN_CODE {
        for (at, _) in text.code.match_indices(stub) {
            let message = format!("`{stub}` is left over: {remedy}");
            findings.push(Finding::in_line(&file.path, text.line_of(at), message));
        }
    }
    findings
}

fn notes(file: &Text) -> Vec<Finding> {
    let lines = file.numbered_lines().filter(|(_, line)| line.contains(NOTE));
    lines
        .map(|(line, _)| {
            let message = format!("`{NOTE}` is left over: do it, or open an issue");
            Finding::in_line(&file.path, line, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(content: &str) -> Vec<String> {
        let tree = Tree::of(&[("core/src/a.rs", content)]);
        nothing_is_left_for_later(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_leftover_is_found_in_its_line() {
        for leftover in
            ["#[ignore]", "#[ignore = \"slow\"]", "todo!()", "unimplemented!(x)", "dbg!(x)"]
        {
            let found = found(&format!("fn f() {{\n{leftover}\n}}"));
            assert_eq!(found.len(), 1, "{leftover}");
            assert!(found[0].starts_with("core/src/a.rs:2: "), "{found:?}");
        }
        assert_eq!(found(&format!("// {NOTE}: later")).len(), 1);
    }

    #[test]
    fn naming_them_in_prose_or_strings_is_allowed() {
        assert_eq!(found("/// Never `todo!(`.\nconst A: &str = \"#[ignore]\";"), [""; 0]);
    }
}
