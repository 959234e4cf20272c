//! What is reported is shown first, and sent after a second word only.

use crate::browser::{Browser, LAPTOP};
use crate::first_start::create_profile;
use crate::phone::Phone;
use crate::programs::found_or_skip;

#[tokio::test]
async fn a_report_is_sent_only_after_its_preview_was_confirmed() {
    let test = "a_report_is_sent_only_after_its_preview_was_confirmed";
    let Some(programs) = found_or_skip(test) else { return };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Alice").await;

    browser.press("Report symptoms or a test").await;
    browser.sees_heading("Report symptoms or a test").await;
    browser.choose("I tested positive").await;
    browser.fill("Note to organizers (optional)", "call me").await;
    browser.press("See what will be revealed").await;
    browser.sees("Before it is sent: who will learn what").await;
    browser.press("Back, send nothing").await;
    browser.visit("status", "Your status").await;
    browser.sees("No warning").await;

    browser.visit("report", "Report symptoms or a test").await;
    browser.choose("I tested positive").await;
    browser.press("See what will be revealed").await;
    browser.press("Send this report").await;
    browser.sees_heading("Your status").await;
    browser.sees("You reported a positive test").await;
    browser.visit("history", "History").await;
    browser.sees("Positive test").await;

    // Of what status.md (ST-2) leaves open now, and nothing else.
    browser.visit("report", "Report symptoms or a test").await;
    browser.sees("My positive report was a mistake").await;
    browser.no_longer_sees("I have symptoms").await;
    browser.choose("My positive report was a mistake").await;
    browser.press("See what will be revealed").await;
    browser.press("Send this report").await;
    browser.sees_heading("Your status").await;
    browser.sees("No warning").await;
    browser.was_quiet(phone.origin()).await;
}

#[tokio::test]
async fn a_day_to_come_is_refused_with_a_remedy() {
    let Some(programs) = found_or_skip("a_day_to_come_is_refused_with_a_remedy") else { return };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Alice").await;

    browser.visit("report", "Report symptoms or a test").await;
    browser.choose("I tested negative").await;
    // Past the browser's own check, so that the phone's is seen.
    browser
        .run("document.querySelectorAll('form').forEach((form) => { form.noValidate = true })", &[])
        .await;
    browser.set_day("Day of the sample", "2100-01-01").await;
    browser.press("See what will be revealed").await;
    browser
        .until("alert", "return document.activeElement.getAttribute('role') === arguments[0]")
        .await;
    browser.no_longer_sees("Send this report").await;
    browser.visit("status", "Your status").await;
    browser.sees("No warning").await;
}

#[tokio::test]
async fn an_event_is_hosted_and_its_code_shown_and_closed() {
    let Some(programs) = found_or_skip("an_event_is_hosted_and_its_code_shown_and_closed") else {
        return;
    };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Olga").await;

    browser.visit("events", "Events").await;
    browser.press("Host an event").await;
    browser.fill("Name", "Barbecue <b>&amp;</b>").await;
    browser.press("Host it").await;
    browser.sees_heading("Barbecue <b>&amp;</b>").await;
    browser.sees("No guest has checked in yet.").await;

    browser.press("Show the code at the door").await;
    browser
        .until(
            "QR code for one guest’s check-in",
            "return [...document.images].some((image) =>
        image.alt === arguments[0] && image.complete && image.naturalWidth > 0)",
        )
        .await;
    // A tenth of the distance is what cameras ask for: 0.2 m at 96 pixels an inch would be 756.
    // A laptop's window leaves three quarters of that, a full screen all of it.
    let width = browser
        .run("return document.querySelector('.qr').getBoundingClientRect().width", &[])
        .await;
    assert!(width.as_f64().unwrap() > 560.0, "the code is {width} pixels wide");
    browser.press("The code as text").await;
    browser.sees("CORONAEVENT1").await;
    let first = code(&browser).await;
    // Well before it expires, another one takes its place.
    browser
        .until(&first, "return document.querySelector('.code-text').textContent !== arguments[0]")
        .await;
    assert!(code(&browser).await.starts_with("CORONAEVENT1"));

    browser.press("‹ Back to the event").await;
    browser.press("End check-in").await;
    browser.sees("Nobody can check in after that").await;
    browser.run("document.querySelector('dialog .danger').click()", &[]).await;
    browser.sees("Check-in has ended").await;
    browser.run("location.hash = '#/door/0'", &[]).await;
    browser.sees("That is over.").await;
    browser.was_quiet(phone.origin()).await;
}

async fn code(browser: &Browser) -> String {
    let text = browser.run("return document.querySelector('.code-text').textContent", &[]).await;
    text.as_str().unwrap().to_owned()
}
