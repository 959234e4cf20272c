//! Measured, not believed: width, contrast, names and sizes of controls, in both schemes.

use crate::browser::{Browser, LAPTOP, NARROW, POCKET};
use crate::first_start::{create_profile, fill_in};
use crate::phone::Phone;
use crate::programs::found_or_skip;
use serde_json::json;

/// Views by address and heading that need no network.
pub(crate) const VIEWS: [(&str, &str); 7] = [
    ("status", "Your status"),
    ("report", "Report symptoms or a test"),
    ("history", "History"),
    ("events", "Events"),
    ("contacts", "Contacts"),
    ("pair", "Add a contact"),
    ("settings", "Settings"),
];

const MEASURE: &str = include_str!("measure.js");

async fn measure(browser: &Browser, place: &str) {
    browser.until("live", "return document.querySelector('[aria-busy]') === null").await;
    let faults = browser.run(MEASURE, &[]).await;
    assert_eq!(faults["texts"].as_u64().map(|count| count > 5), Some(true), "{place}: {faults}");
    assert_eq!(faults["faults"], json!([]), "{place}");
}

#[tokio::test]
async fn every_view_fits_a_pocket_screen_and_can_be_read_in_both_schemes() {
    let test = "every_view_fits_a_pocket_screen_and_can_be_read_in_both_schemes";
    let Some(programs) = found_or_skip(test) else { return };
    let phone = Phone::start();
    let browser = Browser::open(&programs, POCKET).await;
    for scheme in ["light", "dark"] {
        browser.prefer(scheme, true).await;
        browser.goto(phone.page()).await;
        if scheme == "light" {
            browser.sees_heading("Welcome").await;
            measure(&browser, "welcome").await;
            fill_in(&browser, "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren").await;
        }
        for size in [NARROW, POCKET, LAPTOP] {
            browser.resize(size).await;
            for (route, heading) in VIEWS {
                browser.visit(route, heading).await;
                measure(&browser, &format!("{route}, {scheme}, {size:?}")).await;
            }
            browser.press("Erase everything …").await;
            measure(&browser, &format!("dialog, {scheme}, {size:?}")).await;
            browser.press("Cancel").await;
        }
    }
    browser.was_quiet(phone.origin()).await;
}

#[tokio::test]
async fn nothing_moves_for_whoever_asked_for_stillness() {
    let Some(programs) = found_or_skip("nothing_moves_for_whoever_asked_for_stillness") else {
        return;
    };
    let phone = Phone::start();
    let browser = Browser::open(&programs, POCKET).await;
    let moving = "return [...document.querySelectorAll('*')].filter((element) => {
        const style = getComputedStyle(element);
        return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).length";
    browser.prefer("light", false).await;
    create_profile(&browser, phone.page(), "Alice").await;
    assert!(browser.run(moving, &[]).await.as_u64() > Some(0), "something would move otherwise");
    browser.prefer("light", true).await;
    assert_eq!(browser.run(moving, &[]).await, json!(0));
}
