//! Tests over Tor carry the name by which they are run apart.

use crate::finding::Finding;
use crate::tree::Tree;

const FIXTURE: &str = "corona_private_tor";
const OF_THE_FIXTURE: &str = "private-tor/src/";
const NAME: &str = "over_tor_";

/// Whatever names the private network is a test binary `over_tor_…`, or a module of one.
pub(crate) fn tests_over_tor_are_named_so(tree: &Tree) -> Vec<Finding> {
    let users = tree.rust_files().filter(|file| file.content.contains(FIXTURE));
    users.filter_map(|file| check(&file.path)).collect()
}

fn check(path: &str) -> Option<Finding> {
    let is_fine = path.starts_with(OF_THE_FIXTURE)
        || path.starts_with("xtask/")
        // Examples are run by hand.
        || path.contains("/examples/")
        || path.split_once("/tests/").is_some_and(|(_, name)| {
            // A folder's files are modules, of a binary only if it has a `main.rs`.
            name.starts_with(NAME) || name.contains('/') && !name.ends_with("/main.rs")
        });
    let message = format!(
        "uses the private Tor network: call the test binary `{NAME}…`, by which `cargo xtask test` gives it one"
    );
    (!is_fine).then(|| Finding::in_file(path, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str) -> usize {
        let tree = Tree::of(&[(path, "use corona_private_tor::network_or_skip;")]);
        tests_over_tor_are_named_so(&tree).len()
    }

    #[test]
    fn tests_over_tor_elsewhere_are_found() {
        for path in ["phone/tests/story.rs", "phone/tests/story/main.rs", "phone/src/main.rs"] {
            assert_eq!(found(path), 1, "{path}");
        }
    }

    #[test]
    fn tests_with_the_name_and_their_modules_are_allowed() {
        for path in [
            "phone/tests/over_tor_story.rs",
            "phone/tests/over_tor_story/main.rs",
            "phone/tests/support/network.rs",
            "private-tor/src/main.rs",
        ] {
            assert_eq!(found(path), 0, "{path}");
        }
    }
}
