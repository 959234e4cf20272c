//! Who may ask at all.
//!
//! Three things are looked at before a question is: the Host that the browser believes to
//! speak to, so that a foreign name which points here (DNS rebinding) is refused; the Origin
//! of the page that asks, so that other pages are; and the token. A page of ours and its files
//! are given without a token: they hold nothing of anybody's.

use super::doorplate::Token;
use super::problem::Problem;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Names of this computer's own.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];
/// Where questions are.
const QUESTIONS: &str = "/api/";
/// The description of the API is nobody's secret.
const DESCRIPTION: &str = "/api/v1/openapi.json";

/// What is asked of whoever asks.
pub(super) struct Guard {
    hosts: Vec<String>,
    origins: Vec<String>,
    token: Token,
}

impl Guard {
    /// For a server on this port, with or without TLS.
    pub(super) fn new(port: u16, tls: bool, token: Token) -> Self {
        let scheme = if tls { "https" } else { "http" };
        let default_port = if tls { 443 } else { 80 };
        let with_port = NAMES.map(|name| format!("{name}:{port}"));
        let bare = NAMES.iter().filter(|_| port == default_port).map(|name| (*name).to_owned());
        let hosts: Vec<String> = with_port.into_iter().chain(bare).collect();
        let origins = hosts.iter().map(|host| format!("{scheme}://{host}")).collect();
        Self { hosts, origins, token }
    }

    fn check(&self, method: &Method, path: &str, headers: &HeaderMap) -> Result<(), Problem> {
        let host = only(headers, header::HOST).and_then(|host| host.to_str().ok());
        if !host.is_some_and(|host| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
            return Err(Problem::foreign(
                "this is asked of another host: use the address the program printed",
            ));
        }
        let origins = headers.get_all(header::ORIGIN);
        let own = |origin: &HeaderValue| {
            let origin = origin.to_str().unwrap_or_default();
            self.origins.iter().any(|own| own.eq_ignore_ascii_case(origin))
        };
        if !origins.iter().all(own) {
            return Err(Problem::foreign("pages of other origins may not ask"));
        }
        // What browsers say of themselves, where they do.
        let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
        let is_page = *method == Method::GET && !path.starts_with(QUESTIONS);
        if !matches!(site, None | Some("same-origin" | "none")) && !is_page {
            return Err(Problem::foreign("pages of other origins may not ask"));
        }
        if is_page || path == DESCRIPTION {
            return Ok(());
        }
        let given = only(headers, header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        match given {
            Some((_, token)) if self.token.opens(token.trim()) => Ok(()),
            Some(_) | None => Err(Problem::token()),
        }
    }
}

/// A header that is there once.
fn only(headers: &HeaderMap, name: header::HeaderName) -> Option<&HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())
}

/// Lets a request through, or answers it.
pub(super) async fn guard(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let (method, path) = (request.method(), request.uri().path());
    let checked = guard.check(method, path, request.headers());
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    harden(response.headers_mut());
    response
}

/// Nothing of an answer is kept, guessed at, framed, or read by another page.
fn harden(headers: &mut HeaderMap) {
    let fixed = [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
             connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(pairs: &[(&'static str, &str)], path: &str) -> Result<(), u16> {
        let token = Token::fresh().unwrap();
        let guard = Guard::new(4711, false, token);
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        let checked = guard.check(&Method::GET, path, &headers);
        checked.map_err(|problem| problem.into_response().status().as_u16())
    }

    #[test]
    fn foreign_hosts_and_origins_are_refused_before_the_token_is_looked_at() {
        let question = "/api/v1/status";
        for host in ["evil.example:4711", "127.0.0.1", "127.0.0.1:80", "localhost.evil:4711", ""] {
            assert_eq!(ask(&[("host", host)], question), Err(403), "{host}");
            assert_eq!(ask(&[("host", host)], "/"), Err(403), "{host}");
        }
        assert_eq!(ask(&[], question), Err(403));
        let twice = [("host", "127.0.0.1:4711"), ("host", "evil.example")];
        assert_eq!(ask(&twice, question), Err(403));
        let own = ("host", "localhost:4711");
        for origin in ["http://evil.example", "null", "https://localhost:4711", "http://localhost"]
        {
            assert_eq!(ask(&[own, ("origin", origin)], question), Err(403), "{origin}");
        }
        assert_eq!(ask(&[own, ("sec-fetch-site", "cross-site")], question), Err(403));
        assert_eq!(ask(&[own, ("origin", "http://127.0.0.1:4711")], question), Err(401));
        assert_eq!(ask(&[own, ("authorization", "Bearer x")], question), Err(401));
        assert_eq!(ask(&[own], "/"), Ok(()));
        assert_eq!(ask(&[own], DESCRIPTION), Ok(()));
    }
}
