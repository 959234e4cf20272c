//! Two people, two pages, one evening: over a network in memory, on a clock that makes weeks
//! pass in minutes.

use crate::browser::{Browser, LAPTOP, POCKET};
use crate::programs::{Programs, found_or_skip};
use crate::switchboard::Switchboard;
use corona_phone::clock::SystemClock;
use corona_phone::disk::KeySource;
use corona_phone::host::{ApiOptions, RunOptions, RunningPhone};
use corona_transport_tor::Clock;
use std::path::Path;

/// Seconds of the phones' clock per real second: polls come within seconds.
const RATE: f64 = 1_800.0;

/// Somebody with a phone, and its page before them.
struct Person {
    browser: Browser,
    running: RunningPhone,
}

impl Person {
    async fn new(
        programs: &Programs,
        size: (u32, u32),
        name: &str,
        folder: &Path,
        board: &Switchboard,
    ) -> Self {
        let options = RunOptions {
            may_be_empty: true,
            api: Some(ApiOptions::default()),
            scaled_clock: Some(folder.join("clock.toml")),
            ..RunOptions::default()
        };
        let board = board.clone();
        let connect = move |_: &_, _, _: &_| Ok(board.line());
        let home = folder.join(name);
        let running = RunningPhone::start_over(&home, KeySource::FolderKey, options, connect);
        let person =
            Self { browser: Browser::open(programs, size).await, running: running.unwrap() };
        let door = person.running.api().expect("it was asked for");
        person.browser.goto(&format!("{}/#{}", door.url, door.token())).await;
        person.browser.sees_heading("Welcome").await;
        person.browser.fill("Your name", name).await;
        person.browser.press("More").await;
        person.browser.press("As in the whitepaper: up to 14 events far").await;
        person.browser.press("Create profile").await;
        person.browser.sees_heading("Your status").await;
        person
    }

    /// A code, as text, from behind its "…, to copy".
    async fn code(&self, summary: &str) -> String {
        self.browser.press(summary).await;
        self.browser
            .until(
                "CORONA",
                "return document.querySelector('.code-text').textContent.startsWith(arguments[0])",
            )
            .await;
        let text =
            self.browser.run("return document.querySelector('.code-text').textContent", &[]).await;
        text.as_str().unwrap().to_owned()
    }

    async fn digits(&self) -> String {
        self.browser.sees("Compare the digits").await;
        let text =
            self.browser.run("return document.querySelector('.digits').textContent", &[]).await;
        text.as_str().unwrap().to_owned()
    }

    /// Nothing complained, nobody else was asked; then the phone ends in order.
    async fn goes_home(self) {
        let Self { browser, running } = self;
        browser.was_quiet(&running.api().expect("it was asked for").url).await;
        running.stop().unwrap();
    }
}

fn set_clock(folder: &Path) {
    let at = SystemClock.now().as_millis();
    let text =
        format!("rate = {RATE:?}\nshows = 2020-04-12T18:00:00Z\nat = {at}\nstretch = {RATE:?}\n");
    std::fs::write(folder.join("clock.toml"), text).unwrap();
}

#[tokio::test]
async fn two_people_pair_meet_and_one_warns_the_other() {
    let Some(programs) = found_or_skip("two_people_pair_meet_and_one_warns_the_other") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    set_clock(folder.path());
    let board = Switchboard::default();
    let alice = Person::new(&programs, POCKET, "Alice", folder.path(), &board).await;
    let bob = Person::new(&programs, LAPTOP, "Bob", folder.path(), &board).await;

    // They become contacts, and Bob lets Alice see his status.
    alice.browser.visit("pair", "Add a contact").await;
    alice.browser.press("Show my QR code").await;
    alice.browser.sees("Let the other person scan this").await;
    alice.browser.sees("Good for 9 min").await;
    let invitation = alice.code("The invitation as text, to copy").await;
    bob.browser.visit("pair", "Add a contact").await;
    bob.browser.fill("The other’s invitation", &invitation).await;
    bob.browser.press("Join").await;
    assert_eq!(alice.digits().await, bob.digits().await);
    bob.browser.press("They are the same").await;
    alice.browser.press("They are the same").await;
    alice.browser.sees_heading("Contacts").await;
    alice.browser.sees("Does not show you their status").await;
    bob.browser.sees_heading("Contacts").await;
    bob.browser.choose("Show Alice my status").await;
    bob.browser.press("Rename").await;
    bob.browser.fill("Your name for them", "Ally").await;
    bob.browser.press("Save").await;
    bob.browser.sees("Calls themselves Alice").await;

    // Bob hosts, Alice checks in; the door counts her and shows another code.
    bob.browser.visit("events", "Events").await;
    bob.browser.press("Host an event").await;
    bob.browser.fill("Name", "Barbecue").await;
    bob.browser.press("Host it").await;
    bob.browser.sees_heading("Barbecue").await;
    bob.browser.press("Show the code at the door").await;
    let code = bob.code("The code as text").await;
    alice.browser.visit("events", "Events").await;
    alice.browser.press("Check in to an event").await;
    alice.browser.fill("The code from the organizer’s screen", &code).await;
    alice.browser.press("Check in").await;
    alice.browser.sees_heading("Barbecue").await;
    bob.browser
        .until(
            "1 guest is in",
            "return document.querySelector('.guests').textContent === arguments[0]",
        )
        .await;
    bob.browser
        .until(&code, "return document.querySelector('.code-text').textContent !== arguments[0]")
        .await;

    // The burned code admits nobody, and is told so.
    bob.browser.visit("events", "Events").await;
    bob.browser.press("Check in to an event").await;
    bob.browser.fill("The code from the organizer’s screen", &code).await;
    bob.browser.press("Check in").await;
    bob.browser
        .until("alert", "return document.activeElement.getAttribute('role') === arguments[0]")
        .await;
    bob.browser.press("Cancel").await;

    // Alice is told who will learn what before she reports, then reports.
    alice.browser.visit("report", "Report symptoms or a test").await;
    alice.browser.choose("I tested positive").await;
    alice.browser.fill("Note to organizers (optional)", "Call me: 555 01 23").await;
    alice.browser.press("See what will be revealed").await;
    alice.browser.sees("The organizer of Barbecue").await;
    alice.browser.sees("your note: Call me: 555 01 23").await;
    alice.browser.sees("The guests of Barbecue").await;
    bob.browser.visit("hosted/0", "Barbecue").await;
    bob.browser.sees("No guest has reported under a name.").await;
    alice.browser.press("Send this report").await;
    alice.browser.sees("You reported a positive test").await;

    // Bob's page shows it without being asked; his own risk, its cause, and it to Alice.
    bob.browser.sees("Call me: 555 01 23").await;
    bob.browser.press("Confirm").await;
    bob.browser.sees("Confirmed").await;
    bob.browser.visit("status", "Your status").await;
    bob.browser.sees("High risk").await;
    bob.browser.sees("Decides your status").await;
    bob.browser.sees("somebody’s report").await;
    bob.browser.visit("history", "History").await;
    bob.browser.sees("Barbecue").await;
    alice.browser.visit("contacts", "Contacts").await;
    alice.browser.sees("high risk").await;

    alice.goes_home().await;
    bob.goes_home().await;
}
