//! Between a guest and an event: check-in, visits, reports, answers.
//!
//! A visit that delivers a report and one that only polls look alike: one request and
//! one answer of the same size, always with statistics (EV-13).

use super::frame::{BlobChunk, FetchBlob, WireError, timestamp};
use crate::cascade::{EventSpan, ReportIdentity, Signal, Told};
use crate::events::{Metadata, Range, Standing, Statistics};
use crate::time::Timestamp;
use prost::{Message, Oneof};

/// What a guest sends: a visit or a check-in, then perhaps fetches of the banner.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct GuestRequest {
    /// Exactly one.
    #[prost(oneof = "GuestRequestBody", tags = "1, 2, 3")]
    pub body: Option<GuestRequestBody>,
}

/// The kinds of [`GuestRequest`].
#[derive(Clone, PartialEq, Eq, Oneof)]
pub enum GuestRequestBody {
    /// On a link proven by a check-in key.
    #[prost(message, tag = "1")]
    CheckIn(CheckInRequest),
    /// On a link proven by a pseudonym.
    #[prost(message, tag = "2")]
    Visit(VisitRequest),
    /// The banner, on a link proven by a pseudonym.
    #[prost(message, tag = "3")]
    Fetch(FetchBlob),
}

/// Joins an event.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct CheckInRequest {
    /// 32 bytes.
    #[prost(bytes = "vec", tag = "1")]
    pub pseudonym: Vec<u8>,
    /// By the pseudonym over the event's identity.
    #[prost(bytes = "vec", tag = "2")]
    pub signature: Vec<u8>,
}

/// Asks for statistics, perhaps with a report.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct VisitRequest {
    /// A status update.
    #[prost(message, optional, tag = "1")]
    pub report: Option<SignedReport>,
    /// The guest never got the metadata (its check-in was cut off).
    #[prost(bool, tag = "2")]
    pub wants_metadata: bool,
}

/// A report as it travels: the signature covers `body` exactly.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct SignedReport {
    /// An encoded [`ReportBody`].
    #[prost(bytes = "vec", tag = "1")]
    pub body: Vec<u8>,
    /// By the identity in the body, over event, pseudonym and body; empty without one.
    #[prost(bytes = "vec", tag = "2")]
    pub signature: Vec<u8>,
}

/// What a report says.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ReportBody {
    /// Counts this participation's reports from 1.
    #[prost(uint32, tag = "1")]
    pub sequence: u32,
    /// 0 withdrawn, 1 high risk, 2 suspected, 3 positive, 4 negative.
    #[prost(uint32, tag = "2")]
    pub status: u32,
    /// Milliseconds since the epoch; for a negative test, of its sample.
    #[prost(int64, tag = "3")]
    pub from: i64,
    /// 1–14, for high risk.
    #[prost(uint32, tag = "4")]
    pub strength: u32,
    /// 1–14, for high risk; with `strength` at most 15.
    #[prost(uint32, tag = "5")]
    pub hop: u32,
    /// Takes a mistaken positive back.
    #[prost(bool, tag = "6")]
    pub corrects: bool,
    /// 32 bytes, or none for a pseudonymous report.
    #[prost(bytes = "vec", tag = "7")]
    pub identity: Vec<u8>,
    /// Display name, for the organizer.
    #[prost(string, tag = "8")]
    pub name: String,
    /// Note, for the organizer.
    #[prost(string, tag = "9")]
    pub note: String,
}

/// What an event answers.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct EventAnswer {
    /// Exactly one.
    #[prost(oneof = "EventAnswerBody", tags = "1, 2, 3, 4")]
    pub body: Option<EventAnswerBody>,
}

/// The kinds of [`EventAnswer`].
#[derive(Clone, PartialEq, Eq, Oneof)]
pub enum EventAnswerBody {
    /// The pseudonym is admitted; holds the encoded [`MetadataMessage`].
    #[prost(bytes, tag = "1")]
    CheckedIn(Vec<u8>),
    /// To a visit.
    #[prost(message, tag = "2")]
    Visited(VisitAnswer),
    /// To a fetch.
    #[prost(message, tag = "3")]
    Chunk(BlobChunk),
    /// Check-in refused; 1 closed or full, 2 bad signature.
    #[prost(uint32, tag = "4")]
    Refused(u32),
}

/// The answer to a visit.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct VisitAnswer {
    /// About the others.
    #[prost(message, optional, tag = "1")]
    pub statistics: Option<StatisticsMessage>,
    /// What the event now holds of the asking guest.
    #[prost(message, optional, tag = "2")]
    pub held: Option<Held>,
    /// Encoded metadata, if wanted.
    #[prost(bytes = "vec", tag = "3")]
    pub metadata: Vec<u8>,
    /// 0 taken, else why the report was not: 1 identity required, 2 identity changed,
    /// 3 forged, 4 makes no sense.
    #[prost(uint32, tag = "4")]
    pub refusal: u32,
}

/// The asking guest's own report, as the event holds it.
#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct Held {
    /// Of the newest report taken.
    #[prost(uint32, tag = "1")]
    pub sequence: u32,
    /// As in [`ReportBody`].
    #[prost(uint32, tag = "2")]
    pub status: u32,
    /// 0 unreviewed, 1 confirmed, 2 rejected.
    #[prost(uint32, tag = "3")]
    pub standing: u32,
}

/// [`Statistics`] on the wire.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct StatisticsMessage {
    /// Milliseconds since the epoch.
    #[prost(int64, tag = "1")]
    pub start: i64,
    /// Milliseconds since the epoch, once closed.
    #[prost(int64, optional, tag = "2")]
    pub end: Option<i64>,
    /// Counts.
    #[prost(message, optional, tag = "3")]
    pub attendees: Option<RangeMessage>,
    /// Counts.
    #[prost(message, optional, tag = "4")]
    pub negatives: Option<RangeMessage>,
    /// Counts.
    #[prost(message, optional, tag = "5")]
    pub suspected: Option<RangeMessage>,
    /// Counts.
    #[prost(message, optional, tag = "6")]
    pub positives: Option<RangeMessage>,
    /// Best first, at most [`Self::SIGNAL_LIMIT`], each (strength, hop) once.
    #[prost(message, repeated, tag = "7")]
    pub signals: Vec<SignalCount>,
    /// Grows with every published change.
    #[prost(uint32, tag = "8")]
    pub revision: u32,
}

impl StatisticsMessage {
    /// Most signals an answer lists. With them the longest answer to a visit just fills the
    /// smallest frame, so its length says nothing (WI-3); weaker ones cascade to nobody.
    pub const SIGNAL_LIMIT: usize = 24;
}

/// A count between two bounds.
#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct RangeMessage {
    /// At least.
    #[prost(uint32, tag = "1")]
    pub low: u32,
    /// At most.
    #[prost(uint32, tag = "2")]
    pub high: u32,
}

/// How many hold a signal.
#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct SignalCount {
    /// 1–15.
    #[prost(uint32, tag = "1")]
    pub strength: u32,
    /// 0–14; with `strength` at most 15.
    #[prost(uint32, tag = "2")]
    pub hop: u32,
    /// At least 1.
    #[prost(uint32, tag = "3")]
    pub count: u32,
}

/// [`Metadata`] on the wire.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct MetadataMessage {
    /// 1–64 bytes.
    #[prost(string, tag = "1")]
    pub name: String,
    /// SHA-256 or nothing.
    #[prost(bytes = "vec", tag = "2")]
    pub banner: Vec<u8>,
    /// Milliseconds since the epoch.
    #[prost(int64, tag = "3")]
    pub start: i64,
    /// High-risk reports must carry an identity.
    #[prost(bool, tag = "4")]
    pub identified: bool,
    /// Statistics of few attendees are exact.
    #[prost(bool, tag = "5")]
    pub exact_statistics: bool,
}

pub(super) fn signal(strength: u32, hop: u32, min_hop: u32) -> Result<Signal, WireError> {
    // Every policy loses at least 1 of 15 with each hop, so nothing honest lies outside
    // this triangle, and what follows from a signal in it lies in it again.
    if !(1..=15).contains(&strength) || !(min_hop..=15 - strength).contains(&hop) {
        return Err(WireError::field(
            "signal",
            "has a strength outside 1–15, or a hop that leaves no such strength",
        ));
    }
    Ok(Signal { strength: strength as u8, hop: hop as u8 })
}

impl Held {
    /// What an event holds, for the wire.
    #[must_use]
    pub fn new(sequence: u32, told: &Told, standing: Standing) -> Self {
        let status = match told {
            Told::Nothing => 0,
            Told::HighRisk { .. } => 1,
            Told::Infection { positive, .. } => 2 + u32::from(*positive),
            Told::Negative { .. } => 4,
        };
        let standing = match standing {
            Standing::Unreviewed => 0,
            Standing::Confirmed => 1,
            Standing::Rejected => 2,
        };
        Self { sequence, status, standing }
    }

    /// The organizer's word on it.
    ///
    /// # Errors
    /// [`WireError::Field`] for a number not in the schema.
    pub fn organizers_word(&self) -> Result<Standing, WireError> {
        match self.standing {
            0 => Ok(Standing::Unreviewed),
            1 => Ok(Standing::Confirmed),
            2 => Ok(Standing::Rejected),
            _ => Err(WireError::field("standing", "is unknown")),
        }
    }
}

impl From<&Statistics> for StatisticsMessage {
    fn from(statistics: &Statistics) -> Self {
        let range = |range: Range| Some(RangeMessage { low: range.low, high: range.high });
        Self {
            start: statistics.event.start.as_millis(),
            end: statistics.event.end.map(Timestamp::as_millis),
            attendees: range(statistics.attendees),
            negatives: range(statistics.negatives),
            suspected: range(statistics.suspected),
            positives: range(statistics.positives),
            signals: statistics
                .signals
                .iter()
                .take(Self::SIGNAL_LIMIT)
                .map(|(signal, count)| SignalCount {
                    strength: signal.strength.into(),
                    hop: signal.hop.into(),
                    count: *count,
                })
                .collect(),
            revision: statistics.revision,
        }
    }
}

impl TryFrom<&StatisticsMessage> for Statistics {
    type Error = WireError;
    fn try_from(message: &StatisticsMessage) -> Result<Self, WireError> {
        if message.signals.len() > StatisticsMessage::SIGNAL_LIMIT {
            return Err(WireError::field("signals", "lists more than an answer may"));
        }
        if message.end.is_some_and(|end| end < message.start) {
            return Err(WireError::field("end", "lies before start"));
        }
        Ok(Self {
            event: EventSpan {
                start: timestamp(message.start, "start")?,
                end: message.end.map(|end| timestamp(end, "end")).transpose()?,
            },
            attendees: range(message.attendees)?,
            negatives: range(message.negatives)?,
            suspected: range(message.suspected)?,
            positives: range(message.positives)?,
            signals: signals(&message.signals)?,
            revision: message.revision,
        })
    }
}

fn signals(counts: &[SignalCount]) -> Result<Vec<(Signal, u32)>, WireError> {
    let signals = counts.iter().map(|entry| {
        let signal = signal(entry.strength, entry.hop, 0)?;
        if entry.count == 0 {
            return Err(WireError::field("count", "is 0"));
        }
        Ok((signal, entry.count))
    });
    let signals = signals.collect::<Result<Vec<_>, WireError>>()?;
    if !signals.is_sorted_by(|(better, _), (worse, _)| better > worse) {
        return Err(WireError::field("signals", "are not listed once each, best first"));
    }
    Ok(signals)
}

fn range(message: Option<RangeMessage>) -> Result<Range, WireError> {
    let RangeMessage { low, high } = message.unwrap_or_default();
    if low > high {
        return Err(WireError::field("range", "has a lower bound above its upper bound"));
    }
    Ok(Range { low, high })
}

/// What an event says of itself, as it travels.
#[must_use]
pub fn encode_metadata(metadata: &Metadata) -> Vec<u8> {
    MetadataMessage {
        name: metadata.name.to_string(),
        banner: metadata.banner.as_ref().map_or_else(Vec::new, |hash| hash.to_vec()),
        start: metadata.start.as_millis(),
        identified: metadata.high_risk_reports == ReportIdentity::Identified,
        exact_statistics: metadata.exact_statistics,
    }
    .encode_to_vec()
}

/// Reads and checks metadata.
///
/// # Errors
/// [`WireError`] if it makes no sense.
pub fn decode_metadata(bytes: &[u8]) -> Result<Metadata, WireError> {
    let message =
        MetadataMessage::decode(bytes).map_err(|error| WireError::Malformed(error.to_string()))?;
    let banner = match message.banner.len() {
        0 => None,
        _ => Some(Box::new(
            message
                .banner
                .as_slice()
                .try_into()
                .map_err(|_| WireError::field("banner", "is not a SHA-256"))?,
        )),
    };
    let metadata = Metadata {
        name: message.name.into(),
        banner,
        start: timestamp(message.start, "start")?,
        high_risk_reports: if message.identified {
            ReportIdentity::Identified
        } else {
            ReportIdentity::Pseudonymous
        },
        exact_statistics: message.exact_statistics,
    };
    metadata.check().map_err(|_| WireError::field("name", "is empty or too long"))?;
    Ok(metadata)
}
