//! An outbreak as pieces of data, between two moments.

use super::outbreak::Outbreak;
use super::plan::OutbreakPlan;
use corona_transport_sim::{PutPieces, TakePieces};
use std::sync::Arc;

impl Outbreak {
    /// Puts all of it away but its plan.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error> {
        let Self {
            plan: _,
            chance: _,
            now,
            agenda,
            memory,
            infections,
            carriers,
            carrying,
            next_gathering,
            planned,
            precautions,
            alarmed,
            rival_warnings,
            days,
            counted,
        } = self;
        to.put(&(now, next_gathering, planned, counted))?;
        to.put(agenda)?;
        to.put_all(memory.iter())?;
        to.put_all(infections.iter())?;
        to.put_all(carriers.iter())?;
        to.put_all(carrying.iter())?;
        to.put_all(precautions.iter())?;
        to.put_all(alarmed.iter())?;
        to.put_all(rival_warnings.iter())?;
        to.put_all(days.iter())
    }

    /// The outbreak that was frozen, if plan and seed are those that it was made from.
    ///
    /// # Errors
    /// Those of `from`, or that there are other numbers of people.
    pub fn thaw<P: TakePieces>(
        plan: Arc<OutbreakPlan>,
        seed: u64,
        from: &mut P,
    ) -> Result<Self, P::Error> {
        let mut outbreak = Self::before(plan, seed);
        let people = outbreak.memory.len();
        (outbreak.now, outbreak.next_gathering, outbreak.planned, outbreak.counted) =
            from.take()?;
        outbreak.agenda = from.take()?;
        outbreak.memory = from.take_all()?;
        if outbreak.memory.len() != people {
            return Err(from.contradiction("the epidemic has another number of people"));
        }
        outbreak.infections = from.take_all()?;
        outbreak.carriers = from.take_all()?;
        let bits = outbreak.carrying.len();
        outbreak.carrying = from.take_all()?;
        if outbreak.carrying.len() != bits {
            return Err(from.contradiction("the epidemic has another number of carriers' bits"));
        }
        outbreak.precautions = from.take_all()?;
        outbreak.alarmed = from.take_all()?;
        outbreak.rival_warnings = from.take_all()?;
        outbreak.days = from.take_all()?;
        Ok(outbreak)
    }
}
