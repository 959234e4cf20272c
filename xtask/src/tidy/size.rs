//! Files short enough to be read in one sitting.

use crate::finding::Finding;
use crate::tree::{Text, Tree};

const LINES: usize = 450;
/// Stories and golden cases read line by line; they may be longer.
const LINES_IN_TESTS: usize = 600;

/// No Rust file is longer than its limit.
pub(crate) fn files_are_short(tree: &Tree) -> Vec<Finding> {
    tree.rust_files().filter_map(check).collect()
}

fn check(file: &Text) -> Option<Finding> {
    let limit = if file.lies_in("tests") { LINES_IN_TESTS } else { LINES };
    let lines = file.content.lines().count();
    (lines > limit).then(|| {
        let message = format!("{lines} lines, at most {limit}: move one noun into its own file");
        Finding::in_file(&file.path, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, lines: usize) -> usize {
        files_are_short(&Tree::of(&[(path, &"\n".repeat(lines))])).len()
    }

    #[test]
    fn one_line_too_many_is_found() {
        assert_eq!((found("core/src/a.rs", 450), found("core/src/a.rs", 451)), (0, 1));
        assert_eq!((found("core/tests/a.rs", 600), found("core/tests/a.rs", 601)), (0, 1));
    }
}
