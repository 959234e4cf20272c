//! Without a mouse: every stop is seen, dialogs hold the keyboard and give it back.

use crate::browser::{Browser, ENTER, ESCAPE, LAPTOP, POCKET, SHIFT, SPACE, TAB};
use crate::first_start::create_profile;
use crate::phone::Phone;
use crate::programs::found_or_skip;
use serde_json::json;

/// More stops than any view has.
const STOPS: usize = 60;

/// Whether what has the focus shows it, lies in the window, and is covered by nothing.
const SEEN: &str = "const at = document.activeElement;
    if (at === document.body) return ['body', true, true];
    const style = getComputedStyle(at), box = at.getBoundingClientRect();
    const middle = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const bare = middle !== null && (at.contains(middle) || middle.contains(at));
    return [at.outerHTML.slice(0, 120), ring, bare]";

/// Tabs until something of these words has the focus; every stop on the way must be seen.
async fn tab_to(browser: &Browser, words: &str) {
    let mut stops = Vec::new();
    for _ in 0..STOPS {
        browser.keys(&[TAB]).await;
        let seen = browser.run(SEEN, &[]).await;
        assert_eq!(
            (&seen[1], &seen[2]),
            (&json!(true), &json!(true)),
            "focus is lost on {}",
            seen[0]
        );
        let focus = browser.focus().await;
        if focus == words {
            return;
        }
        stops.push(focus);
    }
    panic!("{words:?} is not reached by Tab: {stops:?}");
}

#[tokio::test]
async fn a_profile_and_an_event_are_made_by_keyboard_alone() {
    let Some(programs) = found_or_skip("a_profile_and_an_event_are_made_by_keyboard_alone") else {
        return;
    };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    browser.goto(phone.page()).await;
    browser.sees_heading("Welcome").await;

    tab_to(&browser, "Your name").await;
    browser.types("Alice").await;
    browser.keys(&[ENTER]).await;
    browser.sees_heading("Your status").await;
    assert_eq!(browser.focus().await, "Your status", "a new view has the keyboard at its heading");

    browser.keys(&[SHIFT, TAB]).await;
    tab_to(&browser, "Report symptoms or a test").await;
    browser.keys(&[ENTER]).await;
    browser.sees_heading("Report symptoms or a test").await;
    tab_to(&browser, "I have symptoms").await;
    browser.keys(&['\u{e015}']).await;
    assert_eq!(browser.focus().await, "I tested positive");
    tab_to(&browser, "See what will be revealed").await;
    browser.keys(&[ENTER]).await;
    browser.sees("Before it is sent: who will learn what").await;
    assert_eq!(browser.focus().await, "Before it is sent: who will learn what");
    tab_to(&browser, "Back, send nothing").await;
    browser.keys(&[SPACE]).await;
    assert_eq!(browser.focus().await, "I tested positive");

    browser.visit("events", "Events").await;
    tab_to(&browser, "Host an event").await;
    browser.keys(&[SPACE]).await;
    browser.sees("The event begins now.").await;
    assert_eq!(browser.focus().await, "Name", "a dialog begins at its first input");
    browser.keys(&[ENTER]).await;
    browser.types("Choir").await;
    browser.keys(&[ENTER]).await;
    browser.sees_heading("Choir").await;
    browser.was_quiet(phone.origin()).await;
}

#[tokio::test]
async fn a_dialog_holds_the_keyboard_and_gives_it_back() {
    let Some(programs) = found_or_skip("a_dialog_holds_the_keyboard_and_gives_it_back") else {
        return;
    };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Alice").await;

    for (route, heading, opener) in [
        ("events", "Events", "Host an event"),
        ("events", "Events", "Check in to an event"),
        ("settings", "Settings", "Erase everything …"),
    ] {
        browser.visit(route, heading).await;
        tab_to(&browser, opener).await;
        browser.keys(&[ENTER]).await;
        browser.until("dialog", "return document.querySelector('dialog')?.contains(document.activeElement) === true").await;
        for back in [false, true] {
            for _ in 0..8 {
                browser.keys(if back { &[SHIFT, TAB] } else { &[TAB] }).await;
                let inside =
                    "return document.querySelector('dialog').contains(document.activeElement)";
                assert_eq!(
                    browser.run(inside, &[]).await,
                    json!(true),
                    "Tab left the dialog of {opener:?}"
                );
            }
        }
        browser.keys(&[ESCAPE]).await;
        browser.until("", "return document.querySelector('dialog') === null").await;
        assert_eq!(browser.focus().await, opener, "the keyboard did not go back");
    }
}

#[tokio::test]
async fn every_stop_of_every_view_is_seen_on_a_pocket_screen() {
    let Some(programs) = found_or_skip("every_stop_of_every_view_is_seen_on_a_pocket_screen")
    else {
        return;
    };
    let phone = Phone::start();
    let browser = Browser::open(&programs, POCKET).await;
    create_profile(&browser, phone.page(), "Alice").await;
    for (route, heading) in crate::legible::VIEWS {
        browser.visit(route, heading).await;
        browser.until("live", "return document.querySelector('[aria-busy]') === null").await;
        let mut stops = 0;
        for _ in 0..STOPS {
            browser.keys(&[TAB]).await;
            let seen = browser.run(SEEN, &[]).await;
            assert_eq!((&seen[1], &seen[2]), (&json!(true), &json!(true)), "{route}: {}", seen[0]);
            if seen[0] == "body" {
                break;
            }
            stops += 1;
        }
        assert!(stops > 0, "{route} has no stops");
    }
}
