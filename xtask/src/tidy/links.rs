//! Markdown links to files of the repository.
//!
//! It knows inline links, images and link definitions, and decides whether what
//! they name is there. Addresses on the web and anchors are left alone: what is
//! true of them changes without a commit.

use crate::finding::Finding;
use crate::tree::{Text, Tree};

/// Every link to a local file leads to a file or folder of the repository.
pub(crate) fn links_lead_somewhere(tree: &Tree) -> Vec<Finding> {
    let documents = tree.texts().iter().filter(|text| text.path.ends_with(".md"));
    documents.flat_map(|document| check(document, tree)).collect()
}

fn check(document: &Text, tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, target) in targets(document) {
        let Some(file) = local_file(target) else { continue };
        if !resolve(&document.path, &file).is_some_and(|path| tree.has(&path)) {
            let message = format!("the link to `{target}` leads nowhere in this repository");
            findings.push(Finding::in_line(&document.path, line, message));
        }
    }
    findings
}

/// What is linked, outside of code, with its line.
fn targets(document: &Text) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut fence = None;
    for (number, line) in document.numbered_lines() {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => found.extend(targets_in(line).into_iter().map(|at| (number, at))),
        }
    }
    found
}

fn targets_in(line: &str) -> Vec<&str> {
    let definition = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    let mut found: Vec<&str> = definition.map(|(_, target)| target.trim()).into_iter().collect();
    for (index, _) in line.match_indices("](") {
        let in_code = line[..index].matches('`').count() % 2 == 1;
        if !in_code {
            found.push(up_to_closing(&line[index + 2..]));
        }
    }
    found
}

fn up_to_closing(rest: &str) -> &str {
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..at];
        }
    }
    rest
}

/// The file a target names: no title, no anchor; `None` for the web and the page itself.
fn local_file(target: &str) -> Option<String> {
    let target = target.trim();
    let address = match target.strip_prefix('<') {
        Some(rest) => rest.split('>').next(),
        None => target.split_whitespace().next(),
    }?;
    let file = address.split(['#', '?']).next().unwrap_or_default();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    let is_web = scheme.is_some_and(|scheme| scheme.chars().all(char::is_alphanumeric));
    (!is_web && !file.is_empty()).then(|| file.replace("%20", " "))
}

/// The path from the root; `None` if it leaves the repository.
fn resolve(document: &str, file: &str) -> Option<String> {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from = if file.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in from.split('/').chain(file.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<String> {
        let content = format!("# Title\n\n{line}\n");
        let tree = Tree::of(&[
            ("docs/a.md", &content),
            ("docs/b c.md", ""),
            ("docs/decisions/0001-x.md", ""),
            ("README.md", ""),
        ]);
        links_lead_somewhere(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_nowhere_are_found_in_their_line() {
        for line in [
            "[x](missing.md)",
            "![x](figures/x.svg \"title\")",
            "see [x](../README.md) and [y](../READMEE.md#part)",
            "[x]: missing.md",
            "[x](../../outside.md)",
            "`code` [x](README.md)",
        ] {
            let found = found(line);
            assert_eq!(found.len(), 1, "{line}: {found:?}");
            assert!(found[0].starts_with("docs/a.md:3: "), "{found:?}");
        }
    }

    #[test]
    fn links_that_lead_somewhere_are_allowed() {
        for line in [
            "[x](../README.md) [y](decisions/) [z](./decisions/0001-x.md#choice)",
            "[x](/README.md) [y](<b c.md>) [z](b%20c.md)",
            "[x](https://example.org/a_(b).md) [y](mailto:a@b.c) [z](#title)",
            "[x]: ../README.md \"title\"",
            "a list `[x](y)` in code",
            "```\n[x](y)\n```",
        ] {
            assert_eq!(found(line), [""; 0], "{line}");
        }
    }
}
