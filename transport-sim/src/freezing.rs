//! A whole network as pieces of data, with everything that is in flight.
//!
//! It knows what of a network its profile and seed don't say; it decides the order of the
//! pieces. Whose keys and frames these are, and that a phone's node fits to its end of the
//! network, is left to whoever puts both away.

use crate::chance::Chance;
use crate::directory::Directory;
use crate::link::Links;
use crate::mailroom::Mailroom;
use crate::network::Network;
use crate::pieces::{PutPieces, TakePieces};
use crate::profile::Profile;

impl Network {
    /// Puts all of it away but profile and seed.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error> {
        let Self {
            now,
            agenda,
            past,
            phones,
            links,
            directory,
            mailroom,
            partitions,
            profile: _,
            delays: _,
            chance: _,
            traffic,
        } = self;
        to.put(&(now, partitions, traffic))?;
        to.put(agenda)?;
        to.put(past)?;
        to.put_all(phones.iter())?;
        links.slab.freeze(to)?;
        directory.freeze(to)?;
        mailroom.freeze(to)
    }

    /// A network that goes on where the frozen one stopped, if profile and chance are the
    /// same.
    ///
    /// # Errors
    /// Those of `from`, or that the number of phones is not `phones`.
    pub fn thaw<P: TakePieces>(
        profile: Profile,
        chance: Chance,
        phones: u32,
        from: &mut P,
    ) -> Result<Self, P::Error> {
        let mut network = Self::new(profile, chance, 0);
        (network.now, network.partitions, network.traffic) = from.take()?;
        network.agenda = from.take()?;
        network.past = from.take()?;
        network.phones = from.take_all()?;
        if network.phones.len() != phones as usize {
            return Err(from.contradiction("the network has another number of phones"));
        }
        network.links = Links::thaw(from)?;
        network.directory = Directory::thaw(from)?;
        network.mailroom = Mailroom::thaw(from)?;
        Ok(network)
    }
}
