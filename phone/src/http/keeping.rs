//! What is kept: all of it in one file, or nothing any more.

use super::desk::Desk;
use super::extract::Body;
use super::problem::{Problem, Problems};
use crate::api::{Ask, Outcome, Secret};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a backup is encrypted by.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Closing {
    /// Whoever has the file needs it, and nothing else.
    #[schema(value_type = String, format = Password)]
    passphrase: Secret,
}

/// A word against a slip of the hand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Panic {
    /// `wipe`.
    confirm: String,
}

/// The whole profile in one encrypted file: identity, contacts, live events, settings.
#[utoipa::path(post, path = "/backup", tag = "keeping", request_body = Closing,
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        Problems))]
pub(super) async fn backup(
    State(desk): State<Desk>,
    Body(Closing { passphrase }): Body<Closing>,
) -> Result<Response, Problem> {
    let Outcome::Backup { file } = desk.ask(Ask::Backup { passphrase }).await? else {
        return Err(Problem::unexpected());
    };
    let headers = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((headers, file.to_vec()).into_response())
}

/// Wipe everything at once: keys first. Nothing can be recovered, and nobody is told.
#[utoipa::path(post, path = "/panic", tag = "keeping", request_body = Panic,
    responses((status = 204), Problems))]
pub(super) async fn panic(
    State(desk): State<Desk>,
    Body(Panic { confirm }): Body<Panic>,
) -> Result<StatusCode, Problem> {
    if confirm != "wipe" {
        return Err(Problem::malformed("confirm: say `wipe` to wipe everything"));
    }
    desk.done(Ask::DeleteProfile).await
}
