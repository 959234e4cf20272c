//! One evening and what came of it: everything a person does, by HTTP alone.

use crate::phone::{PNG, Street, pair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

#[test]
fn two_people_meet_one_reports_and_the_other_is_warned() {
    let street = Street::hurried(1_800.0);
    let (alice, bob) = (street.person("Alice"), street.person("Bob"));

    // Profiles, pairing, and a picture that changes.
    let (at_alice, at_bob) = pair(&alice, &bob);
    assert_eq!(alice.get(&format!("/contacts/{at_alice}")).of(200)["name"], "Bob");
    alice.get(&format!("/contacts/{at_alice}/avatar")).fails(404, "not-found");
    let picture = Some(("image/png", PNG.to_vec()));
    assert_eq!(bob.send("PUT", "/api/v1/profile/avatar", picture).status, 204);
    assert_eq!(bob.get("/profile").of(200)["avatar"], true);
    alice.until(&format!("/contacts/{at_alice}"), |contact| contact["avatar"] == true);
    let seen = alice.get(&format!("/contacts/{at_alice}/avatar"));
    assert_eq!((seen.status, seen.header("content-type")), (200, "image/png"));
    assert_eq!(seen.bytes, PNG);

    // A name for a contact stays here; a status is shared with whom one likes.
    let contact = format!("/contacts/{at_bob}");
    let changed = bob.put(&contact, &json!({ "alias": "Ally", "share_status": true })).of(200);
    assert_eq!((&changed["alias"], &changed["name"]), (&json!("Ally"), &json!("Alice")));
    assert_eq!(bob.put(&contact, &json!({ "alias": null })).of(200)["alias"], json!(null));

    // An event with a banner.
    let event = json!({ "name": "Barbecue", "banner": STANDARD.encode(PNG) });
    let event = bob.post("/events/hosted", &event).of(201)["event"].clone();
    assert_eq!(bob.get(&format!("/events/hosted/{event}/banner")).bytes, PNG);
    let (guests, waited) = std::thread::scope(|scope| {
        let waits = scope.spawn(|| {
            bob.get(&format!("/events/hosted/{event}/guests?more_than=0&patience=30")).of(200)
        });
        let joined = alice.check_in(&bob.code(&event)).of(201);
        assert_eq!(joined["name"], "Barbecue");
        (waits.join().unwrap(), joined["event"].clone())
    });
    assert_eq!(guests["guests"], 1);
    let joined = format!("/events/joined/{waited}");
    alice.until(&joined, |event| event["banner"] == true);
    assert_eq!(alice.get(&format!("{joined}/banner")).bytes, PNG);
    let counted = alice.until(&joined, |event| !event["statistics"].is_null());
    assert_eq!(counted["statistics"]["attendees"], "2");

    // A report: what it reveals, before it is sent; then sent.
    let report = json!({ "status": "positive", "note": "Cough since Friday" });
    let preview = alice.post("/status/preview", &report).of(200);
    assert_eq!(preview[0]["recipient"], "the organizer of Barbecue");
    let learns = preview[0]["learns"].to_string();
    for known in ["tested positive", "Alice", "Cough since Friday"] {
        assert!(learns.contains(known), "{learns}");
    }
    assert_eq!(preview[1]["kind"], "guests");
    assert!(!preview[1].to_string().contains("Alice"), "{preview}");
    assert_eq!(alice.get("/status").of(200)["status"], "unknown", "a preview changes nothing");
    assert_eq!(alice.post("/status/reports", &report).status, 202);
    alice.until(&joined, |event| event["report_under_way"] == false);

    // The organizer sees who it was, confirms, and is warned.
    let hosted = format!("/events/hosted/{event}");
    let shown = bob.until(&hosted, |event| event["reports"][0]["status"] == "positive");
    let told = &shown["reports"][0];
    assert_eq!((&told["name"], &told["note"]), (&json!("Alice"), &json!("Cough since Friday")));
    let decided = json!({ "decision": "confirm" });
    let slot = &told["slot"];
    let shown = bob.put(&format!("{hosted}/reports/{slot}"), &decided).of(200);
    assert_eq!(shown["reports"][0]["decision"], "confirmed");
    let status = bob.until("/status", |status| status["status"] == "high-risk");
    assert_eq!((&status["signal"]["hop"], &status["signal"]["high"]), (&json!(1), &json!(true)));
    let cascade = bob.get("/status/cascade").of(200);
    assert_eq!((&cascade[0]["name"], &cascade[0]["hop"]), (&json!("Barbecue"), &json!(1)));
    assert_eq!((&cascade[0]["hosted"], &cascade[0]["decides"]), (&json!(true), &json!(true)));
    let history = bob.get("/status/history").of(200);
    assert_eq!(
        (&history[0]["to"], &history[0]["cause"]),
        (&json!("high-risk"), &json!("inferred"))
    );

    // And whom he lets see it hears of it.
    alice.until(&format!("/contacts/{at_alice}"), |bob| bob["status"] == "high-risk");
    let traffic = bob.get("/gateway").of(200);
    assert_eq!(traffic["network"], "online");
    assert_eq!(bob.delete(&hosted).status, 204);
}
