//! A sweep on one page of HTML.
//!
//! It decides order and wording; it loads nothing, runs no script and links only to the files
//! beside it. It says nothing of who ran the runs when: the same plan gives the same page.

use super::averted::Averted;
use super::axes::told_by;
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
    pub(super) averted: &'a [Averted],
    pub(super) trade_off: Option<&'a SweepPlot>,
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
            self.averted(),
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
            html.push_str(&figure(
                plot,
                "Bands that overlap don't mean that there is no difference: seeds are paired, see \
                 <a href=\"#differences\">differences</a>.",
            ));
        }
        html
    }

    /// What each combination averts, where there were epidemics.
    fn averted(&self) -> String {
        if self.averted.is_empty() {
            return String::new();
        }
        let reference = escape(&self.named(self.reference));
        let mut html = format!(
            "<h2>What is averted, and what it costs</h2>\n<p>Infections fewer than in <em>{reference}\
             </em> with the same seed, days in quarantine, and how many of these are one infection's \
             price: medians over the seeds, and the middle 90 %. The last has no number in a seed that \
             averted nothing. A model of chance misleads the careless: only differences between \
             policies among the same people mean something, and what the model leaves out is in \
             docs/epidemic-model.md.</p>\n"
        );
        html.push_str(&self.trade_off.map_or(String::new(), |plot| figure(plot, "")));
        if self.averted.len() <= MOST_ROWS {
            let _ = write!(
                html,
                "<div class=\"wide\"><table>\n<thead><tr>{}<th class=\"number\">infections \
                 averted</th><th class=\"number\">days in quarantine</th><th class=\"number\">days \
                 per infection averted</th><th class=\"number\">seeds that averted any\
                 </th></tr></thead>\n<tbody>\n",
                self.key_heads()
            );
            for row in self.averted {
                let cell =
                    |spread: Option<Spread>| spread.map_or("–".to_owned(), |s| spelled(&s));
                let _ = writeln!(
                    html,
                    "<tr>{}<td class=\"number\">{}</td><td class=\"number\">{}</td>\
                     <td class=\"number\">{}</td><td class=\"number\">{} of {}</td></tr>",
                    self.key_cells(row.arm),
                    cell(row.infections),
                    cell(row.quarantine_days),
                    cell(row.days_per_infection),
                    row.averting,
                    row.seeds
                );
            }
            html.push_str("</tbody></table></div>\n");
        }
        html
    }

    fn named(&self, arm: usize) -> String {
        super::axes::short_name(self.collected.plan, arm)
    }
    fn key_heads(&self) -> String {
        let keys = told_by(self.collected.plan).into_iter();
        keys.map(|key| format!("<th>{}</th>", escape(&self.collected.plan.keys[key]))).collect()
    }
    fn key_cells(&self, arm: usize) -> String {
        let texts = &self.collected.plan.texts;
        let keys = told_by(self.collected.plan).into_iter();
        let cell =
            |key: usize| format!("<th>{}</th>", escape(texts[key][arm].as_deref().unwrap_or("–")));
        keys.map(cell).collect()
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
        html.push_str(&self.key_heads());
        for figure in self.shown {
            let _ = write!(html, "<th class=\"number\">{}</th>", escape(&figure.name));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for arm in (0..plan.arms.len()).filter(|arm| Some(*arm) != without) {
            html.push_str("<tr>");
            html.push_str(&self.key_cells(arm));
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

fn figure(plot: &SweepPlot, more: &str) -> String {
    let SweepPlot { label, reading, table, .. } = plot;
    let label = escape(label);
    let open = format!("<svg role=\"img\" aria-label=\"{label}\" ");
    let svg = plot.svg.replacen("<svg ", &open, 1);
    format!(
        "<figure>\n{svg}<figcaption><code>{label}</code>. {reading} {more} Numbers: \
         <a href=\"tables/{table}.csv\">{table}.csv</a>.</figcaption>\n</figure>\n"
    )
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
