//! All rules over the tree, in one list.
//!
//! It knows every rule by a sentence and decides nothing itself: `cargo xtask
//! tidy` prints what they find, and a test makes each finding a failure.

use super::{
    cited_tests, clauses, clippy_bans, data_paths, decisions, front_doors, leftovers, links, names,
    size, tor_tests,
};
use crate::dependencies;
use crate::finding::Finding;
use crate::tree::Tree;

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: [(&str, Rule); 17] = [
    ("dependencies among our packages point inwards", dependencies::dependencies_point_inwards),
    (
        "the core's manifest brings no executor, chance or world",
        dependencies::core_manifest_is_pure,
    ),
    (
        "the core's sources name no clock, thread, socket or file",
        dependencies::core_sources_are_pure,
    ),
    ("what is built by default stays light", dependencies::the_default_build_has_no_arti),
    ("crates outside of semver are pinned", dependencies::fragile_crates_are_pinned),
    (
        "no package runs code while compiling without a reason",
        dependencies::build_scripts_are_known,
    ),
    ("tests over Tor are named so", tor_tests::tests_over_tor_are_named_so),
    ("files can be read in one sitting", size::files_are_short),
    ("a folder's mod.rs holds no logic", front_doors::front_doors_hold_no_logic),
    ("files are named after one noun", names::files_have_telling_names),
    ("nothing is left for later", leftovers::nothing_is_left_for_later),
    (
        "only code that looks for data sets knows where they lie",
        data_paths::data_paths_stay_in_their_place,
    ),
    ("links to files lead somewhere", links::links_lead_somewhere),
    ("decision records have context, choice and price", decisions::decisions_are_complete),
    ("every clause that is cited is written down once", clauses::every_cited_clause_exists),
    ("every test that a document names is there", cited_tests::cited_tests_exist),
    ("clippy bans clocks, chance and hash order", clippy_bans::clippy_bans_are_in_place),
];

/// Prints what the rules find; true if that is nothing.
pub(crate) fn report(tree: &Tree) -> Result<bool, String> {
    let mut count = 0;
    for (sentence, rule) in RULES {
        let findings = rule(tree);
        let verdict = if findings.is_empty() { "ok  " } else { "FAIL" };
        println!("{verdict} {sentence}");
        findings.iter().for_each(|finding| println!("     {finding}"));
        count += findings.len();
    }
    println!("{} files looked at, {count} findings", tree.paths().len());
    Ok(count == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_holds_in_this_repository() {
        let root = crate::workspace_root().unwrap();
        let tree = Tree::read(&root).unwrap();
        assert!(tree.rust_files().count() > 10, "no repository at {}", root.display());
        let found: String = RULES
            .iter()
            .flat_map(|(sentence, rule)| {
                rule(&tree).into_iter().map(move |finding| format!("\n{finding}\n    ({sentence})"))
            })
            .collect();
        assert_eq!(found, "");
    }

    #[test]
    fn a_bad_tree_is_reported_as_such() {
        let tree = Tree::of(&[("core/src/helpers.rs", "fn f() { todo!() }")]);
        assert_eq!(report(&tree), Ok(false));
    }
}
