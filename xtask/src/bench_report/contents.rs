//! What a section has to tell.

use super::figure::Figure;
use serde::{Deserialize, Serialize};

/// A part of a section, in reading order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Block {
    /// A paragraph.
    Text(String),
    /// Words or numbers in rows.
    Table(Table),
    /// A drawing.
    Plot {
        /// The SVG document.
        svg: String,
        /// How to read it.
        reading: String,
        /// What gave its points.
        commands: Vec<String>,
    },
}

/// Rows under a head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Table {
    /// What the columns are.
    pub(crate) head: Vec<String>,
    /// As many cells each.
    pub(crate) rows: Vec<Vec<String>>,
    /// How to read it.
    pub(crate) reading: String,
    /// What gave its numbers.
    pub(crate) commands: Vec<String>,
}

/// All of one section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Contents {
    /// In reading order.
    pub(crate) blocks: Vec<Block>,
    /// Every number, for comparisons with other runs.
    pub(crate) figures: Vec<Figure>,
    /// What went wrong, in sentences; the rest counts all the same.
    pub(crate) failures: Vec<String>,
}

impl Contents {
    /// Adds a paragraph.
    pub(crate) fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    /// Adds a table.
    pub(crate) fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// Adds a drawing, or what is wrong with it.
    pub(crate) fn plot(
        &mut self,
        svg: Result<String, String>,
        reading: &str,
        commands: Vec<String>,
    ) {
        match svg {
            Ok(svg) => {
                self.blocks.push(Block::Plot { svg, reading: reading.to_owned(), commands });
            }
            Err(message) => self.failures.push(message),
        }
    }

    /// Adds a number.
    pub(crate) fn figure(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Notes a failure and goes on without the value.
    pub(crate) fn note<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result.map_err(|message| self.failures.push(message)).ok()
    }

    /// Everything of `other` after what is there.
    pub(crate) fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
        self.figures.extend(other.figures);
        self.failures.extend(other.failures);
    }
}

impl Table {
    /// A table with these columns and no rows yet.
    pub(crate) fn new(head: &[&str], reading: &str) -> Self {
        let head = head.iter().map(|&cell| cell.to_owned()).collect();
        Self { head, reading: reading.to_owned(), ..Self::default() }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Adds what gave a row.
    pub(crate) fn command(&mut self, command: &str) {
        if !self.commands.iter().any(|known| known == command) {
            self.commands.push(command.to_owned());
        }
    }
}
