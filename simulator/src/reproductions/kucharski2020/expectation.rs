//! What the draws must come to: the same model without chance.
//!
//! Everything the model counts is a product of shares, so its mean over all index cases
//! is a sum over their kinds. Written apart from the tally, which it holds to account.

use super::diaries::{Diaries, Diary};
use super::index_case::{
    DAYS_UNTIL_ISOLATION, MINORS, RISK_ELSEWHERE, RISK_HOME, SYMPTOMS_ADULT, SYMPTOMS_MINOR,
    TESTED, WITHOUT_SYMPTOMS,
};
use super::measures::{Isolation, Measures, PUBLISHED};
use super::tally::{ADHERENCE, LATENT_DAYS, TRACING_DAYS, Tally};
use corona_transport_sim::chance::Chance;

/// Expected infections of a case with symptoms, in the household, at work and elsewhere.
fn infections(diaries: &[Diary], other_kept: impl Fn(u32) -> f64) -> [f64; 3] {
    let mean = |count: &dyn Fn(&Diary) -> f64| {
        diaries.iter().map(count).sum::<f64>() / diaries.len() as f64
    };
    [
        RISK_HOME * mean(&|diary| f64::from(diary.home)),
        5.0 * RISK_ELSEWHERE * mean(&|diary| f64::from(diary.work)),
        5.0 * RISK_ELSEWHERE * mean(&|diary| f64::from(diary.other) * other_kept(diary.other)),
    ]
}

/// Share of an averted infection that is prevented, over the days it may have happened on.
fn in_time(days: u32, delay: u32) -> f64 {
    let late = (1..=days).map(|day| f64::from((days + delay).saturating_sub(day + LATENT_DAYS)));
    1.0 - late.sum::<f64>() / f64::from(days) / 5.0
}

/// Expected infections that remain of a case who isolates after so many days.
fn remaining_of_isolated(measures: &Measures, unlimited: [f64; 3], days: u32) -> f64 {
    let kept = f64::from(days) / 5.0;
    let at_home = if measures.isolation == Isolation::AwayFromHome { kept } else { 1.0 };
    let adoption = measures.app.unwrap_or(0.0);
    let with = |has_app: bool| {
        let traced = measures.traced(has_app);
        let weight = traced.at_once * in_time(days, 0)
            + (1.0 - traced.at_once) * in_time(days, TRACING_DAYS);
        let left = |traced: f64| 1.0 - traced * ADHERENCE * weight;
        let [home, work, other] = unlimited;
        home * at_home * left(traced.home)
            + work * kept * left(traced.work)
            + other * kept * left(traced.other)
    };
    adoption * with(true) + (1.0 - adoption) * with(false)
}

/// Expected reduction in percent.
fn reduction(diaries: &Diaries, measures: &Measures) -> f64 {
    let (mut basic, mut remaining) = (0.0, 0.0);
    let kinds = [
        (1.0 - MINORS, &diaries.adults, SYMPTOMS_ADULT),
        (MINORS, &diaries.minors, SYMPTOMS_MINOR),
    ];
    for (share, diaries, symptoms) in kinds {
        let undisturbed: f64 = infections(diaries, |_| 1.0).iter().sum();
        let limited = infections(diaries, |others| measures.other_kept(others));
        let asymptomatic = (1.0 - symptoms) * WITHOUT_SYMPTOMS;
        basic += share * (symptoms + asymptomatic) * undisturbed;
        let isolating =
            if measures.isolation == Isolation::Nobody { 0.0 } else { symptoms * TESTED };
        let others = symptoms - isolating + asymptomatic;
        remaining += share * others * limited.iter().sum::<f64>();
        for (days, of_them) in DAYS_UNTIL_ISOLATION {
            remaining +=
                share * isolating * of_them * remaining_of_isolated(measures, limited, days);
        }
    }
    100.0 * (1.0 - remaining / basic)
}

fn measures() -> Vec<Measures> {
    PUBLISHED.iter().map(|published| published.measures).collect()
}

/// People of all kinds, with few and with many contacts.
fn some_diaries() -> Diaries {
    let diary = |n: u32| Diary { home: n % 5, work: n * 7 % 11, other: n * n % 17 };
    Diaries { adults: (1..40).map(diary).collect(), minors: (40..50).map(diary).collect() }
}

#[test]
fn draws_come_to_what_the_same_model_without_chance_expects() {
    let (diaries, cases) = (some_diaries(), 100_000);
    let tally = Tally::count(&Chance::new(7), cases, &diaries, &measures());
    for (published, drawn) in PUBLISHED.iter().zip(tally.reductions()) {
        let expected = reduction(&diaries, &published.measures);
        // Four standard errors; infections of one case are few, and alike.
        let tolerance = 400.0 / f64::from(cases).sqrt();
        assert!((drawn - expected).abs() < tolerance, "{}: {drawn} {expected}", published.name);
    }
}

#[test]
fn nothing_done_prevents_nothing() {
    let tally = Tally::count(&Chance::new(7), 5_000, &some_diaries(), &measures());
    assert_eq!(tally.reductions().next(), Some(0.0));
}

#[test]
fn the_number_of_threads_changes_no_count() {
    let count = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Tally::count(&Chance::new(7), 10_000, &some_diaries(), &measures()))
    };
    assert_eq!(count(1), count(3));
}
