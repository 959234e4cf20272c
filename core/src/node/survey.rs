//! One look at everything attended: what it makes of the owner, and what is out of date.
//!
//! It runs far more often than it finds anything, so it reads every event once and lists
//! only what must change. The equations are [`Assessment`]'s; changes are left to inference.

use super::EventRef;
use super::attendance::Joined;
use super::machine::Node;
use crate::cascade::{Assessment, Signal, Told};
use crate::events::{EventRules, Stage, State};
use crate::identity::Signatures;
use crate::status::History;
use crate::time::Timestamp;

/// What an evaluation found.
pub(super) struct Survey {
    /// What the owner must feel, and from where.
    pub(super) own: Option<(Signal, EventRef)>,
    /// What events must hear and don't hold: hosted ones first, by number.
    pub(super) news: Vec<(EventRef, Told)>,
    /// The next time at which age alone changes anything found here.
    pub(super) boundary: Timestamp,
}

impl<S: Signatures> Node<S> {
    /// Looks at every event once, and twice only where something is or was to be told, as if
    /// `history` were the own one.
    pub(super) fn survey(&self, history: &History, now: Timestamp) -> Survey {
        let rules = &*self.rules;
        let mut assessment = Assessment::new(history, now, &rules.status, &rules.policy);
        let mut boundary = history.expires(now, &rules.status);
        let mut is_told = false;
        for (number, glance) in self.hosted.glances(rules) {
            assessment.take(EventRef::Hosted(number), &glance.exposure());
            boundary = sooner(boundary, glance.next_change(now, rules));
            is_told |= glance.own() != Told::Nothing;
        }
        for joined in self.joined.values() {
            is_told |= joined.outline().told() != Told::Nothing;
        }
        self.joined.for_each_exposure(now, &rules.events, |number, exposure| {
            assessment.take(EventRef::Joined(number), exposure);
        });
        let nothing_is_told = !is_told && assessment.is_silent();
        let news = if nothing_is_told { Vec::new() } else { self.news(&assessment, now) };
        let ages = self.joined.next_change(now, &rules.events, nothing_is_told);
        boundary = sooner(boundary, ages);
        let boundary = sooner(boundary, Some(assessment.next_change()));
        Survey { own: assessment.own(), news, boundary: boundary.unwrap_or(Timestamp::FAR_FUTURE) }
    }

    fn news(&self, assessment: &Assessment<'_, EventRef>, now: Timestamp) -> Vec<(EventRef, Told)> {
        let rules = &self.rules.events;
        let live = self.hosted.glances(&self.rules).filter(|(_, g)| g.is_live(now, &self.rules));
        let hosted = live.filter_map(|(number, glance)| {
            let name = EventRef::Hosted(number);
            let told = assessment.told(name, glance.exposure().event);
            (told != glance.own()).then_some((name, told))
        });
        let joined = self.joined.iter().filter_map(|(number, joined)| {
            let name = EventRef::Joined(*number);
            let told = news_for(joined, name, assessment, now, rules)?;
            Some((name, told))
        });
        hosted.chain(joined).collect()
    }
}

fn sooner(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// What a joined event should hold, if that asks for a report or for the owner's consent.
fn news_for(
    joined: &Joined,
    name: EventRef,
    assessment: &Assessment<'_, EventRef>,
    now: Timestamp,
    rules: &EventRules,
) -> Option<Told> {
    let outline = joined.outline();
    if outline.stage(now, rules) > Stage::Maintained {
        return None;
    }
    let told = assessment.told(name, outline.exposure(now, rules)?.event);
    let is_news = if outline.needs_consent(told) {
        outline.told() != Told::Nothing || asks_for_consent(joined)
    } else {
        outline.told() != told
    };
    is_news.then_some(told)
}

/// Whether the owner was never asked for it.
fn asks_for_consent(joined: &Joined) -> bool {
    !joined.consent_asked
        && match &joined.participation().state {
            State::InDoubt(_) => false,
            State::Joined(known) => known.consent().is_none(),
        }
}
