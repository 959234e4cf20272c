//! The description of the API against what is answered.

use crate::caller::Answer;
use crate::phone::{PNG, Phone, Street, pair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// The description, and which of its operations were tried.
struct Book {
    document: Value,
    tried: BTreeSet<String>,
}

impl Book {
    fn of(phone: &Phone) -> Self {
        let given = phone.send_with("GET", "/api/v1/openapi.json", None, &[]);
        Self { document: given.of(200), tried: BTreeSet::new() }
    }

    fn operations(&self) -> Vec<(String, String, &Value)> {
        let paths = self.document["paths"].as_object().unwrap();
        let each = paths.iter().flat_map(|(path, item)| {
            METHODS.iter().filter_map(move |method| {
                Some((path.clone(), (*method).to_owned(), item.get(*method)?))
            })
        });
        each.collect()
    }

    /// An answer is as described, by status, type and schema.
    fn check(&mut self, method: &str, path: &str, answer: &Answer) {
        let pattern = self.pattern(path);
        let name = format!("{method} {pattern}");
        let operation = &self.document["paths"][&pattern][method];
        let response = &operation["responses"][answer.status.to_string()];
        assert!(response.is_object(), "{name}: {} is not described", answer.status);
        self.tried.insert(name.clone());
        let Some(content) = response.get("content") else {
            assert!(answer.bytes.is_empty(), "{name}: a body that is not described");
            return;
        };
        let media_type = answer.header("content-type").split(';').next().unwrap();
        let described = content.get(media_type);
        let described =
            described.unwrap_or_else(|| panic!("{name}: {media_type} is not described"));
        if media_type.ends_with("json") {
            let mut schema = described["schema"].clone();
            schema["components"] = self.document["components"].clone();
            let validator = jsonschema::draft202012::new(&schema).unwrap();
            let value = answer.json();
            let errors: Vec<_> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {errors:?} in {value}");
        }
    }

    /// The path as described, numbers replaced by their names.
    fn pattern(&self, path: &str) -> String {
        let path = path.split('?').next().unwrap();
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |pattern: &str| {
            let pattern: Vec<&str> = pattern.split('/').collect();
            pattern.len() == parts.len()
                && pattern.iter().zip(&parts).all(|(described, part)| {
                    described == part || described.starts_with('{') && part.parse::<u32>().is_ok()
                })
        };
        let full = |path: &str| format!("/api/v1{path}");
        let paths = self.document["paths"].as_object().unwrap();
        let found = paths.keys().find(|pattern| fits(pattern.strip_prefix("/api/v1").unwrap()));
        found.cloned().unwrap_or_else(|| panic!("{} is not described", full(path)))
    }
}

/// Asks and checks.
struct Reader<'a> {
    phone: &'a Phone,
    book: &'a mut Book,
}

impl Reader<'_> {
    fn ask(&mut self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        self.send(method, path, body)
    }
    fn send(&mut self, method: &str, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let answer = self.phone.send(&method.to_uppercase(), &format!("/api/v1{path}"), body);
        self.book.check(method, path, &answer);
        answer
    }
    fn get(&mut self, path: &str) -> Answer {
        self.ask("get", path, None)
    }
}

#[test]
fn every_question_answers_as_it_is_described() {
    let street = Street::new();
    let (alice, bob) = (street.phone("alice"), street.person("Bob"));
    let mut book = Book::of(&alice);
    assert_eq!(book.document["openapi"], "3.1.0");
    let mut reader = Reader { phone: &alice, book: &mut book };
    let r = &mut reader;
    assert_eq!(r.get("/profile").status, 412);
    r.ask("post", "/profile", Some(json!({ "name": "Alice" }))).of(201);
    assert_eq!(r.ask("post", "/profile", Some(json!({ "name": "Alice" }))).status, 409);
    r.ask("put", "/profile", Some(json!({ "name": "Alice B." }))).of(200);
    r.get("/profile").of(200);
    let picture = || Some(("image/png", PNG.to_vec()));
    assert_eq!(r.send("put", "/profile/avatar", picture()).status, 204);
    assert_eq!(r.get("/profile/avatar").bytes, PNG);
    assert_eq!(r.ask("delete", "/profile/avatar", None).status, 204);
    r.ask("put", "/gateway", None).of(200);
    r.get("/gateway").of(200);
    r.ask("put", "/conditions", Some(json!({ "metered": true }))).of(200);
    let metered = json!({ "metered": true, "battery_saver": false, "heeded": true });
    assert_eq!(r.get("/conditions").of(200), metered);
    let unheeded = json!({ "metered": true, "battery_saver": false, "heeded": false });
    assert_eq!(r.ask("put", "/conditions", Some(unheeded.clone())).of(200), unheeded);

    let invited = r.ask("post", "/pairings", None).of(201);
    let number = invited["pairing"].clone();
    assert_eq!(r.get(&format!("/pairings/{number}?patience=0")).status, 504);
    assert_eq!(r.ask("delete", &format!("/pairings/{number}"), None).status, 204);
    let (_, invitation) = bob.invite();
    let joined = r.ask("post", "/pairings/join", Some(json!({ "invitation": invitation }))).of(200);
    let no = Some(json!({ "matches": false }));
    r.ask("post", &format!("/pairings/{}/confirm", joined["pairing"]), no).of(200);
    pair(r.phone, &bob);
    r.get("/contacts").of(200);
    r.get("/contacts/0").of(200);
    assert_eq!(r.get("/contacts/0/avatar").status, 404);
    r.ask("put", "/contacts/0", Some(json!({ "alias": "B", "share_status": true }))).of(200);

    let event = json!({ "name": "Party", "banner": STANDARD.encode(PNG) });
    r.ask("post", "/events/hosted", Some(event)).of(201);
    r.get("/events/hosted").of(200);
    let code = r.ask("post", "/events/hosted/0/codes", None).of(201);
    let guest = bob.check_in(code["code"].as_str().unwrap());
    guest.of(201);
    r.get("/events/hosted/0/guests?more_than=0").of(200);
    r.get("/events/hosted/0/banner");
    let his = bob.host("Picnic");
    let code = bob.code(&his);
    r.ask("post", "/events/joined", Some(json!({ "code": code }))).of(201);
    r.get("/events/joined").of(200);
    r.get("/events/joined/0").of(200);
    assert_eq!(r.get("/events/joined/0/banner").status, 404);
    r.ask("put", "/events/joined/0/consent", Some(json!({ "given": true }))).of(200);

    assert_eq!(bob.post("/status/reports", &json!({ "status": "positive" })).status, 202);
    alice.until("/events/hosted/0", |event| event["reports"][0]["slot"] == 0);
    let decision = Some(json!({ "decision": "confirm" }));
    r.ask("put", "/events/hosted/0/reports/0", decision).of(200);
    r.get("/events/hosted/0").of(200);
    r.get("/status").of(200);
    assert_eq!(r.get("/status/cascade").of(200)[0]["hop"], 1);
    r.get("/status/history").of(200);
    let report = || Some(json!({ "status": "positive", "infectious_from": "2020-01-01" }));
    let preview = r.ask("post", "/status/preview", report()).of(200);
    assert!(preview.as_array().unwrap().iter().any(|told| told["kind"] == "contact"), "{preview}");
    assert_eq!(r.ask("post", "/status/reports", report()).status, 202);
    assert_eq!(r.ask("post", "/status/correction", None).status, 202);
    assert_eq!(r.ask("delete", "/events/hosted/0", None).status, 204);
    assert_eq!(r.ask("delete", "/events/hosted/0", None).status, 410);
    assert_eq!(r.ask("delete", "/contacts/0", None).status, 204);
    r.ask("post", "/qr", Some(json!({ "text": "CORONA" })));
    r.ask("delete", "/gateway", None).of(200);
    assert_eq!(r.ask("post", "/pairings", None).status, 503);
    let passphrase = "correct horse battery";
    let backup = r.ask("post", "/backup", Some(json!({ "passphrase": passphrase })));
    assert_eq!(r.ask("delete", "/profile", None).status, 204);
    let file = STANDARD.encode(&backup.bytes);
    let restored = json!({ "backup": file, "passphrase": passphrase });
    r.ask("post", "/profile/restore", Some(restored));
    r.ask("post", "/panic", Some(json!({ "confirm": "wipe" })));
    // Its answer never ends: see the tests of updates.
    book.tried.insert("get /api/v1/updates".to_owned());

    let described: BTreeSet<String> =
        book.operations().iter().map(|(path, method, _)| format!("{method} {path}")).collect();
    assert_eq!(book.tried, described, "every question that is described was asked");
}

#[test]
fn what_is_not_described_is_not_answered() {
    let street = Street::new();
    let alice = street.person("Alice");
    let book = Book::of(&alice);
    for (path, item) in book.document["paths"].as_object().unwrap() {
        let path = path.replace("{event}", "0").replace("{contact}", "0");
        let path = path.replace("{pairing}", "0").replace("{slot}", "0");
        for method in METHODS.iter().filter(|method| item.get(**method).is_none()) {
            let answer = alice.send(&method.to_uppercase(), &path, None);
            assert_eq!(answer.status, 405, "{method} {path}: {answer:?}");
        }
    }
}

#[test]
fn every_question_has_a_name_words_and_every_status_of_failures() {
    let street = Street::new();
    let alice = street.phone("alice");
    let book = Book::of(&alice);
    let mut names = BTreeSet::new();
    for (path, method, operation) in book.operations() {
        let name = format!("{method} {path}");
        assert!(operation["summary"].is_string(), "{name} has no words");
        let id = operation["operationId"].as_str().unwrap().to_owned();
        assert!(names.insert(id.clone()), "{name}: {id} names two");
        for status in ["400", "401", "403", "404", "409", "410", "412", "422", "500", "503", "504"]
        {
            assert!(operation["responses"][status].is_object(), "{name}: {status}");
        }
    }
    assert!(names.len() > 40, "{names:?}");
}
