//! The simulated network keeps the laws of every transport.

mod bed;

use bed::Bed;
use corona_core::testing::conformance;
use corona_transport_sim::Profile;

#[test]
fn an_instant_network_keeps_the_laws() {
    conformance::all(|| Bed::new(Profile::instant(), 1));
}

#[test]
fn tor_without_bad_luck_keeps_the_laws() {
    for seed in 0..8 {
        conformance::all(|| Bed::new(Profile::tor().lossless(), seed));
    }
}

#[test]
fn a_network_that_fails_every_third_dial_keeps_the_laws() {
    let profile = Profile { dial_failure: 0.33, ..Profile::tor().lossless() };
    for seed in 0..8 {
        conformance::all(|| Bed::new(profile, seed));
    }
}

#[test]
fn phones_that_doze_keep_the_laws() {
    for seed in 0..8 {
        conformance::all(|| Bed::drowsy(Profile::tor().lossless(), seed));
    }
}
