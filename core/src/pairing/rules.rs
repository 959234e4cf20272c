//! How long each part of a pairing may take.

use crate::time::Span;
use serde::{Deserialize, Serialize};

/// Time limits of pairing by invitation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PairingRules {
    /// An invitation that nobody used admits nobody after this.
    pub expiry: Span,
    /// A dial must succeed this soon.
    pub dial_deadline: Span,
    /// Each message must follow the last this soon.
    pub handshake: Span,
    /// Both people must have compared the digits this soon.
    pub comparison: Span,
}

impl Default for PairingRules {
    fn default() -> Self {
        Self {
            expiry: Span::minutes(10),
            dial_deadline: Span::seconds(120),
            handshake: Span::seconds(60),
            comparison: Span::minutes(5),
        }
    }
}
