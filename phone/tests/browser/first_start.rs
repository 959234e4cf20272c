//! A profile comes, goes, and comes back.

use crate::browser::{Browser, LAPTOP};
use crate::phone::Phone;
use crate::programs::found_or_skip;
use serde_json::json;
use std::path::PathBuf;

/// Opens the page of a phone without a profile, and creates one of this name.
pub(crate) async fn create_profile(browser: &Browser, page: &str, name: &str) {
    browser.goto(page).await;
    fill_in(browser, name).await;
}

/// Creates a profile of this name on the page that asks for one.
pub(crate) async fn fill_in(browser: &Browser, name: &str) {
    browser.sees_heading("Welcome").await;
    browser.fill("Your name", name).await;
    browser.press("Create profile").await;
    browser.sees_heading("Your status").await;
}

#[tokio::test]
async fn a_new_profile_finds_everything_in_its_place() {
    let Some(programs) = found_or_skip("a_new_profile_finds_everything_in_its_place") else {
        return;
    };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Alice").await;

    browser.sees("No warning").await;
    browser.sees("That does not mean that you are healthy").await;
    browser.sees("no event you attended has passed a warning on to you").await;
    browser.visit("events", "Events").await;
    browser.sees("You have joined no event yet").await;
    browser.sees("You host no event").await;
    browser.visit("contacts", "Contacts").await;
    browser.sees("You have no contacts yet").await;
    browser.visit("history", "History").await;
    browser.sees("Nothing has changed yet").await;
    browser.visit("settings", "Settings").await;
    let name = browser.input("Name").await.prop("value").await.unwrap();
    assert_eq!(name.as_deref(), Some("Alice"));

    browser.fill("Name", "Alice B").await;
    browser.press("Save name").await;
    browser.visit("status", "Your status").await;
    browser.sees("Alice B").await;
    browser.was_quiet(phone.origin()).await;
}

#[tokio::test]
async fn the_token_leaves_the_address_bar_and_survives_a_reload() {
    let test = "the_token_leaves_the_address_bar_and_survives_a_reload";
    let Some(programs) = found_or_skip(test) else { return };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    browser.goto(phone.page()).await;
    browser.sees_heading("Welcome").await;

    let places =
        "return [location.href, document.referrer, document.cookie, JSON.stringify(localStorage),
        JSON.stringify(history.state), document.documentElement.outerHTML].join(' ')";
    let places = browser.run(places, &[]).await;
    assert!(!places.as_str().unwrap().contains(phone.token()), "the token is left in {places}");
    // Going back must not bring it back either.
    browser.client.back().await.unwrap();
    assert_eq!(browser.client.current_url().await.unwrap().as_str(), "about:blank");
    browser.client.forward().await.unwrap();
    browser.sees_heading("Welcome").await;
    let address = browser.client.current_url().await.unwrap();
    assert_eq!(address.as_str(), format!("{}/", phone.origin()));

    browser.client.refresh().await.unwrap();
    browser.sees_heading("Welcome").await;
}

#[tokio::test]
async fn a_wiped_profile_comes_back_from_its_backup_alone() {
    let test = "a_wiped_profile_comes_back_from_its_backup_alone";
    let Some(programs) = found_or_skip(test) else { return };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Carol").await;

    browser.visit("settings", "Settings").await;
    browser.fill("Passphrase", "correct horse battery staple").await;
    browser.fill("Once more", "correct horse battery stable").await;
    browser.press("Download backup").await;
    browser.sees("The two passphrases differ.").await;
    browser.fill("Once more", "correct horse battery staple").await;
    browser.press("Download backup").await;
    browser.sees("The backup is ready.").await;
    let backup = downloaded(&browser).await;

    browser.press("Erase everything …").await;
    browser.fill("Type “wipe” to confirm", "yes").await;
    browser.press("Erase everything").await;
    browser.sees("Nothing was erased.").await;
    browser.fill("Type “wipe” to confirm", "wipe").await;
    browser.press("Erase everything").await;
    browser.sees_heading("Welcome").await;
    browser.no_longer_sees("Carol").await;

    let file = browser.input("Backup file").await;
    file.send_keys(backup.to_str().unwrap()).await.unwrap();
    browser.fill("Its passphrase", "wrong horse battery staple").await;
    browser.press("Restore").await;
    browser.sees("That can’t be done.").await;
    browser.fill("Its passphrase", "correct horse battery staple").await;
    browser.press("Restore").await;
    browser.sees_heading("Your status").await;
    browser.sees("Carol").await;
    browser.was_quiet(phone.origin()).await;
}

/// The one file in the folder of downloads, once it is whole.
async fn downloaded(browser: &Browser) -> PathBuf {
    let limit = tokio::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let entries =
            std::fs::read_dir(browser.folder()).unwrap().map(|entry| entry.unwrap().path());
        let whole =
            |path: &PathBuf| path.extension().is_some_and(|extension| extension == "backup");
        if let Some(path) = entries.filter(|path| path.is_file()).find(whole) {
            return path;
        }
        assert!(tokio::time::Instant::now() < limit, "no backup in {}", browser.folder().display());
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_picture_leaves_the_page_without_what_the_camera_noted() {
    let test = "a_picture_leaves_the_page_without_what_the_camera_noted";
    let Some(programs) = found_or_skip(test) else { return };
    let phone = Phone::start();
    let browser = Browser::open(&programs, LAPTOP).await;
    create_profile(&browser, phone.page(), "Dora").await;

    let photo = browser.folder().join("photo.jpg");
    std::fs::write(&photo, photo_with_a_place(&browser).await).unwrap();
    browser.visit("settings", "Settings").await;
    browser.input("Picture").await.send_keys(photo.to_str().unwrap()).await.unwrap();
    browser.press("Save picture").await;
    browser.sees("Remove picture").await;

    let stored = "const answer = await fetch('/api/v1/profile/avatar', { headers: { Authorization: 'Bearer ' + arguments[0] } });
        return [answer.status, answer.headers.get('content-type'), [...new Uint8Array(await answer.arrayBuffer())]]";
    let stored = browser.run(stored, &[json!(phone.token())]).await;
    assert_eq!((&stored[0], &stored[1]), (&json!(200), &json!("image/jpeg")));
    let bytes: Vec<u8> = serde_json::from_value(stored[2].clone()).unwrap();
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    assert!(bytes.starts_with(&[0xff, 0xd8]), "it is a JPEG");
    assert!(!holds(b"Exif") && !holds(PLACE), "the place is in what was stored");

    browser.press("Remove picture").await;
    browser.no_longer_sees("Remove picture").await;
    browser.was_quiet(phone.origin()).await;
}

const PLACE: &[u8] = b"51 degrees 28 minutes north";

/// A JPEG as the browser draws it, with a segment of metadata behind its start.
async fn photo_with_a_place(browser: &Browser) -> Vec<u8> {
    let draw = "const canvas = document.createElement('canvas');
        canvas.width = 640; canvas.height = 400;
        canvas.getContext('2d').fillRect(20, 20, 300, 200);
        const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg'));
        return [...new Uint8Array(await blob.arrayBuffer())]";
    let drawn: Vec<u8> = serde_json::from_value(browser.run(draw, &[]).await).unwrap();
    let content = [b"Exif\0\0".as_slice(), PLACE].concat();
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&drawn[..2], &[0xff, 0xe1], &length, &content, &drawn[2..]].concat()
}
