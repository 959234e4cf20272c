//! How an outbreak is answered.

/// The paper's scenarios that do something, each what those before it do as well.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Policy {
    /// People with symptoms isolate.
    Isolation,
    /// Their contacts are quarantined.
    PrimaryTracing,
    /// So are the contacts of these.
    SecondaryTracing,
}

impl Policy {
    pub(super) fn traces_contacts(self) -> bool {
        self >= Self::PrimaryTracing
    }

    pub(super) fn traces_contacts_of_contacts(self) -> bool {
        self >= Self::SecondaryTracing
    }
}
