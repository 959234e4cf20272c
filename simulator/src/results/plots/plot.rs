//! The list of all plots of a run.
//!
//! It decides which plots exist and what a reader is told beside each.

use super::super::encode_error::EncodeError;
use super::super::record::RunRecord;
use super::super::tables::{cascade_sizes, latencies, offline_events, reach_by_hop, traffic_days};
use super::{cascade_size, epidemic_curve, latency, organizer_offline, reach, statuses, traffic};

/// One drawn plot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plot {
    /// Stem of its file name: `reach_by_hop`.
    pub name: &'static str,
    /// The question it answers.
    pub title: &'static str,
    /// One or two sentences on how to read it.
    pub reading: &'static str,
    /// The tables with the numbers behind it.
    pub tables: &'static [&'static str],
    /// The SVG document.
    pub svg: String,
}

/// All plots, in the order of the page. Every plot is there in every run; without
/// data it says so. That of an epidemic comes first, in every run that has one.
///
/// # Errors
/// [`EncodeError`] if a plot can't be drawn, which no record causes.
pub fn plots(records: &[RunRecord]) -> Result<Vec<Plot>, EncodeError> {
    let mut plots = epidemic_plots(records)?;
    plots.extend(warning_plots(records)?);
    Ok(plots)
}

fn epidemic_plots(records: &[RunRecord]) -> Result<Vec<Plot>, EncodeError> {
    if records.iter().all(|record| record.epidemic.is_none()) {
        return Ok(Vec::new());
    }
    Ok(vec![Plot {
        name: "epidemic_curve",
        title: epidemic_curve::TITLE,
        reading: "People infected on each day, and below how many are at home at its end: isolated \
                  because they are ill or tested positive, quarantined because their phone warned, \
                  and of these those who carry no infection. With several seeds lines are means \
                  and bands span 5–95 % of the seeds. A model of chance misleads the careless: see \
                  its limits in docs/epidemic-model.md.",
        tables: &["epidemic_curve", "infections"],
        svg: epidemic_curve::draw(records)?,
    }])
}

fn warning_plots(records: &[RunRecord]) -> Result<Vec<Plot>, EncodeError> {
    Ok(vec![
        Plot {
            name: "reach_by_hop",
            title: reach::TITLE,
            reading: "Each bar is the people whose first warning had travelled that many events; \
                      one hop is what any contact tracing reaches, the rest is the cascade. With \
                      several seeds bars are means and whiskers span 5–95 % of the seeds.",
            tables: &["reach_by_hop"],
            svg: reach::draw(&reach_by_hop(records), records.len())?,
        },
        Plot {
            name: "latency_by_hop",
            title: latency::TITLE,
            reading: "Each line climbs from 0 to 100 % of one hop's first warnings; where it \
                      crosses 50 % is the median time from self-report (or begin of the event, if later) to warning. Farther left \
                      is faster; each hop adds a poll and a report.",
            tables: &["latency_by_hop", "latency_quantiles"],
            svg: latency::draw(&latencies(records))?,
        },
        Plot {
            name: "cascade_size",
            title: cascade_size::TITLE,
            reading: "A point at (100, 1 %) says that one in a hundred Suspected or Positive \
                      self-reports warned 100 people or more. A straight fall is a heavy tail: a \
                      few reports warn most people. In an epidemic the second line counts only \
                      those of the warned whose infection goes back to who reported.",
            tables: &["cascade_sizes", "cascade_ccdf"],
            svg: cascade_size::draw(&cascade_sizes(records))?,
        },
        Plot {
            name: "statuses_over_time",
            title: statuses::TITLE,
            reading: "Phones by status at the end of each day. Unknown has a panel of its own, \
                      because it would flatten the others. With several seeds lines are means and \
                      bands span 5–95 % of the seeds.",
            tables: &["statuses_over_time", "status_changes"],
            svg: statuses::draw(records)?,
        },
        Plot {
            name: "organizer_offline",
            title: organizer_offline::TITLE,
            reading: "Events with a report, by how long the organizer's phone was unreachable in \
                      the 24 h around it. Boxes span the quartiles, the bar is the median, \
                      whiskers reach the 10th and 90th percentile; n counts events, and “never” \
                      the share that warned no guest.",
            tables: &["organizer_offline", "organizer_offline_effect"],
            svg: organizer_offline::draw(&offline_events(records))?,
        },
        Plot {
            name: "traffic",
            title: traffic::TITLE,
            reading: "What one phone pays per day for the service: data volume, dials and \
                      wake-ups (battery). A last day cut short is scaled to 24 h. With several \
                      seeds lines are means and bands span 5–95 % of the seeds.",
            tables: &["traffic"],
            svg: traffic::draw(&traffic_days(records))?,
        },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;

    #[test]
    fn the_same_records_draw_the_same_bytes() {
        let records = [sample::town(1, 300, 12), sample::town(2, 300, 12)];
        assert_eq!(plots(&records).unwrap(), plots(&records).unwrap());
    }

    #[test]
    fn a_run_of_nothing_says_so_in_every_plot() {
        for records in [vec![], vec![sample::empty_run()]] {
            for plot in plots(&records).unwrap() {
                assert!(plot.svg.contains("in this run"), "{}", plot.name);
            }
        }
        let reach = &plots(&[sample::empty_run()]).unwrap()[0];
        assert!(reach.svg.contains("no warnings in this run"));
    }

    #[test]
    fn plots_with_data_have_axes_with_words_and_stay_small() {
        let outbreak = sample::outbreak();
        for records in [vec![sample::barbecue()], vec![sample::town(5, 2_000, 60)], vec![outbreak]]
        {
            for plot in plots(&records).unwrap() {
                assert!(!plot.svg.contains("in this run"), "{}", plot.name);
                assert!(plot.svg.contains(plot.title), "{}", plot.name);
                assert!(plot.svg.len() < 200_000, "{}: {}", plot.name, plot.svg.len());
                assert!(!plot.svg.contains("NaN"), "{}", plot.name);
            }
        }
    }

    #[test]
    fn bars_grow_with_the_people_they_stand_for() {
        let svg = &plots(&[sample::barbecue()]).unwrap()[0].svg;
        let heights: Vec<u32> = svg
            .lines()
            .filter(|line| line.contains("#0072B2") && line.contains("width"))
            .filter_map(|line| line.split("height=\"").nth(1)?.split('"').next()?.parse().ok())
            .collect();
        // The legend's block, the bar of two people at hop 1, the empty one at hop 2.
        assert_eq!(heights.len(), 3, "{svg}");
        assert!(heights[1] > 300 && heights[2] == 0, "{heights:?}");
    }

    #[test]
    fn every_plot_names_tables_that_exist() {
        let mut tables = Vec::new();
        let records = [sample::outbreak()];
        crate::results::each_table(&records, |table| {
            tables.push(table.name);
            Ok::<_, EncodeError>(())
        })
        .unwrap();
        for plot in plots(&records).unwrap() {
            assert!(plot.tables.iter().all(|table| tables.contains(table)), "{}", plot.name);
        }
    }
}
