//! One short life of a phone, for a background job: Android's WorkManager grants minutes,
//! iOS's BGAppRefreshTask about thirty seconds.
//!
//! It knows the deadline. It decides when enough was done: as soon as nothing is due or under
//! way, or when only the time to end in order is left. What is due is the node's to say.

use crate::cancellation::{Cancellation, unless_cancelled};
use crate::phone::{Phone, Running};
use crate::shown::{GatewayShown, NetworkCondition, moment};
use crate::{Failure, Reason};
use corona_phone::api::{self, Ask, Outcome};
use corona_phone::host::{Asker, Replies};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// Kept for ending in order: what the host and its network may take at most, 3 s each, and
/// a second for a slow disk.
const ENDING: Duration = Duration::from_secs(7);
/// Less is no use: Tor alone needs seconds.
const LEAST: Duration = Duration::from_secs(10);
/// More than any platform grants.
const MOST: Duration = Duration::from_secs(3_600);

/// What a sync did. Nothing of it runs any more.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct SyncSummary {
    /// Why it ended.
    pub end: SyncEnd,
    /// How the network stood at the end.
    pub network: NetworkCondition,
    /// Joined events whose organizer has answered.
    pub events_answered: u32,
    /// Own reports that their organizers hold now.
    pub reports_delivered: u32,
    /// Events that still have to hear an own report.
    pub reports_left: u32,
    /// Guests' reports that came in for hosted events.
    pub reports_received: u32,
    /// Contacts of whom there is news.
    pub contacts_changed: u32,
    /// Bytes that came.
    pub received_bytes: u64,
    /// Bytes that left.
    pub sent_bytes: u64,
    /// When something is due next, if anything is: ask for the next job to begin then.
    pub next_due: Option<SystemTime>,
}

/// Why a sync ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, uniffi::Enum)]
pub enum SyncEnd {
    /// Nothing was due or under way any more.
    Done,
    /// At the deadline. A phone that hosts an event always stays so long, as its guests can
    /// reach it only then.
    Deadline,
    /// The owner has switched the gateway off: nobody was reached.
    GatewayOff,
    /// There is no profile in the folder.
    NoProfile,
}

#[uniffi::export]
impl Phone {
    /// Starts the phone, does what is due (statistics fetched, reports delivered, contacts
    /// told), ends it, and says what was done: at the latest when `deadline` has passed,
    /// counted from the call. Updates go to the listener. Between this and the next call
    /// nothing runs.
    ///
    /// # Errors
    /// [`Failure::Refused`] with [`Reason::Duplicate`] if the phone runs already, and does
    /// what is due by itself; with [`Reason::Malformed`] if the deadline is under ten seconds
    /// or over an hour; [`Failure::Cancelled`] as soon as the phone has ended after
    /// `cancellation`; else as `start`.
    #[uniffi::method(default(cancellation = None))]
    pub async fn sync_once(
        self: Arc<Self>,
        deadline: Duration,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<SyncSummary, Failure> {
        if deadline < LEAST || deadline > MOST {
            let text = format!(
                "a deadline of {} s: give at least {} and at most {} s",
                deadline.as_secs(),
                LEAST.as_secs(),
                MOST.as_secs()
            );
            return Err(Failure::refused(Reason::Malformed, text));
        }
        let until = Instant::now() + (deadline - ENDING);
        let changing = self.change_from_stopped()?;
        // Dropped with this call: whoever drops it has called it off.
        let (_waiting, dropped) = oneshot::channel::<()>();
        self.threads
            .run(move || {
                let running = changing.begin_running()?;
                changing.syncs(running.asker());
                sync(running, until, cancellation, dropped)
            })
            .await
    }
}

fn sync(
    running: Running,
    until: Instant,
    cancellation: Option<Arc<Cancellation>>,
    dropped: oneshot::Receiver<()>,
) -> Result<SyncSummary, Failure> {
    let asker = running.asker();
    let followed = asker.ask(Ask::Follow { after: Some(0) });
    let summary = wait(&asker, until, cancellation, dropped).and_then(|waited| match waited {
        Some(waited) => summary(&asker, waited),
        None => Ok(SyncSummary::of_nobody()),
    });
    running.end()?;
    let mut summary = summary?;
    summary.count(followed);
    Ok(summary)
}

/// What came of waiting.
struct Waited {
    end: SyncEnd,
    next_due: Option<SystemTime>,
}

/// Waits until nothing is due, the deadline, or nobody waits any more; nothing if there is no
/// profile.
fn wait(
    asker: &Asker,
    until: Instant,
    cancellation: Option<Arc<Cancellation>>,
    dropped: oneshot::Receiver<()>,
) -> Result<Option<Waited>, Failure> {
    let runtime = Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| Failure::device(error.to_string()))?;
    let patience = until.saturating_duration_since(Instant::now());
    let patience = u64::try_from(patience.as_millis()).unwrap_or(u64::MAX);
    let mut quiet = asker.ask(Ask::AwaitQuiet { patience });
    let wanted = async {
        tokio::select! {
            biased;
            _ = dropped => None,
            quiet = quiet.next_async() => Some(quiet),
        }
    };
    let outcome = runtime.block_on(unless_cancelled(cancellation, wanted)).flatten();
    let outcome = outcome.ok_or(Failure::Cancelled)?.ok_or_else(Failure::ended)?;
    if let Outcome::Failed { reason: api::Reason::NoProfile, .. } = outcome {
        return Ok(None);
    }
    let Outcome::Quiet { quiet, next_due } = outcome else {
        return Err(Failure::instead(outcome));
    };
    let end = if quiet { SyncEnd::Done } else { SyncEnd::Deadline };
    Ok(Some(Waited { end, next_due: next_due.as_deref().map(moment) }))
}

fn summary(asker: &Asker, Waited { end, next_due }: Waited) -> Result<SyncSummary, Failure> {
    let outcome = asker.ask(Ask::Gateway).next().ok_or_else(Failure::ended)?;
    let Outcome::Gateway(gateway) = outcome else { return Err(Failure::instead(outcome)) };
    let gateway = GatewayShown::from(gateway);
    let outcome = asker.ask(Ask::Status).next().ok_or_else(Failure::ended)?;
    let Outcome::Status(status) = outcome else { return Err(Failure::instead(outcome)) };
    let left = status.joined.iter().filter(|event| event.report_under_way).count();
    Ok(SyncSummary {
        end: if gateway.enabled { end } else { SyncEnd::GatewayOff },
        network: gateway.network,
        reports_left: u32::try_from(left).unwrap_or(u32::MAX),
        received_bytes: gateway.received_bytes,
        sent_bytes: gateway.sent_bytes,
        next_due,
        ..SyncSummary::of_nobody()
    })
}

impl SyncSummary {
    fn of_nobody() -> Self {
        Self {
            end: SyncEnd::NoProfile,
            network: NetworkCondition::Off,
            events_answered: 0,
            reports_delivered: 0,
            reports_left: 0,
            reports_received: 0,
            contacts_changed: 0,
            received_bytes: 0,
            sent_bytes: 0,
            next_due: None,
        }
    }

    /// Counts what was told while the phone lived.
    fn count(&mut self, followed: Replies) {
        for outcome in followed {
            let Outcome::Update(update) = outcome else { continue };
            match update.what.as_str() {
                "event-answered" => self.events_answered += 1,
                "report-acknowledged" => self.reports_delivered += 1,
                "report-received" => self.reports_received += 1,
                "contact-changed" => self.contacts_changed += 1,
                _ => {}
            }
        }
    }
}
