//! The phone's stable words as enums.

/// An enum whose variants are words of `corona_phone::api`.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $variant:ident = $word:literal,)+ })+) => {
        $(
            $(#[$about])*
            #[derive(Clone, Copy, PartialEq, Eq, Debug, uniffi::Enum)]
            pub enum $name { $($(#[$meaning])* $variant,)+ }

            impl $name {
                /// From the phone's word.
                pub(crate) fn of(word: &str) -> Self {
                    match word {
                        $($word => Self::$variant,)+
                        other => unreachable!("the phone has no {} {other:?}", stringify!($name)),
                    }
                }
            }
        )+
    };
}

words! {
    /// A person's status.
    InfectionStatus {
        /// Nothing is known.
        Unknown = "unknown",
        /// Warned by events they attended.
        HighRisk = "high-risk",
        /// Symptoms, by their own word.
        Suspected = "suspected",
        /// A positive test, by their own word.
        Positive = "positive",
        /// A negative test, by their own word.
        Negative = "negative",
    }
    /// Where an event is in its life.
    Stage {
        /// A joined event whose organizer has not answered yet.
        CheckingIn = "checking-in",
        /// Guests may check in.
        Open = "open",
        /// Check-in has ended; reports and statistics go on.
        Maintained = "maintained",
        /// Nothing comes any more.
        Archived = "archived",
    }
    /// What an organizer has made of a report.
    Decision {
        /// Nothing yet.
        Undecided = "undecided",
        /// It is true.
        Confirmed = "confirmed",
        /// It is not.
        Rejected = "rejected",
    }
    /// How the network stands.
    NetworkCondition {
        /// The gateway is off.
        Off = "off",
        /// It is being reached.
        Starting = "starting",
        /// It can be used.
        Online = "online",
        /// It can't be reached.
        Offline = "offline",
        /// This phone's clock differs too much from the network's.
        ClockOff = "clock-off",
        /// The network no longer speaks this version's protocol.
        Obsolete = "obsolete",
    }
    /// Why a status changed.
    StatusCause {
        /// The owner said so.
        Reported = "reported",
        /// Its time was over.
        Expired = "expired",
        /// An event said so.
        Inferred = "inferred",
    }
    /// The rules a phone decides by; all phones of a network should agree.
    Policy {
        /// As the whitepaper has it.
        Whitepaper = "whitepaper",
        /// Signals that fade.
        Graded = "graded",
    }
}

/// Who learns something by a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, uniffi::Enum)]
pub enum RecipientKind {
    /// The organizer of a joined event.
    Organizer,
    /// The guests of a joined or hosted event: counts alone, never who.
    Guests,
    /// A contact who may see the own status.
    Contact,
}
