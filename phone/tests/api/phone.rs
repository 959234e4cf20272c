//! Phones of one test: their folders, and where they are asked.

use crate::caller::{Answer, Caller};
use crate::switchboard::Switchboard;
use corona_core::time::{Span, Timestamp};
use corona_phone::clock::{SystemClock, to_rfc3339};
use corona_phone::disk::KeySource;
use corona_phone::host::{ApiOptions, HostError, RunOptions, RunningPhone};
use corona_transport_tor::Clock;
use serde_json::{Value, json};
use std::ops::Deref;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

/// Real milliseconds that a test waits for what must come.
const PATIENCE: i64 = 60_000;
/// The smallest PNG there is: one pixel.
pub(crate) const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\
\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// A folder for folders, and the network between the phones.
pub(crate) struct Street {
    folder: TempDir,
    pub(crate) switchboard: Switchboard,
    /// How fast time goes by there.
    rate: Option<f64>,
}

/// A phone with its local API.
pub(crate) struct Phone {
    running: RunningPhone,
    folder: PathBuf,
    caller: Caller,
}

impl Street {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        Self { folder, switchboard: Switchboard::default(), rate: None }
    }

    /// Where time goes by so fast that polls come within seconds.
    pub(crate) fn hurried(rate: f64) -> Self {
        Self { rate: Some(rate), ..Self::new() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn clock(&self, rate: f64) -> PathBuf {
        let path = self.path("clock.toml");
        if !path.exists() {
            let (shows, at) = (Timestamp(1_586_714_400_000), SystemClock.now().as_millis());
            let shows = to_rfc3339(shows);
            let text = format!("rate = {rate:?}\nshows = {shows}\nat = {at}\nstretch = {rate:?}\n");
            std::fs::write(&path, text).unwrap();
        }
        path
    }

    /// How phones of this street are run.
    pub(crate) fn options(&self) -> RunOptions {
        RunOptions {
            may_be_empty: true,
            api: Some(ApiOptions::default()),
            scaled_clock: self.rate.map(|rate| self.clock(rate)),
            ..RunOptions::default()
        }
    }

    /// A phone in a folder of this name, with whoever lives there or nobody.
    pub(crate) fn phone(&self, name: &str) -> Phone {
        self.phone_with(name, self.options()).unwrap()
    }

    pub(crate) fn phone_with(&self, name: &str, options: RunOptions) -> Result<Phone, HostError> {
        let folder = self.path(name);
        let board = self.switchboard.clone();
        let (key, connect) = (KeySource::FolderKey, move |_: &_, _, _: &_| Ok(board.line()));
        let running = RunningPhone::start_over(&folder, key, options, connect)?;
        let caller = running.api().map(|door| Caller::new(&door.url, door.token()));
        let caller = caller.unwrap_or_else(|| Caller::new("", ""));
        Ok(Phone { running, folder, caller })
    }

    /// A phone with a profile of this name.
    pub(crate) fn person(&self, name: &str) -> Phone {
        let phone = self.phone(&name.to_lowercase());
        let profile = json!({ "name": name, "policy": "whitepaper" });
        assert_eq!(phone.post("/profile", &profile).of(201)["name"], name);
        phone
    }
}

impl Deref for Phone {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Phone {
    /// Ends it in order; its folder stays.
    pub(crate) fn stop(self) {
        let Self { running, folder, caller: _ } = self;
        running.stop().unwrap();
        assert!(folder.exists());
    }

    /// The certificate it printed.
    pub(crate) fn certificate(&self) -> Option<(String, String)> {
        self.running.api().and_then(|door| door.certificate.clone())
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Hosts an event that can be reached.
    pub(crate) fn host(&self, name: &str) -> Value {
        let event = self.post("/events/hosted", &json!({ "name": name })).of(201);
        assert_eq!(event["reachable"], true, "{event}");
        event["event"].clone()
    }

    pub(crate) fn code(&self, event: &Value) -> String {
        let code = self.post(&format!("/events/hosted/{event}/codes"), &json!({})).of(201);
        code["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn check_in(&self, code: &str) -> Answer {
        self.post("/events/joined", &json!({ "code": code }))
    }

    /// Shows an invitation that can be scanned.
    pub(crate) fn invite(&self) -> (Value, Value) {
        let invited = self.post("/pairings", &json!({})).of(201);
        assert_eq!(invited["reachable"], true, "{invited}");
        (invited["pairing"].clone(), invited["invitation"].clone())
    }

    /// Asks until what is answered is so.
    #[track_caller]
    pub(crate) fn until(&self, path: &str, so: impl Fn(&Value) -> bool) -> Value {
        let begun = SystemClock.now();
        loop {
            let answer = self.get(path);
            if answer.status == 200 {
                let value = answer.json();
                if so(&value) {
                    return value;
                }
            }
            let text = String::from_utf8_lossy(&answer.bytes);
            let waited = SystemClock.now() - begun;
            assert!(waited < Span(PATIENCE), "{path} never comes to be so: {text}");
            pause();
        }
    }
}

/// Two people become contacts; their numbers at each other's.
pub(crate) fn pair(one: &Phone, other: &Phone) -> (Value, Value) {
    let (hers, invitation) = one.invite();
    let joined = other.post("/pairings/join", &json!({ "invitation": invitation })).of(200);
    let shown = one.get(&format!("/pairings/{hers}")).of(200);
    assert_eq!(shown["digits"], joined["digits"]);
    let his = joined["pairing"].clone();
    let yes = json!({ "matches": true });
    std::thread::scope(|scope| {
        let one = scope.spawn(|| one.post(&format!("/pairings/{hers}/confirm"), &yes).of(200));
        let other = other.post(&format!("/pairings/{his}/confirm"), &yes).of(200);
        (one.join().unwrap()["contact"].clone(), other["contact"].clone())
    })
}

#[expect(clippy::disallowed_methods, reason = "a test waits for other threads, here alone")]
pub(crate) fn pause() {
    std::thread::sleep(Duration::from_millis(30));
}
