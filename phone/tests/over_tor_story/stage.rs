//! Eight phones, one clock, one private Tor network: where a story is played.

use crate::clock::{StoryClock, pause, rfc3339};
use crate::phone::Phone;
use crate::script::{Deed, Ending, Story};
use corona_core::time::Timestamp;
use std::path::Path;
use std::time::Duration;

/// An hour a second: a poll every few seconds, and a dial takes less than one.
pub(crate) const RATE: f64 = 3_600.0;
/// Looks at the phones this often, and gives up after so many looks.
const LOOK: Duration = Duration::from_millis(500);
const LOOKS: usize = 300;

/// Whether something comes to be so.
pub(crate) fn comes(so: impl Fn() -> bool) -> bool {
    (0..LOOKS).any(|_| {
        pause(LOOK);
        so()
    })
}

/// Where the story is played.
pub(crate) struct Stage {
    pub(crate) story: Story,
    pub(crate) phones: Vec<Phone>,
    pub(crate) clock: StoryClock,
    /// The number of each gathering on its organizer's phone, once opened.
    hosted: Vec<Option<u64>>,
    /// Everything that was shown to a person and belongs into no log.
    pub(crate) secrets: Vec<String>,
}

impl Stage {
    pub(crate) fn new(folder: &Path, story: Story, arti_toml: &Path) -> Self {
        let mut clock = StoryClock::new(folder.join("clock.toml"), story.start());
        clock.jump(story.start());
        let mut phones: Vec<Phone> =
            story.names().iter().map(|name| Phone::new(folder, name, arti_toml)).collect();
        phones.iter_mut().for_each(|phone| phone.start(clock.file()));
        let hosted = story.deeds().iter().map(|_| None).collect();
        let stage = Self { story, phones, clock, hosted, secrets: Vec::new() };
        stage.phones.iter().for_each(|phone| stage.await_network(phone));
        stage
    }

    fn await_network(&self, phone: &Phone) {
        for _ in 0..LOOKS {
            let said = phone.ask(&["status"]);
            if said.code == 0 && said.reply["network"] == "online" {
                assert!(said.reply["scaled_clock"]["shows"].is_string(), "{:?}", said.reply);
                return;
            }
            pause(LOOK);
        }
        panic!("{} never gets online\n{}", phone.name, phone.last_words());
    }

    /// Jumps, and waits until every phone has read so.
    fn jump(&mut self, to: Timestamp) {
        self.clock.jump(to);
        let wanted = rfc3339(to);
        'phones: for phone in &self.phones {
            for _ in 0..LOOKS {
                let reply = phone.tell(&["status"]);
                if reply["scaled_clock"]["shows"].as_str().is_some_and(|shows| shows >= &*wanted) {
                    continue 'phones;
                }
                pause(LOOK / 10);
            }
            panic!("{} does not read the clock\n{}", phone.name, phone.last_words());
        }
    }

    /// Everything people do until, and without, the first report.
    pub(crate) fn play_meetings(&mut self) {
        for (at, deed) in self.story.deeds() {
            match deed {
                Deed::Open { gathering } => {
                    self.jump(at);
                    self.open(gathering);
                }
                Deed::CheckIn { gathering, person } => {
                    self.jump(at);
                    self.check_in(gathering, person);
                }
                Deed::Close { gathering } => {
                    self.jump(at);
                    let event = self.event(gathering);
                    self.organizer(gathering).tell(&["event", "close", &event]);
                }
                Deed::Report { .. } => {}
            }
        }
    }
    /// Everything people report, at its time.
    pub(crate) fn play_reports(&mut self) {
        for (at, deed) in self.story.deeds() {
            if let Deed::Report { report } = deed {
                self.jump(at);
                let (person, since) = self.story.report(report);
                let (year, month, day) = since.civil_date();
                let since = format!("{year:04}-{month:02}-{day:02}");
                let note = "call me any time";
                self.secrets.push(note.to_owned());
                self.phones[person]
                    .tell(&["status", "report", "positive", "--since", &since, "--note", note]);
            }
        }
    }

    fn open(&mut self, gathering: usize) {
        let name = self.story.gathering_name(gathering);
        let reply = self.organizer(gathering).tell(&["event", "create", &name]);
        assert_eq!(reply["reachable"], true, "{name} is not reachable: {reply}");
        self.hosted[gathering] = reply["event"].as_u64();
        self.secrets.push(name);
    }
    fn check_in(&mut self, gathering: usize, person: usize) {
        let event = self.event(gathering);
        let mut codes = Vec::new();
        for attempt in 0..6 {
            let code = self.organizer(gathering).tell(&["event", "code", &event, "--text"]);
            let code = code["code"].as_str().expect("a code is text").to_owned();
            codes.push(code.clone());
            let guest = &self.phones[person];
            let said = guest.ask(&["check-in", &code]);
            if said.code == 0 {
                let joined = said.reply["event"].to_string();
                guest.tell(&["event", "consent", &joined, "yes"]);
                self.secrets.append(&mut codes);
                return;
            }
            eprintln!("{} tries again ({attempt}): {}", guest.name, said.reply);
        }
        let (guest, host) = (&self.phones[person], self.organizer(gathering));
        panic!(
            "{} can't check in\n{}\n--- {}\n{}",
            guest.name,
            guest.last_words(),
            host.name,
            host.last_words()
        );
    }
    fn organizer(&self, gathering: usize) -> &Phone {
        &self.phones[self.story.organizer(gathering)]
    }
    fn event(&self, gathering: usize) -> String {
        self.hosted[gathering].expect("the event was opened").to_string()
    }

    /// Lets time run until everybody has ended so, and on to the end of the story.
    pub(crate) fn run_to(&mut self, ending: &[Ending]) {
        self.clock.run_at(RATE);
        for _ in 0..LOOKS {
            if self.clock.now() >= self.story.end() || self.ending() == ending {
                break;
            }
            pause(LOOK);
        }
        // Nobody else may be warned by further rounds of polls.
        pause(15 * LOOK);
        self.clock.jump(self.story.end());
        pause(4 * LOOK);
    }
    /// How everybody is now.
    pub(crate) fn ending(&self) -> Vec<Ending> {
        let of = |phone: &Phone| {
            let reply = phone.tell(&["status"]);
            let status = reply["status"].as_str().expect("a status is a word").to_owned();
            let hop = reply["signal"]["hop"].as_u64().filter(|_| status == "high-risk");
            (phone.name.clone(), status, hop.and_then(|hop| u8::try_from(hop).ok()))
        };
        self.phones.iter().map(of).collect()
    }
}
