//! Pairings that are begun offline, twice, or with somebody known.

use crate::phone::{Street, pair};
use serde_json::json;

#[test]
fn nobody_pairs_or_checks_in_while_the_gateway_is_off() {
    let street = Street::new();
    let (alice, bob) = (street.person("Alice"), street.person("Bob"));
    let (pairing, invitation) = alice.invite();
    let code = alice.code(&alice.host("Party"));
    let off = bob.delete("/gateway").of(200);
    assert_eq!((&off["enabled"], &off["network"]), (&json!(false), &json!("off")));
    assert_eq!(bob.delete("/gateway").of(200)["enabled"], false, "off twice is off");
    bob.post("/pairings", &json!({})).fails(503, "offline");
    bob.post("/pairings/join", &json!({ "invitation": invitation })).fails(503, "offline");
    bob.check_in(&code).fails(503, "offline");
    let event = bob.post("/events/hosted", &json!({ "name": "Alone" })).of(201);
    assert_eq!(event["reachable"], false, "an event may begin before anybody can come");
    assert_eq!(bob.send("PUT", "/api/v1/gateway", None).of(200)["enabled"], true);
    assert_eq!(bob.send("PUT", "/api/v1/gateway", None).of(200)["enabled"], true);
    let path = format!("/events/hosted/{}", event["event"]);
    bob.until(&path, |event| event["reachable"] == true);
    bob.check_in(&code).of(201);
    bob.post("/pairings/join", &json!({ "invitation": invitation })).of(200);
    assert_eq!(alice.get(&format!("/pairings/{pairing}")).of(200)["name"], "Bob");
}

#[test]
fn whoever_waits_is_told_when_the_gateway_goes_off() {
    let street = Street::new();
    let alice = street.person("Alice");
    let (pairing, _) = alice.invite();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| alice.get(&format!("/pairings/{pairing}?patience=60")));
        // A question that is answered after it shows that it has arrived, or it fails likewise.
        alice.get("/status").of(200);
        alice.delete("/gateway").of(200);
        let told = waits.join().unwrap();
        assert!([503, 404].contains(&told.status), "{told:?}");
    });
    alice.get(&format!("/pairings/{pairing}")).fails(404, "not-found");
}

#[test]
fn one_invitation_is_on_the_screen_at_a_time_and_serves_once() {
    let street = Street::new();
    let [alice, bob, carol] = ["Alice", "Bob", "Carol"].map(|name| street.person(name));
    let (pairing, invitation) = alice.invite();
    alice.post("/pairings", &json!({})).fails(409, "duplicate");
    alice.post("/pairings/join", &json!({ "invitation": invitation })).fails(422, "refused");
    let join = json!({ "invitation": invitation });
    let joined = bob.post("/pairings/join", &join).of(200);
    bob.post("/pairings/join", &join).fails(409, "duplicate");
    carol.post("/pairings/join", &join).fails(504, "unanswered");
    alice.get(&format!("/pairings/{pairing}")).of(200);
    let no = json!({ "matches": false });
    let denied = alice.post(&format!("/pairings/{pairing}/confirm"), &no).of(200);
    assert_eq!(denied["contact"], json!(null));
    let yes = json!({ "matches": true });
    let his = &joined["pairing"];
    let refused = bob.post(&format!("/pairings/{his}/confirm"), &yes);
    assert!([404, 422].contains(&refused.status), "{refused:?}");
    assert_eq!(alice.get("/contacts").of(200), json!([]));
    alice.delete(&format!("/pairings/{pairing}")).fails(404, "not-found");
    let (pairing, invitation) = alice.invite();
    assert_eq!(alice.delete(&format!("/pairings/{pairing}")).status, 204);
    alice.get(&format!("/pairings/{pairing}")).fails(410, "finished");
    bob.post("/pairings/join", &json!({ "invitation": invitation })).fails(504, "unanswered");
    alice.get("/pairings/99").fails(404, "not-found");
    let early = alice.invite().0;
    alice.get(&format!("/pairings/{early}?patience=0")).fails(504, "unanswered");
    alice.post(&format!("/pairings/{early}/confirm"), &yes).fails(422, "refused");
}

#[test]
fn a_contact_is_not_paired_with_again_until_they_are_removed() {
    let street = Street::new();
    let (alice, bob) = (street.person("Alice"), street.person("Bob"));
    let (at_alice, at_bob) = pair(&alice, &bob);
    let (pairing, invitation) = alice.invite();
    let again = bob.post("/pairings/join", &json!({ "invitation": invitation }));
    let told = alice.get(&format!("/pairings/{pairing}"));
    // One of the two phones notices first, and hangs up on the other.
    let statuses = [again.status, told.status];
    assert!(statuses.contains(&409), "{again:?} {told:?}");
    assert!(statuses.iter().all(|status| [409, 410, 504].contains(status)), "{statuses:?}");
    assert_eq!(alice.get("/contacts").of(200).as_array().map(Vec::len), Some(1));
    assert_eq!(alice.delete(&format!("/contacts/{at_alice}")).status, 204);
    alice.get(&format!("/contacts/{at_alice}")).fails(404, "not-found");
    alice.delete(&format!("/contacts/{at_alice}")).fails(404, "not-found");
    assert_eq!(bob.delete(&format!("/contacts/{at_bob}")).status, 204);
    pair(&alice, &bob);
    assert_eq!(alice.get("/contacts").of(200)[0]["name"], "Bob");
}
