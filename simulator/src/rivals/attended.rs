//! Who was where: everybody's gatherings, in order of time.

use crate::population::{PersonIndex, Population};
use corona_core::time::Span;

/// Gatherings by person, as host or guest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attended {
    begins: Vec<u32>,
    gatherings: Vec<u32>,
    longest: Span,
}

impl Attended {
    /// From a population's gatherings.
    #[must_use]
    pub fn of(population: &Population) -> Self {
        let people = population.people.len();
        let mut begins = vec![0_u32; people + 1];
        let present = |number: usize| {
            let about = &population.gatherings[number];
            let guests = population.guests(about).iter().map(|guest| guest.person);
            std::iter::once(about.organizer).chain(guests)
        };
        for number in 0..population.gatherings.len() {
            present(number).for_each(|person| begins[person as usize + 1] += 1);
        }
        for person in 0..people {
            begins[person + 1] += begins[person];
        }
        let mut filled = begins.clone();
        let mut gatherings = vec![0; begins[people] as usize];
        for number in 0..population.gatherings.len() {
            for person in present(number) {
                let place = &mut filled[person as usize];
                gatherings[*place as usize] = number as u32;
                *place += 1;
            }
        }
        let lengths = population.gatherings.iter().map(|about| about.end - about.start);
        Self { begins, gatherings, longest: lengths.max().unwrap_or(Span::ZERO) }
    }

    /// How long the longest gathering is.
    pub(super) const fn longest(&self) -> Span {
        self.longest
    }

    /// A person's gatherings, in order.
    #[must_use]
    pub fn by(&self, person: PersonIndex) -> &[u32] {
        let person = person as usize;
        &self.gatherings[self.begins[person] as usize..self.begins[person + 1] as usize]
    }
}
