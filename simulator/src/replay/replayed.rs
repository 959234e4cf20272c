//! What a replay that met no difference has shown.

use corona_core::node::{Node, Update};
use corona_core::status::InfectionStatus;
use corona_core::time::Span;
use serde::Serialize;

/// Counts over all phones, and how everybody ended.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Replayed {
    /// Phones.
    pub phones: usize,
    /// Inputs and starts whose decisions were compared.
    pub steps: usize,
    /// Steps that nobody wrote a decision of: the process died.
    pub unfinished: usize,
    /// Processes that continued from a store.
    pub restarts: usize,
    /// Frames sent.
    pub frames_sent: usize,
    /// Frames that arrived.
    pub frames: usize,
    /// From the sender's clock to the recipient's, in milliseconds: half of all frames took
    /// no longer.
    pub delay_median_ms: i64,
    /// The longest, in milliseconds.
    pub delay_max_ms: i64,
    /// Guests whose check-in an organizer has acknowledged.
    pub check_ins: usize,
    /// Reports that organizers have stored.
    pub reports: usize,
    /// Changes of anybody's status.
    pub status_changes: usize,
    /// In the order of the traces.
    pub people: Vec<Person>,
}

/// How somebody ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Person {
    /// Whose phone.
    pub name: String,
    /// At the end of the trace.
    pub status: InfectionStatus,
    /// Events the warning has travelled that counts most, if any is worth a caution.
    pub hop: Option<u8>,
}

impl Person {
    pub(super) fn of(name: &str, node: &Node) -> Self {
        let hop = node.signal().map(|signal| signal.hop);
        Self { name: name.to_owned(), status: node.status(), hop }
    }
}

impl Replayed {
    /// Counts what a phone showed.
    pub(super) fn count(&mut self, updates: &[Update]) {
        for update in updates {
            match update {
                Update::CheckedIn { .. } => self.check_ins += 1,
                Update::ReportReceived { .. } => self.reports += 1,
                Update::StatusChanged { .. } => self.status_changes += 1,
                Update::RiskChanged { .. }
                | Update::CheckInFailed { .. }
                | Update::ReportQueued { .. }
                | Update::ReportAcknowledged { .. }
                | Update::ReportRefused { .. }
                | Update::BannerFetched { .. }
                | Update::ReportOverruled { .. }
                | Update::EventAnswered { .. }
                | Update::StatisticsChanged { .. }
                | Update::ConsentAsked { .. }
                | Update::OrganizerContradicts { .. }
                | Update::GuestAdmitted { .. }
                | Update::EventClosed { .. }
                | Update::EventErased { .. }
                | Update::Network(_)
                | Update::ServicePublished { .. }
                | Update::InvitationReady { .. }
                | Update::PairingCode { .. }
                | Update::Paired { .. }
                | Update::PairingFailed { .. }
                | Update::PairingInDoubt { .. }
                | Update::ContactConfirmed { .. }
                | Update::ContactRefused { .. }
                | Update::ContactChanged { .. } => {}
            }
        }
    }

    pub(super) fn measure(&mut self, mut delays: Vec<Span>) {
        delays.sort_unstable();
        self.frames = delays.len();
        self.delay_median_ms = delays.get(delays.len() / 2).map_or(0, |delay| delay.as_millis());
        self.delay_max_ms = delays.last().map_or(0, |delay| delay.as_millis());
    }
}
