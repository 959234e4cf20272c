//! What is done twice, too early or too late, each with a status of its own.

use crate::phone::{PNG, Street};
use serde_json::json;

#[test]
fn without_a_profile_there_is_nothing_but_the_gateway_and_the_tools() {
    let street = Street::new();
    let phone = street.phone("nobody");
    let looks = [
        "/profile",
        "/profile/avatar",
        "/contacts",
        "/contacts/0",
        "/contacts/0/avatar",
        "/events/hosted",
        "/events/hosted/0",
        "/events/joined",
        "/events/joined/0",
        "/status",
        "/status/history",
        "/status/cascade",
        "/pairings/0",
    ];
    looks.iter().for_each(|path| phone.get(path).fails(412, "no-profile"));
    let report = json!({ "status": "positive" });
    phone.post("/events/hosted", &json!({ "name": "Party" })).fails(412, "no-profile");
    phone.post("/pairings", &json!({})).fails(412, "no-profile");
    phone.post("/status/reports", &report).fails(412, "no-profile");
    phone.post("/status/preview", &report).fails(412, "no-profile");
    phone.post("/backup", &json!({ "passphrase": "a long passphrase" })).fails(412, "no-profile");
    phone.delete("/profile").fails(412, "no-profile");
    phone.put("/profile", &json!({ "name": "Alice" })).fails(412, "no-profile");
    phone.send("PUT", "/api/v1/gateway", None).fails(412, "no-profile");
    assert_eq!(phone.get("/gateway").of(200)["network"], "off");
    assert!(phone.post("/qr", &json!({ "text": "x" })).bytes.starts_with(b"<svg"));
}

#[test]
fn a_profile_is_made_once_and_again_once_it_is_deleted() {
    let street = Street::new();
    let phone = street.person("Alice");
    phone.post("/profile", &json!({ "name": "Eve" })).fails(409, "duplicate");
    assert_eq!(phone.get("/profile").of(200)["name"], "Alice");
    assert_eq!(phone.put("/profile", &json!({ "name": "Alice B." })).of(200)["name"], "Alice B.");
    let event = phone.host("Party");
    assert_eq!(phone.delete("/profile").status, 204);
    phone.get("/profile").fails(412, "no-profile");
    phone.delete("/profile").fails(412, "no-profile");
    phone.get(&format!("/events/hosted/{event}")).fails(412, "no-profile");
    assert_eq!(phone.post("/profile", &json!({ "name": "Carol" })).of(201)["name"], "Carol");
    assert_eq!(phone.get("/events/hosted").of(200), json!([]), "nothing is left of Alice");
    assert_eq!(phone.post("/panic", &json!({ "confirm": "wipe" })).status, 204);
    phone.get("/profile").fails(412, "no-profile");
    assert!(!phone.folder().join("phone.toml").exists());
}

#[test]
fn what_makes_no_sense_is_malformed_and_changes_nothing() {
    let street = Street::new();
    let phone = street.phone("alice");
    let long = "x".repeat(65);
    for name in ["", "  ", "two\nlines", &long] {
        phone.post("/profile", &json!({ "name": name })).fails(400, "malformed");
    }
    phone.post("/profile", &json!({ "nme": "Alice" })).fails(400, "malformed");
    let other = json!({ "name": "Alice", "policy": "strict" });
    phone.post("/profile", &other).fails(400, "malformed");
    let text = Some(("text/plain", b"{\"name\":\"Alice\"}".to_vec()));
    phone.send("POST", "/api/v1/profile", text).fails(400, "malformed");
    assert_eq!(phone.post("/profile", &json!({ "name": "Alice" })).status, 201);
    phone.put("/profile", &json!({ "name": long })).fails(400, "malformed");
    let avatar = |kind: &'static str, bytes: &[u8]| {
        phone.send("PUT", "/api/v1/profile/avatar", Some((kind, bytes.to_vec())))
    };
    avatar("image/png", b"no picture").fails(400, "malformed");
    avatar("image/jpeg", PNG).fails(400, "malformed");
    let mut large = PNG.to_vec();
    large.resize((256 << 10) + 1, 0);
    avatar("image/png", &large).fails(400, "malformed");
    phone.get("/profile/avatar").fails(404, "not-found");
    phone.check_in("nonsense").fails(400, "malformed");
    let invitation = json!({ "invitation": "nonsense" });
    phone.post("/pairings/join", &invitation).fails(400, "malformed");
    for report in [
        json!({ "status": "high-risk" }),
        json!({ "status": "negative" }),
        json!({ "status": "negative", "sampled": "yesterday" }),
        json!({ "status": "positive", "infectious_from": "2999-01-01T00:00:00Z" }),
        json!({ "status": "positive", "note": "x".repeat(141) }),
        json!({ "status": "positive", "sampled": "2020-04-12" }),
        json!({ "status": "correction" }),
    ] {
        phone.post("/status/reports", &report).fails(400, "malformed");
    }
    phone.post("/status/correction", &json!({})).fails(422, "refused");
    assert_eq!(phone.get("/status/history").of(200), json!([]));
    phone.get("/events/hosted/x").fails(400, "malformed");
    phone.get("/events/hosted/7").fails(404, "not-found");
    phone.get("/contacts/7").fails(404, "not-found");
    phone.get("/nothing").fails(404, "not-found");
    phone.put("/contacts/7", &json!({ "alias": "Bob" })).fails(404, "not-found");
    phone.post("/panic", &json!({ "confirm": "yes" })).fails(400, "malformed");
    assert_eq!(phone.send("PATCH", "/api/v1/profile", None).status, 405);
}

#[test]
fn a_code_admits_once_and_a_guest_checks_in_once() {
    let street = Street::new();
    let [alice, bob, carol] = ["Alice", "Bob", "Carol"].map(|name| street.person(name));
    let event = alice.host("Party");
    let code = alice.code(&event);
    let joined = bob.check_in(&code).of(201)["event"].clone();
    carol.check_in(&code).fails(410, "finished");
    bob.check_in(&alice.code(&event)).fails(409, "duplicate");
    alice.check_in(&alice.code(&event)).fails(422, "refused");
    let path = format!("/events/hosted/{event}");
    alice
        .put(&format!("{path}/reports/0"), &json!({ "decision": "confirm" }))
        .fails(404, "not-found");
    bob.get(&format!("/events/joined/{joined}/banner")).fails(404, "not-found");

    let shown = alice.code(&event);
    assert_eq!(alice.delete(&path).status, 204);
    alice.delete(&path).fails(410, "finished");
    alice.post(&format!("{path}/codes"), &json!({})).fails(410, "finished");
    carol.check_in(&shown).fails(410, "finished");
    assert_eq!(alice.get(&path).of(200)["guests"], 1);
    assert_eq!(carol.get("/events/joined").of(200), json!([]), "nothing is left of a failure");
}

#[test]
fn statuses_follow_the_table() {
    let street = Street::new();
    let alice = street.person("Alice");
    let report = |status: &str| alice.post("/status/reports", &json!({ "status": status }));
    assert_eq!(report("suspected").status, 202);
    report("suspected").fails(422, "refused");
    assert_eq!(report("positive").status, 202);
    report("positive").fails(422, "refused");
    let history = alice.get("/status/history").of(200);
    assert_eq!((&history[1]["from"], &history[1]["to"]), (&json!("suspected"), &json!("positive")));
    let correction = json!({ "status": "correction" });
    assert_eq!(alice.post("/status/preview", &correction).of(200), json!([]));
    assert_eq!(alice.post("/status/correction", &json!({})).status, 202);
    assert_eq!(alice.get("/status").of(200)["status"], "suspected");
    alice.post("/status/correction", &json!({})).fails(422, "refused");
}
