//! How the network stands, for a person.
//!
//! Knows what sockets, handshakes, the directory and Arti's own status show. Decides what of
//! it matters most and whether it is news. Leaves acting on it to the person: to connect, to
//! set the clock, to update.

use super::client::Client;
use super::requirements::Requirements;
use super::skew::{self, Skew};
use super::surroundings::Surroundings;
use arti_client::TorClientConfig;
use arti_client::status::{BlockageKind, BootstrapStatus};
use corona_core::time::Span;
use corona_core::transport::Condition;
use futures::StreamExt;
use std::sync::Arc;
use std::time::Duration;

/// A clock that differs by less is good enough; Arti's own measure of "worth telling".
const TOLERATED: Span = Span::minutes(15);
/// How often the clock is compared while it is wrong or nothing works.
const SOON: Duration = Duration::from_secs(20);
/// How often the clock is compared while all is well.
const LATER: Duration = Duration::from_secs(15 * 60);

/// What is seen at one moment.
#[derive(Clone, Copy, Default)]
struct Seen {
    obsolete: bool,
    wire_down: bool,
    skew: Option<Skew>,
    usable: bool,
    stuck: bool,
    clock_suspected: bool,
}

impl Seen {
    /// What matters most of it; nothing while it is too early to say.
    fn judge(self) -> Option<Condition> {
        if self.obsolete {
            return Some(Condition::Obsolete);
        }
        if self.wire_down {
            return Some(Condition::Offline);
        }
        match self.skew {
            Some(Skew::Absurd) => return Some(Condition::ClockOff { by: None }),
            Some(Skew::Ahead(ms)) if ms.unsigned_abs() > TOLERATED.0.unsigned_abs() => {
                return Some(Condition::ClockOff { by: Some(Span(ms)) });
            }
            Some(Skew::Ahead(_)) | None => {}
        }
        if self.usable {
            return Some(Condition::Online);
        }
        if self.clock_suspected && self.skew.is_none() {
            return Some(Condition::ClockOff { by: None });
        }
        self.stuck.then_some(Condition::Offline)
    }
}

/// Whether a person who knows `old` should hear `new`: a measured clock trembles.
fn is_news(old: Option<Condition>, new: Condition) -> bool {
    match (old, new) {
        (Some(Condition::ClockOff { by: Some(old) }), Condition::ClockOff { by: Some(new) }) => {
            old.0.abs_diff(new.0) > Span::minutes(1).0.unsigned_abs()
        }
        (old, new) => old != Some(new),
    }
}

/// Watches the network.
pub(super) struct Conditions {
    pub(super) client: Client,
    pub(super) config: TorClientConfig,
    pub(super) around: Surroundings,
    pub(super) requirements: Arc<Requirements>,
    /// Whether Arti sleeps, and should not be woken for a look at the clock.
    pub(super) asleep: tokio::sync::watch::Receiver<bool>,
}

impl Conditions {
    /// Tells changes, and only changes, until it is dropped or `tell` says no.
    pub(super) async fn watch<Told: Future<Output = bool>>(self, tell: impl Fn(Condition) -> Told) {
        let mut events = self.client.bootstrap_events();
        let mut skew = None;
        let mut told = None;
        let mut look = tokio::time::Instant::now();
        loop {
            let seen = self.see(&self.client.bootstrap_status(), skew);
            if let Some(condition) = seen.judge().filter(|new| is_news(told, *new)) {
                told = Some(condition);
                if !tell(condition).await {
                    return;
                }
            }
            let well = matches!(told, Some(Condition::Online));
            if !well {
                look = look.min(tokio::time::Instant::now() + SOON);
            }
            tokio::select! {
                event = events.next() => if event.is_none() { return },
                () = self.around.wire().changed() => {}
                () = self.requirements.changed() => {}
                () = tokio::time::sleep_until(look) => {
                    if !*self.asleep.borrow() && !self.around.wire().is_down() {
                        skew = skew::measure(&self.client, &self.config).await.or(skew);
                    }
                    look = tokio::time::Instant::now() + if well { LATER } else { SOON };
                }
            }
        }
    }

    fn see(&self, status: &BootstrapStatus, skew: Option<Skew>) -> Seen {
        let blockage = status.blocked().map(|blockage| blockage.kind());
        Seen {
            obsolete: self.requirements.are_unmet(),
            wire_down: self.around.wire().is_down(),
            skew,
            usable: status.ready_for_traffic(),
            clock_suspected: matches!(blockage, Some(BlockageKind::ClockSkewed)),
            stuck: !matches!(blockage, None | Some(BlockageKind::Disabled)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn at_first_there_is_nothing_to_tell() {
        assert_eq!(Seen::default().judge(), None);
    }

    #[test]
    fn the_worst_is_told_first() {
        let mut seen = Seen {
            obsolete: true,
            wire_down: true,
            skew: Some(Skew::Ahead(-HOUR)),
            usable: true,
            ..Seen::default()
        };
        assert_eq!(seen.judge(), Some(Condition::Obsolete));
        seen.obsolete = false;
        assert_eq!(seen.judge(), Some(Condition::Offline));
        seen.wire_down = false;
        assert_eq!(seen.judge(), Some(Condition::ClockOff { by: Some(Span(-HOUR)) }));
        seen.skew = Some(Skew::Ahead(60_000));
        assert_eq!(seen.judge(), Some(Condition::Online));
    }

    #[test]
    fn a_phone_that_gets_nowhere_is_offline_or_has_a_wrong_clock() {
        let stuck = Seen { stuck: true, ..Seen::default() };
        assert_eq!(stuck.judge(), Some(Condition::Offline));
        let clock = Seen { clock_suspected: true, ..stuck };
        assert_eq!(clock.judge(), Some(Condition::ClockOff { by: None }));
        let absurd = Seen { skew: Some(Skew::Absurd), ..stuck };
        assert_eq!(absurd.judge(), Some(Condition::ClockOff { by: None }));
        let measured = Seen { skew: Some(Skew::Ahead(0)), ..clock };
        assert_eq!(measured.judge(), Some(Condition::Offline), "it is not the clock");
    }

    #[test]
    fn only_changes_are_news() {
        let off = |ms| Condition::ClockOff { by: Some(Span(ms)) };
        assert!(is_news(None, Condition::Online));
        assert!(!is_news(Some(Condition::Online), Condition::Online));
        assert!(!is_news(Some(off(HOUR)), off(HOUR + 30_000)));
        assert!(is_news(Some(off(HOUR)), off(24 * HOUR)));
        assert!(is_news(Some(off(HOUR)), Condition::Online));
    }
}
