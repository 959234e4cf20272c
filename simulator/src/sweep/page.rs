//! A sweep on one page of HTML.
//!
//! It decides order and wording; it loads nothing, runs no script and links only to the files
//! beside it. It says nothing of who ran the runs when: the same plan gives the same page.

use super::collected::{Collected, Figure};
use super::manifest::SweepManifest;
use super::plots::SweepPlot;
use crate::results::html::escape;
use crate::results::{Pairs, Spread};
use std::fmt::Write as _;

/// Beyond so many combinations the page refers to the tables.
const MOST_ROWS: usize = 200;

/// A table as the page lists it.
pub(super) struct TableEntry {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) rows: usize,
}

/// What the page is made from.
pub(super) struct Page<'a> {
    pub(super) manifest: &'a SweepManifest,
    /// Scenario and sweep as given.
    pub(super) texts: (String, String),
    pub(super) collected: &'a Collected<'a>,
    pub(super) reference: usize,
    pub(super) shown: &'a [&'a Figure],
    pub(super) plots: &'a Result<Vec<SweepPlot>, &'static str>,
    pub(super) tables: &'a [TableEntry],
    pub(super) digest: &'a str,
}

impl Page<'_> {
    /// The text of `index.html`.
    pub(super) fn html(&self) -> String {
        let css = include_str!("../results/page.css");
        let name = escape(&self.manifest.scenario);
        let body = [
            self.head(),
            self.plots(),
            self.arms(),
            self.differences(),
            self.tables(),
            self.sources(),
        ];
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{name}, swept – corona-sim</title>\n<style>\n{css}</style>\n</head>\n<body>\n\
             {}</body>\n</html>\n",
            body.concat()
        )
    }

    fn head(&self) -> String {
        let plan = self.collected.plan;
        let keys = plan.keys.iter().map(|key| format!("<code>{}</code>", escape(key)));
        let seeds: Vec<u64> = plan.runs.iter().take(plan.seeds()).map(|run| run.seed).collect();
        let seeds = match seeds.as_slice() {
            [first, .., last] => format!("{first} to {last}"),
            [only] => only.to_string(),
            [] => "–".to_owned(),
        };
        let about = plan.arms.first().map_or("", |arm| arm.scenario.about.as_str());
        format!(
            "<h1>{}, swept</h1>\n<p class=\"about\">{}</p>\n<p>{} runs: {} combinations of {}, \
             each with the same {} seeds ({seeds}). Version {}.</p>\n",
            escape(&self.manifest.scenario),
            escape(about),
            plan.runs.len(),
            plan.arms.len(),
            keys.collect::<Vec<_>>().join(" and "),
            plan.seeds(),
            escape(&self.manifest.program.told())
        )
    }

    fn plots(&self) -> String {
        let mut html = "<h2>Plots</h2>\n".to_owned();
        let plots = match self.plots {
            Ok(plots) => plots,
            Err(why) => {
                let _ = writeln!(html, "<p>{why} Its numbers are below.</p>");
                return html;
            }
        };
        for plot in plots {
            let label = escape(&plot.figure);
            let open = format!("<svg role=\"img\" aria-label=\"{label}\" ");
            let svg = plot.svg.replacen("<svg ", &open, 1);
            let _ = writeln!(
                html,
                "<figure>\n{svg}<figcaption>Each point is the median of <code>{label}</code> over \
                 the seeds of one combination, the band around it holds the middle 90 % of them. \
                 Bands that overlap don't mean that there is no difference: seeds are paired, see \
                 <a href=\"#differences\">differences</a>. Numbers: \
                 <a href=\"tables/arms.csv\">arms.csv</a>.</figcaption>\n</figure>"
            );
        }
        html
    }

    fn arms(&self) -> String {
        let cell = |figure: &Figure, arm: usize| match self.collected.arm(figure, arm).1 {
            Some(spread) => spelled(&spread),
            None => "–".to_owned(),
        };
        let reading = "Median over the seeds, and in parentheses the band that holds the middle \
                       90 % of them.";
        format!("<h2>Combinations</h2>\n<p>{reading}</p>\n{}", self.by_arm(None, cell))
    }

    fn differences(&self) -> String {
        let reference = self.reference;
        let cell = |figure: &Figure, arm: usize| {
            let Pairs { spread, same_sign, .. } = self.collected.difference(figure, arm, reference);
            match (spread, same_sign) {
                (Some(spread), Some(share)) => {
                    format!("{}; {:.0} %", spelled(&spread), share * 100.0)
                }
                (None, _) | (_, None) => "–".to_owned(),
            }
        };
        let plan = self.collected.plan;
        format!(
            "<h2 id=\"differences\">Differences</h2>\n<p>What a combination has more than the \
             reference, <code>{}</code>, with the same seed and so the same luck: the median over \
             the seeds, the 90 % band, and the share of the seeds whose difference has the \
             median's sign. A band on one side of 0 is a difference that hardly any seed \
             denies.</p>\n{}",
            escape(&plan.arms[reference].told(&plan.keys)),
            self.by_arm(Some(reference), cell)
        )
    }

    /// A table of the shown figures by combination.
    fn by_arm(&self, without: Option<usize>, cell: impl Fn(&Figure, usize) -> String) -> String {
        let plan = self.collected.plan;
        if plan.arms.len() > MOST_ROWS {
            return format!("<p>{} combinations: see the tables.</p>\n", plan.arms.len());
        }
        let mut html = "<div class=\"wide\"><table>\n<thead><tr>".to_owned();
        for key in &plan.keys {
            let _ = write!(html, "<th>{}</th>", escape(key));
        }
        for figure in self.shown {
            let _ = write!(html, "<th class=\"number\">{}</th>", escape(&figure.name));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for arm in (0..plan.arms.len()).filter(|arm| Some(*arm) != without) {
            html.push_str("<tr>");
            for texts in &plan.texts {
                let _ = write!(html, "<th>{}</th>", escape(texts[arm].as_deref().unwrap_or("–")));
            }
            for figure in self.shown {
                let _ = write!(html, "<td class=\"number\">{}</td>", cell(figure, arm));
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table></div>\n");
        html
    }

    fn tables(&self) -> String {
        let mut html = "<h2>Tables</h2>\n<p>Every figure of a run's summary is in them.</p>\n\
                        <div class=\"wide\"><table>\n<thead><tr><th>Table</th>\
                        <th class=\"number\">Rows</th><th>What a row is</th></tr></thead>\n<tbody>\n"
            .to_owned();
        for TableEntry { name, about, rows } in self.tables {
            let _ = writeln!(
                html,
                "<tr><th>{name}: <a href=\"tables/{name}.csv\">csv</a>, \
                 <a href=\"tables/{name}.parquet\">parquet</a></th>\
                 <td class=\"number\">{rows}</td><td>{}</td></tr>",
                escape(about)
            );
        }
        html.push_str("</tbody></table></div>\n");
        html
    }

    fn sources(&self) -> String {
        let (scenario, sweep) = &self.texts;
        format!(
            "<h2>Sweep</h2>\n<pre>{}</pre>\n<h2>Scenario</h2>\n<pre>{}</pre>\n<footer>Digest of \
             the tables: <code>{}</code>. All runs: <a href=\"plan.csv\">plan.csv</a>; where they \
             came from: <a href=\"manifest.json\">manifest.json</a>.</footer>\n",
            escape(sweep),
            escape(scenario),
            escape(self.digest)
        )
    }
}

fn spelled(spread: &Spread) -> String {
    format!("{} ({} – {})", short(spread.median), short(spread.p5), short(spread.p95))
}

/// A number with as many digits as a reader compares.
pub(crate) fn short(value: f64) -> String {
    // Nothing has no sign, whatever it was subtracted from.
    let value = value + 0.0;
    match value.abs() {
        size if size >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}
