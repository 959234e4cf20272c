//! How many tests passed, failed and were skipped, read from what test runners print.
//!
//! It knows the summary lines of libtest and nextest, and the line by which a test
//! says that it skips. It decides nothing.

use std::fmt;
use std::ops::AddAssign;

/// What a test prints that can't do its work on this machine; it passes then.
const SKIPPED: &str = "SKIPPED: ";

/// Who runs the tests. nextest shows what libtest prints for a single test: that is no summary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Runner {
    /// `cargo test`.
    Libtest,
    /// `cargo nextest run`.
    Nextest,
}

/// Tests that ran to their end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tally {
    /// As they should, by the runner's count: those that skipped are among them.
    pub(crate) passed: usize,
    /// With a failure, a crash or too late.
    pub(crate) failed: usize,
    /// Without having tested anything.
    pub(crate) skipped: usize,
}

impl Tally {
    /// What one line of output tells; nothing if it is no summary.
    pub(crate) fn of_line(line: &str, runner: Runner) -> Self {
        let line = without_colours(line);
        let line = line.trim();
        if line.contains(SKIPPED) {
            return Self { skipped: 1, ..Self::default() };
        }
        match runner {
            Runner::Libtest => Self::of_libtest(line),
            Runner::Nextest => Self::of_nextest(line),
        }
    }

    fn of_libtest(line: &str) -> Self {
        let parts = line.strip_prefix("test result: ").into_iter().flat_map(|it| it.split("; "));
        parts.map(|part| part.rsplit(". ").next().unwrap_or(part)).collect()
    }

    fn of_nextest(line: &str) -> Self {
        match line.strip_prefix("Summary [").and_then(|rest| rest.rsplit_once(": ")) {
            Some((_, counts)) => without_brackets(counts).split(", ").collect(),
            None => Self::default(),
        }
    }

    /// Whether no test ran.
    pub(crate) fn is_empty(&self) -> bool {
        self.passed + self.failed == 0
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

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passed = self.passed.saturating_sub(self.skipped);
        write!(f, "{passed} passed, {} failed", self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} SKIPPED", self.skipped)?;
        }
        Ok(())
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
        self.skipped += other.skipped;
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

    fn tally(passed: usize, failed: usize) -> Tally {
        Tally { passed, failed, skipped: 0 }
    }

    #[test]
    fn libtest_summaries_are_read() {
        let of = |line| Tally::of_line(line, Runner::Libtest);
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s";
        assert_eq!(of(line), tally(12, 3));
        let line = "test result: \x1b[32mok\x1b[0m. 7 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(of(line), tally(7, 0));
    }

    #[test]
    fn nextest_summaries_are_read() {
        let of = |line| Tally::of_line(line, Runner::Nextest);
        let line = "     Summary [   0.005s] 9/20 tests run: 5 passed (2 slow, 1 flaky), 2 failed, 1 exec failed, 1 timed out, 4 skipped";
        assert_eq!(of(line), tally(5, 4));
        let line = "\x1b[32;1m     Summary\x1b[0m [   0.01s] \x1b[1m1\x1b[0m test run: \x1b[1m1\x1b[0m \x1b[32;1mpassed\x1b[0m, \x1b[1m0\x1b[0m skipped";
        assert_eq!(of(line), tally(1, 0));
    }

    #[test]
    fn a_single_test_shown_by_nextest_is_not_counted_again() {
        let line =
            "    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out";
        assert_eq!(Tally::of_line(line, Runner::Nextest), Tally::default());
    }

    #[test]
    fn a_test_that_says_so_was_skipped() {
        let mut sum = tally(5, 0);
        for line in ["    SKIPPED: a_test: no `tor`", "test a_test ... SKIPPED: a_test: no `tor`"] {
            sum += Tally::of_line(line, Runner::Nextest);
            assert_eq!(Tally::of_line(line, Runner::Libtest).skipped, 1, "{line}");
        }
        assert_eq!(sum.to_string(), "3 passed, 0 failed, 2 SKIPPED");
        assert_eq!(tally(5, 1).to_string(), "5 passed, 1 failed");
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["test a ... ok", "3 passed, 1 failed", "Summary of results: 3 passed", ""] {
            for runner in [Runner::Libtest, Runner::Nextest] {
                assert_eq!(Tally::of_line(line, runner), Tally::default(), "{line}");
            }
        }
    }
}
