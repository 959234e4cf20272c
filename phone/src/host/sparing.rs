//! What is to be spared, told to the node that lives here and to every one that will.
//!
//! Conditions are of the moment: they last as long as the program, whoever lives in the folder
//! and however often the gateway is switched. The person's switch stays over a restart, as a
//! file. What waits meanwhile is the node's to decide.

use super::residence::Residence;
use super::turns::Host;
use super::{HostError, Network};
use crate::api::{ConditionsShown, Outcome, Reason};
use crate::home::Home;
use crate::switch::Switch;
use corona_core::node::{Command, PhoneConditions};
use corona_core::pump::{Failure, command_witnessed};
use corona_transport_tor::Clock;
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Handle;

/// As a program begins in this folder: nothing is to be spared until it is told so.
pub(super) fn conditions_in(folder: &Path) -> PhoneConditions {
    PhoneConditions { heeded: !Switch::PollsNeverWait.is_set(folder), ..PhoneConditions::default() }
}

impl<T: Network> Host<T> {
    /// Tells the node.
    pub(super) fn spare(&mut self, conditions: PhoneConditions) -> Result<(), HostError> {
        if self.node.conditions() == conditions {
            return Ok(());
        }
        let (now, command) = (self.clock.now(), Command::Conditions(conditions));
        let Self { node, gateway, store, rng, updates, recording, .. } = self;
        let done = command_witnessed(node, command, gateway, store, now, rng, updates, recording);
        match done {
            Err(Failure::Store(error)) => Err(error.into()),
            // No node refuses it.
            Ok(_) | Err(Failure::Command(_)) => Ok(()),
        }
    }
}

impl<T, C> Residence<T, C>
where
    T: Network,
    C: FnMut(&Home, Arc<dyn Clock>, &Handle) -> Result<T, HostError>,
{
    pub(super) fn conditions(&self) -> Outcome {
        let PhoneConditions { metered, battery_saver, heeded } = self.conditions;
        Outcome::Conditions(ConditionsShown { metered, battery_saver, heeded })
    }

    /// As the phone's system says.
    pub(super) fn spare(
        &mut self,
        metered: bool,
        battery_saver: bool,
    ) -> Result<Outcome, HostError> {
        self.change(PhoneConditions { metered, battery_saver, ..self.conditions })
    }

    /// As the person wishes.
    pub(super) fn heed(&mut self, heed: bool) -> Result<Outcome, HostError> {
        if let Err(error) = Switch::PollsNeverWait.set(&self.folder, !heed) {
            let message = format!("the switch can't be kept ({error}); check the disk");
            return Ok(Outcome::failed(Reason::Store, message));
        }
        self.change(PhoneConditions { heeded: heed, ..self.conditions })
    }

    fn change(&mut self, conditions: PhoneConditions) -> Result<Outcome, HostError> {
        self.conditions = conditions;
        if let Some(host) = &mut self.tenant {
            host.spare(conditions)?;
        }
        Ok(self.conditions())
    }
}
