//! The report: one HTML file with everything in it, for browser, mail and print.
//!
//! It knows HTML and decides order and wording; it loads nothing, runs no script
//! and links only to the tables in the folder beside it.

use super::figures::{Figure, costs, figures, grouped};
use super::html::{escape, shell_command};
use super::inputs::RunInputs;
use super::plots::Plot;
use super::summary::{PersonSummary, Summary};
use std::fmt::Write as _;

/// Beyond so many people the page refers to the table.
const LISTED_PEOPLE: usize = 200;

/// A table as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableEntry {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) rows: usize,
}

/// What the page is made from.
pub(super) struct Page<'a> {
    pub(super) inputs: &'a RunInputs,
    pub(super) summary: &'a Summary,
    pub(super) plots: &'a [Plot],
    pub(super) tables: &'a [TableEntry],
    pub(super) digest: &'a str,
}

impl Page<'_> {
    /// The text of `index.html`.
    pub(super) fn html(&self) -> String {
        let name = escape(&self.inputs.name);
        let css = include_str!("page.css");
        let mut body = self.head();
        body.push_str(&self.provenance());
        body.push_str("<h2>Figures</h2>\n");
        body.push_str(&figures_table(&figures(self.summary)));
        body.push_str(&self.people());
        body.push_str("<h2>Plots</h2>\n");
        self.plots.iter().for_each(|plot| body.push_str(&figure(plot)));
        body.push_str(&self.tables());
        body.push_str(&self.cost());
        let _ = write!(
            body,
            "<h2>Scenario</h2>\n<p>As given; <a href=\"resolved.toml\">with every default</a>.</p>\n\
             <pre>{}</pre>\n<footer>Digest of the results: <code>{}</code>. Figures for scripts: \
             <a href=\"summary.json\">summary.json</a>; hashes of all files: \
             <a href=\"manifest.json\">manifest.json</a>.</footer>\n",
            escape(&self.inputs.scenario_text),
            escape(self.digest)
        );
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{name} – corona-sim</title>\n<style>\n{css}</style>\n</head>\n<body>\n\
             {body}</body>\n</html>\n"
        )
    }

    fn head(&self) -> String {
        let (name, about) = (escape(&self.inputs.name), escape(&self.inputs.about));
        format!("<h1>{name}</h1>\n<p class=\"about\">{about}</p>\n")
    }

    fn provenance(&self) -> String {
        let inputs = self.inputs;
        let seeds: Vec<_> = self.summary.seeds.iter().map(u64::to_string).collect();
        let command = shell_command("corona-sim", &inputs.arguments);
        let period = match (&self.summary.start, &self.summary.end) {
            (Some(start), Some(end)) => format!("{start} to {end}"),
            (None, _) | (_, None) => "–".to_owned(),
        };
        let rows = [
            ("Scenario file", escape(&inputs.scenario_path)),
            (if seeds.len() == 1 { "Seed" } else { "Seeds" }, seeds.join(", ")),
            ("Simulated time", period),
            ("Version", format!("{} ({})", escape(&inputs.version), escape(&inputs.commit))),
            ("Repeat with", format!("<code>{}</code>", escape(&command))),
        ];
        rows_table(&rows)
    }

    fn people(&self) -> String {
        match &self.summary.people {
            None => String::new(),
            Some(people) if people.len() > LISTED_PEOPLE => format!(
                "<h2>People</h2>\n<p>{} people: see <a href=\"tables/people.csv\">people.csv</a>.</p>\n",
                grouped(people.len() as u64)
            ),
            Some(people) => people_table(people, self.summary.seeds.len() > 1),
        }
    }

    fn tables(&self) -> String {
        let mut html = "<h2>Tables</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>Table</th>\
                        <th class=\"number\">Rows</th><th>What a row is</th></tr></thead>\n<tbody>\n"
            .to_owned();
        for table in self.tables {
            let (name, about) = (table.name, escape(table.about));
            let rows = grouped(table.rows as u64);
            let _ = writeln!(
                html,
                "<tr><th>{name}: <a href=\"tables/{name}.csv\">csv</a>, \
                 <a href=\"tables/{name}.parquet\">parquet</a></th>\
                 <td class=\"number\">{rows}</td><td>{about}</td></tr>"
            );
        }
        html.push_str("</tbody></table></div>\n");
        html
    }

    fn cost(&self) -> String {
        let Some(machine) = &self.summary.machine else { return String::new() };
        format!("<h2>What the run cost</h2>\n{}", rows_table(&costs(machine)))
    }
}

/// Two columns; values are HTML already.
fn rows_table(rows: &[(&str, String)]) -> String {
    let mut html = "<div class=\"wide\"><table><tbody>\n".to_owned();
    for (words, value) in rows {
        let _ = writeln!(html, "<tr><th>{words}</th><td>{value}</td></tr>");
    }
    html.push_str("</tbody></table></div>\n");
    html
}

fn figures_table(figures: &[Figure]) -> String {
    let several = figures.iter().any(|figure| figure.over_seeds.is_some());
    let mut html = "<div class=\"wide\"><table>\n".to_owned();
    if several {
        html.push_str(
            "<thead><tr><th>Figure</th><th class=\"number\">All seeds</th>\
             <th class=\"number\">Mean per seed (5–95 %)</th></tr></thead>\n",
        );
    }
    html.push_str("<tbody>\n");
    for figure in figures {
        let _ =
            write!(html, "<tr><th>{}</th><td class=\"number\">{}</td>", figure.words, figure.value);
        if several {
            let band = figure.over_seeds.as_deref().unwrap_or("");
            let _ = write!(html, "<td class=\"number\">{band}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
    html
}

fn people_table(people: &[PersonSummary], several_seeds: bool) -> String {
    let seed_head = if several_seeds { "<th class=\"number\">Seed</th>" } else { "" };
    let mut html = format!(
        "<h2>People at the end</h2>\n<div class=\"wide\"><table>\n<thead><tr>{seed_head}<th>Name</th>\
         <th>Status</th><th class=\"number\">Hop</th><th class=\"number\">Strength</th></tr></thead>\n\
         <tbody>\n"
    );
    let number = |value: Option<u8>| value.map_or_else(String::new, |value| value.to_string());
    for person in people {
        html.push_str("<tr>");
        if several_seeds {
            let _ = write!(html, "<td class=\"number\">{}</td>", person.seed);
        }
        let _ = writeln!(
            html,
            "<th>{}</th><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>",
            escape(&person.name),
            person.status,
            number(person.hop),
            number(person.strength)
        );
    }
    html.push_str("</tbody></table></div>\n");
    html
}

fn figure(plot: &Plot) -> String {
    let label = format!("<svg role=\"img\" aria-label=\"{}\" ", escape(plot.title));
    let svg = plot.svg.replacen("<svg ", &label, 1);
    let links: Vec<_> = plot
        .tables
        .iter()
        .map(|table| format!("<a href=\"tables/{table}.csv\">{table}.csv</a>"))
        .collect();
    format!(
        "<figure id=\"{}\">\n{svg}<figcaption>{} Numbers: {}.</figcaption>\n</figure>\n",
        plot.name,
        escape(plot.reading),
        links.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::plots::plots;
    use crate::results::record::RunRecord;
    use crate::results::sample;

    fn html(records: &[RunRecord]) -> String {
        let inputs = sample::inputs();
        let summary = Summary::of(&inputs, records, Some(sample::machine()));
        let tables = [TableEntry { name: "warnings", about: "One row per warning.", rows: 4 }];
        let (plots, digest) = (plots(records).unwrap(), "d1");
        let page =
            Page { inputs: &inputs, summary: &summary, plots: &plots, tables: &tables, digest };
        page.html()
    }

    #[test]
    fn what_users_wrote_is_text_on_the_page() {
        let page = html(&[sample::barbecue()]);
        assert!(!page.contains("<script"), "a scenario's comment must not become a script");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(page.contains("<h1>barbecue &lt;b&gt;&amp;</h1>"));
        assert!(page.contains("<th>&lt;Eve&gt;</th><td>HighRisk</td>"));
        assert!(page.contains("corona-sim run &#39;my scenario.toml&#39; --seed 7"));
    }

    #[test]
    fn the_page_needs_nothing_but_itself() {
        let page = html(&[sample::town(1, 300, 12)]);
        let outside = ["src=", "@import", "url(", "<link", "http://", "https://"];
        let without_namespace = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for resource in outside {
            assert!(!without_namespace.contains(resource), "{resource}");
        }
        assert_eq!(page.matches("<svg ").count(), 6);
        assert_eq!(page.matches("<figcaption>").count(), 6);
    }

    #[test]
    fn every_link_leads_to_a_file_of_the_folder() {
        let page = html(&[sample::barbecue()]);
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let known = ["summary.json", "manifest.json", "resolved.toml"].contains(&link);
            assert!(known || link.starts_with("tables/"), "{link}");
        }
    }

    #[test]
    fn every_element_that_opens_closes() {
        let page = html(&[sample::barbecue(), sample::empty_run()]);
        for tag in ["table", "tr", "th", "td", "div", "figure", "figcaption", "pre", "svg", "body"]
        {
            let opened = page.matches(&format!("<{tag}>")).count()
                + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }

    #[test]
    fn a_run_of_nothing_has_a_page_that_says_so() {
        assert!(html(&[sample::empty_run()]).contains("no warnings in this run"));
        assert!(html(&[]).contains("<h2>Figures</h2>"));
    }
}
