//! What a page can't do by itself.

use super::extract::Body;
use super::problem::{Problem, Problems};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

/// A code or an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    /// At most some 2,900 bytes, less for letters other than capitals.
    text: String,
}

/// A QR code of a text, as SVG.
#[utoipa::path(post, path = "/qr", tag = "tools", request_body = Text,
    responses((status = 200, body = String, content_type = "image/svg+xml"), Problems))]
pub(super) async fn qr(Body(Text { text }): Body<Text>) -> Result<Response, Problem> {
    match crate::qr::svg(&text) {
        Some(svg) => {
            let headers = [(header::CONTENT_TYPE, "image/svg+xml")];
            Ok((headers, svg.to_string()).into_response())
        }
        None => Err(Problem::malformed("text: too long for any QR code")),
    }
}
