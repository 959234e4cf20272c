//! Two `corona run --api` processes over a private Tor network, driven by HTTP alone.

#[path = "../api/caller.rs"]
mod caller;
mod program;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corona_private_tor::network_or_skip;
use program::{PNG, Program, jump};
use serde_json::json;

#[test]
fn two_programs_meet_one_reports_and_the_other_is_warned() {
    let Some(network) = network_or_skip("two_programs_meet_one_reports_and_the_other_is_warned")
    else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = folder.path().join("clock.toml");
    jump(&clock, "2020-04-12T18:00:00Z", 1.0);
    let [alice, bob] = ["alice", "bob"]
        .map(|name| Program::start(folder.path(), name, network.arti_toml_path(), &clock));
    for (phone, name) in [(&alice, "Alice"), (&bob, "Bob")] {
        phone.get("/profile").fails(412, "no-profile");
        let profile = json!({ "name": name, "policy": "whitepaper" });
        assert_eq!(phone.post("/profile", &profile).of(201)["name"], name);
    }
    for phone in [&alice, &bob] {
        phone.until("/gateway", |gateway| gateway["network"] == "online");
    }

    // Pairing.
    let invited = alice.post("/pairings?patience=180", &json!({})).of(201);
    assert_eq!(invited["reachable"], true, "{invited}");
    let join = json!({ "invitation": invited["invitation"] });
    let joined = bob.post("/pairings/join?patience=180", &join).of(200);
    let hers = format!("/pairings/{}", invited["pairing"]);
    let shown = alice.get(&format!("{hers}?patience=60")).of(200);
    assert_eq!(shown["digits"], joined["digits"]);
    let yes = json!({ "matches": true });
    let his = format!("/pairings/{}/confirm", joined["pairing"]);
    let (with_bob, with_alice) = std::thread::scope(|scope| {
        let hers = scope.spawn(|| alice.post(&format!("{hers}/confirm"), &yes).of(200));
        let his = bob.post(&his, &yes).of(200);
        (hers.join().expect("Alice confirms")["contact"].clone(), his["contact"].clone())
    });
    assert_eq!(bob.get(&format!("/contacts/{with_alice}")).of(200)["name"], "Alice");

    // An event with a banner, and a guest.
    let event = json!({ "name": "Barbecue", "banner": STANDARD.encode(PNG) });
    let event = bob.post("/events/hosted?patience=180", &event).of(201);
    assert_eq!(event["reachable"], true, "{event}");
    let hosted = format!("/events/hosted/{}", event["event"]);
    let code = bob.post(&format!("{hosted}/codes"), &json!({})).of(201)["code"].clone();
    let joined = alice.post("/events/joined?patience=180", &json!({ "code": code })).of(201);
    let joined = format!("/events/joined/{}", joined["event"]);
    bob.until(&hosted, |event| event["guests"] == 1);

    // Time goes by an hour a second: a new picture and the statistics come by themselves.
    let picture = Some(("image/png", PNG.to_vec()));
    assert_eq!(bob.send("PUT", "/api/v1/profile/avatar", picture).status, 204);
    jump(&clock, "2020-04-12T19:00:00Z", 3_600.0);
    alice.until(&format!("/contacts/{with_bob}"), |contact| contact["avatar"] == true);
    assert_eq!(alice.get(&format!("/contacts/{with_bob}/avatar")).bytes, PNG);
    alice.until(&joined, |event| event["banner"] == true);
    assert_eq!(alice.get(&format!("{joined}/banner")).bytes, PNG);
    alice.until(&joined, |event| event["statistics"]["attendees"] == "2");

    // A report with a note, previewed, sent, confirmed; and the warning.
    let report = json!({ "status": "positive", "note": "call me any time" });
    let preview = alice.post("/status/preview", &report).of(200);
    assert!(preview[0]["learns"].to_string().contains("call me any time"), "{preview}");
    assert_eq!(alice.post("/status/reports", &report).status, 202);
    let shown = bob.until(&hosted, |event| event["reports"][0]["status"] == "positive");
    assert_eq!(shown["reports"][0]["name"], "Alice");
    assert_eq!(shown["reports"][0]["note"], "call me any time");
    let slot = format!("{hosted}/reports/{}", shown["reports"][0]["slot"]);
    bob.put(&slot, &json!({ "decision": "confirm" })).of(200);
    alice.until(&joined, |event| event["report_under_way"] == false);
    bob.until("/status", |status| status["status"] == "high-risk");
    assert_eq!(bob.get("/status/cascade").of(200)[0]["name"], "Barbecue");

    // Off and on again, on one Tor folder, with all that was.
    assert_eq!(bob.delete("/gateway").of(200)["network"], "off");
    let traffic = alice.get("/gateway").of(200);
    println!("Alice's gateway: {traffic}");
    assert!(traffic["sent_bytes"].as_u64() > Some(1_000), "{traffic}");
    bob.send("PUT", "/api/v1/gateway", None).of(200);
    bob.until("/gateway", |gateway| gateway["network"] == "online");
    assert_eq!(bob.get("/status").of(200)["status"], "high-risk");

    // Panic.
    assert_eq!(alice.post("/panic", &json!({ "confirm": "wipe" })).status, 204);
    alice.get("/profile").fails(412, "no-profile");
    assert!(!alice.folder().join("tor").exists(), "Tor's folder is left");
    let secrets = ["Alice", "Bob", "Barbecue", "call me", &alice.token, &bob.token];
    for phone in [&alice, &bob] {
        let log = phone.log();
        secrets.iter().for_each(|secret| assert!(!log.contains(secret), "{secret} in {log}"));
    }
}
