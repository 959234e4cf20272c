//! How many tests passed and failed, read from what test runners print.
//!
//! It knows the summary lines of libtest and nextest, and decides nothing.

use std::ops::AddAssign;

/// Tests that ran to their end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tally {
    /// As they should.
    pub(crate) passed: usize,
    /// With a failure, a crash or too late.
    pub(crate) failed: usize,
}

impl Tally {
    /// What one line of output tells; nothing if it is no summary.
    pub(crate) fn of_line(line: &str) -> Self {
        let line = without_colours(line);
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            return result
                .split("; ")
                .map(|part| part.rsplit(". ").next().unwrap_or(part))
                .collect();
        }
        match line.strip_prefix("Summary [").and_then(|rest| rest.rsplit_once(": ")) {
            Some((_, counts)) => without_brackets(counts).split(", ").collect(),
            None => Self::default(),
        }
    }

    fn count(&mut self, item: &str) {
        let Some((number, what)) = item.trim().split_once(' ') else { return };
        let Ok(number) = number.parse::<usize>() else { return };
        match what.trim() {
            "passed" => self.passed += number,
            "failed" | "exec failed" | "timed out" => self.failed += number,
            _ => {}
        }
    }
}

impl<'a> FromIterator<&'a str> for Tally {
    fn from_iter<I: IntoIterator<Item = &'a str>>(items: I) -> Self {
        let mut tally = Self::default();
        items.into_iter().for_each(|item| tally.count(item));
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

fn without_colours(line: &str) -> String {
    let mut pieces = line.split('\x1b');
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once('m').map_or(piece, |(_, text)| text));
    std::iter::once(first).chain(rest).collect()
}

/// nextest adds remarks: `3 passed (1 slow, 1 flaky), 1 failed`.
fn without_brackets(counts: &str) -> String {
    let mut depth = 0_usize;
    let is_outside = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *c != ')'
    };
    counts.chars().filter(is_outside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_summaries_are_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s";
        assert_eq!(Tally::of_line(line), Tally { passed: 12, failed: 3 });
        let line = "test result: \x1b[32mok\x1b[0m. 7 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(Tally::of_line(line), Tally { passed: 7, failed: 0 });
    }

    #[test]
    fn nextest_summaries_are_read() {
        let line = "     Summary [   0.005s] 9/20 tests run: 5 passed (2 slow, 1 flaky), 2 failed, 1 exec failed, 1 timed out, 4 skipped";
        assert_eq!(Tally::of_line(line), Tally { passed: 5, failed: 4 });
        let line = "\x1b[32;1m     Summary\x1b[0m [   0.01s] \x1b[1m1\x1b[0m test run: \x1b[1m1\x1b[0m \x1b[32;1mpassed\x1b[0m, \x1b[1m0\x1b[0m skipped";
        assert_eq!(Tally::of_line(line), Tally { passed: 1, failed: 0 });
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["test a ... ok", "3 passed, 1 failed", "Summary of results: 3 passed", ""] {
            assert_eq!(Tally::of_line(line), Tally::default(), "{line}");
        }
    }
}
