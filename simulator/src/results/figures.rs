//! The summary's figures as people read them: words, numbers, units.
//!
//! It decides wording and rounding for the page; exact values are in the summary.

use super::inputs::MachineCost;
use super::seed_bands::Band;
use super::summary::Summary;

/// One row of the page's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// What it is.
    pub(super) words: &'static str,
    /// Total or pooled value with its unit, or a dash.
    pub(super) value: String,
    /// Mean and band over the seeds, if the figure has one.
    pub(super) over_seeds: Option<String>,
}

type Spelling = fn(f64) -> String;

/// The main figures, in the order of the page.
pub(super) fn figures(summary: &Summary) -> Vec<Figure> {
    let count = |count: u64| Some(count as f64);
    let mut rows: Vec<(&'static str, &str, Option<f64>, Spelling)> = vec![
        ("People", "", count(summary.population), whole),
        ("Phones with the app", "phones", count(summary.phones), whole),
        ("Events hosted", "events", count(summary.events), whole),
        ("Self-reports", "self_reports", count(summary.self_reports), whole),
        ("People warned", "people_warned", count(summary.people_warned), whole),
        ("Warnings, cautions included", "warnings", count(summary.warnings), whole),
        (
            "Median time to a first warning",
            "latency_median_hours",
            summary.latency_median_hours,
            hours,
        ),
        (
            "People warned by a self-report, mean",
            "cascade_size_mean",
            summary.cascade_size_mean,
            tenths,
        ),
        (
            "People warned by a self-report, most",
            "cascade_size_max",
            summary.cascade_size_max.map(f64::from),
            whole,
        ),
        ("High risk at the end", "", count(summary.final_statuses.high_risk), whole),
        ("Positive at the end", "", count(summary.final_statuses.positive), whole),
        ("Data per phone and day", "bytes_per_phone_day", summary.bytes_per_phone_day, bytes),
        ("Dials per phone and day", "dials_per_phone_day", summary.dials_per_phone_day, tenths),
        (
            "Wake-ups per phone and day",
            "wake_ups_per_phone_day",
            summary.wake_ups_per_phone_day,
            tenths,
        ),
        ("Occurrences simulated", "", count(summary.occurrences), whole),
    ];
    rows.extend(summary.epidemic.iter().flat_map(|epidemic| {
        let named = [
            ("People infected", whole as Spelling),
            ("Share of all people", percent),
            ("Infections on the worst day", whole),
            ("Infected by each, mean", hundredths),
            ("Infected people who were warned", whole),
            ("High-risk warnings that were right", percent),
            ("Infected people who were warned, share", percent),
            ("Median time from infection to warning", hours),
            ("Ninetieth percentile of it", hours),
            ("Warned before infection or within 96 h", percent),
            ("Days in isolation", whole),
            ("Days in quarantine", whole),
            ("Of these wrongly", whole),
        ];
        let figures = epidemic.figures().into_iter().zip(named);
        figures.map(|((field, value), (words, spell))| (words, field, value, spell))
    }));
    let figure = |(words, field, value, spell): (_, &str, Option<f64>, Spelling)| Figure {
        words,
        value: value.map_or_else(|| "–".to_owned(), spell),
        over_seeds: summary
            .over_seeds
            .as_ref()
            .and_then(|bands| over_seeds(bands.get(field)?, spell)),
    };
    rows.into_iter().map(figure).collect()
}

/// What the run cost, as words and values.
pub(super) fn costs(machine: &MachineCost) -> Vec<(&'static str, String)> {
    let mut costs = vec![("Wall-clock time", format!("{:.1} s", machine.wall_seconds))];
    costs.extend(machine.cpu_seconds.map(|cpu| ("Processor time", format!("{cpu:.1} s"))));
    let peak = machine.peak_rss_bytes;
    costs.extend(peak.map(|peak| ("Peak memory", bytes(peak as f64))));
    costs.push(("Threads", machine.threads.to_string()));
    costs
}

fn over_seeds(band: &Band, spell: Spelling) -> Option<String> {
    let (mean, p5, p95) = (band.mean?, band.p5?, band.p95?);
    let mean = if mean.fract() == 0.0 { spell(mean) } else { spell_mean(mean, spell) };
    Some(format!("{mean} ({} – {})", spell(p5), spell(p95)))
}

/// The mean of whole numbers need not be one.
fn spell_mean(mean: f64, spell: Spelling) -> String {
    if mean < 1_000.0 && spell(mean).chars().all(|letter| letter.is_ascii_digit()) {
        tenths(mean)
    } else {
        spell(mean)
    }
}

/// A whole number with its thousands set apart: `12,345`.
pub(super) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn whole(value: f64) -> String {
    grouped(value.round() as u64)
}

fn tenths(value: f64) -> String {
    if value >= 1_000.0 { whole(value) } else { format!("{value:.1}") }
}

fn hundredths(value: f64) -> String {
    format!("{value:.2}")
}

fn percent(value: f64) -> String {
    format!("{:.1} %", value * 100.0)
}

fn hours(value: f64) -> String {
    match value {
        value if value >= 48.0 => format!("{:.1} days", value / 24.0),
        value if value >= 1.0 => format!("{value:.1} h"),
        value => format!("{:.0} min", value * 60.0),
    }
}

fn bytes(value: f64) -> String {
    match value {
        value if value >= 1e9 => format!("{:.1} GB", value / 1e9),
        value if value >= 1e6 => format!("{:.1} MB", value / 1e6),
        value if value >= 1e3 => format!("{:.1} kB", value / 1e3),
        value => format!("{value:.0} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;

    #[test]
    fn figures_come_rounded_with_units() {
        assert_eq!([0.5, 6.25, 60.0].map(hours), ["30 min", "6.2 h", "2.5 days"]);
        assert_eq!([512.0, 85_333.0, 52_428_800.0].map(bytes), ["512 B", "85.3 kB", "52.4 MB"]);
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn what_a_run_lacks_is_a_dash() {
        let summary = Summary::of(&sample::inputs(), &[sample::empty_run()], None);
        let rows = figures(&summary);
        let value = |words: &str| {
            rows.iter().find(|row| row.words.contains(words)).map(|row| row.value.clone())
        };
        assert_eq!(value("Median time").as_deref(), Some("–"));
        assert_eq!(value("Self-reports").as_deref(), Some("0"));
        assert!(rows.iter().all(|row| row.over_seeds.is_none()));
    }

    #[test]
    fn several_seeds_show_mean_and_band() {
        let records = [sample::barbecue(), sample::empty_run()];
        let rows = figures(&Summary::of(&sample::inputs(), &records, None));
        let warned = rows.iter().find(|row| row.words == "People warned").unwrap();
        assert_eq!(warned.value, "3");
        assert_eq!(warned.over_seeds.as_deref(), Some("1.5 (0 – 3)"));
    }
}
