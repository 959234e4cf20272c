//! Updates in words: a stable one for programs, a sentence for a person.
//!
//! Neither holds a key, address, code or name, so that whoever follows may keep what they
//! read; the word and its number are all that a log may say, as a status is nobody's business.

use corona_core::cascade::{Signal, Told};
use corona_core::node::{CheckInFailure, EventRef, Update};
use corona_core::time::Span;
use corona_core::transport::{CloseReason, Condition};

/// A stable kebab-case word.
pub(super) const fn word(update: &Update) -> &'static str {
    match update {
        Update::StatusChanged { .. } => "status-changed",
        Update::RiskChanged { .. } => "risk-changed",
        Update::CheckedIn { .. } => "checked-in",
        Update::CheckInFailed { .. } => "check-in-failed",
        Update::ReportQueued { .. } => "report-queued",
        Update::ReportAcknowledged { .. } => "report-acknowledged",
        Update::ReportRefused { .. } => "report-refused",
        Update::BannerFetched { .. } => "banner-fetched",
        Update::ReportOverruled { .. } => "report-overruled",
        Update::EventAnswered { .. } => "event-answered",
        Update::StatisticsChanged { .. } => "statistics-changed",
        Update::ConsentAsked { .. } => "consent-asked",
        Update::OrganizerContradicts { .. } => "organizer-contradicts",
        Update::GuestAdmitted { .. } => "guest-admitted",
        Update::ReportReceived { .. } => "report-received",
        Update::EventClosed { .. } => "event-closed",
        Update::EventErased { .. } => "event-erased",
        Update::Network(_) => "network",
        Update::ServicePublished { .. } => "service-published",
        Update::InvitationReady { .. } => "invitation-ready",
        Update::PairingCode { .. } => "pairing-code",
        Update::Paired { .. } => "paired",
        Update::PairingFailed { .. } => "pairing-failed",
        Update::PairingInDoubt { .. } => "pairing-in-doubt",
        Update::ContactConfirmed { .. } => "contact-confirmed",
        Update::ContactRefused { .. } => "contact-refused",
        Update::ContactChanged { .. } => "contact-changed",
    }
}

/// The event, pairing or contact it is about, by number.
pub(super) const fn number(update: &Update) -> Option<u32> {
    match update {
        Update::CheckedIn { event }
        | Update::CheckInFailed { event, .. }
        | Update::ReportAcknowledged { event, .. }
        | Update::ReportRefused { event }
        | Update::BannerFetched { event }
        | Update::ReportOverruled { event, .. }
        | Update::EventAnswered { event }
        | Update::StatisticsChanged { event }
        | Update::ConsentAsked { event }
        | Update::OrganizerContradicts { event, .. }
        | Update::GuestAdmitted { event, .. }
        | Update::ReportReceived { event, .. }
        | Update::EventClosed { event } => Some(*event),
        Update::ReportQueued { event, .. } | Update::EventErased { event } => match event {
            EventRef::Hosted(number) | EventRef::Joined(number) => Some(*number),
        },
        Update::ServicePublished { event } => *event,
        Update::InvitationReady { pairing }
        | Update::PairingCode { pairing, .. }
        | Update::Paired { pairing, .. }
        | Update::PairingFailed { pairing, .. }
        | Update::PairingInDoubt { pairing, .. } => Some(*pairing),
        Update::ContactConfirmed { contact }
        | Update::ContactRefused { contact }
        | Update::ContactChanged { contact } => Some(*contact),
        Update::StatusChanged { .. } | Update::RiskChanged { .. } | Update::Network(_) => None,
    }
}

/// A sentence.
pub(super) fn text(update: &Update) -> String {
    match update {
        Update::StatusChanged { from, to } => format!("your status went from {from} to {to}"),
        Update::RiskChanged { signal, high, .. } => risk(*signal, *high),
        Update::CheckedIn { event } => format!("checked in to joined event {event}"),
        Update::CheckInFailed { event, reason } => {
            format!("the check-in to event {event} came to nothing: {}", check_in_failure(*reason))
        }
        Update::ReportQueued { event, told } => {
            format!("{} must hear: {}", name_event(*event), told_words(told))
        }
        Update::ReportAcknowledged { event, told, .. } => {
            format!("the organizer of joined event {event} holds: {}", told_words(told))
        }
        Update::ReportRefused { event } => {
            format!("the organizer of joined event {event} did not take our report")
        }
        Update::BannerFetched { event } => format!("the banner of joined event {event} is here"),
        Update::ReportOverruled { event, .. } => format!(
            "the organizer of joined event {event} holds on to what it confirmed before; \
             ask them to reject that"
        ),
        Update::EventAnswered { event } => format!("joined event {event} answered"),
        Update::StatisticsChanged { event } => format!("joined event {event} has new statistics"),
        Update::ConsentAsked { event } => format!(
            "may reports of high risk carry your name at joined event {event}? Answer with \
             `corona event consent`"
        ),
        Update::OrganizerContradicts { event, error } => {
            format!("the organizer of joined event {event} contradicts itself: {error}")
        }
        Update::GuestAdmitted { event, slot } => {
            format!("guest {slot} has checked in to hosted event {event}")
        }
        Update::ReportReceived { event, slot } => {
            format!("guest {slot} of hosted event {event} has reported")
        }
        Update::EventClosed { event } => format!("check-in to hosted event {event} has ended"),
        Update::EventErased { event } => format!("nothing is left of {}", name_event(*event)),
        Update::Network(condition) => network(condition).1,
        Update::ServicePublished { event: Some(event) } => {
            format!("guests can reach hosted event {event}")
        }
        Update::ServicePublished { event: None } => "contacts can reach this phone".to_owned(),
        Update::InvitationReady { pairing } => {
            format!("the invitation of pairing {pairing} can be scanned")
        }
        Update::PairingCode { pairing, .. } => {
            format!("pairing {pairing} has digits to compare")
        }
        Update::Paired { pairing, contact } => {
            format!("pairing {pairing} has made contact {contact}")
        }
        Update::PairingFailed { pairing, reason } => format!("pairing {pairing}: {reason}"),
        Update::PairingInDoubt { pairing, .. } => in_doubt(*pairing),
        Update::ContactConfirmed { contact } => format!("contact {contact} holds us too"),
        Update::ContactRefused { contact } => {
            format!("contact {contact} did not confirm; nothing is kept of them")
        }
        Update::ContactChanged { contact } => format!("contact {contact} has news"),
    }
}

/// What follows from a confirmation whose answer was lost.
pub(super) fn in_doubt(pairing: u32) -> String {
    format!(
        "pairing {pairing} broke off after your word: whether the other side gave theirs shows \
         when the phones talk next; look at `corona contacts` later"
    )
}

/// Why a check-in came to nothing, and what to do.
pub(super) fn check_in_failure(reason: CheckInFailure) -> String {
    match reason {
        CheckInFailure::Link(reason) => format!(
            "the organizer's phone {}: ask for a fresh code and try again",
            match reason {
                CloseReason::Unreachable => "can't be reached",
                CloseReason::TimedOut => "could not be reached in time",
                CloseReason::ByPeer => "hung up, as it does when a code was used or is too old",
                CloseReason::WrongPeer => "is not there, somebody else answers",
                CloseReason::Broken => "was reached, but the network broke the link",
            }
        ),
        CheckInFailure::Refused => "the event is closed or full: ask its organizer".to_owned(),
        CheckInFailure::TimedOut => {
            "the organizer's phone did not answer in time: ask for a fresh code".to_owned()
        }
        CheckInFailure::Implausible => "the event claims to have begun when you could not have \
             been there: compare both phones' clocks"
            .to_owned(),
    }
}

/// The network's condition as a word and as a sentence.
pub(super) fn network(condition: &Condition) -> (&'static str, String) {
    match condition {
        Condition::Online => ("online", "the network can be used".to_owned()),
        Condition::Offline => (
            "offline",
            "the network can't be reached: check the connection, or set up bridges if \
             somebody blocks it"
                .to_owned(),
        ),
        Condition::ClockOff { by } => ("clock-off", clock_off(*by)),
        Condition::Obsolete => (
            "obsolete",
            "the network no longer speaks this version's protocol: update the program".to_owned(),
        ),
        Condition::Unrestricted { .. } => (
            "online",
            "more contacts than this phone's address can be hidden for: whoever knows it can \
             tell whether the phone is on"
                .to_owned(),
        ),
    }
}

fn clock_off(by: Option<Span>) -> String {
    let how_far = match by {
        None => "differs too much from the network's".to_owned(),
        Some(by) => {
            let way = if by > Span::ZERO { "ahead" } else { "behind" };
            let minutes = by.as_millis().unsigned_abs().div_ceil(60_000);
            format!("is about {minutes} min {way}")
        }
    };
    format!("this phone's clock {how_far}: set it right, then it goes on by itself")
}

fn risk(signal: Option<Signal>, high: bool) -> String {
    match signal {
        None => "no warning is felt any more".to_owned(),
        Some(Signal { strength, hop }) => {
            let level = if high { "high risk" } else { "caution" };
            format!("{level}: a warning of strength {strength}, {hop} events away from a report")
        }
    }
}

fn name_event(event: EventRef) -> String {
    match event {
        EventRef::Hosted(number) => format!("hosted event {number}"),
        EventRef::Joined(number) => format!("joined event {number}"),
    }
}

fn told_words(told: &Told) -> &'static str {
    match told {
        Told::Nothing => "nothing any more",
        Told::Infection { positive: true, .. } => "a positive test",
        Told::Infection { positive: false, .. } => "symptoms",
        Told::HighRisk { .. } => "a risk from elsewhere",
        Told::Negative { .. } => "a negative test",
    }
}
