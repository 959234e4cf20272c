//! `corona conditions`: what the phone is to spare, and whether it may.
//!
//! A computer's user tells by hand what an app is told by its system. Both conditions are put
//! together, so what isn't named is asked for first.

use crate::cli::answer;
use crate::cli::arguments::YesNo;
use crate::cli::failure::Stop;
use crate::cli::phone::Phone;
use crate::cli::screen::Screen;
use clap::Args;
use corona_phone::api::{Ask, ConditionsShown, Outcome};

/// `corona conditions`; what is left out stays as it is.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Whether what goes over the network costs by its size. Until the phone ends.
    #[arg(long, value_name = "yes|no", value_enum, hide_possible_values = true)]
    metered: Option<YesNo>,
    /// Whether the battery is to be spared. Until the phone ends.
    #[arg(long, value_name = "yes|no", value_enum, hide_possible_values = true)]
    battery_saver: Option<YesNo>,
    /// Whether events wait with being asked for news while either holds. Kept.
    #[arg(long, value_name = "yes|no", value_enum, hide_possible_values = true)]
    heed: Option<YesNo>,
}

impl Arguments {
    /// Asks the phone and shows what it answers.
    pub(crate) fn carry_out(self, screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
        let mut reply = match self.heed {
            Some(heed) => phone.answer(&Ask::HeedConditions { heed: heed.into() })?,
            None => phone.answer(&Ask::ShowConditions)?,
        };
        let is_named = self.metered.is_some() || self.battery_saver.is_some();
        if let Outcome::Conditions(shown) = &reply.outcome
            && is_named
        {
            let metered = self.metered.map_or(shown.metered, bool::from);
            let battery_saver = self.battery_saver.map_or(shown.battery_saver, bool::from);
            reply = phone.answer(&Ask::Conditions { metered, battery_saver })?;
        }
        screen.show(&reply, |reply| answer::words(reply, ""))
    }
}

/// What is to be spared, and what follows.
pub(crate) fn words(shown: &ConditionsShown) -> String {
    let what = match (shown.metered, shown.battery_saver) {
        (false, false) => return "Nothing is to be spared.\n".to_owned(),
        (true, false) => "The network is metered",
        (false, true) => "The battery is saved",
        (true, true) => "The network is metered and the battery saved",
    };
    let then = if shown.heeded {
        "events are not asked for news meanwhile. Reports leave, and your own events go on."
    } else {
        "events are asked for news all the same, as you wish."
    };
    format!("{what}: {then}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{Desk, WrittenPhone};

    const FREE: ConditionsShown =
        ConditionsShown { metered: false, battery_saver: false, heeded: true };

    #[test]
    fn what_is_not_named_stays_as_it_is() {
        let before = ConditionsShown { battery_saver: true, ..FREE };
        let after = ConditionsShown { metered: true, ..before };
        let phone =
            WrittenPhone::answering([Outcome::Conditions(before), Outcome::Conditions(after)]);
        let mut desk = Desk::of_program("");
        let typed = Arguments { metered: Some(YesNo::Yes), battery_saver: None, heed: None };
        typed.carry_out(&mut desk.screen, &phone).unwrap();
        let told = Ask::Conditions { metered: true, battery_saver: true };
        assert_eq!(phone.asked(), [Ask::ShowConditions, told]);
        assert!(
            desk.out().starts_with("The network is metered and the battery saved: events are not")
        );
    }

    #[test]
    fn the_switch_is_one_question() {
        let unheeded = ConditionsShown { metered: true, heeded: false, ..FREE };
        let phone = WrittenPhone::answering([Outcome::Conditions(unheeded)]);
        let mut desk = Desk::of_program("");
        let typed = Arguments { metered: None, battery_saver: None, heed: Some(YesNo::No) };
        typed.carry_out(&mut desk.screen, &phone).unwrap();
        assert_eq!(phone.asked(), [Ask::HeedConditions { heed: false }]);
        assert_eq!(
            desk.out(),
            "The network is metered: events are asked for news all the same, as you wish.\n"
        );
    }

    #[test]
    fn nothing_named_shows_what_is_so() {
        let phone = WrittenPhone::answering([Outcome::Conditions(FREE)]);
        let mut desk = Desk::of_program("");
        let typed = Arguments { metered: None, battery_saver: None, heed: None };
        typed.carry_out(&mut desk.screen, &phone).unwrap();
        assert_eq!(phone.asked(), [Ask::ShowConditions]);
        assert_eq!(desk.out(), "Nothing is to be spared.\n");
    }
}
