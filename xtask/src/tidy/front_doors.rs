//! A folder's `mod.rs` is its front door: doc and re-exports.

use crate::finding::Finding;
use crate::tree::{RustText, Text, Tree};

/// No `mod.rs` below a `src` folder defines a function or implements anything.
///
/// Integration tests share code by `mod.rs`, because cargo would run any other
/// file as a test of its own: they are left out.
pub(crate) fn front_doors_hold_no_logic(tree: &Tree) -> Vec<Finding> {
    let doors = tree.rust_files().filter(|file| file.name() == "mod.rs" && file.lies_in("src"));
    doors.flat_map(check).collect()
}

fn check(file: &Text) -> Vec<Finding> {
    let text = RustText::of(&file.content);
    let logic = text.words().filter(|(_, word)| matches!(*word, "fn" | "impl" | "macro_rules"));
    logic
        .map(|(at, word)| {
            let message = format!("`{word}` in a mod.rs: move it into a file named after its noun");
            Finding::in_line(&file.path, text.line_of(at), message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, content: &str) -> usize {
        front_doors_hold_no_logic(&Tree::of(&[(path, content)])).len()
    }

    #[test]
    fn functions_and_impls_are_logic() {
        assert_eq!(found("core/src/a/mod.rs", "pub(crate) const fn f() {}"), 1);
        assert_eq!(found("core/src/a/mod.rs", "mod b;\nimpl b::B {}"), 1);
    }

    #[test]
    fn doc_and_re_exports_are_not() {
        let door = "//! fn and impl are elsewhere.\nmod b;\npub use b::{B, C};\n";
        assert_eq!(found("core/src/a/mod.rs", door), 0);
        assert_eq!(found("core/tests/shared/mod.rs", "fn f() {}"), 0);
        assert_eq!(found("core/src/a/b.rs", "fn f() {}"), 0);
    }
}
