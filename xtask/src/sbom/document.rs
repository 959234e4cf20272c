//! A graph of packages as a CycloneDX document.
//!
//! It knows how CycloneDX 1.5 names packages, licences and digests. It writes no time and
//! no random serial number: the same lock file gives the same bytes.

use super::graph::{Graph, Id, Part};
use cyclonedx_bom::models::component::{Classification, Component, Components, Scope};
use cyclonedx_bom::models::dependency::{Dependencies, Dependency};
use cyclonedx_bom::models::external_reference::{
    ExternalReference, ExternalReferenceType, ExternalReferences, Uri,
};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::models::property::{Properties, Property};
use cyclonedx_bom::prelude::{Bom, Purl, SpdxExpression, SpecVersion, Validate};

const VERSION: SpecVersion = SpecVersion::V1_5;
/// Names the library in C that a package brings or binds.
const NATIVE: &str = "cargo:links";

/// The document's text.
///
/// # Errors
/// A sentence naming the package that CycloneDX has no words for.
pub(crate) fn text(graph: &Graph) -> Result<String, String> {
    let bom = document(graph)?;
    let checked = bom.validate_version(VERSION);
    if !checked.passed() {
        return Err(format!("not valid CycloneDX: {checked:?}"));
    }
    let mut bytes = Vec::new();
    bom.output_as_json(&mut bytes, VERSION).map_err(|error| error.to_string())?;
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn document(graph: &Graph) -> Result<Bom, String> {
    let mut root = None;
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for (id, part) in &graph.parts {
        let component = component(id, part, *id == graph.root)?;
        if *id == graph.root {
            root = Some(component);
        } else {
            components.push(component);
        }
        let dependencies_of = part.needs.iter().map(purl).collect::<Result<_, _>>()?;
        dependencies.push(Dependency { dependency_ref: purl(id)?, dependencies: dependencies_of });
    }
    Ok(Bom {
        serial_number: None,
        metadata: Some(Metadata { component: root, ..Metadata::default() }),
        components: Some(Components(components)),
        dependencies: Some(Dependencies(dependencies)),
        spec_version: VERSION,
        ..Bom::default()
    })
}

fn component(id: &Id, part: &Part, is_root: bool) -> Result<Component, String> {
    let (name, version) = id;
    let class = if is_root { Classification::Application } else { Classification::Library };
    let purl = purl(id)?;
    let scope = if part.in_program { Scope::Required } else { Scope::Excluded };
    let digest =
        |digest: &String| Hash { alg: HashAlgorithm::SHA_256, content: HashValue(digest.clone()) };
    let native = part.native.iter().map(|native| Property::new(NATIVE, native)).collect();
    let references = part.repository.iter().map(|address| ExternalReference {
        external_reference_type: ExternalReferenceType::Vcs,
        url: Uri::Url(cyclonedx_bom::external_models::uri::Uri::new(address)),
        comment: None,
        hashes: None,
    });
    Ok(Component {
        purl: Some(purl.parse::<Purl>().map_err(|()| format!("{purl} is no package address"))?),
        scope: Some(scope),
        hashes: Some(Hashes(part.sha256.iter().map(digest).collect())),
        licenses: Some(Licenses(
            part.licence.iter().map(|it| licence(id, it)).collect::<Result<_, _>>()?,
        )),
        properties: Some(Properties(native)),
        external_references: Some(ExternalReferences(references.collect())),
        ..Component::new(class, name, version, Some(purl))
    })
}

fn purl((name, version): &Id) -> Result<String, String> {
    let purl = Purl::new("cargo", name, version);
    purl.map(|purl| purl.to_string()).map_err(|error| format!("{name} {version}: {error}"))
}

/// Some manifests still write `MIT/Apache-2.0` for a choice.
fn licence((name, version): &Id, expression: &str) -> Result<LicenseChoice, String> {
    SpdxExpression::parse_lax(expression.to_owned())
        .map(LicenseChoice::Expression)
        .map_err(|error| format!("{name} {version}: licence `{expression}`: {error}"))
}

#[cfg(test)]
mod tests {
    use super::super::graph::metadata;
    use super::*;
    use cargo_metadata::DependencyKind;
    use std::collections::{BTreeMap, BTreeSet};

    /// Document of the phone, read again, with the graph it was made of.
    fn phone() -> (Bom, Graph, cargo_metadata::Metadata) {
        let root = crate::workspace_root().unwrap();
        let metadata = metadata(&root).unwrap();
        let graph = Graph::of("corona-phone", &root, &metadata).unwrap();
        let text = text(&graph).unwrap();
        assert_eq!(text, super::text(&graph).unwrap(), "not the same bytes twice");
        let bom = Bom::parse_from_json(text.as_bytes()).unwrap();
        let checked = bom.validate_version(VERSION);
        assert!(checked.passed(), "{checked:?}");
        (bom, graph, metadata)
    }

    fn components(bom: &Bom) -> Vec<&Component> {
        let root = bom.metadata.as_ref().unwrap().component.as_ref().unwrap();
        std::iter::once(root).chain(&bom.components.as_ref().unwrap().0).collect()
    }

    #[test]
    fn every_package_has_address_licence_and_digest() {
        let (bom, graph, metadata) = phone();
        let ours: BTreeSet<&str> =
            metadata.workspace_packages().iter().map(|package| package.name.as_str()).collect();
        assert!(graph.parts.len() > 300, "only {} packages", graph.parts.len());
        assert_eq!(components(&bom).len(), graph.parts.len());
        for component in components(&bom) {
            let name = component.name.to_string();
            let version = component.version.as_ref().unwrap().to_string();
            let purl = component.purl.as_ref().unwrap().to_string();
            assert!(purl.starts_with(&format!("pkg:cargo/{name}@")), "{purl} of {name} {version}");
            assert_eq!(component.bom_ref.as_ref(), Some(&purl));
            assert_eq!(component.licenses.as_ref().map_or(0, |it| it.0.len()), 1, "{purl}");
            let digests: Vec<&str> = component
                .hashes
                .iter()
                .flat_map(|hashes| &hashes.0)
                .map(|hash| hash.content.0.as_str())
                .collect();
            match digests.as_slice() {
                [] => assert!(ours.contains(name.as_str()), "{purl} has no digest"),
                [digest] => assert_eq!(digest.len(), 64, "{purl}"),
                more => panic!("{purl} has {more:?}"),
            }
        }
    }

    /// Cargo's two witnesses agree: what a build takes hangs together by the edges of cargo
    /// metadata, and nothing is listed that metadata does not reach.
    #[test]
    fn the_document_covers_what_is_reached_from_the_phone() {
        let (bom, graph, metadata) = phone();
        let edges: BTreeMap<&str, &[String]> = bom
            .dependencies
            .as_ref()
            .unwrap()
            .0
            .iter()
            .map(|it| (it.dependency_ref.as_str(), it.dependencies.as_slice()))
            .collect();
        let root = purl(&graph.root).unwrap();
        let mut reached = BTreeSet::from([root.as_str()]);
        let mut open = vec![root.as_str()];
        while let Some(next) = open.pop() {
            let needs = edges[next].iter().map(String::as_str);
            open.extend(needs.filter(|need| reached.insert(need)));
        }
        let listed: BTreeSet<String> =
            components(&bom).iter().filter_map(|component| component.bom_ref.clone()).collect();
        assert_eq!(listed.iter().map(String::as_str).collect::<BTreeSet<_>>(), reached);
        // Whoever a package of ours names in its manifest, optional ones aside, is there.
        let in_phone = |package: &&cargo_metadata::Package| {
            graph.parts.keys().any(|(name, _)| *name == package.name.as_str())
        };
        for package in metadata.workspace_packages().into_iter().filter(in_phone) {
            for needed in &package.dependencies {
                let is_sure = needed.kind == DependencyKind::Normal && !needed.optional;
                let is_listed = graph.parts.keys().any(|(name, _)| *name == needed.name);
                assert!(!is_sure || is_listed, "{} needs {}", package.name, needed.name);
            }
        }
    }

    #[test]
    fn what_only_tests_need_is_not_listed() {
        let (_, graph, _) = phone();
        for name in ["corona-simulator", "corona-private-tor", "proptest", "fantoccini", "plotters"]
        {
            assert!(graph.parts.keys().all(|(it, _)| it != name), "{name}");
        }
    }

    #[test]
    fn a_licence_nobody_knows_is_an_error() {
        let id = ("a".to_owned(), "1.0.0".to_owned());
        assert!(licence(&id, "MIT/Apache-2.0").is_ok());
        assert!(licence(&id, "Whatever I like").unwrap_err().contains("a 1.0.0"));
    }
}
