//! Files of published numbers: tables with a header, and bare matrices.
//!
//! Knows CSV and how large a file may be; what columns mean is for the reproductions.
//! Nothing is believed that isn't a number in its range, and every refusal says where
//! the file is published.

use super::DataSetError;
use csv::{ReaderBuilder, StringRecord};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Forty times the largest of them, and small enough to hold.
const LARGEST_BYTES: u64 = 10_000_000;

/// A file of a data set, wherever data sets are.
#[derive(Clone, Copy, Debug)]
pub(super) struct DataFile {
    /// Folder and name below the folder of data sets.
    pub(super) path: &'static str,
    /// Where it is published.
    pub(super) published: &'static str,
}

impl DataFile {
    /// The columns of these names as whole numbers of at most `largest`, line by line.
    pub(super) fn whole_numbers<const N: usize>(
        &self,
        data: &Path,
        columns: [&'static str; N],
        largest: u32,
    ) -> Result<Vec<[u32; N]>, DataSetError> {
        let mut records = self.records(data)?.into_iter();
        let header = records.next().map_or_else(StringRecord::new, |(_, header)| header);
        let mut places = [0; N];
        for (place, column) in places.iter_mut().zip(columns) {
            let found = header.iter().position(|name| name == column);
            *place = found.ok_or_else(|| DataSetError::Column {
                path: self.below(data),
                published: self.published,
                column,
                found: header.iter().collect::<Vec<_>>().join(", "),
            })?;
        }
        records
            .map(|(line, record)| {
                let mut row = [0; N];
                for ((number, place), column) in row.iter_mut().zip(places).zip(columns) {
                    let value = record.get(place).unwrap_or_default();
                    let read = value.parse().ok().filter(|read| *read <= largest);
                    let expected = || format!("a whole number from 0 to {largest}");
                    *number = read.ok_or_else(|| {
                        self.refused(data, line, column.to_owned(), value, expected())
                    })?;
                }
                Ok(row)
            })
            .collect()
    }

    /// A matrix without a header, of `N` finite numbers in each of `N` lines.
    pub(super) fn matrix<const N: usize>(
        &self,
        data: &Path,
    ) -> Result<[[f64; N]; N], DataSetError> {
        let records = self.records(data)?;
        if records.len() != N {
            return Err(self.other(data, format!("{} lines instead of {N}", records.len())));
        }
        let mut matrix = [[0.0; N]; N];
        for (row, (line, record)) in matrix.iter_mut().zip(records) {
            for (column, number) in row.iter_mut().enumerate() {
                let value = record.get(column).unwrap_or_default();
                let read = value.parse::<f64>().ok().filter(|read| read.is_finite());
                let place = format!("column {}", column + 1);
                *number = read
                    .ok_or_else(|| self.refused(data, line, place, value, "a number".to_owned()))?;
            }
        }
        Ok(matrix)
    }

    /// The error that the file isn't the published one.
    pub(super) fn other(&self, data: &Path, problem: String) -> DataSetError {
        DataSetError::Other { path: self.below(data), published: self.published, problem }
    }

    fn refused(
        &self,
        data: &Path,
        line: u64,
        column: String,
        value: &str,
        expected: String,
    ) -> DataSetError {
        let (path, value) = (self.below(data), value.to_owned());
        DataSetError::Value { path, published: self.published, line, column, value, expected }
    }

    /// All lines with their numbers, the header's among them.
    fn records(&self, data: &Path) -> Result<Vec<(u64, StringRecord)>, DataSetError> {
        let text = self.text(data)?;
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| self.other(data, format!("no CSV ({error})")))?;
            records.push((record.position().map_or(0, csv::Position::line), record));
        }
        Ok(records)
    }

    fn text(&self, data: &Path) -> Result<String, DataSetError> {
        let (path, published) = (self.below(data), self.published);
        let mut text = String::new();
        // One byte more than may be there tells whether there is more.
        let read = File::open(&path)
            .and_then(|file| file.take(LARGEST_BYTES + 1).read_to_string(&mut text));
        match read {
            Err(cause) => Err(DataSetError::Unreadable { path, published, cause }),
            Ok(bytes) if bytes as u64 > LARGEST_BYTES => {
                Err(DataSetError::TooLarge { path, published, largest: LARGEST_BYTES })
            }
            Ok(_) => Ok(text),
        }
    }

    fn below(&self, data: &Path) -> PathBuf {
        data.join(self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: DataFile = DataFile { path: "f.csv", published: "f.csv at example.org" };

    /// What reading a file of this text gives.
    fn told<T>(text: &str, read: impl Fn(&Path) -> Result<T, DataSetError>) -> Result<T, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("f.csv"), text).unwrap();
        let place = folder.path().join("f.csv").display().to_string();
        read(folder.path()).map_err(|error| error.to_string().replace(&place, "f.csv"))
    }

    fn pairs(text: &str) -> Result<Vec<[u32; 2]>, String> {
        told(text, |data| FILE.whole_numbers(data, ["a", "b"], 9))
    }

    #[test]
    fn columns_are_found_by_name_wherever_they_stand() {
        assert_eq!(pairs("c,b,a\n0,1,2\n0, 3 ,4\n"), Ok(vec![[2, 1], [4, 3]]));
        assert_eq!(pairs("a,b\n"), Ok(vec![]));
    }

    #[test]
    fn a_missing_column_names_those_that_are_there() {
        let said = "f.csv:1: column \"b\" is missing (found a, c): fetch the file again, it is \
                    published as f.csv at example.org";
        assert_eq!(pairs("a,c\n1,2\n"), Err(said.to_owned()));
    }

    #[test]
    fn a_value_out_of_range_is_refused_with_its_line() {
        for (text, value) in
            [("a,b\n1,2\n1,10\n", "10"), ("a,b\n1,2\n1\n", ""), ("a,b\n1,2\n1,x\n", "x")]
        {
            let said = pairs(text).unwrap_err();
            let start = format!("f.csv:3: b = {value:?}: expected a whole number from 0 to 9: ");
            assert!(said.starts_with(&start), "{said}");
        }
    }

    #[test]
    fn a_matrix_has_as_many_lines_as_columns_and_only_numbers() {
        let matrix = |text: &str| told(text, |data| FILE.matrix::<2>(data));
        assert_eq!(matrix("1,2\n3e0,-4.5\n"), Ok([[1.0, 2.0], [3.0, -4.5]]));
        assert!(matrix("1,2\n").unwrap_err().starts_with("f.csv: 1 lines instead of 2: "));
        let said = matrix("1,2\n3,inf\n").unwrap_err();
        assert!(said.starts_with("f.csv:2: column 2 = \"inf\": expected a number: "), "{said}");
    }

    #[test]
    fn a_missing_file_is_told_with_where_it_is_published() {
        let folder = tempfile::tempdir().unwrap();
        let said = FILE.matrix::<2>(folder.path()).unwrap_err().to_string();
        let place = folder.path().join("f.csv");
        assert!(said.starts_with(&format!("{}: cannot be read (", place.display())), "{said}");
        assert!(said.contains("published as f.csv at example.org, or name the folder"), "{said}");
    }
}
