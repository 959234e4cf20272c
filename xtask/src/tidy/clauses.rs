//! Clauses of the protocol: the numbers by which code says which rule it follows.
//!
//! It knows how a clause is written down and how it is cited, and decides whether
//! each number stands for exactly one clause. Whether code does what its clause
//! says is left to tests.

use crate::finding::Finding;
use crate::tree::{Text, Tree};
use std::collections::BTreeMap;

const FOLDER: &str = "docs/protocol/";
/// The parts of the protocol, each with clauses counted from 1.
const PARTS: [&str; 9] = ["ID", "ST", "EV", "CA", "WI", "PA", "CO", "SR", "TR"];

/// Where each clause is written down.
type Clauses<'a> = BTreeMap<&'a str, &'a str>;

/// Every clause that any text cites is written down in the protocol, and once only.
pub(crate) fn every_cited_clause_exists(tree: &Tree) -> Vec<Finding> {
    let (clauses, mut findings) = written_down(tree);
    for text in tree.texts() {
        findings.extend(check(text, &clauses));
    }
    findings
}

fn written_down(tree: &Tree) -> (Clauses<'_>, Vec<Finding>) {
    let (mut clauses, mut findings) = (Clauses::new(), Vec::new());
    for text in tree.texts().iter().filter(|text| text.path.starts_with(FOLDER)) {
        for (line, content) in text.numbered_lines() {
            let Some(clause) = clause_of(content) else { continue };
            if let Some(other) = clauses.insert(clause, &text.path) {
                let message = format!("{clause} is taken in {other}: take the next free number");
                findings.push(Finding::in_line(&text.path, line, message));
            }
        }
    }
    (clauses, findings)
}

/// The clause that a line begins: `**EV-6.** …`.
fn clause_of(line: &str) -> Option<&str> {
    let (number, _) = line.strip_prefix("**")?.split_once(".**")?;
    (citations(number) == [number]).then_some(number)
}

fn check(text: &Text, clauses: &Clauses<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, content) in text.numbered_lines() {
        let unknown = citations(content).into_iter().filter(|cited| !clauses.contains_key(cited));
        findings.extend(unknown.map(|cited| {
            let message = format!("{cited} is no clause of {FOLDER}: cite the one meant");
            Finding::in_line(&text.path, line, message)
        }));
    }
    findings
}

/// All clauses named in a line, such as `EV-6`, but nothing inside a longer word.
fn citations(line: &str) -> Vec<&str> {
    let named = PARTS.iter().flat_map(|part| line.match_indices(part));
    named.filter_map(|(at, part)| citation_at(line, at, part)).collect()
}

fn citation_at<'a>(line: &'a str, at: usize, part: &str) -> Option<&'a str> {
    let is_joined = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let rest = line[at + part.len()..].strip_prefix('-')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let stands_alone =
        !line[..at].ends_with(is_joined) && !rest[digits..].starts_with(char::is_alphanumeric);
    (digits > 0 && stands_alone).then(|| &line[at..at + part.len() + 1 + digits])
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: &str = "# Events\n\n**EV-1.** An event.\n\n**EV-2.** As EV-1 says.\n";

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        every_cited_clause_exists(&Tree::of(files)).iter().map(ToString::to_string).collect()
    }

    /// A citation that this file doesn't make itself.
    fn cite(part: &str, number: u32) -> String {
        format!("fn f() {{}}\n/// {part}-{number}: as said.\n")
    }

    #[test]
    fn a_cited_clause_that_exists_is_allowed() {
        let files = [("docs/protocol/events.md", EVENTS), ("core/src/a.rs", &cite("EV", 2))];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn a_cited_clause_that_does_not_exist_is_found_in_its_line() {
        for (path, part, number) in [
            ("core/src/a.rs", "EV", 3),
            ("core/proto/a.proto", "WI", 1),
            ("ARCHITECTURE.md", "EV", 12),
        ] {
            let found = found(&[("docs/protocol/events.md", EVENTS), (path, &cite(part, number))]);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with(&format!("{path}:2: {part}-{number} ")), "{found:?}");
        }
    }

    #[test]
    fn a_clause_written_down_twice_is_found_wherever_it_is() {
        let again = "**EV-2.** Another.\n";
        let files = [("docs/protocol/a.md", EVENTS), ("docs/protocol/b.md", again)];
        assert_eq!(found(&files).len(), 1);
        let elsewhere = [("docs/protocol/a.md", EVENTS), ("docs/notes.md", again)];
        assert_eq!(found(&elsewhere), [""; 0]);
    }

    #[test]
    fn parts_of_longer_words_are_no_citations() {
        for word in ["COVID-19", "SHA-256", "X-ID-1", "EV-", "TR-1a"] {
            assert_eq!(found(&[("core/src/a.rs", word)]), [""; 0], "{word}");
        }
    }
}
