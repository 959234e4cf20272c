//! Between a guest and an event: check-in, visits, reports, answers.
//!
//! A visit that delivers a report and one that only polls look alike: one request and
//! one answer of the same size, always with statistics (EV-13).

use super::frame::{BlobChunk, FetchBlob, WireError};
use crate::cascade::{EventSpan, ReportIdentity, Signal, Told};
use crate::events::{Metadata, Range, Standing, Statistics};
use crate::identity::{
    Context, EventKey, IdentityKey, IdentitySecret, PseudonymKey, Signature, SignatureError,
};
use crate::time::Timestamp;
use prost::{Message, Oneof};

/// What a guest sends, one per link.
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
    /// 1–15, for high risk.
    #[prost(uint32, tag = "4")]
    pub strength: u32,
    /// 1–14, for high risk.
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
    /// Check-in refused; 1 closed, 2 bad signature, 3 full.
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
    /// At most one for each (strength, hop).
    #[prost(message, repeated, tag = "7")]
    pub signals: Vec<SignalCount>,
    /// Grows with every published change.
    #[prost(uint32, tag = "8")]
    pub revision: u32,
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
    /// 0–14.
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

/// Who sends a report, for the organizer alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reporter {
    /// Who.
    pub identity: IdentityKey,
    /// Display name.
    pub name: String,
    /// Note.
    pub note: String,
}

/// A report, read and verified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Counts this participation's reports from 1.
    pub sequence: u32,
    /// What it says.
    pub told: Told,
    /// Takes a mistaken positive back.
    pub corrects: bool,
    /// Who, unless pseudonymous.
    pub reporter: Option<Reporter>,
}

impl Report {
    /// Longest note, bytes of UTF-8.
    pub const NOTE_LIMIT: usize = 140;
    /// Longest display name, bytes of UTF-8.
    pub const NAME_LIMIT: usize = 64;

    /// Encodes and, if it names a reporter, signs with their identity.
    ///
    /// # Panics
    /// If `identity` isn't the reporter's: the node reports for its owner only.
    #[must_use]
    pub fn seal(
        &self,
        identity: &IdentitySecret,
        event: &EventKey,
        pseudonym: &PseudonymKey,
    ) -> SignedReport {
        let (status, from, signal) = match self.told {
            Told::Nothing => (0, Timestamp(0), None),
            Told::HighRisk { signal, infectious_from } => (1, infectious_from, Some(signal)),
            Told::Infection { positive, infectious_from } => {
                (2 + u32::from(positive), infectious_from, None)
            }
            Told::Negative { sampled } => (4, sampled, None),
        };
        let reporter = self.reporter.as_ref();
        let body = ReportBody {
            sequence: self.sequence,
            status,
            from: from.as_millis(),
            strength: signal.map_or(0, |signal| signal.strength.into()),
            hop: signal.map_or(0, |signal| signal.hop.into()),
            corrects: self.corrects,
            identity: reporter.map_or_else(Vec::new, |r| r.identity.as_bytes().to_vec()),
            name: reporter.map_or_else(String::new, |r| r.name.clone()),
            note: reporter.map_or_else(String::new, |r| r.note.clone()),
        }
        .encode_to_vec();
        let signature = reporter.map_or_else(Vec::new, |reporter| {
            assert!(reporter.identity == identity.public(), "a node reports for its owner only");
            let parts: [&[u8]; 3] = [event.as_bytes(), pseudonym.as_bytes(), &body];
            identity.sign(Context::Report, &parts).as_bytes().to_vec()
        });
        SignedReport { body, signature }
    }

    /// Reads a report that arrived at `event` from `pseudonym`, verifying its signature.
    ///
    /// # Errors
    /// `Ok(Err(SignatureError))` if it is well-formed but forged, replayed from another event or
    /// from another pseudonym; [`WireError`] if it makes no sense.
    pub fn open(
        sealed: &SignedReport,
        event: &EventKey,
        pseudonym: &PseudonymKey,
    ) -> Result<Result<Self, SignatureError>, WireError> {
        let body = ReportBody::decode(sealed.body.as_slice())
            .map_err(|error| WireError::Malformed(error.to_string()))?;
        let reporter = Self::reporter(&body)?;
        if let Some(reporter) = &reporter {
            let signature = Signature::from_slice(&sealed.signature)
                .ok_or(WireError::field("signature", "is not 64 bytes"))?;
            let parts: [&[u8]; 3] = [event.as_bytes(), pseudonym.as_bytes(), &sealed.body];
            if let Err(forged) = reporter.identity.verify(Context::Report, &parts, &signature) {
                return Ok(Err(forged));
            }
        }
        let told = Self::told(&body)?;
        if body.sequence == 0 {
            return Err(WireError::field("sequence", "starts at 1"));
        }
        Ok(Ok(Self { sequence: body.sequence, told, corrects: body.corrects, reporter }))
    }

    fn reporter(body: &ReportBody) -> Result<Option<Reporter>, WireError> {
        if body.identity.is_empty() {
            return Ok(None);
        }
        if body.name.len() > Self::NAME_LIMIT || body.note.len() > Self::NOTE_LIMIT {
            return Err(WireError::field("name or note", "is too long"));
        }
        let identity = IdentityKey::from_slice(&body.identity)
            .ok_or(WireError::field("identity", "is not 32 bytes"))?;
        Ok(Some(Reporter { identity, name: body.name.clone(), note: body.note.clone() }))
    }

    fn told(body: &ReportBody) -> Result<Told, WireError> {
        let infectious_from = Timestamp(body.from);
        Ok(match body.status {
            0 => Told::Nothing,
            1 => Told::HighRisk { signal: signal(body.strength, body.hop, 1)?, infectious_from },
            2 => Told::Infection { positive: false, infectious_from },
            3 => Told::Infection { positive: true, infectious_from },
            4 => Told::Negative { sampled: infectious_from },
            _ => return Err(WireError::field("status", "is unknown")),
        })
    }
}

fn signal(strength: u32, hop: u32, min_hop: u32) -> Result<Signal, WireError> {
    if !(1..=15).contains(&strength) || !(min_hop..=14).contains(&hop) {
        return Err(WireError::field(
            "signal",
            "has a strength outside 1–15 or a hop outside 0–14",
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
        if message.signals.len() > 15 * 15 {
            return Err(WireError::field("signals", "lists more signals than there are"));
        }
        if message.end.is_some_and(|end| end < message.start) {
            return Err(WireError::field("end", "lies before start"));
        }
        let signals = message.signals.iter().map(|entry| {
            let signal = signal(entry.strength, entry.hop, 0)?;
            if entry.count == 0 {
                return Err(WireError::field("count", "is 0"));
            }
            Ok((signal, entry.count))
        });
        Ok(Self {
            event: EventSpan { start: Timestamp(message.start), end: message.end.map(Timestamp) },
            attendees: range(message.attendees)?,
            negatives: range(message.negatives)?,
            suspected: range(message.suspected)?,
            positives: range(message.positives)?,
            signals: signals.collect::<Result<_, WireError>>()?,
            revision: message.revision,
        })
    }
}

fn range(message: Option<RangeMessage>) -> Result<Range, WireError> {
    let RangeMessage { low, high } = message.unwrap_or_default();
    if low > high {
        return Err(WireError::field("range", "has a lower bound above its upper bound"));
    }
    Ok(Range { low, high })
}

/// The bytes whose hash guests pin.
#[must_use]
pub fn encode_metadata(metadata: &Metadata) -> Vec<u8> {
    MetadataMessage {
        name: metadata.name.clone(),
        banner: metadata.banner.map_or_else(Vec::new, |hash| hash.to_vec()),
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
        _ => Some(
            message
                .banner
                .as_slice()
                .try_into()
                .map_err(|_| WireError::field("banner", "is not a SHA-256"))?,
        ),
    };
    let metadata = Metadata {
        name: message.name,
        banner,
        start: Timestamp(message.start),
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
