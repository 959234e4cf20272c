//! Pictures in requests and answers.

use super::extract::media_type;
use super::problem::Problem;
use crate::api::{Octets, Outcome, Picture};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::{self, RefOr};

/// An answer that is a picture.
pub(super) struct Image(Picture);

impl Image {
    pub(super) fn of(outcome: Outcome) -> Result<Self, Problem> {
        let Outcome::Picture(picture) = outcome else {
            return Err(Problem::unexpected());
        };
        Ok(Self(picture))
    }
}

impl IntoResponse for Image {
    fn into_response(self) -> Response {
        let Picture { media_type, bytes } = self.0;
        // Whatever a contact has sent, no browser takes it for more than a picture.
        let known = ["image/png", "image/jpeg", "image/webp"];
        let media_type = known.into_iter().find(|known| *known == media_type);
        let media_type = HeaderValue::from_static(media_type.unwrap_or("application/octet-stream"));
        let mut response = bytes.to_vec().into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        response
    }
}

impl IntoResponses for Image {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let mut response = openapi::ResponseBuilder::new().description("the picture");
        for media_type in ["image/png", "image/jpeg", "image/webp", "application/octet-stream"] {
            response = response.content(media_type, openapi::Content::default());
        }
        BTreeMap::from([("200".to_owned(), RefOr::T(response.build()))])
    }
}

/// The bytes of a picture that was sent, if they are what they are said to be.
pub(super) fn media(headers: &HeaderMap, bytes: &[u8]) -> Result<Octets, Problem> {
    let said = media_type(headers);
    match Picture::sniff(bytes) {
        Some(is) if is == said => Ok(Octets::new(bytes.to_vec())),
        Some(is) => {
            let detail = format!("the picture is {is}, not {said:?}: send its `Content-Type`");
            Err(Problem::malformed(detail))
        }
        None => Err(Problem::malformed("send a picture: image/png, image/jpeg or image/webp")),
    }
}
