//! What is left of a service: nothing.

use crate::rig::{PATIENCE, Phone, key, network};
use corona_core::identity::DiscoverySecret;
use corona_core::transport::{Audience, ServiceId};
use corona_transport_tor::onion::Surroundings;
use corona_transport_tor::{Carrier, Unreachable};
use safelog::DisplayRedacted;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tor_hscrypto::pk::HsId;
use tor_llcrypto::pk::ed25519;

/// Tells the same test in another process to host in a folder until it is killed.
const CHILD: &str = "CORONA_ONION_CHILD";

/// Every way a key or its address may be written.
fn spellings(key: &DiscoverySecret) -> Vec<(&'static str, Vec<u8>)> {
    let public = *key.public().as_bytes();
    let pair = ed25519::ExpandedKeypair::from(&ed25519::Keypair::from_bytes(&key.seed()));
    let expanded = pair.to_secret_key_bytes();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let address = HsId::from(public).display_unredacted().to_string();
    let address = address.trim_end_matches(".onion").to_owned();
    let mut all = vec![
        ("seed", key.seed().to_vec()),
        ("expanded scalar", expanded[..32].to_vec()),
        ("expanded prefix", expanded[32..].to_vec()),
        ("public key", public.to_vec()),
    ];
    for text in [hex(key.seed().as_ref()), hex(&expanded[..32]), hex(&public), address] {
        all.push(("text, upper case", text.to_uppercase().into_bytes()));
        all.push(("text", text.into_bytes()));
    }
    all
}

fn files(under: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        found.push(path.clone());
        if path.is_dir() {
            found.extend(files(&path));
        }
    }
    found
}

/// Where one of the needles is, in contents or names.
fn found(folder: &Path, needles: &[(&'static str, Vec<u8>)]) -> Option<String> {
    for file in files(folder) {
        let mut hay =
            file.strip_prefix(folder).unwrap().to_string_lossy().into_owned().into_bytes();
        if file.is_file() {
            hay.extend(std::fs::read(&file).unwrap());
        }
        for (what, needle) in needles {
            if hay.windows(needle.len()).any(|window| window == needle) {
                return Some(format!("{what} in {}", file.display()));
            }
        }
    }
    None
}

/// The names Arti files services under.
fn names(folder: &Path) -> Vec<(&'static str, Vec<u8>)> {
    files(&folder.join("state/hss"))
        .iter()
        .filter(|path| path.is_dir() && path.parent().unwrap().ends_with("hss"))
        .map(|path| ("name", path.file_name().unwrap().to_string_lossy().into_owned().into_bytes()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_service_cannot_be_dialled_and_no_file_knows_of_it() {
    let Some(network) = network() else { return };
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("tor");
    let mut host = Phone::open(&network, &folder, Surroundings::default()).unwrap();
    let guest = Phone::new(&network);
    host.host(1, key(40), Audience::Everybody);
    host.host(2, key(41), Audience::Everybody);
    host.published(1).await;
    host.published(2).await;
    assert_eq!(found(&folder, &spellings(&key(40))), None, "not even while it is up");
    let both = names(&folder);
    assert_eq!(both.len(), 2);
    drop(guest.dial(key(40).public()).await.unwrap());
    host.carrier.retire(ServiceId(1));
    tokio::time::timeout(PATIENCE, async {
        while names(&folder).len() > 1 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("erased");
    let kept = names(&folder);
    let gone: Vec<_> = both.into_iter().filter(|name| !kept.contains(name)).collect();
    assert_eq!(gone.len(), 1);
    assert_eq!(found(&folder, &gone), None);
    assert_eq!(found(&folder, &spellings(&key(40))), None);
    assert_eq!(guest.dial(key(40).public()).await.err(), Some(Unreachable));
    guest.dial(key(41).public()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_of_a_killed_process_leaves_nothing_after_the_next_start() {
    let Some(network) = network() else { return };
    if let Some(folder) = std::env::var_os(CHILD) {
        let mut host = Phone::open(&network, Path::new(&folder), Surroundings::default()).unwrap();
        host.host(1, DiscoverySecret::from_seed([77; 32].into()), Audience::Everybody);
        host.published(1).await;
        std::fs::write(Path::new(&folder).with_extension("ready"), "").unwrap();
        std::future::pending::<()>().await;
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("tor");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "erasing::a_service_of_a_killed_process_leaves_nothing_after_the_next_start",
        ])
        .env(CHILD, &folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    tokio::time::timeout(PATIENCE, async {
        while !folder.with_extension("ready").exists() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("published by the other process");
    child.kill().unwrap();
    child.wait().unwrap();
    let left = names(&folder);
    assert_eq!(left.len(), 1, "or there is nothing to erase");
    drop(Phone::open(&network, &folder, Surroundings::default()).unwrap());
    assert!(names(&folder).is_empty());
    assert_eq!(found(&folder, &left), None);
    let key = DiscoverySecret::from_seed([77; 32].into());
    assert_eq!(found(&folder, &spellings(&key)), None);
}
