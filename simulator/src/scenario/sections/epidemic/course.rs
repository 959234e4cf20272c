//! `[epidemic.course]`: how an infection goes through one body.
//!
//! Knows distributions and their parameters; what is drawn from them is the model's.

use super::variant::Variant;
use crate::scenario::error::Objection;
use crate::scenario::units::{self, Probability};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// When within an infection somebody infects others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CurveKind {
    /// By time since infection: a Weibull distribution of generation times.
    Generation,
    /// By time since the first symptoms: a shifted gamma distribution.
    Onset,
    /// Evenly from the end of latency on, for a stated time.
    Flat,
}

/// The course of an infection. Spans are lognormal around a median.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourseSection {
    /// Median time from infection to symptoms, longer than nothing.
    #[serde(with = "units::span")]
    pub incubation: Span,
    /// Standard deviation of the logarithm of that time, 0 to 3.
    pub incubation_sigma: f64,
    /// Median time after infection in which nobody is infected; nothing: the curve alone says.
    #[serde(with = "units::span")]
    pub latent: Span,
    /// Standard deviation of the logarithm of that time, 0 to 3.
    pub latent_sigma: f64,
    /// When an infected person infects.
    pub curve: CurveKind,
    /// Shape of the Weibull curve, 0.5 to 20.
    pub generation_shape: f64,
    /// Scale of the Weibull curve.
    #[serde(with = "units::span")]
    pub generation_scale: Span,
    /// Shape of the gamma curve, 1 to 100.
    pub onset_shape: f64,
    /// Rate of the gamma curve in 1/day, 0.05 to 20.
    pub onset_rate: f64,
    /// Days by which the gamma curve begins before the symptoms, 0 to 60.
    pub onset_shift: f64,
    /// How long the flat curve lasts, longer than nothing.
    #[serde(with = "units::span")]
    pub infectious: Span,
    /// Probability that an infected person never has symptoms.
    pub asymptomatic: Probability,
    /// How much a person without symptoms infects, relative to one with them.
    pub asymptomatic_infectivity: Probability,
    /// Shape k of the gamma distribution (mean 1) by which people's infectivity differs, 0.01
    /// to 1000; 0: all infect alike.
    pub dispersion: f64,
}

impl CourseSection {
    pub(super) const fn of(variant: Variant) -> Self {
        // Whole hours: finer than what the sources' intervals tell apart.
        let (incubation, scale, rate, shift) = match variant {
            Variant::Ancestral => (Span::hours(124), Span::hours(136), 1.592_124, 12.272_481),
            Variant::Omicron => (Span::hours(77), Span::hours(81), 2.574, 7.591),
        };
        Self {
            incubation,
            incubation_sigma: 0.363,
            latent: Span::ZERO,
            latent_sigma: 0.0,
            curve: CurveKind::Generation,
            generation_shape: 2.826,
            generation_scale: scale,
            onset_shape: 20.516_508,
            onset_rate: rate,
            onset_shift: shift,
            infectious: Span::days(5),
            asymptomatic: Probability::percent(20.0),
            asymptomatic_infectivity: Probability::percent(50.0),
            dispersion: 0.45,
        }
    }

    pub(super) fn check(&self) -> Result<(), Objection> {
        Objection::unless_positive("epidemic.course.incubation", self.incubation)?;
        Objection::if_negative("epidemic.course.latent", self.latent)?;
        for (field, span) in [
            ("epidemic.course.generation_scale", self.generation_scale),
            ("epidemic.course.infectious", self.infectious),
        ] {
            Objection::outside_span(field, span, Span::HOUR, Span::days(60))?;
        }
        for (field, value, low, high) in [
            ("epidemic.course.incubation_sigma", self.incubation_sigma, 0.0, 3.0),
            ("epidemic.course.latent_sigma", self.latent_sigma, 0.0, 3.0),
            ("epidemic.course.generation_shape", self.generation_shape, 0.5, 20.0),
            ("epidemic.course.onset_shape", self.onset_shape, 1.0, 100.0),
            ("epidemic.course.onset_rate", self.onset_rate, 0.05, 20.0),
            ("epidemic.course.onset_shift", self.onset_shift, 0.0, 60.0),
        ] {
            Objection::outside_real(field, value, low, high)?;
        }
        if self.dispersion == 0.0 {
            return Ok(());
        }
        Objection::outside_real("epidemic.course.dispersion", self.dispersion, 0.01, 1_000.0)
    }
}
