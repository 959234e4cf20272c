//! What is there after a restart: everything.

use crate::phone::{PNG, Street, pair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corona_phone::host::RunOptions;
use serde_json::{Value, json};

/// All that two lives of a phone must agree on.
fn everything(phone: &crate::phone::Phone) -> Vec<Value> {
    let paths = ["/profile", "/contacts", "/events/hosted", "/events/joined", "/status/history"];
    let mut all: Vec<Value> = paths.iter().map(|path| phone.get(path).of(200)).collect();
    for events in [2, 3] {
        let forget = |event: &mut Value| event["reachable"] = Value::Null;
        all[events].as_array_mut().unwrap().iter_mut().for_each(forget);
    }
    all
}

#[test]
fn everything_survives_a_restart() {
    let street = Street::new();
    let (alice, bob) = (street.person("Alice"), street.person("Bob"));
    let (at_alice, _) = pair(&alice, &bob);
    alice.put(&format!("/contacts/{at_alice}"), &json!({ "alias": "Bobby" })).of(200);
    let picture = Some(("image/png", PNG.to_vec()));
    assert_eq!(alice.send("PUT", "/api/v1/profile/avatar", picture).status, 204);
    let event = json!({ "name": "Party", "banner": STANDARD.encode(PNG) });
    let event = alice.post("/events/hosted", &event).of(201)["event"].clone();
    bob.check_in(&alice.code(&event)).of(201);
    let other = bob.host("Picnic");
    alice.check_in(&bob.code(&other)).of(201);
    assert_eq!(alice.delete(&format!("/events/hosted/{event}")).status, 204);
    let report = json!({ "status": "suspected", "infectious_from": "2020-01-01" });
    assert_eq!(alice.post("/status/reports", &report).status, 202);
    alice.until("/events/joined/0", |event| event["report_under_way"] == false);
    let before = everything(&alice);
    let token = alice.token.clone();
    alice.stop();

    let alice = street.phone("alice");
    assert_ne!(alice.token, token, "a token is for one life");
    assert_eq!(everything(&alice), before);
    assert_eq!(alice.get("/profile/avatar").bytes, PNG);
    assert_eq!(alice.get(&format!("/events/hosted/{event}/banner")).bytes, PNG);
    assert_eq!(alice.get("/contacts/0").of(200)["alias"], "Bobby");
    alice.post("/profile", &json!({ "name": "Eve" })).fails(409, "duplicate");
    alice.delete(&format!("/events/hosted/{event}")).fails(410, "finished");
    alice.check_in(&bob.code(&other)).fails(409, "duplicate");
}

#[test]
fn the_gateways_switch_survives_a_restart_and_a_phone_may_begin_offline() {
    let street = Street::new();
    let alice = street.person("Alice");
    alice.delete("/gateway").of(200);
    alice.stop();
    let alice = street.phone("alice");
    assert_eq!(alice.get("/gateway").of(200)["enabled"], false);
    alice.post("/pairings", &json!({})).fails(503, "offline");
    alice.send("PUT", "/api/v1/gateway", None).of(200);
    alice.stop();
    let offline = RunOptions { offline: true, ..street.options() };
    let alice = street.phone_with("alice", offline).unwrap();
    assert_eq!(alice.get("/gateway").of(200)["enabled"], false);
    let gone = alice.post("/panic", &json!({ "confirm": "wipe" }));
    assert_eq!(gone.status, 204);
    alice.stop();
    street.phone("alice").get("/profile").fails(412, "no-profile");
}

#[test]
fn what_was_reported_offline_is_delivered_once_the_gateway_is_on() {
    let street = Street::new();
    let (alice, bob) = (street.person("Alice"), street.person("Bob"));
    let event = alice.host("Party");
    let joined = bob.check_in(&alice.code(&event)).of(201)["event"].clone();
    bob.delete("/gateway").of(200);
    assert_eq!(bob.post("/status/reports", &json!({ "status": "positive" })).status, 202);
    let path = format!("/events/joined/{joined}");
    assert_eq!(bob.get(&path).of(200)["report_under_way"], true);
    bob.send("PUT", "/api/v1/gateway", None).of(200);
    bob.until(&path, |event| event["report_under_way"] == false);
    let hosted = alice.get(&format!("/events/hosted/{event}")).of(200);
    assert_eq!(hosted["reports"][0]["name"], "Bob");
}
