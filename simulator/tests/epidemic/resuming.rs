//! Epidemics that are put away and taken up again go on as if they had not been.

use crate::given::{setup, town, with};
use corona_core::time::Span;
use corona_simulator::world::World;
use corona_transport_sim::{PutPieces, TakePieces};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::VecDeque;
use std::sync::Arc;

/// A state in memory.
#[derive(Default)]
struct Pieces(VecDeque<Vec<u8>>);

impl PutPieces for Pieces {
    type Error = String;
    fn put<T: Serialize + ?Sized>(&mut self, piece: &T) -> Result<(), String> {
        self.0.push_back(postcard::to_allocvec(piece).map_err(|error| error.to_string())?);
        Ok(())
    }
}

impl TakePieces for Pieces {
    type Error = String;
    fn take<T: DeserializeOwned>(&mut self) -> Result<T, String> {
        let piece = self.0.pop_front().ok_or("there are no more pieces")?;
        postcard::from_bytes(&piece).map_err(|error| error.to_string())
    }
    fn contradiction(&self, problem: &str) -> String {
        problem.to_owned()
    }
}

#[test]
fn a_resumed_epidemic_goes_on_as_if_it_had_not_been_put_away() {
    let scenario = with(
        &town(200, 30, "initial = 6\ncalibration = 2.0\nimportation = \"0.1 % per day\""),
        &[("epidemic.precaution.quarantine_warned", "100 %"), ("epidemic.reporting.liars", "5 %")],
    );
    let setup = Arc::new(setup(&scenario));
    let mut whole = World::new(setup.clone());
    let mut broken = World::new(setup.clone());
    let mut at = scenario.start;
    while at < scenario.end() {
        at += Span::hours(61);
        broken.run_until(at.min(scenario.end()));
        let mut pieces = Pieces::default();
        broken.freeze(&mut pieces).unwrap();
        broken = World::thaw(setup.clone(), &mut pieces).unwrap();
        assert!(pieces.0.is_empty(), "{} pieces are left", pieces.0.len());
    }
    whole.run_until(scenario.end());
    assert!(whole.record().epidemic.is_some_and(|epidemic| epidemic.infections.len() > 50));
    assert_eq!(whole.record(), broken.record());
}
