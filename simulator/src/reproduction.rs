//! `corona-sim reproduce`: from a name to a published result beside ours.
//!
//! Knows the arguments and how to say it; the models are the library's.

use crate::cli::Reproduce as Arguments;
use crate::run::{Trouble, unusable};
use corona_simulator::data_folder::data_folder;
use corona_simulator::reproductions::{Effort, PublishedResult, Reproduction, Row};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

const DIFFERENT: u8 = 1;

/// Reproduces, and says on stderr what went wrong.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match try_run(arguments) {
        Ok(found) => {
            let told = if arguments.json { json(&found) } else { told(&found) };
            // A reader that closes the pipe (head) has read what it wanted.
            let _ = writeln!(std::io::stdout(), "{told}");
            judge(&found)
        }
        Err(trouble) => trouble.exit(),
    }
}

fn try_run(arguments: &Arguments) -> Result<Reproduction, Trouble> {
    let result: PublishedResult = match &arguments.name {
        Some(name) => name.parse().map_err(unusable)?,
        None => {
            let names = PublishedResult::names();
            return Err(unusable(format!("no published result is named: write one of {names}")));
        }
    };
    let data = folder(arguments)?;
    let threads = arguments.threads.unwrap_or(0) as usize;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.expect("the system can start threads");
    pool.install(|| result.reproduce(&data, Effort::default())).map_err(unusable)
}

fn folder(arguments: &Arguments) -> Result<PathBuf, Trouble> {
    let missing = "name the folder of data sets by --data DIR or the variable CORONA_DATA";
    match &arguments.data {
        Some(named) if named.is_dir() => Ok(named.clone()),
        Some(named) => Err(unusable(format!("--data {}: no folder: {missing}", named.display()))),
        None => match std::env::var_os("CORONA_DATA") {
            Some(named) => data_folder().ok_or_else(|| {
                let named = PathBuf::from(named);
                unusable(format!("CORONA_DATA = {}: no folder: {missing}", named.display()))
            }),
            None => data_folder().ok_or_else(|| unusable(format!("no data sets here: {missing}"))),
        },
    }
}

fn judge(found: &Reproduction) -> ExitCode {
    let outside = found.outside();
    if outside == 0 {
        return ExitCode::SUCCESS;
    }
    let rows = found.rows.len();
    eprintln!(
        "corona-sim: {outside} of {rows} rows of {} are outside their tolerance:",
        found.name
    );
    for row in found.rows.iter().filter(|row| !row.within) {
        let Row { name, published, ours, tolerance, .. } = row;
        eprintln!("{name}: {ours} instead of {published} ± {tolerance}");
    }
    ExitCode::from(DIFFERENT)
}

fn json(found: &Reproduction) -> String {
    serde_json::to_string_pretty(found).expect("numbers and names are plain data")
}

fn told(found: &Reproduction) -> String {
    let name_width = found.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    // As many decimals as the tolerances tell apart.
    let finest = found.rows.iter().map(|row| row.tolerance).fold(1.0, f64::min);
    let decimals = if finest < 0.01 { 12 } else { 1 };
    let width = decimals + 6;
    let heading = [
        format!("{}: {}", found.name, found.source),
        format!("{}:", found.quantity),
        String::new(),
        format!(
            "{:name_width$}  {:>width$}  {:>width$}  {:>9}  within  source",
            "", "published", "ours", "tolerance"
        ),
    ];
    let rows = found.rows.iter().map(|row| {
        let Row { name, published, ours, tolerance, source, within } = row;
        let within = if *within { "yes" } else { "NO" };
        format!(
            "{name:name_width$}  {published:>width$.decimals$}  {ours:>width$.decimals$}  \
             {tolerance:>9}  {within:<6}  {source}"
        )
    });
    let within = found.rows.len() - found.outside();
    let end = format!("\n{within} of {} rows are within their tolerance", found.rows.len());
    heading.into_iter().chain(rows).chain([end]).collect::<Vec<_>>().join("\n")
}
