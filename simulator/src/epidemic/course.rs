//! One body's infection, drawn before it happens.
//!
//! Knows how long latency and incubation last, whether there are symptoms, and how much
//! this body infects compared with others. All of it is named by the person alone: whatever
//! else changes in a world, somebody who is infected goes through the same infection.

use super::curve::{Anchor, Curve};
use super::distributions::gamma;
use crate::chance::{Chance, Purpose};
use crate::population::PersonIndex;
use crate::scenario::CourseSection;
use corona_core::time::Span;

/// An infection that may come; times count from the infection.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Course {
    /// When symptoms come, if they do.
    pub onset: Option<Span>,
    /// From where the curve counts.
    pub anchor: Span,
    /// When the person begins to infect.
    pub begins: Span,
    /// When that is over; not after `begins`: the person infects nobody.
    pub ends: Span,
    /// How much the person infects, relative to the mean of those with symptoms.
    pub infectivity: f64,
}

impl Course {
    /// The course that an infection of this person has.
    #[must_use]
    pub fn draw(
        section: &CourseSection,
        curve: &Curve,
        chance: &Chance,
        person: PersonIndex,
    ) -> Self {
        let mut draws = chance.draws(Purpose::Course, person.into());
        let has_symptoms = !draws.happens(section.asymptomatic.fraction());
        let mut lognormal = |median: Span, sigma: f64| {
            // Drawn even if sigma is nothing: later draws keep their names.
            let factor = draws.lognormal(1.0, sigma);
            Span((median.0 as f64 * factor) as i64)
        };
        let incubation = lognormal(section.incubation, section.incubation_sigma);
        let latent = lognormal(section.latent, section.latent_sigma);
        let anchor = match curve.anchor() {
            Anchor::Infection => Span::ZERO,
            Anchor::Onset => incubation,
            Anchor::Latency => latent,
        };
        let begins = latent.max(anchor + curve.begin());
        let ends = anchor + curve.end();
        // What latency cuts off comes later: the risks of a scenario are those of a whole
        // infection.
        let left = 1.0 - curve.past(begins - anchor);
        let relative = if has_symptoms { 1.0 } else { section.asymptomatic_infectivity.fraction() };
        let individual = match section.dispersion {
            k if k > 0.0 => gamma(&mut chance.draws(Purpose::Infectivity, person.into()), k) / k,
            _ => 1.0,
        };
        let infectivity = if left > 1e-6 { relative * individual / left } else { 0.0 };
        Self { onset: has_symptoms.then_some(incubation), anchor, begins, ends, infectivity }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{CurveKind, EpidemicSection, Variant};

    fn courses(curve_kind: CurveKind) -> Vec<Course> {
        let defaults = EpidemicSection::of(Variant::Ancestral).course;
        let section = CourseSection { curve: curve_kind, ..defaults };
        let (curve, chance) = (Curve::of(&section), Chance::new(3));
        (0..20_000).map(|person| Course::draw(&section, &curve, &chance, person)).collect()
    }

    fn mean(values: impl Iterator<Item = f64>) -> f64 {
        let values: Vec<f64> = values.collect();
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn bodies_differ_as_the_parameters_say() {
        let courses = courses(CurveKind::Generation);
        let days = |span: Span| span.as_hours() / 24.0;
        let onsets = mean(courses.iter().filter_map(|course| course.onset).map(days));
        assert!((onsets - 5.52).abs() < 0.05, "mean incubation {onsets} days");
        let symptomatic = courses.iter().filter(|course| course.onset.is_some());
        let share = symptomatic.clone().count() as f64 / 20_000.0;
        assert!((share - 0.8).abs() < 0.01, "{share}");
        // Gamma of mean 1 and shape 0.45: variance 2.2.
        let factor = mean(symptomatic.clone().map(|course| course.infectivity));
        assert!((factor - 1.0).abs() < 0.05, "{factor}");
        let square = mean(symptomatic.map(|course| course.infectivity * course.infectivity));
        assert!((square - 1.0 - 1.0 / 0.45).abs() < 0.4, "{square}");
    }

    #[test]
    fn nobody_infects_before_being_infected() {
        for kind in [CurveKind::Generation, CurveKind::Onset, CurveKind::Flat] {
            for course in courses(kind) {
                assert!(course.begins >= Span::ZERO && course.infectivity >= 0.0);
            }
        }
    }
}
