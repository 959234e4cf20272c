//! Writing a document for each package that is shipped.
//!
//! It knows what is shipped and where documents go. What they say is left to the graph
//! and the document.

use super::document;
use super::graph::{self, Graph};
use std::path::Path;

/// What runs on phones: the program, and the library that apps embed.
const SHIPPED: [&str; 2] = ["corona-phone", "corona-bindings"];

/// Writes `PACKAGE.cdx.json` for each shipped package of this workspace.
///
/// # Errors
/// A sentence if cargo can't tell, or the folder can't be written to.
pub(crate) fn write(root: &Path, out: Option<&Path>) -> Result<bool, String> {
    let metadata = graph::metadata(root)?;
    let default = metadata.target_directory.as_std_path().join("sbom");
    let folder = out.unwrap_or(&default);
    let problem = |path: &Path, error| format!("{} can't be written: {error}", path.display());
    std::fs::create_dir_all(folder).map_err(|error| problem(folder, error))?;
    let is_ours = |name: &&str| metadata.workspace_packages().iter().any(|it| it.name == *name);
    for name in SHIPPED.into_iter().filter(is_ours) {
        let graph = Graph::of(name, root, &metadata)?;
        let path = folder.join(format!("{name}.cdx.json"));
        std::fs::write(&path, document::text(&graph)?).map_err(|error| problem(&path, error))?;
        let in_program = graph.parts.values().filter(|part| part.in_program).count();
        let total = graph.parts.len();
        println!("{}: {total} packages, {in_program} in the program", path.display());
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shipped_package_of_the_workspace_gets_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let root = crate::workspace_root().unwrap();
        assert_eq!(write(&root, Some(&folder.path().join("new"))), Ok(true));
        let text = std::fs::read_to_string(folder.path().join("new/corona-phone.cdx.json"));
        assert!(text.unwrap().contains("\"specVersion\": \"1.5\""));
    }

    #[test]
    fn a_folder_that_can_not_be_is_named() {
        let root = crate::workspace_root().unwrap();
        let error = write(&root, Some(Path::new("/dev/null/sbom"))).unwrap_err();
        assert!(error.contains("/dev/null/sbom"), "{error}");
    }
}
