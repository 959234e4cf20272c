//! Updates as server-sent events.

use crate::phone::Street;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

/// A stream of events.
struct Events(BufReader<TcpStream>);

impl Events {
    fn of(phone: &crate::phone::Phone, last: Option<u64>) -> Self {
        let address = phone.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let token = &phone.token;
        let last = last.map_or(String::new(), |id| format!("Last-Event-ID: {id}\r\n"));
        let request = format!(
            "GET /api/v1/updates HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
             {last}\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut events = Self(BufReader::new(stream));
        assert!(events.line().unwrap().starts_with("HTTP/1.1 200"));
        let mut headers = String::new();
        loop {
            match events.line().unwrap() {
                line if line.is_empty() => break,
                line => headers.push_str(&line.to_lowercase()),
            }
        }
        assert!(headers.contains("text/event-stream"), "{headers}");
        events
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.0.read_line(&mut line).unwrap();
        (read > 0).then(|| line.trim_end().to_owned())
    }

    /// The next event: its id and its data.
    fn next(&mut self) -> Option<(u64, Value)> {
        let (mut id, mut data) = (None, None);
        loop {
            let line = self.line()?;
            if let Some(text) = line.strip_prefix("id: ") {
                id = Some(text.parse().unwrap());
            } else if let Some(text) = line.strip_prefix("data: ") {
                data = Some(serde_json::from_str(text).unwrap());
            } else if line.is_empty()
                && let (Some(id), Some(data)) = (id, data.take())
            {
                return Some((id, data));
            }
        }
    }

    /// The next event of a word.
    fn until(&mut self, what: &str) -> (u64, Value) {
        loop {
            let (id, data) = self.next().unwrap();
            if data["what"] == what {
                return (id, data);
            }
        }
    }
}

#[test]
fn whoever_follows_hears_what_happens_and_what_was_missed() {
    let street = Street::new();
    let (alice, bob) = (street.person("Alice"), street.person("Bob"));
    let event = alice.host("Party");
    let mut events = Events::of(&alice, None);
    bob.check_in(&alice.code(&event)).of(201);
    let (admitted, data) = events.until("guest-admitted");
    assert_eq!((&data["sequence"], &data["number"]), (&json!(admitted), &event));
    assert_eq!(data["text"], "guest 0 has checked in to hosted event 0");
    drop(events);

    assert_eq!(bob.post("/status/reports", &json!({ "status": "positive" })).status, 202);
    bob.until("/events/joined/0", |event| event["report_under_way"] == false);
    let mut events = Events::of(&alice, Some(admitted));
    let (received, _) = events.until("report-received");
    assert!(received > admitted);
    let mut again = Events::of(&alice, Some(received - 1));
    assert_eq!(again.next().unwrap().0, received, "missed ones come first, in order");
    alice.stop();
    while events.next().is_some() {}
}

#[test]
fn a_last_event_that_is_no_number_is_refused() {
    let street = Street::new();
    let alice = street.person("Alice");
    let bearer = format!("Bearer {}", alice.token);
    let headers = [("authorization", bearer.as_str()), ("last-event-id", "yesterday")];
    alice.send_with("GET", "/api/v1/updates", None, &headers).fails(400, "malformed");
}
