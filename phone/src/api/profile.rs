//! The own profile, and pictures.

use super::Octets;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the owner shows themselves to contacts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProfileShown {
    /// 1–64 bytes.
    pub name: String,
    /// `whitepaper` or `graded`: the rules the phone decides by, fixed for its life.
    pub policy: String,
    /// There is a picture.
    pub avatar: bool,
}

/// A picture: an avatar or a banner.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Picture {
    /// As its first bytes say: `image/png`, `image/jpeg`, `image/webp`, or
    /// `application/octet-stream`.
    pub media_type: String,
    /// The file.
    pub bytes: Octets,
}

impl Picture {
    /// Looks at what the bytes are.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let media_type = Self::sniff(bytes).unwrap_or("application/octet-stream").to_owned();
        Self { media_type, bytes: Octets::new(bytes.to_vec()) }
    }

    /// The type of an image that every browser shows, by its first bytes.
    #[must_use]
    pub fn sniff(bytes: &[u8]) -> Option<&'static str> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some("image/png")
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Some("image/jpeg")
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some("image/webp")
        } else {
            None
        }
    }
}
