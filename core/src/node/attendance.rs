//! The events this phone is a guest of, by number.
//!
//! It knows which of them are live and which archived, and keeps the two apart: there are
//! more archived ones, and few inputs concern them. What happens to an event is the node's
//! to decide.

use super::elision::Elision;
use crate::cascade::Exposure;
use crate::events::{
    Archived, Attended, EventRules, Joined as Known, Outline, Participation, Stage, State,
};
use crate::time::Timestamp;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use std::cell::Cell;

/// A live participation and what is under way there.
#[derive(Deserialize)]
#[serde(from = "StoredJoined")]
pub(super) struct Joined {
    /// Boxed, so that its keys stay in one place until they are wiped.
    participation: Box<Participation>,
    /// Of the participation, always.
    outline: Outline,
    /// When to visit next, unless a visit is under way.
    pub(super) next_visit: Timestamp,
    number: u32,
    /// Whether a check-in or visit is under way.
    pub(super) under_way: bool,
    pub(super) consent_asked: bool,
    /// Set by simulations only.
    pub(super) elision: Option<Elision>,
}

/// [`Joined`] as it is serialised: with what a participation's record leaves out.
#[derive(Deserialize)]
struct StoredJoined {
    participation: Box<Participation>,
    next_try: Option<Timestamp>,
    next_visit: Timestamp,
    number: u32,
    under_way: bool,
    consent_asked: bool,
    elision: Option<Elision>,
}

impl Serialize for Joined {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            participation,
            outline: _,
            next_visit,
            number,
            under_way,
            consent_asked,
            elision,
        } = self;
        let next_try = Attended::Live(participation).joined().and_then(Known::next_try);
        let mut stored = serializer.serialize_struct("Joined", 7)?;
        stored.serialize_field("participation", participation)?;
        stored.serialize_field("next_try", &next_try)?;
        stored.serialize_field("next_visit", next_visit)?;
        stored.serialize_field("number", number)?;
        stored.serialize_field("under_way", under_way)?;
        stored.serialize_field("consent_asked", consent_asked)?;
        stored.serialize_field("elision", elision)?;
        stored.end()
    }
}

impl From<StoredJoined> for Joined {
    fn from(stored: StoredJoined) -> Self {
        let StoredJoined {
            mut participation,
            next_try,
            next_visit,
            number,
            under_way,
            consent_asked,
            elision,
        } = stored;
        if let (State::Joined(known), Some(next_try)) = (&mut participation.state, next_try) {
            known.set_next_try(next_try);
        }
        let outline = participation.outline();
        Self { participation, outline, next_visit, number, under_way, consent_asked, elision }
    }
}

impl Joined {
    pub(super) fn participation(&self) -> &Participation {
        &self.participation
    }
    pub(super) fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Changes how far the participation got.
    pub(super) fn change<R>(&mut self, change: impl FnOnce(&mut State) -> R) -> R {
        let result = change(&mut self.participation.state);
        self.outline = self.participation.outline();
        result
    }

    /// [`change`](Self::change) unless it is in doubt.
    pub(super) fn change_known<R>(&mut self, change: impl FnOnce(&mut Known) -> R) -> Option<R> {
        self.change(|state| match state {
            State::InDoubt(_) => None,
            State::Joined(known) => Some(change(known)),
        })
    }
}

/// Participations, live ones and archived ones, each in order of their numbers.
#[derive(Serialize, Deserialize)]
pub(super) struct Attendance {
    live: Vec<Joined>,
    archived: Vec<(u32, Archived)>,
    /// The earliest end of an archived one; in the far future without any.
    first_end: Timestamp,
    /// How many archived ones still hold a signal.
    signalling: u32,
    /// When the first visit is due, unless a live one changed since it was looked up.
    first_visit: Cell<Option<Timestamp>>,
}

impl Default for Attendance {
    fn default() -> Self {
        Self {
            live: Vec::new(),
            archived: Vec::new(),
            first_end: Timestamp::FAR_FUTURE,
            signalling: 0,
            first_visit: Cell::default(),
        }
    }
}

impl Attendance {
    /// A number above all others.
    pub(super) fn next_number(&self) -> u32 {
        let live = self.live.last().map(|joined| joined.number);
        let archived = self.archived.last().map(|(number, _)| *number);
        live.max(archived).map_or(0, |last| last + 1)
    }

    /// A participation with nothing under way, new or as restored.
    pub(super) fn insert(&mut self, number: u32, participation: Participation) {
        let participation = Box::new(participation);
        let next_visit = Timestamp::FAR_FUTURE;
        let joined = Joined {
            outline: participation.outline(),
            participation,
            next_visit,
            number,
            under_way: false,
            consent_asked: false,
            elision: None,
        };
        let at = self.live.partition_point(|joined| joined.number < number);
        make_room(&mut self.live);
        self.live.insert(at, joined);
        self.first_visit = Cell::default();
    }

    /// As restored, or in the place of a live one.
    pub(super) fn insert_archived(&mut self, number: u32, archived: Archived) {
        let at = self.archived.partition_point(|(other, _)| *other < number);
        make_room(&mut self.archived);
        self.archived.insert(at, (number, archived));
        self.take_stock();
    }

    /// Replaces a live participation by what is left of it; false if nothing is.
    pub(super) fn archive(&mut self, number: u32, now: Timestamp, rules: &EventRules) -> bool {
        let live = self.get(&number);
        let archived = live.and_then(|joined| Archived::of(&joined.participation, now, rules));
        self.remove(&number);
        match archived {
            Some(archived) => {
                self.insert_archived(number, archived);
                true
            }
            None => false,
        }
    }

    /// Forgets a participation of either kind.
    pub(super) fn remove(&mut self, number: &u32) {
        if let Ok(at) = self.live.binary_search_by_key(number, |joined| joined.number) {
            self.live.remove(at);
            give_back(&mut self.live);
            self.first_visit = Cell::default();
        } else if let Ok(at) = self.archived.binary_search_by_key(number, |(number, _)| *number) {
            self.archived.remove(at);
            give_back(&mut self.archived);
            self.take_stock();
        }
    }

    fn take_stock(&mut self) {
        let ends = self.archived.iter().map(|(_, archived)| archived.end());
        self.first_end = ends.min().unwrap_or(Timestamp::FAR_FUTURE);
        let warned =
            self.archived.iter().filter(|(_, archived)| archived.joined().best().is_some());
        self.signalling = warned.count() as u32;
    }

    /// A live participation.
    pub(super) fn get(&self, number: &u32) -> Option<&Joined> {
        let at = self.live.binary_search_by_key(number, |joined| joined.number).ok()?;
        self.live.get(at)
    }
    /// A live participation, to change it.
    pub(super) fn get_mut(&mut self, number: &u32) -> Option<&mut Joined> {
        self.first_visit = Cell::default();
        let at = self.live.binary_search_by_key(number, |joined| joined.number).ok()?;
        self.live.get_mut(at)
    }
    /// When the first visit is due that is not under way; in the far future without any. Asked
    /// after every input, most of which change nothing here.
    pub(super) fn first_visit(&self) -> Timestamp {
        self.first_visit.get().unwrap_or_else(|| {
            let due = self.live.iter().filter(|j| !j.under_way).map(|j| j.next_visit);
            let first = due.min().unwrap_or(Timestamp::FAR_FUTURE);
            self.first_visit.set(Some(first));
            first
        })
    }

    /// An archived participation.
    pub(super) fn archived(&self, number: u32) -> Option<&Archived> {
        let at = self.archived.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.archived.get(at).map(|(_, archived)| archived)
    }
    /// A participation of either kind.
    pub(super) fn attended(&self, number: u32) -> Option<Attended<'_>> {
        match self.get(&number) {
            Some(joined) => Some(Attended::Live(&joined.participation)),
            None => self.archived(number).map(Attended::Archived),
        }
    }

    /// Live participations.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&u32, &Joined)> + '_ {
        self.live.iter().map(|joined| (&joined.number, joined))
    }
    /// Live participations.
    pub(super) fn values(&self) -> impl Iterator<Item = &Joined> + '_ {
        self.live.iter()
    }
    /// Archived participations.
    pub(super) fn iter_archived(&self) -> impl Iterator<Item = (u32, &Archived)> + '_ {
        self.archived.iter().map(|(number, archived)| (*number, archived))
    }
    /// Numbers of live and archived participations, in order.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        let mut live = self.live.iter().map(|joined| joined.number).peekable();
        let mut archived = self.archived.iter().map(|(number, _)| *number).peekable();
        std::iter::from_fn(move || match (live.peek(), archived.peek()) {
            (Some(one), Some(other)) if other < one => archived.next(),
            (Some(_), _) => live.next(),
            (None, _) => archived.next(),
        })
    }
    /// What is known of every event that is not in doubt, archived ones included.
    pub(super) fn known(&self) -> impl Iterator<Item = &Known> + '_ {
        let live = self.values().filter_map(|j| Attended::Live(&j.participation).joined());
        live.chain(self.archived.iter().map(|(_, archived)| archived.joined()))
    }

    /// Hands on what each event makes of us, by number; of archived ones only those with a
    /// signal, because the others neither warn nor hear anything.
    pub(super) fn for_each_exposure(
        &self,
        now: Timestamp,
        rules: &EventRules,
        mut take: impl FnMut(u32, &Exposure),
    ) {
        let signalling = self.archived.iter().filter(|_| self.signalling > 0);
        let archived = signalling.map(|(number, archived)| (*number, archived.exposure()));
        let mut archived = archived.filter(|(_, exposure)| exposure.best.is_some()).peekable();
        for joined in &self.live {
            while let Some((number, exposure)) = archived.next_if(|(n, _)| *n < joined.number) {
                take(number, &exposure);
            }
            if let Some(exposure) = joined.outline.exposure(now, rules) {
                take(joined.number, &exposure);
            }
        }
        archived.for_each(|(number, exposure)| take(number, &exposure));
    }

    /// Live events whose time for visits is over, and archived ones whose time is up, in order.
    pub(super) fn aged(&self, now: Timestamp, rules: &EventRules) -> Vec<(u32, Stage)> {
        let live = self.iter().map(|(number, j)| (*number, j.outline.stage(now, rules)));
        let mut aged: Vec<(u32, Stage)> =
            live.filter(|(_, stage)| *stage > Stage::Maintained).collect();
        if rules.stage(Some(self.first_end), now) == Stage::Erased {
            let archived =
                self.iter_archived().map(|(n, archived)| (n, archived.stage(now, rules)));
            aged.extend(archived.filter(|(_, stage)| *stage == Stage::Erased));
            aged.sort_unstable_by_key(|(number, _)| *number);
        }
        aged
    }

    /// The next time at which age alone changes an event's stage or assumed end. While
    /// `nothing_is_told` anywhere, the end of an event without a signal is no reason to wake.
    pub(super) fn next_change(
        &self,
        now: Timestamp,
        rules: &EventRules,
        nothing_is_told: bool,
    ) -> Option<Timestamp> {
        let next = |joined: &Joined| {
            let outline = &joined.outline;
            if nothing_is_told && outline.is_silent() {
                outline.next_archiving(now, rules)
            } else {
                outline.next_change(now, rules)
            }
        };
        let live = self.values().filter_map(next).min();
        let is_any = !self.archived.is_empty();
        let archived = is_any.then(|| rules.next_change(Some(self.first_end), now)).flatten();
        live.into_iter().chain(archived).min()
    }
}

/// No room for twice as many as there are.
pub(super) fn give_back<T>(vector: &mut Vec<T>) {
    if vector.len() <= vector.capacity() / 2 {
        vector.shrink_to_fit();
    }
}

/// Room for one more, and for an eighth: vectors that double would waste a third.
pub(super) fn make_room<T>(vector: &mut Vec<T>) {
    if vector.len() == vector.capacity() {
        vector.reserve_exact(2.max(vector.len() / 8));
    }
}
