//! A whole world as pieces of data, between two occurrences.
//!
//! It knows what of a world its setup doesn't say: phones, network, agenda, what was
//! observed. It decides the order of the pieces; files, checks and whether the setup is
//! the same are left to the checkpoint.

use super::epidemic::outbreak_plan;
use super::frozen_phone::{FrozenPhone, ThawingPhone};
use super::lineage::{Ledger, Lineage};
use super::meetings::Meetings;
use super::observer::Observer;
use super::polls::Unseen;
use super::setup::WorldSetup;
use super::step::World;
use super::story::Story;
use crate::chance::Chance;
use crate::epidemic::Outbreak;
use corona_core::identity::Signatures;
use corona_transport_sim::{Network, PutPieces, TakePieces};
use std::sync::Arc;

impl<S: Signatures> World<S> {
    /// Puts all of it away but its setup and who listens to its story: the phones' keys
    /// too. It goes on unchanged.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error> {
        let Self {
            setup: _,
            chance: _,
            now,
            network,
            agenda,
            phones,
            meetings,
            observer,
            lineage,
            story: _,
            outbreak,
            unseen,
            asleep,
            calm,
            updates: _,
        } = self;
        to.put(&(now, asleep, calm))?;
        network.freeze(to)?;
        to.put(agenda)?;
        to.put(&phones.len())?;
        phones.iter().try_for_each(|phone| to.put(&FrozenPhone(phone)))?;
        meetings.freeze(to)?;
        observer.freeze(to)?;
        lineage.freeze(to)?;
        let Unseen { allowed: _, by_the_dead, disturbed, in_past } = unseen;
        to.put(&(by_the_dead, disturbed, in_past))?;
        outbreak.as_ref().map_or(Ok(()), |outbreak| outbreak.freeze(to))
    }

    /// The world that was frozen, if the setup is equal to the one it was made from and
    /// `S` the scheme of its phones.
    ///
    /// # Errors
    /// Those of `from`, or that there are other numbers of people or gatherings.
    pub fn thaw<P: TakePieces>(setup: Arc<WorldSetup>, from: &mut P) -> Result<Self, P::Error> {
        let chance = Chance::new(setup.seed);
        let (people, gatherings) =
            (setup.population.people.len(), setup.population.gatherings.len());
        let (now, asleep, calm) = from.take()?;
        let network = Network::thaw(setup.network, chance, people as u32, from)?;
        let agenda = from.take()?;
        let count: usize = from.take()?;
        if count != people {
            return Err(from.contradiction("the world has another number of people"));
        }
        let mut phones = Vec::with_capacity(people);
        for _ in 0..people {
            phones.push(from.take::<ThawingPhone>()?.thaw(&setup.rules));
        }
        let meetings = Meetings::thaw(from)?;
        let observer = Observer::thaw(&setup, from)?;
        let lists = [meetings.list.len(), meetings.asked.len(), observer.first_report.len()];
        if lists != [gatherings; 3] {
            return Err(from.contradiction("the world has another number of gatherings"));
        }
        let lineage = Lineage::thaw(from)?;
        let (by_the_dead, disturbed, in_past) = from.take()?;
        let unseen = Unseen { by_the_dead, disturbed, in_past, ..Unseen::new(&setup) };
        let seed = setup.seed;
        let outbreak = outbreak_plan(&setup).map(|plan| Outbreak::thaw(plan, seed, from));
        let outbreak = outbreak.transpose()?;
        Ok(Self {
            setup,
            chance,
            now,
            network,
            agenda,
            phones,
            meetings,
            observer,
            lineage,
            story: Story::default(),
            outbreak,
            unseen,
            asleep,
            calm,
            updates: Vec::new(),
        })
    }
}

impl Meetings {
    fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error> {
        let Self { list, next, asked, attempts } = self;
        to.put(next)?;
        to.put_all(list.iter())?;
        to.put_all(asked.iter())?;
        to.put_all(attempts.iter())
    }

    fn thaw<P: TakePieces>(from: &mut P) -> Result<Self, P::Error> {
        let next = from.take()?;
        let (list, asked) = (from.take_all()?, from.take_all()?);
        Ok(Self { list, next, asked, attempts: from.take_all()? })
    }
}

impl Observer {
    fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error> {
        let Self {
            occurrences,
            wake_ups,
            wake_ups_before,
            statuses,
            warned,
            self_reports,
            warnings,
            status_changes,
            days,
            first_report,
            first_warned,
            offline,
            phones: _,
        } = self;
        to.put(&(occurrences, wake_ups, wake_ups_before))?;
        to.put_all(statuses.iter())?;
        to.put_all(warned.iter())?;
        to.put_all(self_reports.iter())?;
        to.put_all(warnings.iter())?;
        to.put_all(status_changes.iter())?;
        to.put_all(days.iter())?;
        to.put_all(first_report.iter())?;
        to.put_all(first_warned.iter())?;
        to.put_all(offline.iter())
    }

    fn thaw<P: TakePieces>(setup: &WorldSetup, from: &mut P) -> Result<Self, P::Error> {
        let mut observer = Self::new(setup);
        (observer.occurrences, observer.wake_ups, observer.wake_ups_before) = from.take()?;
        observer.statuses = from.take_all()?;
        observer.warned = from.take_all()?;
        observer.self_reports = from.take_all()?;
        observer.warnings = from.take_all()?;
        observer.status_changes = from.take_all()?;
        observer.days = from.take_all()?;
        observer.first_report = from.take_all()?;
        observer.first_warned = from.take_all()?;
        observer.offline = from.take_all()?;
        Ok(observer)
    }
}

impl Lineage {
    fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error> {
        let Self { held, learnt, own } = self;
        to.put_all(held.rows.iter())?;
        to.put_all(learnt.rows.iter())?;
        to.put_all(own.iter())
    }

    fn thaw<P: TakePieces>(from: &mut P) -> Result<Self, P::Error> {
        let [held, learnt] = [Ledger { rows: from.take_all()? }, Ledger { rows: from.take_all()? }];
        Ok(Self { held, learnt, own: from.take_all()? })
    }
}
