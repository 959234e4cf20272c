//! A long story in which a phone, or the process with all phones in it, dies at any step that
//! a store takes: before, within and after every transaction.

use crate::reader::files;
use crate::story::{ALICE, BOB, CAROL, DAVE, NAMES, STORY, WEEKS, check, live};
use crate::world::{Blow, Knife, World};
use corona_core::time::{Span, Timestamp};
use corona_phone::disk::KeySource;
use corona_phone::home::Home;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const FOLDER: &str = "CORONA_TEST_KILLED_IN";
const STRIKE: &str = "CORONA_TEST_KILLED_AT";
/// Set, it lets every single step be struck instead of a sample.
const ALL: &str = "CORONA_TEST_ALL_CRASHES";
/// Steps from one strike to the next that hits the store which recovers.
const AGAIN: u64 = 3;

/// In memory where that is possible: processes die here, not disks.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap()
}

fn beginning() -> Timestamp {
    Timestamp::from_civil_date(2020, 4, 12).unwrap()
}

/// What everybody knows when the network has been quiet.
fn outcome(world: &World) -> Vec<String> {
    let of = |who: usize| {
        let node = world.node(who);
        let hosted = node.hosted_event(0).map(|event| {
            let told: Vec<_> = event
                .guests()
                .map(|(_, guest)| {
                    guest.held.as_ref().map(|held| (held.told.status(), held.standing))
                })
                .collect();
            (event.metadata().name.to_string(), told.len(), format!("{told:?}").len())
        });
        let joined = node.participations().next().and_then(|number| {
            let joined = node.participation(number)?.joined()?;
            let answered = joined.answered.as_ref()?;
            Some((
                joined.metadata.name.to_string(),
                answered.attendees(),
                answered.positives(),
                answered.best(),
            ))
        });
        let contacts: Vec<_> =
            node.contacts().map(|(_, contact)| contact.profile.clone()).collect();
        // A turn of the status is told once, however often the phone infers it anew.
        let turns = world.inbox(who).iter().filter(|word| *word == "StatusChanged").count();
        let (status, signal) = (node.status(), node.signal());
        format!("{who}: {status:?} {signal:?} {turns} {hosted:?} {joined:?} {contacts:?}")
    };
    (0..NAMES.len()).map(of).collect()
}

/// Lives the story to its end, and gives back what everybody knew before the last weeks.
fn to_the_end(world: &mut World, mut done: impl FnMut(&World)) -> Vec<String> {
    live(world, WEEKS, &mut done);
    // Everybody asks everybody once more.
    world.run_for(Span::days(2));
    let outcome = outcome(world);
    live(world, STORY.len(), done);
    outcome
}

/// What is on the disks is what the phones were, and what an app had to hear waits for it.
fn is_stored(world: World, killed: &str) {
    let heard = |who: usize, words: &[&str]| {
        let inbox = world.inbox(who);
        let told = inbox.iter().any(|word| words.contains(&word.as_str()));
        assert!(told, "killed {killed}: {} never hears {words:?}: {inbox:?}", NAMES[who]);
    };
    // A pairing whose end was lost is confirmed when the phones talk next.
    heard(ALICE, &["Paired", "ContactConfirmed"]);
    heard(BOB, &["Paired", "ContactConfirmed"]);
    heard(ALICE, &["GuestAdmitted"]);
    heard(ALICE, &["ReportReceived"]);
    heard(ALICE, &["EventErased"]);
    heard(BOB, &["CheckedIn"]);
    heard(BOB, &["ReportAcknowledged"]);
    heard(BOB, &["ContactChanged"]);
    heard(CAROL, &["RiskChanged"]);
    heard(DAVE, &["RiskChanged"]);
    for (who, name) in NAMES.iter().enumerate() {
        let (written, known) = (world.course(who).status(), world.node(who).status());
        assert_eq!(written, known, "killed {killed}: the status of {name}");
    }
    for (folder, records) in world.end() {
        let home = Home::open(&folder).unwrap();
        let _lock = home.lock().unwrap();
        let (_, stored) = home.open_store(&KeySource::FolderKey).unwrap();
        let folder_named = folder.display();
        assert!(stored == records, "killed {killed}: {folder_named} stored otherwise than known");
        let journal =
            files(&folder).into_iter().find(|(file, _)| file.ends_with("records.db-journal"));
        assert!(journal.is_none_or(|(_, bytes)| bytes.is_empty()));
    }
}

/// The story as it goes when nobody is killed, and how many steps the stores take.
fn undisturbed() -> (Vec<String>, Knife) {
    let (folder, knife) = (folder(), Knife::default());
    let mut world = World::of(folder.path(), &NAMES, beginning(), knife.clone(), 0);
    let outcome = to_the_end(&mut world, |_| {});
    assert_eq!(world.crashes, 0);
    is_stored(world, "nowhere");
    (outcome, knife)
}

/// One phone dies at a step, and again while it recovers.
fn struck(at: u64, expected: &[String]) {
    let folder = folder();
    let knife = Knife::at(&[at, at + AGAIN], Blow::Fail);
    let mut world = World::of(folder.path(), &NAMES, beginning(), knife, 0);
    world.check = check;
    let outcome = to_the_end(&mut world, check);
    assert!(world.crashes > 0, "nothing was struck");
    assert_eq!(outcome, expected, "killed at step {at}");
    is_stored(world, &format!("at step {at}"));
}

/// The process dies at a step; another one goes on with what is on the disk.
fn killed(at: u64, expected: &[String]) {
    let folder = folder();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crashes::a_story_to_be_killed_in", "--nocapture"])
        .env(FOLDER, folder.path())
        .env(STRIKE, at.to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stderr);
    assert_eq!(child.status.signal(), Some(6), "step {at}: it ended by itself: {said}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    let now = read("clock").parse().map_or(beginning(), Timestamp);
    let told = read("told").lines().count();
    let mut world = World::of(folder.path(), &NAMES, now, Knife::default(), 1 + at);
    world.told = told;
    check(&world);
    if told < WEEKS {
        let outcome = to_the_end(&mut world, check);
        assert_eq!(outcome, expected, "killed at step {at}");
    } else {
        live(&mut world, STORY.len(), check);
    }
    is_stored(world, &format!("with its process at step {at}"));
}

#[test]
fn a_story_to_be_killed_in() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let at = std::env::var(STRIKE).unwrap().parse().unwrap();
    let knife = Knife::at(&[at], Blow::Abort);
    let mut world = World::of(folder, &NAMES, beginning(), knife, 0);
    world.clock = Some(folder.join("clock"));
    let mut file = std::fs::File::create(folder.join("told")).unwrap();
    to_the_end(&mut world, |_| file.write_all(b"told\n").unwrap());
}

/// Strikes at every `every`-th step, and kills the process at every `kill_every`-th.
fn survive(every: usize, kill_every: usize) {
    let (expected, knife) = undisturbed();
    let steps = knife.steps();
    let (mut struck_at, mut killed_at) = (0, 0);
    for at in (0..steps).step_by(every) {
        struck(at, &expected);
        struck_at += 1;
    }
    for at in (0..steps).skip(1).step_by(kill_every) {
        killed(at, &expected);
        killed_at += 1;
    }
    println!(
        "steps of the story's stores: {steps} {:?}; failed at {struck_at}, each once more while it \
         recovered; process killed at {killed_at}; all survived",
        knife.kinds()
    );
}

#[test]
fn phones_that_die_at_any_step_of_their_stores_come_to_the_same_end() {
    // All of them take some minutes.
    let all = std::env::var_os(ALL).is_some();
    let (every, kill_every) = if all { (1, 7) } else { (97, 397) };
    survive(every, kill_every);
}
