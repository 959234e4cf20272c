//! Published results come out again. Skipped loudly where their data sets are missing.
//!
//! With fewer draws than `corona-sim reproduce` takes, so that tests stay short; its tolerances
//! have room for that.

use corona_simulator::data_folder::data_folder;
use corona_simulator::reproductions::{Effort, PublishedResult, Reproduction};
use std::path::PathBuf;

const SHORT: Effort = Effort { index_cases: 150_000, outbreaks: 150 };

/// The folder of data sets, if this one is there.
fn data_with(set: &str) -> Option<PathBuf> {
    let found = data_folder().filter(|folder| folder.join(set).is_dir());
    if found.is_none() {
        eprintln!("SKIPPED: no {set} in the data folder; set CORONA_DATA to its parent");
    }
    found
}

fn outside(found: &Reproduction) -> Vec<String> {
    let outside = found.rows.iter().filter(|row| !row.within);
    outside.map(|row| format!("{}: {} for {}", row.name, row.ours, row.published)).collect()
}

#[test]
fn measures_reduce_transmission_as_kucharski_and_others_say() {
    let Some(data) = data_with("kucharski-contacts") else { return };
    let found = PublishedResult::Kucharski2020.reproduce(&data, SHORT).unwrap();
    assert_eq!(outside(&found), [""; 0]);
    let published: Vec<f64> = found.rows.iter().map(|row| row.published).collect();
    let paper = [0.0, 29.0, 35.0, 37.0, 53.0, 57.0, 64.0, 47.0, 61.0, 64.0, 54.0, 66.0];
    let adoption = [37.8, 39.5, 45.7, 56.7, 65.6];
    assert_eq!(published, [paper.as_slice(), adoption.as_slice()].concat());
    assert!(found.rows.iter().all(|row| row.tolerance <= 1.5));
}

#[test]
fn outbreaks_in_haslemere_are_as_large_as_firth_and_others_say() {
    let Some(data) = data_with("covidhm-network") else { return };
    let found = PublishedResult::Firth2020.reproduce(&data, SHORT).unwrap();
    assert_eq!(outside(&found), [""; 0]);
    let published: Vec<f64> = found.rows.iter().map(|row| row.published).collect();
    assert_eq!(published, [66.0, 48.0, 16.0, 43.0]);
}

#[test]
fn growth_is_what_cencetti_and_others_stored_in_all_cells() {
    let Some(data) = data_with("cencetti-oracle") else { return };
    let found = PublishedResult::Cencetti2021.reproduce(&data, SHORT).unwrap();
    assert_eq!(outside(&found), [""; 0]);
    assert_eq!(found.rows.len(), 100);
    assert!(found.rows.iter().all(|row| row.tolerance <= 1e-9));
}

#[test]
fn the_number_of_threads_changes_no_outbreak() {
    let Some(data) = data_with("covidhm-network") else { return };
    let few = Effort { outbreaks: 6, ..SHORT };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| PublishedResult::Firth2020.reproduce(&data, few)).unwrap()
    };
    assert_eq!(on(1), on(3));
}
