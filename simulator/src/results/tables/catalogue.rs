//! The list of all tables of a run.
//!
//! It decides which tables exist and builds them one at a time, because the
//! rows of a large run's tables together would not fit beside its records.

use super::super::record::RunRecord;
use super::super::table::Table;
use super::{cascade_sizes, epidemic_curve, events, infections, latency, organizer_offline};
use super::{people, reach, rival_warnings, self_reports, statuses, traffic, warnings};

/// Calls `take` with every table of the runs, in alphabetical order of their
/// names. Every table is there in every run, if need be without rows; those of an epidemic
/// in every run that has one.
///
/// # Errors
/// The first error that `take` returns; later tables are not built then.
pub fn each_table<E>(
    records: &[RunRecord],
    mut take: impl FnMut(&Table<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let sizes = cascade_sizes::cascade_sizes(records);
    take(&cascade_sizes::ccdf_table(&cascade_sizes::cascade_tails_by_seed(records, &sizes)))?;
    take(&cascade_sizes::table(&sizes))?;
    let has_epidemic = records.iter().any(|record| record.epidemic.is_some());
    if has_epidemic {
        take(&epidemic_curve::table(&epidemic_curve::rows(records)))?;
    }
    take(&events::table(&events::rows(records)))?;
    if has_epidemic {
        take(&infections::table(&infections::rows(records)))?;
    }
    let latencies = latency::latencies(records);
    take(&latency::table(&latencies))?;
    take(&latency::quantiles_table(&latency::quantiles_by_seed(records, &latencies)))?;
    drop(latencies);
    let offline = organizer_offline::offline_events(records);
    take(&organizer_offline::table(&offline))?;
    take(&organizer_offline::effect_table(&organizer_offline::bins_by_seed(records, &offline)))?;
    take(&people::table(&people::rows(records)))?;
    take(&reach::table(&reach::reach_by_hop(records)))?;
    if has_epidemic {
        take(&rival_warnings::table(&rival_warnings::rows(records)))?;
    }
    take(&self_reports::table(&self_reports::rows(records)))?;
    take(&statuses::changes_table(&statuses::changes(records)))?;
    take(&statuses::over_time_table(&statuses::days(records)))?;
    take(&traffic::table(&traffic::traffic_days(records)))?;
    take(&warnings::table(&warnings::rows(records)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;
    use std::collections::BTreeSet;

    fn names_and_rows(records: &[RunRecord]) -> Vec<(&'static str, usize)> {
        let mut seen = Vec::new();
        each_table(records, |table| {
            seen.push((table.name, table.rows()));
            Ok::<_, std::convert::Infallible>(())
        })
        .unwrap();
        seen
    }

    #[test]
    fn the_catalogue_is_sorted_and_complete_even_for_an_empty_run() {
        let empty = names_and_rows(&[sample::empty_run()]);
        assert!(empty.is_sorted_by_key(|(name, _)| *name), "{empty:?}");
        assert_eq!(empty.len(), 14);
        let full = names_and_rows(&[sample::barbecue()]);
        let names = |rows: &[(&'static str, usize)]| rows.iter().map(|r| r.0).collect::<Vec<_>>();
        assert_eq!(names(&empty), names(&full));
        assert!(full.iter().all(|(_, rows)| *rows > 0), "{full:?}");
    }

    #[test]
    fn a_run_with_an_epidemic_has_its_tables_as_well() {
        let all = names_and_rows(&[sample::outbreak()]);
        assert!(all.is_sorted_by_key(|(name, _)| *name), "{all:?}");
        assert_eq!(all.len(), 17);
        assert!(all.contains(&("infections", 3)) && all.contains(&("epidemic_curve", 1)));
    }

    #[test]
    fn every_tables_columns_are_unique_described_and_equally_long() {
        each_table(&[sample::outbreak()], |table| {
            let names: BTreeSet<_> = table.columns.iter().map(|column| column.name).collect();
            assert_eq!(names.len(), table.columns.len(), "{}", table.name);
            assert_eq!(table.columns[0].name, "seed", "{}", table.name);
            for column in &table.columns {
                assert_eq!(column.cells.len(), table.rows(), "{}.{}", table.name, column.name);
                assert!(column.description.ends_with('.'), "{}.{}", table.name, column.name);
            }
            Ok::<_, std::convert::Infallible>(())
        })
        .unwrap();
    }

    #[test]
    fn the_documentation_lists_every_table_and_column_as_it_is() {
        let docs = include_str!("../../../../docs/results.md");
        let mut missing = String::new();
        each_table(&[sample::outbreak()], |table| {
            let mut section = format!("### {}\n\n{}\n\n", table.name, table.about);
            section.push_str("| column | type | unit | meaning |\n| --- | --- | --- | --- |\n");
            for column in &table.columns {
                let (kind, null) = (column.cells.type_name(), column.nullable);
                section.push_str(&format!(
                    "| `{}` | {kind}{} | {} | {} |\n",
                    column.name,
                    if null { " or missing" } else { "" },
                    column.unit,
                    column.description
                ));
            }
            if !docs.contains(&section) {
                missing.push_str(&section);
                missing.push('\n');
            }
            Ok::<_, std::convert::Infallible>(())
        })
        .unwrap();
        assert!(missing.is_empty(), "docs/results.md should contain:\n{missing}");
    }
}
