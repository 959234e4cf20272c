//! A tidy table: named columns with unit, description and typed cells.
//!
//! It knows nothing of files; CSV and Parquet are both written from it, so the
//! two cannot tell different stories. What the columns mean is decided by the
//! modules in `tables`.

use corona_core::time::Timestamp;

/// A named table, column by column; all columns have the same length.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<'a> {
    /// Stem of its file names: `reach_by_hop`.
    pub name: &'static str,
    /// One sentence: what one row is.
    pub about: &'static str,
    /// In the order in which they are written.
    pub columns: Vec<Column<'a>>,
}

/// One column of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column<'a> {
    /// Unique within the table: snake case, where numbers with a unit end with it, or a dotted
    /// key of a scenario or summary.
    pub name: &'a str,
    /// `h`, `B`, `people`, …; empty for names, indices and yes/no.
    pub unit: &'a str,
    /// One sentence.
    pub description: &'a str,
    /// Whether a cell may be missing (an empty field in CSV, null in Parquet).
    pub nullable: bool,
    /// The cells.
    pub cells: Cells<'a>,
}

/// The cells of a column, all of one type.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells<'a> {
    /// Counts and indices.
    Unsigned(Vec<Option<u64>>),
    /// Differences of counts.
    Signed(Vec<Option<i64>>),
    /// Measures.
    Real(Vec<Option<f64>>),
    /// Names and words.
    Text(Vec<Option<&'a str>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
    /// Instants of the world, to the millisecond, UTC.
    Time(Vec<Option<Timestamp>>),
}

impl Table<'_> {
    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.cells.len())
    }
}

impl<'a> Table<'a> {
    /// Begins a table with one row per item of `rows`; add columns with
    /// [`Rows::column`], then call [`Rows::table`].
    pub fn of<R>(name: &'static str, about: &'static str, rows: &'a [R]) -> Rows<'a, R> {
        Rows { rows, table: Self { name, about, columns: Vec::new() } }
    }
}

/// A table under construction.
#[derive(Debug)]
pub struct Rows<'a, R> {
    rows: &'a [R],
    table: Table<'a>,
}

impl<'a, R> Rows<'a, R> {
    /// Adds the column whose cells `cell` takes from each row. Its type and
    /// whether cells may be missing follow from the type that `cell` returns.
    #[must_use]
    pub fn column<C: Cell<'a>>(
        mut self,
        name: &'static str,
        unit: &'static str,
        description: &'static str,
        cell: impl Fn(&'a R) -> C,
    ) -> Self {
        let cells = C::gather(self.rows.iter().map(cell));
        let nullable = C::NULLABLE;
        self.table.columns.push(Column { name, unit, description, nullable, cells });
        self
    }

    /// The finished table.
    #[must_use]
    pub fn table(self) -> Table<'a> {
        self.table
    }
}

impl Cells<'_> {
    /// Number of cells, missing ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Unsigned(cells) => cells.len(),
            Self::Signed(cells) => cells.len(),
            Self::Real(cells) => cells.len(),
            Self::Text(cells) => cells.len(),
            Self::Flag(cells) => cells.len(),
            Self::Time(cells) => cells.len(),
        }
    }

    /// Whether there are no cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type's name in the documentation.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Unsigned(_) => "u64",
            Self::Signed(_) => "i64",
            Self::Real(_) => "f64",
            Self::Text(_) => "text",
            Self::Flag(_) => "bool",
            Self::Time(_) => "time",
        }
    }
}

/// A Rust type that can be a cell.
pub trait Cell<'a>: Sized {
    /// Whether a cell of this type may be missing.
    const NULLABLE: bool;
    /// Turns one column's values into cells.
    fn gather(values: impl Iterator<Item = Self>) -> Cells<'a>;
}

macro_rules! cell {
    ($($from:ty => $kind:ident),* $(,)?) => {$(
        impl<'a> Cell<'a> for $from {
            const NULLABLE: bool = false;
            fn gather(values: impl Iterator<Item = Self>) -> Cells<'a> {
                Cells::$kind(values.map(|value| Some(value.into())).collect())
            }
        }
        impl<'a> Cell<'a> for Option<$from> {
            const NULLABLE: bool = true;
            fn gather(values: impl Iterator<Item = Self>) -> Cells<'a> {
                Cells::$kind(values.map(|value| value.map(Into::into)).collect())
            }
        }
    )*};
}

cell! {
    u8 => Unsigned, u32 => Unsigned, u64 => Unsigned,
    i64 => Signed,
    f64 => Real,
    &'a str => Text,
    bool => Flag,
    Timestamp => Time,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_columns_type_and_nullability_follow_from_the_rust_type() {
        let rows = [(1_u8, Some("a")), (2, None)];
        let table = Table::of("t", "A row.", &rows)
            .column("count", "people", "Some people.", |row| row.0)
            .column("name", "", "A name.", |row| row.1)
            .table();
        assert_eq!(table.rows(), 2);
        assert_eq!(table.columns[0].cells, Cells::Unsigned(vec![Some(1), Some(2)]));
        assert!(!table.columns[0].nullable);
        assert_eq!(table.columns[1].cells, Cells::Text(vec![Some("a"), None]));
        assert!(table.columns[1].nullable);
    }

    #[test]
    fn a_table_of_nothing_keeps_its_columns() {
        let table =
            Table::of("t", "A row.", &[]).column("hours", "h", "Hours.", |hours: &f64| *hours);
        let table = table.table();
        assert_eq!((table.rows(), table.columns.len()), (0, 1));
    }
}
