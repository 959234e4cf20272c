//! A plain HTTP client, and what it was answered.

use serde_json::Value;
use ureq::http::{HeaderMap, Request};
use ureq::{Agent, Body};

/// Asks one local API.
#[derive(Clone)]
pub(crate) struct Caller {
    agent: Agent,
    pub(crate) url: String,
    pub(crate) token: String,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Caller {
    pub(crate) fn new(url: &str, token: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).build();
        Self { agent: config.into(), url: url.to_owned(), token: token.to_owned() }
    }

    /// Asks with bytes of a type, or with none.
    pub(crate) fn send(&self, method: &str, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let authorization = format!("Bearer {}", self.token);
        self.send_with(method, path, body, &[("authorization", &authorization)])
    }

    pub(crate) fn send_with(
        &self,
        method: &str,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match body {
            Some((media_type, bytes)) => {
                let request = request.header("content-type", media_type).body(bytes).unwrap();
                self.agent.run(request)
            }
            None if matches!(method, "POST" | "PUT" | "PATCH") => {
                self.agent.run(request.body(Vec::<u8>::new()).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        let (parts, mut body) = response.unwrap().into_parts();
        let bytes = read(&mut body);
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", &format!("/api/v1{path}"), None)
    }
    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", &format!("/api/v1{path}"), None)
    }
    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", &format!("/api/v1{path}"), Some(json(body)))
    }
    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", &format!("/api/v1{path}"), Some(json(body)))
    }
}

fn json(body: &Value) -> (&'static str, Vec<u8>) {
    ("application/json", body.to_string().into_bytes())
}

fn read(body: &mut Body) -> Vec<u8> {
    body.with_config().limit(64 << 20).read_to_vec().unwrap()
}

impl Answer {
    /// Whatever it says, as JSON.
    pub(crate) fn json(&self) -> Value {
        let text = String::from_utf8_lossy(&self.bytes);
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {text:?}"))
    }
    /// Its body, if its status is this one.
    pub(crate) fn of(&self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.bytes);
        assert_eq!(self.status, status, "{text}");
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }
    /// Asserts a failure, in all its parts.
    #[track_caller]
    pub(crate) fn fails(&self, status: u16, reason: &str) {
        let text = String::from_utf8_lossy(&self.bytes);
        assert_eq!(self.status, status, "{text}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["reason"], reason, "{text}");
        assert_eq!(problem["status"], status, "{text}");
        assert_eq!(problem["type"], "about:blank", "{text}");
        for field in ["title", "detail", "kind"] {
            assert!(problem[field].as_str().is_some_and(|value| !value.is_empty()), "{text}");
        }
    }
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
