//! A browser with a person in front of it: what they see, press and type.
//!
//! Things are found by the words that people find them by. Waiting has a limit that only a
//! broken page reaches; no test depends on how long anything takes.

use crate::devtools::Vendor;
use crate::programs::Programs;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Far more than a page needs on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Times that something may be drawn anew just when it is pressed.
const REDRAWN: usize = 20;

/// Keys as WebDriver names them.
pub(crate) const TAB: char = '\u{e004}';
pub(crate) const SHIFT: char = '\u{e008}';
pub(crate) const ENTER: char = '\u{e007}';
pub(crate) const ESCAPE: char = '\u{e00c}';
pub(crate) const SPACE: char = ' ';

/// Width and height of the window in CSS pixels.
pub(crate) const LAPTOP: (u32, u32) = (1280, 800);
pub(crate) const POCKET: (u32, u32) = (360, 640);
/// The narrowest that WCAG asks a page to flow into (1.4.10).
pub(crate) const NARROW: (u32, u32) = (320, 640);

/// A window, its driver, and the folder of its own that both leave nothing behind in.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Child,
    port: u16,
    folder: TempDir,
}

impl Browser {
    pub(crate) async fn open(programs: &Programs, size: (u32, u32)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let (driver, port) = start_driver(programs);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wishes(programs, &folder));
        let client = builder.connect(&format!("http://127.0.0.1:{port}")).await;
        let client = client.expect("the driver opens a window");
        let browser = Self { client, driver, port, folder };
        // What a new window loads of the browser's own is nobody's business here.
        browser.goto("about:blank").await;
        browser.addresses().await;
        browser.resize(size).await;
        browser
    }

    pub(crate) async fn resize(&self, (width, height): (u32, u32)) {
        let mobile = width < 600;
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.tool("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What the person has told their system: `dark` or `light`, and whether things may move.
    pub(crate) async fn prefer(&self, scheme: &str, still: bool) {
        let motion = if still { "reduce" } else { "no-preference" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": motion },
        ]);
        self.tool("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Where its downloads go.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    async fn tool(&self, command: &'static str, parameters: Value) -> Value {
        let answer = self.client.issue_cmd(Vendor::Tool(command, parameters)).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    pub(crate) async fn goto(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Goes to a section by its address, as a bookmark would.
    pub(crate) async fn visit(&self, route: &str, heading: &str) {
        self.run("location.hash = '#/' + arguments[0]", &[json!(route)]).await;
        self.sees_heading(heading).await;
    }

    /// Runs a script in the page; it may wait, and answers by `return`.
    pub(crate) async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let waiting = format!("return (async () => {{ {script}\n }})()");
        let answer = self.client.execute(&waiting, arguments.to_vec()).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    async fn find(&self, what: &str, path: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(path)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("no {what} ({error}) on:\n{}", self.text().await),
        }
    }

    /// All text in sight.
    pub(crate) async fn text(&self) -> String {
        let text = self.run("return document.body.innerText", &[]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for these words anywhere on the page.
    pub(crate) async fn sees(&self, words: &str) {
        self.until(words, "return document.body.innerText.includes(arguments[0])").await;
    }

    /// Waits until these words are nowhere on the page.
    pub(crate) async fn no_longer_sees(&self, words: &str) {
        self.until(words, "return !document.body.innerText.includes(arguments[0])").await;
    }

    /// Waits for the page to be about this.
    pub(crate) async fn sees_heading(&self, words: &str) {
        self.until(words, "return document.querySelector('h1')?.textContent === arguments[0]")
            .await;
    }

    /// Waits for a script to answer `true`.
    pub(crate) async fn until(&self, words: &str, script: &str) {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.run(script, &[json!(words)]).await != json!(true) {
            if tokio::time::Instant::now() > deadline {
                panic!("{words:?} is not so ({script}) on:\n{}", self.text().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses a button, or follows a link, by its words.
    pub(crate) async fn press(&self, words: &str) {
        let path = format!(
            "//*[self::button or self::a or self::summary or self::option][normalize-space()={words:?}][not(ancestor-or-self::*[@hidden])]"
        );
        self.click(words, &path).await;
    }

    /// Ticks a box, or chooses an option, by its label.
    pub(crate) async fn choose(&self, label: &str) {
        self.click(label, &format!("//label[normalize-space()={label:?}]")).await;
    }

    /// Clicks what is found; what was drawn anew between looking and clicking is looked for
    /// again, as people do.
    async fn click(&self, what: &str, path: &str) {
        for _ in 0..REDRAWN {
            let element = self.find(what, path).await;
            match self.scroll_and_click(&element).await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {}
                Err(error) => panic!("{what}: {error}"),
            }
        }
        panic!("{what} is drawn anew all the time");
    }

    /// People scroll until nothing covers what they press.
    async fn scroll_and_click(&self, element: &Element) -> Result<(), CmdError> {
        let shown = serde_json::to_value(element).expect("elements are values");
        let script = "arguments[0].scrollIntoView({ block: 'center' })";
        self.client.execute(script, vec![shown]).await?;
        element.click().await
    }

    /// The input behind a label.
    pub(crate) async fn input(&self, label: &str) -> Element {
        self.find(label, &format!("//*[@id=//label[normalize-space()={label:?}]/@for]")).await
    }

    /// Types into an input, by its label.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let input = self.input(label).await;
        input.clear().await.unwrap_or_else(|error| panic!("{label}: {error}"));
        input.send_keys(text).await.unwrap_or_else(|error| panic!("{label}: {error}"));
    }

    /// Sets a day; how it is typed depends on the browser's language.
    pub(crate) async fn set_day(&self, label: &str, day: &str) {
        let input = serde_json::to_value(self.input(label).await).expect("elements are values");
        let script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))";
        self.run(script, &[input, json!(day)]).await;
    }

    /// Presses keys, all held until the last is down, wherever the focus is.
    pub(crate) async fn keys(&self, together: &[char]) {
        let down = together.iter().map(|&value| KeyAction::Down { value });
        let up = together.iter().rev().map(|&value| KeyAction::Up { value });
        let keys = KeyActions::new("keyboard".to_owned());
        let keys = down.chain(up).fold(keys, InputSource::then);
        self.client.perform_actions(keys).await.expect("keys can be pressed");
    }

    /// Types text wherever the focus is.
    pub(crate) async fn types(&self, text: &str) {
        for letter in text.chars() {
            self.keys(&[letter]).await;
        }
    }

    /// What has the focus: its words, or its label.
    pub(crate) async fn focus(&self) -> String {
        let script = "const at = document.activeElement;
            return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).trim()";
        self.run(script, &[]).await.as_str().unwrap_or_default().to_owned()
    }

    /// What the console holds beyond answers of the API that say no, which Chromium notes there.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let told =
            |entry: &Value, field: &str| entry[field].as_str().unwrap_or_default().to_owned();
        let refusal = |entry: &Value| {
            told(entry, "source") == "network" && told(entry, "message").contains("/api/v1/")
        };
        let entries = self.log("browser").await;
        let serious = entries.iter().filter(|entry| {
            ["SEVERE", "WARNING"].contains(&told(entry, "level").as_str()) && !refusal(entry)
        });
        serious.map(|entry| told(entry, "message")).collect()
    }

    /// Where the page has sent requests to since this was last asked.
    pub(crate) async fn addresses(&self) -> Vec<String> {
        let entries = self.log("performance").await;
        let messages = entries.iter().filter_map(|entry| entry["message"].as_str());
        let events = messages.filter_map(|text| serde_json::from_str::<Value>(text).ok());
        let sent = events.map(|event| event["message"].clone()).filter(|message| {
            ["Network.requestWillBeSent", "Network.webSocketCreated"]
                .contains(&message["method"].as_str().unwrap_or_default())
        });
        let address = |message: Value| {
            let parameters = &message["params"];
            let address = parameters["request"]["url"].as_str().or(parameters["url"].as_str());
            address.unwrap_or_default().to_owned()
        };
        sent.map(address).collect()
    }

    async fn log(&self, name: &'static str) -> Vec<Value> {
        let answer = self.client.issue_cmd(Vendor::Log(name)).await;
        let answer = answer.unwrap_or_else(|error| panic!("log {name}: {error}"));
        answer.as_array().cloned().unwrap_or_default()
    }

    /// Nothing complained, and nothing was asked of anybody but `origin`.
    pub(crate) async fn was_quiet(&self, origin: &str) {
        assert_eq!(self.complaints().await, [""; 0]);
        let addresses = self.addresses().await;
        assert!(addresses.iter().any(|address| address.starts_with(origin)), "{addresses:?}");
        let own = [format!("{origin}/"), format!("blob:{origin}/"), "data:".to_owned()];
        let foreign: Vec<_> = addresses
            .iter()
            .filter(|address| !own.iter().any(|start| address.starts_with(start)))
            .collect();
        assert!(foreign.is_empty(), "asked elsewhere: {foreign:?}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its window with itself if it is asked to; killed, it would leave it.
        if ask_to_end(self.port).is_err() {
            let _gone = self.driver.kill();
        }
        let _ended = self.driver.wait();
    }
}

fn ask_to_end(port: u16) -> io::Result<()> {
    let mut driver = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    driver.set_read_timeout(Some(PATIENCE))?;
    write!(
        driver,
        "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    )?;
    let answered = driver.read(&mut [0; 64])?;
    if answered == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

fn start_driver(programs: &Programs) -> (Child, u16) {
    let mut command = Command::new(&programs.driver);
    command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut driver = command.spawn().expect("the driver can be run");
    let mut lines = BufReader::new(driver.stdout.take().expect("it is piped")).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        line.split("successfully on port ").nth(1)?.trim_end_matches('.').trim().parse().ok()
    });
    std::thread::spawn(move || lines.for_each(drop));
    (driver, port.expect("the driver says where it listens"))
}

fn wishes(programs: &Programs, folder: &TempDir) -> fantoccini::wd::Capabilities {
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-US",
    ];
    let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", folder.path().join("browser").display()));
    let wishes = json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": programs.browser,
            "args": arguments,
            "prefs": { "download.default_directory": folder.path() },
        },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    });
    wishes.as_object().expect("it is an object").clone()
}
