//! Reports between domain and wire: sealed by the guest, opened by the event.
//!
//! The signature covers event, pseudonym and body, so a report is worthless anywhere else.
//! Which reports an event takes is left to the event.

use super::event::{ReportBody, SignedReport, signal};
use super::frame::{WireError, timestamp};
use crate::cascade::Told;
use crate::identity::{
    Context, Ed25519, EventKey, IdentityKey, IdentitySecret, PseudonymKey, Signature,
    SignatureError, Signatures,
};
use crate::time::Timestamp;
use prost::Message;
use serde::{Deserialize, Serialize};

/// Who sends a report, for the organizer alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
        self.seal_with::<Ed25519>(identity, event, pseudonym)
    }

    /// [`seal`](Self::seal) in scheme `S`.
    ///
    /// # Panics
    /// If `identity` isn't the reporter's.
    #[must_use]
    pub fn seal_with<S: Signatures>(
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
            identity.sign_with::<S>(Context::Report, &parts).as_bytes().to_vec()
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
        Self::open_with::<Ed25519>(sealed, event, pseudonym)
    }

    /// [`open`](Self::open) in scheme `S`.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with<S: Signatures>(
        sealed: &SignedReport,
        event: &EventKey,
        pseudonym: &PseudonymKey,
    ) -> Result<Result<Self, SignatureError>, WireError> {
        let mut body = ReportBody::decode(sealed.body.as_slice())
            .map_err(|error| WireError::Malformed(error.to_string()))?;
        let reporter = Self::reporter(&mut body)?;
        if let Some(reporter) = &reporter {
            let signature = Signature::from_slice(&sealed.signature)
                .ok_or(WireError::field("signature", "is not 64 bytes"))?;
            let parts: [&[u8]; 3] = [event.as_bytes(), pseudonym.as_bytes(), &sealed.body];
            let verified = reporter.identity.verify_with::<S>(Context::Report, &parts, &signature);
            if let Err(forged) = verified {
                return Ok(Err(forged));
            }
        }
        let told = Self::told(&body)?;
        if body.sequence == 0 {
            return Err(WireError::field("sequence", "starts at 1"));
        }
        Ok(Ok(Self { sequence: body.sequence, told, corrects: body.corrects, reporter }))
    }

    /// Takes name and note out of `body`.
    fn reporter(body: &mut ReportBody) -> Result<Option<Reporter>, WireError> {
        if body.identity.is_empty() {
            return Ok(None);
        }
        if body.name.len() > Self::NAME_LIMIT || body.note.len() > Self::NOTE_LIMIT {
            return Err(WireError::field("name or note", "is too long"));
        }
        let identity = IdentityKey::from_slice(&body.identity)
            .ok_or(WireError::field("identity", "is not 32 bytes"))?;
        let (name, note) = (std::mem::take(&mut body.name), std::mem::take(&mut body.note));
        Ok(Some(Reporter { identity, name, note }))
    }

    fn told(body: &ReportBody) -> Result<Told, WireError> {
        let infectious_from = timestamp(body.from, "from")?;
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
