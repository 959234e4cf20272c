//! The page from top to bottom.

use super::markup::{block, escape, table};
use crate::bench_report::baseline::{CAUTION, Comparison, FLAGGED};
use crate::bench_report::contents::Table;
use crate::bench_report::figure::number;
use crate::bench_report::report::{Measured, Report};

const CSS: &str = include_str!("../../../../benches/report.css");

/// One self-contained HTML document.
pub(crate) fn html(report: &Report) -> String {
    let sections: String = report.sections.iter().map(section).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Corona Network: benchmark report</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n\
         <h1>Benchmark report</h1>\n{}{}{sections}{}{}</body>\n</html>\n",
        head(report),
        verdict(report),
        compared(report),
        all_figures(report),
    )
}

fn head(report: &Report) -> String {
    let machine = &report.machine;
    let memory = machine.memory_bytes.map_or_else(
        || "unknown".to_owned(),
        |bytes| format!("{} GiB", number(bytes as f64 / f64::from(1 << 30))),
    );
    let load =
        |load: Option<f64>| load.map_or_else(|| "unknown".to_owned(), |load| load.to_string());
    let mut rows = vec![
        ("date", format!("{} UTC", report.date)),
        ("command", report.command.clone()),
        ("sizes", if report.quick { "quick: small, for trying out" } else { "full" }.to_owned()),
        ("machine", format!("{}, {} cores, {memory}", machine.model, machine.cores)),
        (
            "load average",
            format!("{} at start, {} at end", load(report.load.0), load(report.load.1)),
        ),
    ];
    rows.extend(report.versions.iter().map(|(name, version)| (name.as_str(), version.clone())));
    let rows: String = rows
        .iter()
        .map(|(name, value)| {
            format!("<tr><th>{}</th><td>{}</td></tr>\n", escape(name), escape(value))
        })
        .collect();
    format!(
        "<p class=\"about\">How fast phones, engine and queues are, and beside whom. Figures are \
         processor time unless they say otherwise; the command that gave a figure stands below it \
         and runs again from the repository's root.</p>\n<table>\n{rows}</table>\n"
    )
}

fn verdict(report: &Report) -> String {
    let failed = titles(report, |section| !section.contents.failures.is_empty());
    let provisional = titles(report, Measured::is_provisional);
    let mut told = String::new();
    if !failed.is_empty() {
        told += &warning(&format!("Something failed in: {failed}. What follows is the rest."));
    }
    if !provisional.is_empty() {
        told += &warning(&format!(
            "Others kept this machine busy while these were measured: {provisional}. Their figures \
             are provisional; ratios within a section suffer less."
        ));
    }
    told
}

fn titles(report: &Report, which: impl Fn(&Measured) -> bool) -> String {
    let titles: Vec<&str> = report
        .sections
        .iter()
        .filter(|section| which(section))
        .map(|section| section.title.as_str())
        .collect();
    titles.join(", ")
}

fn warning(text: &str) -> String {
    format!("<p class=\"warning\">{}</p>\n", escape(text))
}

fn section(section: &Measured) -> String {
    let failures: String = section.contents.failures.iter().map(|text| warning(text)).collect();
    let blocks: String = section.contents.blocks.iter().map(block).collect();
    let others = section.others.map_or_else(
        || "how busy others kept the machine is unknown".to_owned(),
        |others| format!("others used {} processors meanwhile", number(others)),
    );
    let provisional = if section.is_provisional() { ": provisional" } else { "" };
    format!(
        "<section id=\"{name}\">\n<h2>{}</h2>\n<p>{}</p>\n{failures}{blocks}\
         <p class=\"quiet\">Measured at {} UTC in {} s; {others}{provisional}. Alone: <code>cargo xtask bench-report \
         --only {name}</code></p>\n</section>\n",
        escape(&section.title),
        escape(&section.about),
        escape(&section.date),
        number(section.seconds),
        name = escape(&section.name),
    )
}

fn compared(report: &Report) -> String {
    let told = match &report.comparison {
        Err(why) => format!("<p>Not compared: {}.</p>\n", escape(why)),
        Ok(comparison) => flags(comparison),
    };
    format!(
        "<section id=\"baseline\">\n<h2>Beside an earlier run</h2>\n<p>{CAUTION}</p>\n{told}</section>\n"
    )
}

fn flags(comparison: &Comparison) -> String {
    let head = ["figure", "then", "now", "now ÷ then"];
    let reading = format!("Figures that moved by more than {FLAGGED} times either way.");
    let mut moved = Table::new(&head, &reading);
    for row in comparison.rows.iter().filter(|row| row.is_flagged()) {
        moved.row([row.key.clone(), number(row.old), number(row.new), number(row.ratio())]);
    }
    let gone = if comparison.gone.is_empty() {
        String::new()
    } else {
        format!("<p>Not measured this time: {}.</p>\n", escape(&comparison.gone.join(", ")))
    };
    let count = format!(
        "<p>Compared with {}: {} of {} figures moved by more than {FLAGGED} times.</p>\n",
        escape(&comparison.baseline),
        moved.rows.len(),
        comparison.rows.len()
    );
    let rows = if moved.rows.is_empty() { String::new() } else { table(&moved) };
    format!("{count}{rows}{gone}")
}

fn all_figures(report: &Report) -> String {
    let reading = "Every figure, with the command that gave it; (p) marks what is provisional. \
                   bench-report.json beside this page holds the same for programs.";
    let mut all = Table::new(&["figure", "value", "unit", "", "command"], reading);
    for (section, figure) in report.figures() {
        let mark = if section.is_provisional() { "(p)" } else { "" };
        let cells = [&figure.key, &number(figure.value), &figure.unit, mark, &figure.command];
        all.row(cells.map(str::to_owned));
    }
    format!("<section id=\"figures\">\n<h2>All figures</h2>\n{}</section>\n", table(&all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::baseline::Row;
    use crate::bench_report::contents::{Block, Contents};
    use crate::bench_report::figure::Figure;
    use crate::bench_report::plot::{Series, log_log};

    fn sample() -> Report {
        let commands = ["cargo bench --bench 'a<b'".to_owned(), "corona-sim run x".to_owned()];
        let mut contents = Contents::default();
        let mut table = Table::new(&["what", "ns"], "Less is better.");
        table.row(["a poll".to_owned(), "12.3".to_owned()]);
        table.command(&commands[0]);
        contents.table(table);
        let points = vec![(1e3, 1.0), (1e4, 10.0)];
        let svg = log_log(&[Series { label: "time".to_owned(), points }], "phones", "s");
        contents.plot(svg, "A slope of 1.", vec![commands[1].clone()]);
        contents.figure(Figure::new("queue/a", 12.3, "ns", &commands));
        contents.failures.push("NeXosim can't be installed".to_owned());
        let section = Measured {
            name: "queue".to_owned(),
            title: "The agenda".to_owned(),
            contents,
            others: Some(1.2),
            ..Measured::default()
        };
        Report {
            versions: vec![("rustc".to_owned(), "1.95".to_owned())],
            sections: vec![section],
            comparison: Ok(Comparison {
                baseline: "yesterday".to_owned(),
                rows: vec![Row { key: "queue/a".to_owned(), old: 6.0, new: 12.3 }],
                gone: vec!["queue/b".to_owned()],
            }),
            ..Report::default_for_tests()
        }
    }

    #[test]
    fn the_page_has_every_command_reading_and_figure() {
        let report = sample();
        let html = html(&report);
        for section in &report.sections {
            for part in &section.contents.blocks {
                let (reading, commands) = match part {
                    Block::Text(text) => (text, &Vec::new()),
                    Block::Table(table) => (&table.reading, &table.commands),
                    Block::Plot { reading, commands, .. } => (reading, commands),
                };
                assert!(html.contains(&escape(reading)), "{reading}");
                assert!(commands.iter().all(|command| html.contains(&escape(command))));
            }
        }
        for (_, figure) in report.figures() {
            let command = escape(&figure.command);
            assert!(html.contains(&figure.key) && html.contains(&command), "{figure:?}");
        }
    }

    #[test]
    fn failures_load_and_movements_are_told() {
        let html = html(&sample());
        assert!(html.contains("Something failed in: The agenda"));
        assert!(html.contains("NeXosim can't be installed"));
        assert!(html.contains("Others kept this machine busy"));
        assert!(html.contains("1 of 1 figures moved"));
        assert!(html.contains("Not measured this time: queue/b"));
        assert!(html.contains(CAUTION) && html.contains("1.95"));
    }

    #[test]
    fn the_page_needs_nothing_else() {
        let html = html(&sample());
        assert!(html.contains("<svg") && html.contains("<style>"));
        for outside in ["<script", "<link", "src=\"", "@import", "url("] {
            assert!(!html.contains(outside), "{outside}");
        }
    }
}
