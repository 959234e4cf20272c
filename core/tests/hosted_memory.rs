//! How much memory a hosted event takes: a phone of a simulated city hosts dozens.

use corona_core::cascade::{Policy, ReportIdentity, Told};
use corona_core::events::{HostedEvent, Metadata};
use corona_core::identity::{DiscoverySecret, EventSecret, IdentityKey, PseudonymKey};
use corona_core::time::{Span, Timestamp};
use corona_core::wire::{Report, Reporter};
use zeroize::Zeroizing;

const GUESTS: u8 = 50;
const START: Timestamp = Timestamp(1_600_000_000_000);
const NAME: &str = "Barbecue";
/// For each guest who has not reported: the pseudonym, a pointer to no report, and a place in
/// the order of pseudonyms.
const PER_GUEST: u64 = 32 + 8 + 4;
/// Seeds and public keys of event and discovery.
const SECRETS: u64 = 4 * 32;
/// The event itself, its keys and guests aside.
const INLINE: u64 = 272;

fn empty() -> HostedEvent {
    let metadata = Metadata {
        name: NAME.into(),
        banner: None,
        start: START,
        high_risk_reports: ReportIdentity::Identified,
        exact_statistics: false,
    };
    let keys = EventSecret::from_seed(Zeroizing::new([1; 32]));
    let discovery = DiscoverySecret::from_seed(Zeroizing::new([2; 32]));
    HostedEvent::new(keys, discovery, metadata, START + Span::days(3))
}

fn attended(policy: &Policy) -> HostedEvent {
    let mut event = empty();
    for guest in 0..GUESTS {
        let pseudonym = PseudonymKey::from_bytes([guest.wrapping_mul(101); 32]);
        assert_eq!(event.admit(pseudonym, START, policy), Some(guest.into()));
    }
    event
}

fn tell(event: &mut HostedEvent, slot: u32, policy: &Policy) {
    let identity = IdentityKey::from_bytes([9; 32]);
    let reporter = Reporter { identity, name: "Alice".to_owned(), note: String::new() };
    let told = Told::Infection { positive: true, infectious_from: START };
    let report = Report { sequence: 1, told, corrects: false, reporter: Some(reporter) };
    assert_eq!(event.take_report(slot, report, START, policy), Ok(true));
}

/// Bytes on the heap.
fn heap(make: impl FnOnce() -> HostedEvent) -> (HostedEvent, u64) {
    let mut event = None;
    let used = allocation_counter::measure(|| event = Some(make()));
    (event.expect("made"), used.bytes_current.try_into().expect("allocated, not freed"))
}

#[test]
fn a_guest_who_has_not_reported_takes_44_bytes_and_while_check_in_is_open_64_at_most() {
    let policy = Policy::whitepaper();
    let around = SECRETS;
    let (_open, open) = heap(|| attended(&policy));
    assert!((open - around) / u64::from(GUESTS) <= 64, "{open} bytes");
    let (_closed, closed) = heap(|| {
        let mut event = attended(&policy);
        event.close(START + Span::HOUR);
        event
    });
    assert_eq!(closed, around + u64::from(GUESTS) * PER_GUEST);
    assert!(size_of::<HostedEvent>() as u64 <= INLINE, "{}", size_of::<HostedEvent>());
}

#[test]
fn coarse_statistics_take_one_tally_more() {
    let (policy, exact) = (Policy::graded(), Policy::whitepaper());
    let (_coarse, coarse) = heap(|| attended(&policy));
    let (_exact, exact) = heap(|| attended(&exact));
    assert!((1..=40).contains(&(coarse - exact)), "{coarse} and {exact} bytes");
}

#[test]
fn an_archived_event_that_nobody_reported_to_keeps_its_name_and_counts() {
    for policy in [Policy::whitepaper(), Policy::graded()] {
        let (event, archived) = heap(|| {
            let mut event = attended(&policy);
            event.close(START + Span::HOUR);
            assert_eq!(event.archive().map(|forgotten| forgotten.len()), Some(GUESTS.into()));
            event
        });
        assert_eq!(archived, 0, "a short name needs no heap");
        assert_eq!(event.own_statistics(&policy).attendees.low, 1 + u32::from(GUESTS));
    }
}

#[test]
fn archiving_keeps_reporters_and_no_others() {
    let policy = Policy::graded();
    let (event, archived) = heap(|| {
        let mut event = attended(&policy);
        tell(&mut event, 7, &policy);
        assert_eq!(event.archive().map(|forgotten| forgotten.len()), Some(49));
        assert_eq!(event.archive(), None, "once");
        event
    });
    assert_eq!(event.guests().map(|(slot, _)| slot).collect::<Vec<_>>(), [7]);
    assert_eq!(event.slot(&PseudonymKey::from_bytes([7_u8.wrapping_mul(101); 32])), Some(7));
    assert_eq!(event.slot(&PseudonymKey::from_bytes([0; 32])), None);
    assert!(archived <= 300, "{archived} bytes");
}

#[test]
fn an_answer_allocates_its_list_of_signals_and_nothing_else() {
    for policy in [Policy::whitepaper(), Policy::graded()] {
        let mut event = attended(&policy);
        let later = START + Span::days(1);
        let silent = allocation_counter::measure(|| drop(event.answer(0, later, &policy)));
        assert_eq!(silent.count_total, 0);
        tell(&mut event, 7, &policy);
        let told = allocation_counter::measure(|| drop(event.answer(0, later, &policy)));
        assert_eq!(told.count_total, 1);
    }
}
