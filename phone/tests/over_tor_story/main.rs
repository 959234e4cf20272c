//! The whitepaper's cascade by eight `corona` processes over a private Tor network.

mod clock;
mod logs;
mod phone;
mod script;
mod stage;

use corona_private_tor::network_or_skip;
use script::Story;
use stage::Stage;
use std::path::Path;
use std::time::Duration;

fn stage(folder: &Path, file: &str, arti_toml: &Path) -> Stage {
    Stage::new(folder, Story::load(file), arti_toml)
}

/// Nothing that only people may know is in any log, and a replay decides as the phones did.
fn assert_discreet_and_replayable(stage: &mut Stage) {
    let names = stage.phones.iter().map(|phone| phone.name.clone());
    let secrets: Vec<String> = stage.secrets.drain(..).chain(names).collect();
    stage.phones.iter_mut().for_each(|phone| phone.kill());
    stage.phones.iter().for_each(|phone| logs::assert_discreet(&phone.log(), &secrets));
}

#[test]
fn eight_phones_end_as_their_simulation_does() {
    let Some(network) = network_or_skip("eight_phones_end_as_their_simulation_does") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut stage = stage(folder.path(), "whitepaper.toml", network.arti_toml_path());
    let expected = stage.story.simulated_ending();
    stage.play_meetings();
    stage.play_reports();
    stage.run_to(&expected);
    assert_eq!(stage.ending(), expected);
    assert_discreet_and_replayable(&mut stage);
}

#[test]
fn bob_dies_before_he_acknowledges_and_nothing_is_lost_or_double() {
    let Some(network) =
        network_or_skip("bob_dies_before_he_acknowledges_and_nothing_is_lost_or_double")
    else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = "whitepaper-guests-report.toml";
    let mut stage = stage(folder.path(), file, network.arti_toml_path());
    let expected = stage.story.simulated_ending();
    assert_eq!(expected, Story::load("whitepaper.toml").simulated_ending());
    stage.play_meetings();

    let bob = stage.phones.iter().position(|phone| phone.name == "Bob").expect("Bob is there");
    std::fs::write(stage.phones[bob].hold(), "").expect("the folder is writable");
    stage.play_reports();
    let held = stage.phones[bob].hold().with_extension("hold.held");
    for _ in 0..600 {
        if held.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(held.exists(), "Alice's report never came\n{}", stage.phones[bob].last_words());
    stage.phones[bob].kill();
    std::fs::remove_file(stage.phones[bob].hold()).expect("the hold is ours");
    let clock = stage.clock.file().to_owned();
    stage.phones[bob].start(&clock);

    stage.run_to(&expected);
    assert_eq!(stage.ending(), expected);
    let barbecue = stage.phones[bob].tell(&["event", "show", "0", "--hosted"]);
    assert_eq!(barbecue["statistics"]["positives"], "1", "{barbecue}");
    assert_eq!(barbecue["reports"].as_array().map(Vec::len), Some(2), "{barbecue}");
    let alice = stage.phones.iter().find(|phone| phone.name == "Alice").expect("Alice is there");
    let joined = alice.tell(&["status"]);
    let under_way = joined["joined"].as_array().expect("a list").iter();
    assert!(under_way.clone().all(|event| event["report_under_way"] == false), "{joined}");
    assert_discreet_and_replayable(&mut stage);
}
