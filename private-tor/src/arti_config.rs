//! The network as Arti's configuration file tells it.

use super::authority_keys::Identity;
use std::net::SocketAddr;

/// The section `[tor_network]`: whom to believe, and whom to ask first.
pub(crate) fn arti_toml(authorities: &[(Identity, SocketAddr)]) -> String {
    let voters: Vec<String> =
        authorities.iter().map(|(key, _)| format!("\"{}\"", key.v3)).collect();
    let caches = authorities.iter().map(|(key, address)| {
        format!(
            "  {{ rsa_identity = \"{}\", ed_identity = \"{}\", orports = [\"{address}\"] }},\n",
            key.rsa, key.ed25519
        )
    });
    format!(
        "[tor_network]\n\
         authorities = {{ v3idents = [{}], uploads = [], downloads = [], votes = [] }}\n\
         fallback_caches = [\n{}]\n",
        voters.join(", "),
        caches.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_authority_is_believed_and_asked() {
        let authority = |name: &str, port| {
            let [v3, rsa, ed25519] = ["v3", "rsa", "ed"].map(|kind| format!("{kind}-{name}"));
            (Identity { v3, rsa, ed25519 }, SocketAddr::from(([127, 1, 0, 1], port)))
        };
        let text = arti_toml(&[authority("a", 1), authority("b", 2)]);
        assert_eq!(
            text,
            "[tor_network]\n\
             authorities = { v3idents = [\"v3-a\", \"v3-b\"], uploads = [], downloads = [], votes = [] }\n\
             fallback_caches = [\n\
             \x20 { rsa_identity = \"rsa-a\", ed_identity = \"ed-a\", orports = [\"127.1.0.1:1\"] },\n\
             \x20 { rsa_identity = \"rsa-b\", ed_identity = \"ed-b\", orports = [\"127.1.0.1:2\"] },\n\
             ]\n"
        );
    }
}
