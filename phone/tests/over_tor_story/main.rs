//! The whitepaper's cascade by eight `corona` processes over a private Tor network.

mod clock;
mod logs;
mod phone;
mod script;
mod stage;

use clock::pause;
use corona_core::status::InfectionStatus;
use corona_private_tor::network_or_skip;
use corona_simulator::replay::{Person, Replayed, Trace, replay};
use phone::Phone;
use script::{Ending, Story, word};
use stage::Stage;
use std::path::Path;
use std::time::Duration;

fn stage(folder: &Path, file: &str, arti_toml: &Path) -> Stage {
    Stage::new(folder, Story::load(file), arti_toml)
}

/// Nothing that only people may know is in any log.
fn assert_discreet(stage: &Stage) {
    let names = stage.phones.iter().map(|phone| phone.name.clone());
    let secrets: Vec<String> = stage.secrets.iter().cloned().chain(names).collect();
    stage.phones.iter().for_each(|phone| logs::assert_discreet(&phone.log(), &secrets));
}

/// The simulator, given what was recorded of times and delays, decides as the phones did.
fn assert_replayable(stage: &Stage, expected: &[Ending]) -> Replayed {
    let read = |phone: &Phone| Trace::read(&phone.trace()).expect("a trace");
    let traces: Vec<Trace> = stage.phones.iter().map(read).collect();
    let replayed = match replay(&traces) {
        Ok(replayed) => replayed,
        Err(error) => panic!("the replay differs: {error}"),
    };
    let hop = |person: &Person| person.hop.filter(|_| person.status == InfectionStatus::HighRisk);
    let people: Vec<Ending> =
        replayed.people.iter().map(|p| (p.name.clone(), word(p.status).into(), hop(p))).collect();
    assert_eq!(people, expected, "the replay ends otherwise");
    println!("replayed: {replayed:?}");
    replayed
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
    stage.phones.iter_mut().for_each(Phone::kill);
    assert_discreet(&stage);
    assert_replayable(&stage, &expected);
}

#[test]
fn two_people_pair_share_a_status_and_part() {
    let Some(network) = network_or_skip("two_people_pair_share_a_status_and_part") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut stage = stage(folder.path(), "whitepaper.toml", network.arti_toml_path());
    stage.phones.truncate(2);
    let [alice, bob] = &stage.phones[..] else { panic!("Alice and Bob are the first two") };

    let invitation = alice.tell(&["pair", "invite", "--text"]);
    let invited = invitation["pairing"].to_string();
    let code = invitation["invitation"].as_str().expect("an invitation is text").to_owned();
    let joined = bob.tell(&["pair", "join", &code]);
    let shown = alice.tell(&["pair", "digits", &invited]);
    assert_eq!(shown["digits"], joined["digits"]);
    assert_eq!((&shown["name"], &joined["name"]), (&"Bob".into(), &"Alice".into()));
    let joining = joined["pairing"].to_string();
    let paired = std::thread::scope(|scope| {
        let bobs = scope.spawn(|| bob.tell(&["pair", "confirm", &joining, "yes"]));
        (alice.tell(&["pair", "confirm", &invited, "yes"]), bobs.join().expect("Bob confirms"))
    });
    let (with_bob, with_alice) = (paired.0["contact"].to_string(), paired.1["contact"].to_string());

    // From here on both addresses are found by the other alone.
    bob.tell(&["contact", "share", &with_alice, "yes"]);
    bob.tell(&["status", "report", "suspected"]);
    stage.clock.run_at(stage::RATE);
    let status = || alice.tell(&["contact", "list"])["contacts"][0]["status"].clone();
    assert!(stage::comes(|| status() == "suspected"), "Alice never hears: {}", status());

    // Whoever is removed finds nobody any more.
    bob.tell(&["contact", "remove", &with_alice]);
    assert_eq!(bob.tell(&["contact", "list"])["contacts"].as_array().map(Vec::len), Some(0));
    bob.tell(&["status", "report", "positive"]);
    pause(Duration::from_secs(20));
    assert_eq!(status(), "suspected", "Alice hears what she may not");
    alice.tell(&["contact", "remove", &with_bob]);
    stage.secrets.push(code);
    stage.secrets.push(shown["digits"].as_str().expect("digits are text").to_owned());
    stage.phones.iter_mut().for_each(Phone::kill);
    assert_discreet(&stage);
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
        pause(Duration::from_millis(100));
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
    assert_eq!(barbecue["reports"].as_array().map(Vec::len), Some(1), "{barbecue}");
    assert_eq!(barbecue["reports"][0]["name"], "Alice", "{barbecue}");
    let alice = stage.phones.iter().find(|phone| phone.name == "Alice").expect("Alice is there");
    let joined = alice.tell(&["status"]);
    let under_way = joined["joined"].as_array().expect("a list").iter();
    assert!(under_way.clone().all(|event| event["report_under_way"] == false), "{joined}");
    stage.phones.iter_mut().for_each(Phone::kill);
    assert_discreet(&stage);
    assert_eq!(assert_replayable(&stage, &expected).restarts, 1);
}
