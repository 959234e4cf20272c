//! The paths that `use` declarations name, groups written out.
//!
//! It knows the grammar of a use tree. Which paths are allowed is left to the rules.

use super::RustText;

/// Every path imported, as `std::thread`, with the line its declaration starts in.
pub(crate) fn used_paths(text: &RustText) -> Vec<(usize, String)> {
    let mut paths = Vec::new();
    for (start, word) in text.words() {
        if word == "use" {
            let declaration = &text.code[start + word.len()..];
            let declaration = declaration.split(';').next().unwrap_or_default();
            let line = text.line_of(start);
            write_out("", declaration, &mut |path| paths.push((line, path)));
        }
    }
    paths
}

fn write_out(prefix: &str, tree: &str, found: &mut dyn FnMut(String)) {
    let tree = tree.trim();
    let Some((before, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        let path: String = path.chars().filter(|c| !c.is_whitespace()).collect();
        return found(join(prefix, path.trim_start_matches("::")));
    };
    let before: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    let prefix = join(prefix, before.trim_matches(':'));
    for branch in branches(group) {
        write_out(&prefix, branch, found);
    }
}

/// The comma-separated parts up to the brace that closes the group.
fn branches(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' => {
                parts.push(&group[start..at]);
                break;
            }
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn join(prefix: &str, path: &str) -> String {
    match (prefix, path) {
        ("", path) => path.to_owned(),
        (prefix, "" | "self") => prefix.to_owned(),
        (prefix, path) => format!("{prefix}::{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths_of(source: &str) -> Vec<String> {
        used_paths(&RustText::of(source)).into_iter().map(|(_, path)| path).collect()
    }

    #[test]
    fn groups_are_written_out() {
        assert_eq!(
            paths_of("use std::{thread, fmt::{self, Debug as D}, io::*};\npub use a::b;"),
            ["std::thread", "std::fmt", "std::fmt::Debug", "std::io::*", "a::b"]
        );
    }

    #[test]
    fn leading_colons_and_line_breaks_change_nothing() {
        assert_eq!(paths_of("use ::std::{\n    fs,\n};"), ["std::fs"]);
    }
}
