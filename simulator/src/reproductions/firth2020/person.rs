//! One person of an outbreak: their disease, and what keeps them from others.
//!
//! Times are in days from the first infection. A time that never comes is infinite.

/// Where a person is in the course of the disease.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Course {
    Susceptible,
    Infected,
    Recovered,
}

/// Days from onset to recovery.
const ILL_DAYS: f64 = 7.0;
/// Days that isolation and quarantine last.
const AWAY_DAYS: f64 = 14.0;

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) course: Course,
    /// Would have no symptoms, is half as infectious, and never isolates or is traced from.
    pub(super) asymptomatic: bool,
    /// When symptoms begin, or would.
    pub(super) onset: f64,
    pub(super) isolated: bool,
    pub(super) quarantined: bool,
    isolates_at: f64,
    quarantined_at: f64,
    released_at: f64,
}

impl Person {
    pub(super) fn new(asymptomatic: bool) -> Self {
        Self {
            course: Course::Susceptible,
            asymptomatic,
            onset: f64::INFINITY,
            isolated: false,
            quarantined: false,
            isolates_at: f64::INFINITY,
            quarantined_at: f64::INFINITY,
            released_at: f64::INFINITY,
        }
    }

    /// Neither isolated nor quarantined.
    pub(super) fn at_large(&self) -> bool {
        !self.isolated && !self.quarantined
    }

    /// Quarantine keeps people from being infected, but not from infecting: that is how the
    /// authors' program has it.
    pub(super) fn infects(&self) -> bool {
        self.course == Course::Infected && !self.isolated
    }

    pub(super) fn catches(&self) -> bool {
        self.course == Course::Susceptible && self.at_large()
    }

    /// Symptoms that began since yesterday make others ask whom this person met.
    pub(super) fn fell_ill_since_yesterday(&self, day: f64) -> bool {
        self.course == Course::Infected
            && !self.asymptomatic
            && self.onset < day
            && self.onset > day - 1.0
    }

    /// Begins the disease; who has symptoms isolates so many days after their onset.
    pub(super) fn infect(&mut self, onset: f64, isolates_after: f64) {
        self.course = Course::Infected;
        self.onset = onset;
        if !self.asymptomatic {
            self.isolates_at = onset + isolates_after;
            self.released_at = self.isolates_at + AWAY_DAYS;
        }
    }

    /// Whoever was reached waits for this moment, even if an earlier one had been set.
    pub(super) fn quarantine_at(&mut self, moment: f64) {
        self.quarantined_at = moment;
    }

    /// What comes first of isolation and quarantine decides when both end.
    pub(super) fn set_release(&mut self) {
        self.released_at = self.isolates_at.min(self.quarantined_at) + AWAY_DAYS;
    }

    /// What is due by this day. A release forgets whatever else was to come: who was
    /// quarantined before falling ill goes free without having isolated.
    pub(super) fn begin_day(&mut self, day: f64) {
        self.isolated |= day > self.isolates_at;
        self.quarantined |= day > self.quarantined_at;
        if day > self.released_at {
            *self = Self {
                isolated: false,
                quarantined: false,
                isolates_at: f64::INFINITY,
                quarantined_at: f64::INFINITY,
                released_at: f64::INFINITY,
                ..*self
            };
        }
    }

    /// Recovers when it is time.
    pub(super) fn recover(&mut self, day: f64) {
        if self.course == Course::Infected && day > self.onset + ILL_DAYS {
            self.course = Course::Recovered;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_isolates_is_away_for_two_weeks() {
        let mut person = Person::new(false);
        person.infect(5.5, 1.0);
        let away = |day: u32| {
            let mut person = person.clone();
            (1..=day).for_each(|day| person.begin_day(f64::from(day)));
            person.isolated
        };
        assert_eq!([6, 7, 20, 21].map(away), [false, true, true, false]);
    }

    #[test]
    fn without_symptoms_nobody_isolates() {
        let mut person = Person::new(true);
        person.infect(5.5, 1.0);
        person.begin_day(10.0);
        assert!(person.infects() && !person.fell_ill_since_yesterday(6.0));
    }

    #[test]
    fn quarantined_people_infect_but_are_not_infected() {
        let mut person = Person::new(false);
        person.quarantine_at(1.5);
        person.set_release();
        assert!(person.catches());
        person.begin_day(2.0);
        assert!(!person.catches());
        person.course = Course::Infected;
        assert!(person.infects());
    }

    #[test]
    fn a_release_from_quarantine_forgets_the_isolation_to_come() {
        let mut person = Person::new(false);
        person.infect(15.0, 3.0);
        person.quarantine_at(2.5);
        person.set_release();
        (3..=30).for_each(|day| person.begin_day(f64::from(day)));
        assert!(person.at_large());
    }

    #[test]
    fn the_disease_ends_a_week_after_its_onset() {
        let mut person = Person::new(false);
        person.infect(2.5, 1.0);
        person.recover(9.0);
        assert_eq!(person.course, Course::Infected);
        person.recover(10.0);
        assert_eq!(person.course, Course::Recovered);
    }
}
