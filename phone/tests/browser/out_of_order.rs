//! What the page says when something is missing: each in its own words, each with a way out.

use crate::browser::{Browser, LAPTOP};
use crate::first_start::create_profile;
use crate::phone::Phone;
use crate::programs::found_or_skip;

#[tokio::test]
async fn a_page_without_its_key_asks_for_it_and_takes_a_pasted_address() {
    let test = "a_page_without_its_key_asks_for_it_and_takes_a_pasted_address";
    let Some(programs) = found_or_skip(test) else { return };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    browser.goto(&format!("{}/", phone.origin())).await;
    browser.sees_heading("This page needs its key").await;

    browser.fill("Address or key", "not-the-key").await;
    browser.press("Open").await;
    browser.until("", "return document.querySelector('input').value === arguments[0]").await;
    browser.sees_heading("This page needs its key").await;
    browser.fill("Address or key", phone.page()).await;
    browser.press("Open").await;
    browser.sees_heading("Welcome").await;
}

#[tokio::test]
async fn stopped_and_disconnected_are_told_apart() {
    let Some(programs) = found_or_skip("stopped_and_disconnected_are_told_apart") else { return };
    let mut phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Alice").await;

    browser.sees("This phone is not connected").await;
    browser.sees("Gateway off").await;
    browser.visit("pair", "Add a contact").await;
    browser.press("Show my QR code").await;
    browser.sees("This phone is not connected to the network.").await;
    browser.sees("Switch the gateway on").await;

    phone.stop();
    browser.sees("The phone is not running.").await;
    browser.sees("Stopped").await;
    browser.visit("contacts", "Contacts").await;
    browser.sees("Try again").await;

    // Another start, another key; what the tab remembers no longer fits.
    phone.restart();
    browser.goto(phone.page()).await;
    browser.sees_heading("Your status").await;
    browser.sees("Alice").await;
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_gone() {
    let Some(programs) = found_or_skip("what_is_not_there_is_said_to_be_gone") else { return };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Alice").await;
    browser.run("location.hash = '#/joined/7'", &[]).await;
    browser.sees("That is not on this phone any more.").await;
    browser.run("location.hash = '#/no-such-view'", &[]).await;
    browser.sees_heading("Your status").await;
    browser.visit("events", "Events").await;
    browser.press("Check in to an event").await;
    browser.fill("The code from the organizer’s screen", "CORONAEVENT1QQQQ").await;
    browser.press("Check in").await;
    browser
        .until("alert", "return document.activeElement.getAttribute('role') === arguments[0]")
        .await;
    browser.sees("Check in to an event").await;
    browser.was_quiet(phone.origin()).await;
}
