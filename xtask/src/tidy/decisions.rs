//! Decision records: what was chosen, why, and what it costs.

use crate::finding::Finding;
use crate::tree::{Text, Tree};
use std::collections::BTreeMap;

const FOLDER: &str = "docs/decisions/";
const HEADINGS: [&str; 3] = ["Context", "Choice", "Price"];

/// Every record is called `NNNN-title.md`, has its number alone, and has the
/// three headings in this order.
pub(crate) fn decisions_are_complete(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    for record in tree.texts().iter().filter(|text| text.path.starts_with(FOLDER)) {
        let Some(number) = number_of(record.name()) else {
            let message = "a decision record is called NNNN-what-was-chosen.md";
            findings.push(Finding::in_file(&record.path, message));
            continue;
        };
        if let Some(other) = numbers.insert(number, &record.path) {
            let message = format!("number {number} is taken by {other}: take the next free one");
            findings.push(Finding::in_file(&record.path, message));
        }
        findings.extend(check(record));
    }
    findings
}

fn number_of(name: &str) -> Option<&str> {
    let (number, title) = name.strip_suffix(".md")?.split_once('-')?;
    let is_number = number.len() == 4 && number.chars().all(|c| c.is_ascii_digit());
    (is_number && !title.is_empty()).then_some(number)
}

fn check(record: &Text) -> Option<Finding> {
    let headings = record.content.lines().filter_map(|line| line.strip_prefix("## "));
    let headings: Vec<&str> = headings.map(str::trim).filter(|h| HEADINGS.contains(h)).collect();
    (headings != HEADINGS).then(|| {
        let message = format!(
            "has the headings {headings:?}: a decision record has `## Context`, `## Choice` \
             and `## Price`, once each and in this order"
        );
        Finding::in_file(&record.path, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLETE: &str = "# A\n\n## Context\nx\n## Choice\ny\n## Price\nz\n";

    fn found(files: &[(&str, &str)]) -> usize {
        decisions_are_complete(&Tree::of(files)).len()
    }

    #[test]
    fn a_complete_record_is_allowed() {
        assert_eq!(found(&[("docs/decisions/0001-a.md", COMPLETE), ("docs/b.md", "")]), 0);
    }

    #[test]
    fn a_record_without_its_price_is_found() {
        let unpriced = COMPLETE.replace("## Price", "## Costs");
        assert_eq!(found(&[("docs/decisions/0001-a.md", &unpriced)]), 1);
        let turned = "## Price\n## Choice\n## Context\n";
        assert_eq!(found(&[("docs/decisions/0001-a.md", turned)]), 1);
    }

    #[test]
    fn names_and_numbers_are_checked() {
        assert_eq!(found(&[("docs/decisions/tor.md", COMPLETE)]), 1);
        assert_eq!(found(&[("docs/decisions/12-tor.md", COMPLETE)]), 1);
        let twice =
            [("docs/decisions/0001-a.md", COMPLETE), ("docs/decisions/0001-b.md", COMPLETE)];
        assert_eq!(found(&twice), 1);
    }
}
