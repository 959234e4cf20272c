//! What an authority says of the network.

const READY_FLAGS: [&str; 2] = ["Running", "HSDir"];
const RANDOM_VALUES: [&str; 2] = ["shared-rand-previous-value ", "shared-rand-current-value "];

/// Where an authority serves it.
pub(crate) const PATH: &str = "/tor/status-vote/current/consensus-microdesc";

/// What a consensus lacks for onion services to work, if anything.
pub(crate) fn missing(consensus: &str, relays: usize) -> Option<String> {
    for flag in READY_FLAGS {
        let flags = consensus.lines().filter_map(|line| line.strip_prefix("s "));
        let count = flags.filter(|flags| flags.split(' ').any(|found| found == flag)).count();
        if count < relays {
            return Some(format!("{count} of {relays} relays are {flag}"));
        }
    }
    let lacks = |value: &&&str| !consensus.lines().any(|line| line.starts_with(**value));
    RANDOM_VALUES.iter().find(lacks).map(|value| format!("there is no {}", value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELAY: &str = "r relay0 x\ns Fast HSDir Running Valid\n";
    const VALUES: &str = "shared-rand-previous-value 3 a\nshared-rand-current-value 3 b\n";

    #[test]
    fn a_consensus_with_everything_lacks_nothing() {
        assert_eq!(missing(&format!("{VALUES}{RELAY}{RELAY}"), 2), None);
    }

    #[test]
    fn what_is_missing_is_counted() {
        let missing = |text: &str, relays| missing(text, relays).unwrap();
        assert_eq!(missing(&format!("{VALUES}{RELAY}"), 2), "1 of 2 relays are Running");
        let no_directory = RELAY.replace("HSDir", "HSDirectory");
        assert_eq!(missing(&format!("{VALUES}{no_directory}"), 1), "0 of 1 relays are HSDir");
        assert_eq!(missing(RELAY, 1), "there is no shared-rand-previous-value");
        let one_value = &VALUES[..VALUES.find('\n').unwrap() + 1];
        assert_eq!(
            missing(&format!("{one_value}{RELAY}"), 1),
            "there is no shared-rand-current-value"
        );
    }
}
