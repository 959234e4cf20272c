//! Text made safe for a page, tables and lists of commands.

use crate::bench_report::contents::{Block, Table};

/// With everything that means something in HTML escaped.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A part of a section.
pub(super) fn block(block: &Block) -> String {
    match block {
        Block::Text(text) => format!("<p>{}</p>\n", escape(text)),
        Block::Table(content) if content.rows.is_empty() => String::new(),
        Block::Table(content) => table(content),
        Block::Plot { svg, reading, commands } => format!(
            "<figure>\n{svg}\n<figcaption>{}</figcaption>\n{}</figure>\n",
            escape(reading),
            listing(commands)
        ),
    }
}

/// A table with how to read it and what gave it.
pub(super) fn table(table: &Table) -> String {
    let cell = |tag: &str, text: &String| {
        let class = if is_number(text) { " class=\"number\"" } else { "" };
        format!("<{tag}{class}>{}</{tag}>", escape(text))
    };
    let row = |tag: &str, cells: &[String]| {
        let cells: String = cells.iter().map(|text| cell(tag, text)).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let body: String = table.rows.iter().map(|cells| row("td", cells)).collect();
    format!(
        "<figure>\n<div class=\"wide\"><table>\n<thead>{}</thead>\n<tbody>\n{body}</tbody>\n</table></div>\n\
         <figcaption>{}</figcaption>\n{}</figure>\n",
        row("th", &table.head),
        escape(&table.reading),
        listing(&table.commands)
    )
}

/// Commands as typed, one below the other.
fn listing(commands: &[String]) -> String {
    if commands.is_empty() {
        return String::new();
    }
    format!("<pre>{}</pre>\n", escape(&commands.join("\n")))
}

fn is_number(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || "–−.,e- ".contains(c);
    text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_measured_becomes_markup() {
        assert_eq!(escape("<b> & \"x\""), "&lt;b&gt; &amp; &quot;x&quot;");
    }

    #[test]
    fn numbers_stand_to_the_right() {
        let mut sample = Table::new(&["who", "ns"], "less is better");
        sample.row(["us".to_owned(), "1.23 – 4.5".to_owned()]);
        let html = table(&sample);
        assert!(html.contains("<td>us</td><td class=\"number\">1.23 – 4.5</td>"), "{html}");
        assert!(html.contains("less is better"));
    }
}
