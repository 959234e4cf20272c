//! Events from both sides: who gets in, what counts, what the others learn, what is left.

mod archive;
mod archiving;
mod banners;
mod restarts;
#[path = "../support/mod.rs"]
mod support;
mod visits;

use corona_core::cascade::{Policy, Signal, Told};
use corona_core::events::{CheckInCode, Decision, Standing};
use corona_core::identity::{Address, Context, EventKey, IdentitySecret, PseudonymSecret};
use corona_core::node::{Answer, Command, CommandError, Update};
use corona_core::rules::Rules;
use corona_core::status::{InfectionStatus, StatusError};
use corona_core::storage::RecordKey;
use corona_core::time::{Span, Timestamp};
use corona_core::transport::LinkId;
use corona_core::wire::{
    CheckInRequest, EventAnswer, EventAnswerBody, FetchBlob, GuestRequest, GuestRequestBody,
    Report, Reporter, SignedReport, VisitAnswer, VisitRequest, decode, encode,
};
use proptest::prelude::*;
use support::World;
use zeroize::Zeroizing;

const HOST: usize = 0;
const ALICE: usize = 1;
const BOB: usize = 2;

fn world(policy: Policy, names: &[&str]) -> World {
    World::of(Rules::with_policy(policy), names)
}

fn host(world: &mut World, who: usize) -> u32 {
    let create = Command::CreateEvent { name: "Barbecue".to_owned(), banner: None };
    match world.command(who, create) {
        Ok(Answer::Hosted(event)) => event,
        other => panic!("{other:?}"),
    }
}

fn show_code(world: &mut World, who: usize, event: u32) -> CheckInCode {
    match world.command(who, Command::ShowCode { event }) {
        Ok(Answer::Code(code)) => code,
        other => panic!("{other:?}"),
    }
}

fn check_in(world: &mut World, who: usize, host: usize, event: u32) -> u32 {
    let code = show_code(world, host, event);
    match world.command(who, Command::CheckIn { code }) {
        Ok(Answer::Joining(joined)) => joined,
        other => panic!("{other:?}"),
    }
}

/// A host and guests who have checked in to its event 0 as their 0.
fn barbecue(policy: Policy, names: &[&str]) -> World {
    let mut world = world(policy, names);
    let event = host(&mut world, HOST);
    for guest in 1..names.len() {
        check_in(&mut world, guest, HOST, event);
    }
    (0..names.len()).for_each(|who| drop(world.updates(who)));
    world
}

fn report(world: &mut World, who: usize, status: InfectionStatus) {
    let command = Command::ReportInfection { status, infectious_from: None, note: "call".into() };
    world.command(who, command).expect("legal");
}

fn positives(world: &World, who: usize, event: u32) -> Option<u32> {
    let known = world.node(who).participation(event)?.joined()?;
    known.answered.as_ref().map(|answered| answered.positives().low)
}

fn standing(world: &World, who: usize, event: u32) -> Option<Standing> {
    world.node(who).participation(event)?.joined().map(|known| known.standing())
}

fn guests(world: &World) -> usize {
    world.node(HOST).hosted_event(0).expect("hosted").guests().count()
}

/// A guest without a node, so that it can do what no node does.
struct Puppet {
    event: EventKey,
    address: Address,
    pseudonym: PseudonymSecret,
    identity: IdentitySecret,
    sequence: u32,
}

impl Puppet {
    fn new(world: &World, seed: u8) -> Self {
        let hosted = world.node(HOST).hosted_event(0).expect("hosted");
        Self {
            event: hosted.keys().expect("not archived").public(),
            address: hosted.discovery().expect("not archived").public(),
            pseudonym: PseudonymSecret::from_seed(Zeroizing::new([seed; 32])),
            identity: IdentitySecret::from_seed(Zeroizing::new([seed ^ 0x80; 32])),
            sequence: 0,
        }
    }

    fn checked_in(world: &mut World, seed: u8) -> Self {
        let code = show_code(world, HOST, 0);
        let puppet = Self::new(world, seed);
        let link = puppet.dial_with_code(world, &code).expect("a fresh code");
        let answers = world.puppet_send(link, puppet.check_in_frame());
        assert!(matches!(answer(&answers), Some(EventAnswerBody::CheckedIn(_))));
        puppet
    }

    fn dial_with_code(&self, world: &mut World, code: &CheckInCode) -> Option<LinkId> {
        let proves = code.secret.public().erase_role();
        world.puppet_dial(self.address, self.event.erase_role(), proves)
    }

    fn check_in_frame(&self) -> Vec<u8> {
        let signature = self.pseudonym.sign(Context::CheckIn, &[self.event.as_bytes()]);
        let body = GuestRequestBody::CheckIn(CheckInRequest {
            pseudonym: self.pseudonym.public().as_bytes().to_vec(),
            signature: signature.as_bytes().to_vec(),
        });
        encode(&GuestRequest { body: Some(body) })
    }

    fn seal(&mut self, told: Told, corrects: bool) -> SignedReport {
        self.sequence += 1;
        let reporter = Some(Reporter {
            identity: self.identity.public(),
            name: format!("puppet {}", self.identity.public().as_bytes()[0]),
            note: "note".to_owned(),
        });
        let report = Report { sequence: self.sequence, told, corrects, reporter };
        report.seal(&self.identity, &self.event, &self.pseudonym.public())
    }

    /// The frame that answers a visit.
    fn visit_frame(&self, world: &mut World, report: Option<SignedReport>) -> Vec<u8> {
        let proves = self.pseudonym.public().erase_role();
        let link = world.puppet_dial(self.address, self.event.erase_role(), proves);
        let body = GuestRequestBody::Visit(VisitRequest { report, wants_metadata: false });
        let frame = encode(&GuestRequest { body: Some(body) });
        world.puppet_send(link.expect("admitted"), frame).remove(0)
    }

    fn visit(&self, world: &mut World, report: Option<SignedReport>) -> VisitAnswer {
        match answer(&[self.visit_frame(world, report)]) {
            Some(EventAnswerBody::Visited(answer)) => answer,
            other => panic!("{other:?}"),
        }
    }

    fn tell(&mut self, world: &mut World, told: Told, corrects: bool) -> VisitAnswer {
        let report = self.seal(told, corrects);
        self.visit(world, Some(report))
    }

    fn positives(&self, world: &mut World) -> u32 {
        let statistics = self.visit(world, None).statistics.expect("always answered");
        statistics.positives.expect("counted").low
    }
}

fn answer(frames: &[Vec<u8>]) -> Option<EventAnswerBody> {
    decode::<EventAnswer>(frames.first()?).expect("our own protocol").body
}

const POSITIVE: Told = Told::Infection { positive: true, infectious_from: Timestamp(0) };
const SUSPECTED: Told = Told::Infection { positive: false, infectious_from: Timestamp(0) };

#[test]
fn a_burned_code_admits_nobody() {
    let mut world = world(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    let event = host(&mut world, HOST);
    let code = show_code(&mut world, HOST, event);
    world.command(ALICE, Command::CheckIn { code: code.clone() }).unwrap();
    world.command(BOB, Command::CheckIn { code }).unwrap();
    world.run_for(Span::MINUTE);
    assert!(world.updates(ALICE).contains(&Update::CheckedIn { event: 0 }));
    let failed = |update: &Update| matches!(update, Update::CheckInFailed { event: 0, .. });
    assert!(world.updates(BOB).iter().any(failed));
    assert_eq!(guests(&world), 1);
    assert!(world.node(BOB).participation(0).is_none());
}

#[test]
fn a_code_is_burned_even_if_nothing_comes_of_it() {
    let mut world = barbecue(Policy::whitepaper(), &["Host"]);
    let code = show_code(&mut world, HOST, 0);
    let puppet = Puppet::new(&world, 1);
    let link = puppet.dial_with_code(&mut world, &code).expect("fresh");
    assert!(world.puppet_send(link, vec![0; 512]).is_empty());
    assert!(puppet.dial_with_code(&mut world, &code).is_none());
}

#[test]
fn one_code_admits_one_pseudonym() {
    let mut world = barbecue(Policy::whitepaper(), &["Host"]);
    let code = show_code(&mut world, HOST, 0);
    let (first, second) = (Puppet::new(&world, 1), Puppet::new(&world, 2));
    let link = first.dial_with_code(&mut world, &code).expect("fresh");
    world.puppet_send(link, first.check_in_frame());
    let answers = world.puppet_send(link, second.check_in_frame());
    assert_eq!(answer(&answers), None, "the second is not even answered");
    assert_eq!(guests(&world), 1);
}

#[test]
fn an_expired_code_admits_nobody() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice"]);
    let code = show_code(&mut world, HOST, 0);
    world.run_for(Span::seconds(60));
    let late = Puppet::new(&world, 1);
    assert!(late.dial_with_code(&mut world, &code).is_none());
    let code = show_code(&mut world, HOST, 0);
    world.run_for(Span::seconds(59));
    assert!(late.dial_with_code(&mut world, &code).is_some());
}

#[test]
fn many_codes_can_be_in_flight() {
    let names: Vec<String> = (0..31).map(|i| format!("Person {i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut world = world(Policy::whitepaper(), &names);
    let event = host(&mut world, HOST);
    let codes: Vec<CheckInCode> = (1..31).map(|_| show_code(&mut world, HOST, event)).collect();
    for (guest, code) in (1..).zip(codes) {
        world.try_command(guest, Command::CheckIn { code }).unwrap();
    }
    world.settle();
    assert_eq!(guests(&world), 30);
    for guest in 1..31 {
        assert!(world.updates(guest).contains(&Update::CheckedIn { event: 0 }));
    }
}

#[test]
fn a_check_in_whose_answer_was_lost_is_found_out_by_a_visit() {
    let mut world = world(Policy::whitepaper(), &["Host", "Alice"]);
    let event = host(&mut world, HOST);
    world.cut_frame(HOST, 0);
    check_in(&mut world, ALICE, HOST, event);
    assert!(!world.updates(ALICE).contains(&Update::CheckedIn { event: 0 }));
    world.run_for(Span::seconds(10));
    assert!(world.updates(ALICE).contains(&Update::CheckedIn { event: 0 }));
    assert_eq!(guests(&world), 1);
}

#[test]
fn a_check_in_that_never_arrived_is_forgotten() {
    let mut world = world(Policy::whitepaper(), &["Host", "Alice"]);
    let event = host(&mut world, HOST);
    world.cut_frame(ALICE, 0);
    check_in(&mut world, ALICE, HOST, event);
    world.run_for(Span::seconds(10));
    let failed = |update: &Update| matches!(update, Update::CheckInFailed { event: 0, .. });
    assert!(world.updates(ALICE).iter().any(failed));
    let snapshot = world.phones[ALICE].disk.snapshot();
    assert!(!snapshot.contains_key(&RecordKey::Participation(0)));
    check_in(&mut world, ALICE, HOST, event);
    assert_eq!(guests(&world), 1);
}

#[test]
fn a_report_replayed_by_another_pseudonym_or_at_another_event_is_refused() {
    const FORGED: u32 = 3;
    let mut world = barbecue(Policy::whitepaper(), &["Host"]);
    let mut alice = Puppet::checked_in(&mut world, 1);
    let thief = Puppet::checked_in(&mut world, 2);
    let report = alice.seal(POSITIVE, false);
    assert_eq!(thief.visit(&mut world, Some(report)).refusal, FORGED);
    let elsewhere = EventKey::from_bytes([7; 32]);
    let here = std::mem::replace(&mut alice.event, elsewhere);
    let report = alice.seal(POSITIVE, false);
    alice.event = here;
    assert_eq!(alice.visit(&mut world, Some(report)).refusal, FORGED);
    assert_eq!(thief.positives(&mut world), 0);
    assert_eq!(alice.tell(&mut world, POSITIVE, false).refusal, 0);
    assert_eq!(thief.positives(&mut world), 1);
}

#[test]
fn a_report_that_comes_late_does_not_replace_a_newer_one() {
    let mut world = barbecue(Policy::whitepaper(), &["Host"]);
    let (mut alice, bob) = (Puppet::checked_in(&mut world, 1), Puppet::checked_in(&mut world, 2));
    let old = alice.seal(SUSPECTED, false);
    alice.tell(&mut world, Told::Nothing, false);
    let held = alice.visit(&mut world, Some(old)).held.expect("held");
    assert_eq!((held.sequence, held.status), (2, 0));
    let statistics = bob.visit(&mut world, None).statistics.expect("answered");
    assert_eq!(statistics.suspected.expect("counted").low, 0);
}

#[test]
fn the_first_report_pins_the_identity() {
    const CHANGED: u32 = 2;
    let mut world = barbecue(Policy::whitepaper(), &["Host"]);
    let mut alice = Puppet::checked_in(&mut world, 1);
    assert_eq!(alice.tell(&mut world, SUSPECTED, false).refusal, 0);
    alice.identity = IdentitySecret::from_seed(Zeroizing::new([99; 32]));
    let refused = alice.tell(&mut world, POSITIVE, false);
    assert_eq!(refused.refusal, CHANGED);
    assert_eq!(refused.held.expect("held").sequence, 1);
}

#[test]
fn a_positive_is_final_but_for_a_rejection_or_a_correction() {
    let negative = Told::Negative { sampled: Timestamp(200_000_000_000_000) };
    let mut world = barbecue(Policy::whitepaper(), &["Host"]);
    let bob = Puppet::checked_in(&mut world, 2);
    let mut alice = Puppet::checked_in(&mut world, 1);
    alice.tell(&mut world, POSITIVE, false);
    for told in [Told::Nothing, SUSPECTED, negative] {
        alice.tell(&mut world, told, false);
        assert_eq!(bob.positives(&mut world), 1, "{told:?}");
    }
    alice.tell(&mut world, Told::Nothing, true);
    assert_eq!(bob.positives(&mut world), 0, "corrected");
    alice.tell(&mut world, POSITIVE, false);
    let reject = Command::Decide { event: 0, slot: 1, decision: Decision::Reject };
    world.command(HOST, reject).unwrap();
    assert_eq!(bob.positives(&mut world), 0, "rejected");
    alice.tell(&mut world, POSITIVE, false);
    let confirm = Command::Decide { event: 0, slot: 1, decision: Decision::Confirm };
    world.command(HOST, confirm).unwrap();
    alice.tell(&mut world, Told::Nothing, true);
    assert_eq!(bob.positives(&mut world), 1, "confirmed: a correction comes too late");
}

#[test]
fn a_mistaken_positive_can_be_corrected_for_two_days() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    report(&mut world, ALICE, InfectionStatus::Positive);
    world.run_for(Span::hours(47));
    assert_eq!(positives(&world, BOB, 0), Some(1));
    assert_eq!(world.node(BOB).status(), InfectionStatus::HighRisk);
    world.command(ALICE, Command::Correct).unwrap();
    world.run_for(Span::hours(7));
    assert_eq!(positives(&world, BOB, 0), Some(0));
    assert_eq!(world.node(BOB).status(), InfectionStatus::Unknown);
    report(&mut world, ALICE, InfectionStatus::Positive);
    world.run_for(Span::hours(49));
    let late = CommandError::Status(StatusError::NothingToCorrect);
    assert_eq!(world.command(ALICE, Command::Correct).unwrap_err(), late);
}

#[test]
fn what_an_organizer_confirmed_cannot_be_corrected() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice"]);
    report(&mut world, ALICE, InfectionStatus::Positive);
    let confirm = Command::Decide { event: 0, slot: 0, decision: Decision::Confirm };
    world.command(HOST, confirm).unwrap();
    world.run_for(Span::hours(7));
    assert_eq!(standing(&world, ALICE, 0), Some(Standing::Confirmed));
    let confirmed = CommandError::Status(StatusError::Confirmed);
    assert_eq!(world.command(ALICE, Command::Correct).unwrap_err(), confirmed);
}

#[test]
fn a_rejected_report_warns_nobody_any_more() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    report(&mut world, ALICE, InfectionStatus::Positive);
    world.run_for(Span::hours(6));
    assert_eq!(world.node(BOB).status(), InfectionStatus::HighRisk);
    assert_eq!(world.node(HOST).status(), InfectionStatus::HighRisk);
    let guest = world.node(HOST).hosted_event(0).unwrap().guest(0).unwrap().clone();
    let held = guest.held.unwrap();
    assert_eq!((held.name(), held.note()), ("Alice", "call"));
    assert_eq!(held.identity(), Some(world.node(ALICE).card().identity));
    let reject = Command::Decide { event: 0, slot: 0, decision: Decision::Reject };
    world.command(HOST, reject).unwrap();
    world.run_for(Span::hours(6));
    assert_eq!(world.node(BOB).status(), InfectionStatus::Unknown);
    assert_eq!(world.node(HOST).status(), InfectionStatus::Unknown);
    let nobody = Command::Decide { event: 0, slot: 1, decision: Decision::Reject };
    let nothing = CommandError::NothingToDecide { slot: 1 };
    assert_eq!(world.command(HOST, nobody).unwrap_err(), nothing);
}

#[test]
fn consent_is_asked_once_per_event_and_nothing_is_told_without() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    world.command(HOST, Command::CloseEvent { event: 0 }).unwrap();
    world.run_for(Span::hours(7));
    let second = host(&mut world, ALICE);
    let theater = check_in(&mut world, BOB, ALICE, second);
    // Alice hears of herself at the theater from its organizer, herself; Bob by the barbecue.
    report(&mut world, ALICE, InfectionStatus::Suspected);
    world.updates(BOB);
    world.run_for(Span::days(2));
    let asked = Update::ConsentAsked { event: theater };
    let updates = world.updates(BOB);
    assert_eq!(updates.iter().filter(|update| **update == asked).count(), 1);
    let told = |world: &World| {
        world.node(BOB).participation(theater).and_then(|it| it.joined()).expect("joined").told()
    };
    assert_eq!(told(&world), Told::Nothing);
    world.command(BOB, Command::Consent { event: theater, given: false }).unwrap();
    world.run_for(Span::days(1));
    assert_eq!(told(&world), Told::Nothing);
    world.command(BOB, Command::Consent { event: theater, given: true }).unwrap();
    assert!(matches!(told(&world), Told::HighRisk { .. }));
    world.run_for(Span::days(1));
    assert!(!world.updates(BOB).contains(&asked));
}

#[test]
fn statistics_leave_the_own_report_out() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    report(&mut world, ALICE, InfectionStatus::Positive);
    world.run_for(Span::hours(6));
    assert_eq!(positives(&world, ALICE, 0), Some(0));
    assert_eq!(positives(&world, BOB, 0), Some(1));
    assert_eq!(world.node(ALICE).status(), InfectionStatus::Positive);
    report(&mut world, BOB, InfectionStatus::Positive);
    world.run_for(Span::hours(6));
    assert_eq!(positives(&world, ALICE, 0), Some(1));
}

#[test]
fn coarse_answers_stay_the_same_for_an_epoch() {
    let mut world = barbecue(Policy::graded(), &["Host"]);
    let mut alice = Puppet::checked_in(&mut world, 1);
    let bob = Puppet::checked_in(&mut world, 2);
    world.run_for(Span::hours(6));
    let before = bob.visit_frame(&mut world, None);
    alice.tell(&mut world, POSITIVE, false);
    let epoch_ends = Span::hours(6) - Span(world.now.as_millis() % Span::hours(6).as_millis());
    assert_eq!(bob.visit_frame(&mut world, None), before);
    world.run_for(epoch_ends - Span(1));
    assert_eq!(bob.visit_frame(&mut world, None), before);
    world.run_for(Span(1));
    let statistics = bob.visit(&mut world, None).statistics.expect("answered");
    let best = statistics.signals.first().expect("a signal");
    let warned = Signal { strength: Policy::graded().positive, hop: 0 };
    assert_eq!((best.strength, best.hop), (warned.strength.into(), warned.hop.into()));
    assert_eq!(statistics.positives.expect("coarse").high, 4, "not even whether it is one");
}

#[test]
fn an_event_that_was_erased_leaves_nothing_in_any_store() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    report(&mut world, ALICE, InfectionStatus::Suspected);
    // Nobody closes it: 72 h, then 14 days of reports, then 30 days to read.
    world.run_for(Span::hours(73));
    assert!(world.updates(HOST).contains(&Update::EventClosed { event: 0 }));
    let code = world.command(HOST, Command::ShowCode { event: 0 });
    assert_eq!(code.unwrap_err(), CommandError::Closed);
    world.run_for(Span::days(14));
    assert_eq!(world.services_of(HOST), 1, "archived: only the host's own service is left");
    let dials = world.dials.len();
    world.run_for(Span::days(28));
    assert_eq!(world.dials.len(), dials, "archived: nobody asks");
    assert_eq!(positives(&world, BOB, 0), Some(0));
    world.run_for(Span::days(3));
    for who in [HOST, ALICE, BOB] {
        let keys: Vec<&RecordKey> = world.phones[who].disk.snapshot().keys().collect();
        let own = |key: &&RecordKey| matches!(key, RecordKey::Person | RecordKey::Status);
        assert!(keys.iter().all(own), "{keys:?}");
    }
    assert_eq!(world.node(HOST).hosted_events().count(), 0);
    assert_eq!(world.node(BOB).participations().count(), 0);
    assert_eq!(world.node(BOB).next_wake(), Timestamp::FAR_FUTURE);
}

#[test]
fn nodes_restored_from_their_stores_continue() {
    let mut world = barbecue(Policy::whitepaper(), &["Host", "Alice", "Bob"]);
    world.set_online(HOST, false);
    report(&mut world, ALICE, InfectionStatus::Positive);
    (0..3).for_each(|who| world.crash(who));
    world.settle();
    assert_eq!(world.node(ALICE).status(), InfectionStatus::Positive);
    world.set_online(HOST, true);
    world.run_for(Span::hours(7));
    assert_eq!(positives(&world, BOB, 0), Some(1));
    let before = (world.node(BOB).status(), world.node(BOB).signal());
    assert_eq!(before.0, InfectionStatus::HighRisk);
    (0..3).for_each(|who| world.crash(who));
    world.settle();
    assert_eq!((world.node(BOB).status(), world.node(BOB).signal()), before);
    let acknowledged = world.updates(ALICE);
    let is_ack = |update: &Update| matches!(update, Update::ReportAcknowledged { .. });
    assert!(acknowledged.iter().any(is_ack));
    assert_eq!(check_in_again(&mut world, ALICE), CommandError::AlreadyJoined);
}

fn check_in_again(world: &mut World, who: usize) -> CommandError {
    let code = show_code(world, HOST, 0);
    world.command(who, Command::CheckIn { code }).unwrap_err()
}

fn told(kind: u8) -> Told {
    match kind {
        0 => POSITIVE,
        1 => SUSPECTED,
        2 => Told::Negative { sampled: Timestamp(200_000_000_000_000) },
        _ => {
            Told::HighRisk { signal: Signal { strength: 5, hop: 1 }, infectious_from: Timestamp(0) }
        }
    }
}

/// What guest 0 of `guests` is answered before and after guest `reporter` tells `kind`.
fn observed(policy: Policy, guests: u8, reporter: u8, kind: u8) -> [Vec<u8>; 2] {
    let mut world = barbecue(policy, &["Host"]);
    let mut puppets: Vec<Puppet> =
        (1..=guests).map(|seed| Puppet::checked_in(&mut world, seed)).collect();
    puppets[usize::from(reporter)].tell(&mut world, told(kind), false);
    let at_once = puppets[0].visit_frame(&mut world, None);
    world.run_for(Span::hours(6));
    [at_once, puppets[0].visit_frame(&mut world, None)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Invariant 4: no byte that reaches a guest depends on which other guest reported.
    #[test]
    fn nothing_tells_which_of_the_others_reported(
        guests in 3_u8..25, one in 1_u8..25, other in 1_u8..25, kind in 0_u8..4,
        graded in any::<bool>(),
    ) {
        let (one, other) = (1 + one % (guests - 1), 1 + other % (guests - 1));
        let policy = || if graded { Policy::graded() } else { Policy::whitepaper() };
        let seen = observed(policy(), guests, one, kind);
        prop_assert_eq!(&seen, &observed(policy(), guests, other, kind));
    }
}
