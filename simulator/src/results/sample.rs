//! Records for the tests of the results: one small enough to check by hand, one
//! with nothing in it, and towns whose cascades have heavy tails.

use super::inputs::{MachineCost, RunInputs};
use super::record::{
    DayRecord, EpidemicRecord, EventRecord, PersonRecord, RunRecord, SelfReportRecord,
    StatusChangeRecord, WarningRecord,
};
use crate::engine::Engine;
use crate::epidemic::{Course, EpidemicDay, Infection, RivalWarning, Setting, Source};
use corona_core::status::InfectionStatus::{
    self, HighRisk, Negative, Positive, Suspected, Unknown,
};
use corona_core::time::{Span, Timestamp};

fn start() -> Timestamp {
    Timestamp::from_civil_date(2020, 4, 12).unwrap_or_default()
}

fn hours(hours: f64) -> Span {
    Span((hours * 3_600_000.0) as i64)
}

/// A world of one day in which nothing happened and nobody lives.
pub(super) fn empty_run() -> RunRecord {
    RunRecord {
        seed: 0,
        start: start(),
        end: start() + Span::DAY,
        people: Vec::new(),
        events: Vec::new(),
        self_reports: Vec::new(),
        warnings: Vec::new(),
        status_changes: Vec::new(),
        days: Vec::new(),
        occurrences: 0,
        elided_polls: 0,
        epidemic: None,
    }
}

/// The same barbecue with a virus at it: Alice brings it, Bob and Frank catch it.
pub(super) fn outbreak() -> RunRecord {
    let course = Course {
        onset: Some(Span::days(5)),
        anchor: Span::ZERO,
        begins: Span::ZERO,
        ends: Span::days(12),
        infectivity: 1.0,
    };
    let infection = |at: f64, person, source, warned_before| {
        Infection::new(person, source, start() + hours(at), &course, warned_before)
    };
    let by_alice = Source { infector: Some(0), setting: Setting::Circle, gathering: Some(0) };
    let mut bob = infection(0.5, 1, by_alice, false);
    bob.warned = Some(start() + hours(3.0));
    let day = EpidemicDay {
        infections: 3,
        infectious: 1,
        isolated: 1,
        quarantined: 2,
        wrongly_quarantined: 1,
        ..EpidemicDay::default()
    };
    let rival = RivalWarning { time: start() + hours(35.0), person: 3, index: 0, renewed: false };
    let again = RivalWarning { time: start() + hours(35.5), renewed: true, ..rival };
    let infections =
        vec![infection(0.0, 0, Source::OUTSIDE, false), bob, infection(34.0, 3, by_alice, true)];
    let epidemic =
        Some(EpidemicRecord { infections, days: vec![day], rival_warnings: vec![rival, again] });
    RunRecord { epidemic, ..barbecue() }
}

/// Alice tests positive after a barbecue; Frank hears of it at the theater, then nearer.
pub(super) fn barbecue() -> RunRecord {
    let person = |name: &str, has_phone, status, hop, strength| PersonRecord {
        name: name.to_owned(),
        has_phone,
        status,
        hop,
        strength,
    };
    RunRecord {
        seed: 7,
        start: start(),
        end: start() + Span::hours(36),
        people: vec![
            person("Alice", true, Negative, None, None),
            person("Bob", true, Suspected, None, None),
            person("<Eve>", true, HighRisk, Some(1), Some(12)),
            person("Frank", true, HighRisk, Some(1), Some(9)),
            person("Olivier", false, Unknown, None, None),
        ],
        events: vec![
            event("Barbecue", 0, [0.0, 0.5], (5, 3), Some(1.5), Some(3.0), 0.0),
            event("Theater", 2, [0.5, 1.0], (2, 2), Some(9.0), Some(12.0), 4.0),
            event("Tea, late", 1, [19.0, 20.0], (2, 2), Some(21.5), None, 20.0),
            EventRecord {
                end: None,
                ..event("Open air", 4, [22.0, 23.0], (1, 1), None, None, 0.0)
            },
        ],
        self_reports: vec![
            report(1.0, 0, Positive, 3),
            report(20.0, 0, Negative, 0),
            report(21.0, 1, Suspected, 0),
        ],
        warnings: vec![
            warning(3.0, 1, (1, 14), 0, true),
            warning(7.5, 2, (1, 13), 0, true),
            warning(13.0, 3, (2, 5), 1, false),
            warning(31.0, 3, (1, 9), 0, true),
        ],
        status_changes: vec![
            change(1.0, 0, Unknown, Positive, None),
            change(3.0, 1, Unknown, HighRisk, Some(1)),
            change(7.5, 2, Unknown, HighRisk, Some(1)),
            change(20.0, 0, Positive, Negative, None),
            change(21.0, 1, HighRisk, Suspected, None),
            change(31.0, 3, Unknown, HighRisk, Some(1)),
        ],
        days: vec![
            DayRecord {
                day: 0,
                statuses: [1, 1, 1, 0, 1],
                dials: 8,
                failed_dials: 2,
                bytes: 4096,
                wake_ups: 40,
            },
            DayRecord {
                day: 1,
                statuses: [0, 2, 1, 0, 1],
                dials: 4,
                failed_dials: 0,
                bytes: 1024,
                wake_ups: 20,
            },
        ],
        occurrences: 321,
        elided_polls: 0,
        epidemic: None,
    }
}

fn event(
    name: &str,
    organizer: u32,
    lasts: [f64; 2],
    (attendees, participants): (u32, u32),
    reported: Option<f64>,
    warned: Option<f64>,
    offline: f64,
) -> EventRecord {
    let at = |hour: f64| start() + hours(hour);
    EventRecord {
        name: name.to_owned(),
        start: at(lasts[0]),
        end: Some(at(lasts[1])),
        organizer,
        attendees,
        participants,
        first_report: reported.map(at),
        first_warned: warned.map(at),
        organizer_offline: hours(offline),
    }
}

fn report(hour: f64, person: u32, status: InfectionStatus, warned: u32) -> SelfReportRecord {
    SelfReportRecord { time: start() + hours(hour), person, status, warned }
}

fn warning(
    hour: f64,
    person: u32,
    (hop, strength): (u8, u8),
    event: u32,
    high_risk: bool,
) -> WarningRecord {
    WarningRecord {
        time: start() + hours(hour),
        person,
        hop,
        strength,
        event,
        root: Some(0),
        high_risk,
    }
}

fn change(
    hour: f64,
    person: u32,
    from: InfectionStatus,
    to: InfectionStatus,
    hop: Option<u8>,
) -> StatusChangeRecord {
    StatusChangeRecord { time: start() + hours(hour), person, from, to, hop }
}

/// A small linear congruential generator: enough to make data look like data.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }

    fn below(&mut self, limit: usize) -> u32 {
        (self.share() * limit as f64) as u32
    }
}

/// A made-up town over `days` days: cascades branch over up to six hops, a few
/// of them warn a large part of the town, and most warn nobody or few.
pub(super) fn town(seed: u64, people: usize, days: u32) -> RunRecord {
    let mut dice = Dice(seed.wrapping_mul(77) + 1);
    let mut record =
        RunRecord { seed, end: start() + Span::days(i64::from(days)) + Span::HOUR, ..empty_run() };
    record.people = (0..people).map(|person| townsperson(person, &mut dice)).collect();
    record.events =
        (0..people * 2).map(|event| town_event(event, people, days, &mut dice)).collect();
    for _ in 0..people / 20 {
        spread(&mut record, days, &mut dice);
    }
    record.warnings.sort_by_key(|warning| warning.time);
    record.days = (0..=days).map(|day| town_day(day, days, people as f64, &mut dice)).collect();
    record.occurrences = u64::from(days) * people as u64 * 31;
    record
}

fn townsperson(person: usize, dice: &mut Dice) -> PersonRecord {
    let status = match dice.below(40) {
        0..=5 => HighRisk,
        6 => Suspected,
        7 => Positive,
        8 => Negative,
        _ => Unknown,
    };
    let exposed = status == HighRisk;
    let (hop, strength) = (exposed.then(|| 1 + dice.below(4) as u8), exposed.then_some(6));
    PersonRecord { name: format!("p{person}"), has_phone: true, status, hop, strength }
}

fn town_event(index: usize, people: usize, days: u32, dice: &mut Dice) -> EventRecord {
    let begin = dice.share() * f64::from(days) * 24.0;
    let offline = if dice.share() < 0.3 { 0.0 } else { dice.share() * dice.share() * 24.0 };
    let reported = (dice.share() < 0.2).then(|| begin + 20.0 + dice.share() * 70.0);
    let wait = (0.3 + offline * dice.share() * 1.5) / (dice.share() + 0.1);
    let warned = reported.filter(|_| dice.share() > offline / 40.0).map(|hour| hour + wait);
    let guests = 2 + dice.below(12);
    let name = format!("work {index}");
    event(
        &name,
        dice.below(people),
        [begin, begin + 3.0],
        (guests, guests - 1),
        reported,
        warned,
        offline,
    )
}

fn spread(record: &mut RunRecord, days: u32, dice: &mut Dice) {
    let reported = dice.share() * f64::from(days) * 24.0;
    let (people, events) = (record.people.len(), record.events.len());
    let status = if dice.share() < 0.5 { Positive } else { Suspected };
    let root = record.self_reports.len() as u32;
    let mut warned = 0;
    // One over a uniform draw has a power-law tail.
    let mut width = 0.6 / (dice.share() + 0.002);
    for hop in 1..=6_u8 {
        let count = (width as u32).min(people as u32 / 4);
        for _ in 0..count {
            let late = f64::from(hop) * 3.0 * (0.1 + dice.share()) / (0.08 + dice.share());
            record.warnings.push(WarningRecord {
                root: Some(root),
                high_risk: dice.share() < 1.1 - f64::from(hop) * 0.2,
                ..warning(
                    reported + late,
                    dice.below(people),
                    (hop, 15 - hop),
                    dice.below(events),
                    true,
                )
            });
        }
        warned += count;
        width *= dice.share() * 1.6;
    }
    record.self_reports.push(report(reported, dice.below(people), status, warned));
}

fn town_day(day: u32, days: u32, people: f64, dice: &mut Dice) -> DayRecord {
    let through = f64::from(day) / f64::from(days);
    let wave = (1.0 - (2.0 * through - 1.0).powi(2)).max(0.0) * (0.9 + 0.2 * dice.share());
    let part = if day == days { 1.0 / 24.0 } else { 1.0 };
    let phones = |share: f64| (people * share * wave) as u32;
    let counts = [phones(0.12), phones(0.02), phones(0.03), phones(0.01 + 0.02 * through)];
    let unknown = people as u32 - counts.iter().sum::<u32>();
    let dials = people * (14.0 + 6.0 * wave) * part;
    DayRecord {
        day,
        statuses: [unknown, counts[0], counts[1], counts[2], counts[3]],
        dials: dials as u64,
        failed_dials: (dials * 0.22) as u64,
        bytes: (dials * 2_900.0) as u64,
        wake_ups: (people * 31.0 * part) as u64,
    }
}

/// Inputs with everything in them that could break a page or a shell.
pub(super) fn inputs() -> RunInputs {
    RunInputs {
        name: "barbecue <b>&".to_owned(),
        about: "Alice's \"barbecue\" & what follows".to_owned(),
        scenario_text: "# <script>alert(1)</script>\nname = \"barbecue\"\n".to_owned(),
        resolved_text: "name = \"barbecue\"\nhops = 3\n".to_owned(),
        resolved: serde_json::json!({ "policy": { "positive": 14 } }),
        scenario_path: "scenarios/barbecue.toml".to_owned(),
        data_sha256: None,
        arguments: ["run", "my scenario.toml", "--seed", "7"].map(str::to_owned).to_vec(),
        version: "0.1.0".to_owned(),
        commit: "abc1234".to_owned(),
        rustc: "1.95.0".to_owned(),
        scripted: true,
        engine: Engine::PLAIN,
    }
}

/// A run of three seconds.
pub(super) fn machine() -> MachineCost {
    MachineCost {
        wall_seconds: 3.25,
        cpu_seconds: Some(5.5),
        peak_rss_bytes: Some(52_428_800),
        threads: 2,
    }
}
