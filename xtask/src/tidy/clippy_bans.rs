//! The bans that keep a seed's results the same stay in `clippy.toml`.

use crate::finding::Finding;
use crate::tree::Tree;
use toml::{Table, Value};

const FILE: &str = "clippy.toml";
const BANS: [(&str, &[&str]); 2] = [
    (
        "disallowed-methods",
        &["std::time::SystemTime::now", "std::time::Instant::now", "rand::rng", "getrandom::fill"],
    ),
    ("disallowed-types", &["std::collections::HashMap", "std::collections::HashSet"]),
];

/// Every ban of [`BANS`] is in `clippy.toml` with a reason.
pub(crate) fn clippy_bans_are_in_place(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(FILE) else {
        return vec![Finding::in_file(FILE, "is missing: clippy bans nothing")];
    };
    let table = match text.content.parse::<Table>() {
        Ok(table) => table,
        Err(error) => return vec![Finding::in_file(FILE, error.to_string())],
    };
    let mut findings = Vec::new();
    for (list, paths) in BANS {
        for path in paths.iter().filter(|path| !bans(&table, list, path)) {
            let message = format!("{list} lacks `{path}` with a reason: put it back");
            findings.push(Finding::in_file(FILE, message));
        }
    }
    findings
}

fn bans(table: &Table, list: &str, path: &str) -> bool {
    let text_at = |entry: &Value, key: &str| -> Option<String> {
        entry.get(key).and_then(Value::as_str).map(str::to_owned)
    };
    let entries = table.get(list).and_then(Value::as_array);
    entries.into_iter().flatten().any(|entry| {
        text_at(entry, "path").as_deref() == Some(path) && text_at(entry, "reason").is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(content: &str) -> usize {
        clippy_bans_are_in_place(&Tree::of(&[(FILE, content)])).len()
    }

    #[test]
    fn a_missing_ban_is_found() {
        let all: usize = BANS.iter().map(|(_, paths)| paths.len()).sum();
        assert_eq!(found(""), all);
        let one = "disallowed-methods = [{ path = 'rand::rng', reason = 'x' }]";
        assert_eq!(found(one), all - 1);
    }

    #[test]
    fn a_ban_without_a_reason_is_none() {
        let bare = "disallowed-types = ['std::collections::HashMap']";
        assert_eq!(found(bare), found(""));
    }

    #[test]
    fn a_file_that_is_missing_or_broken_is_found() {
        assert_eq!(clippy_bans_are_in_place(&Tree::of(&[])).len(), 1);
        assert_eq!(found("disallowed-types = ["), 1);
    }
}
