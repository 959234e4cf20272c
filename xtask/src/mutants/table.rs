//! The rules of the protocol that are broken on purpose, one at a time.
//!
//! It knows the line of the core behind each rule and what to put in its place. It
//! refuses a line that the sources lack or have twice, because a mutant that changes
//! something else proves nothing. Building and testing is left to the command.

/// One rule broken by one replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mutant {
    /// What the mutated phones do, as one word for the command line.
    pub(crate) name: &'static str,
    /// The source, from the repository's root.
    pub(crate) file: &'static str,
    from: &'static str,
    to: &'static str,
}

const SPREAD: &str = "core/src/cascade/spread.rs";
const EXPOSURE: &str = "core/src/cascade/exposure.rs";
const GUEST: &str = "core/src/events/guest.rs";
const JOINED: &str = "core/src/events/joined.rs";
const STATISTICS: &str = "core/src/events/statistics.rs";

const fn mutant(
    name: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
) -> Mutant {
    Mutant { name, file, from, to }
}

/// All mutants: by the order of protocol §5, then what makes reports arrive.
pub(crate) const MUTANTS: [Mutant; 19] = [
    mutant("no-split-horizon", SPREAD, "*i != to && event", "*i <= exposures.len() && event"),
    mutant(
        "exposures-tell-every-event",
        SPREAD,
        "*i != to && event.reached_from(&source.event, policy)",
        "*i != to && source.event.start <= now",
    ),
    mutant(
        "self-reports-tell-every-event",
        SPREAD,
        "event.concerned_by(episode)",
        "event.start <= now && episode.from <= now",
    ),
    mutant(
        "tested-suspicion-stays",
        "core/src/status/history.rs",
        "(!tested).then_some(",
        "(tested || !tested).then_some(",
    ),
    mutant(
        "negative-test-clears-nothing",
        EXPOSURE,
        "NegativeTestRule::ClearsWhatIsOver => u8::MAX",
        "NegativeTestRule::ClearsWhatIsOver => 0",
    ),
    mutant(
        "late-negative-test-only-weakens",
        EXPOSURE,
        "if days >= i64::from(clears_from) {\n                    u8::MAX",
        "if days >= i64::from(clears_from) {\n                    weakens_by",
    ),
    mutant("hop-stays", EXPOSURE, "hop: best.hop.saturating_add(1)", "hop: best.hop.max(1)"),
    mutant(
        "nothing-lost",
        EXPOSURE,
        "best.strength.saturating_sub(policy.loss).saturating_sub(weakened)",
        "best.strength.saturating_sub(weakened)",
    ),
    mutant(
        "no-fading",
        EXPOSURE,
        "signal.strength.saturating_sub(lost)",
        "signal.strength.saturating_sub(lost.min(0))",
    ),
    mutant(
        "exposures-count-for-ever",
        EXPOSURE,
        "now <= end + policy.own_span",
        "now >= end.min(now - policy.own_span)",
    ),
    mutant(
        "rejected-still-counts",
        GUEST,
        "if standing == Standing::Rejected {",
        "if standing == Standing::Rejected && *told == Told::Nothing {",
    ),
    mutant(
        "correction-unheard",
        GUEST,
        "Standing::Unreviewed => !report.corrects,",
        "Standing::Unreviewed => true,",
    ),
    mutant(
        "own-report-in-guests-answer",
        STATISTICS,
        "let others = self.others(own);",
        "let others = self.others(Contribution::None);",
    ),
    mutant(
        "own-report-in-organizers-view",
        STATISTICS,
        "self.others(own).next()",
        "self.others(Contribution::None).next()",
    ),
    mutant(
        "withdrawal-untold",
        JOINED,
        "if self.told() == told {",
        "if self.told() == told || told == Told::Nothing {",
    ),
    mutant(
        "consent-not-asked",
        JOINED,
        "ReportIdentity::Identified => self.consent() == Some(true)",
        "ReportIdentity::Identified => self.consent() != Some(true) || self.sequence() < u32::MAX",
    ),
    mutant(
        "report-never-sent",
        "core/src/events/telling.rs",
        "self.retry(now);",
        "(self.pending, self.next_try) = (false, now);",
    ),
    mutant(
        "change-not-weighed",
        "core/src/node/guest.rs",
        "if changed {\n            self.evaluate(now, out);\n        }\n        self.part(",
        "if changed {\n            self.rest(event, now);\n        }\n        self.part(",
    ),
    mutant(
        "acknowledged-before-stored",
        "core/src/node/organizer.rs",
        ".map_err(refusal_code)? {\n            self.store_guest(event, slot, out);",
        ".map_err(refusal_code)? {",
    ),
];

impl Mutant {
    /// The source with the rule broken.
    ///
    /// # Errors
    /// A sentence if the line to replace isn't there exactly once.
    pub(crate) fn apply(&self, source: &str) -> Result<String, String> {
        match source.matches(self.from).count() {
            1 => Ok(source.replacen(self.from, self.to, 1)),
            found => Err(format!(
                "mutant {}: {} has `{}` {found} times, not once: bring its row in \
                 xtask/src/mutants/table.rs up to date",
                self.name, self.file, self.from
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;
    use std::collections::BTreeSet;

    #[test]
    fn the_one_line_is_replaced_and_nothing_else() {
        let broken = mutant("m", "a.rs", "b", "x").apply("a\nb\nc");
        assert_eq!(broken, Ok("a\nx\nc".to_owned()));
    }

    #[test]
    fn a_line_that_is_missing_or_there_twice_is_refused_by_name() {
        for (source, found) in [("ac", "0 times"), ("abcb", "2 times")] {
            let refusal = mutant("m", "a.rs", "b", "x").apply(source).unwrap_err();
            assert!(refusal.starts_with("mutant m: a.rs has `b`"), "{refusal}");
            assert!(refusal.contains(found), "{refusal}");
        }
    }

    #[test]
    fn every_mutant_changes_the_sources_as_they_are() {
        let tree = Tree::read(&crate::workspace_root().unwrap()).unwrap();
        for mutant in MUTANTS {
            let source = &tree.text(mutant.file).expect(mutant.file).content;
            let broken = mutant.apply(source).unwrap_or_else(|refusal| panic!("{refusal}"));
            assert_ne!(broken, *source, "{}", mutant.name);
        }
    }

    #[test]
    fn every_mutant_has_its_own_name() {
        let names: BTreeSet<&str> = MUTANTS.iter().map(|mutant| mutant.name).collect();
        assert_eq!(names.len(), MUTANTS.len());
    }
}
