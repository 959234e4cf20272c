//! What Chromium's driver offers beyond the standard: its logs, and the developer tools.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// One command of the vendor's.
#[derive(Debug)]
pub(crate) enum Vendor {
    /// What the named log holds since it was last read: `browser` or `performance`.
    Log(&'static str),
    /// A command of the developer tools, with its parameters.
    Tool(&'static str, Value),
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let path = match self {
            Self::Log(_) => "se/log",
            Self::Tool(..) => "goog/cdp/execute",
        };
        base.join(&format!("session/{}/{path}", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = match self {
            Self::Log(name) => json!({ "type": name }),
            Self::Tool(command, parameters) => json!({ "cmd": command, "params": parameters }),
        };
        (Method::POST, Some(body.to_string()))
    }
}
