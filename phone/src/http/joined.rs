//! Events joined as a guest.

use super::desk::Desk;
use super::extract::{At, Body, Given, Patience};
use super::picture::Image;
use super::problem::{Problem, Problems};
use crate::api::{Ask, EventShown, Outcome};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A code from the organizer's screen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckIn {
    /// As scanned.
    code: String,
}

/// Checked in.
#[derive(Serialize, ToSchema)]
pub(super) struct Joined {
    /// Its number among the joined events.
    event: u32,
    /// Its name.
    name: String,
}

/// The owner's word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Consent {
    /// Reports of high risk may carry the own name at this event.
    given: bool,
}

/// All joined events.
#[utoipa::path(get, path = "/events/joined", tag = "joined",
    responses((status = 200, body = Vec<EventShown>), Problems))]
pub(super) async fn list(State(desk): State<Desk>) -> Result<Json<Vec<EventShown>>, Problem> {
    let Outcome::Status(status) = desk.ask(Ask::Status).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(status.joined))
}

/// Check in by a code; answers once the organizer has stored it.
#[utoipa::path(post, path = "/events/joined", tag = "joined", params(Patience),
    request_body = CheckIn, responses((status = 201, body = Joined), Problems))]
pub(super) async fn check_in(
    State(desk): State<Desk>,
    Given(patience): Given<Patience>,
    Body(CheckIn { code }): Body<CheckIn>,
) -> Result<(StatusCode, Json<Joined>), Problem> {
    let Outcome::Joined { event, name } =
        desk.ask(Ask::CheckIn { code, patience: patience.millis() }).await?
    else {
        return Err(Problem::unexpected());
    };
    Ok((StatusCode::CREATED, Json(Joined { event, name })))
}

/// One event, with what it tells of the others.
#[utoipa::path(get, path = "/events/joined/{event}", tag = "joined",
    params(("event" = u32, Path, description = "as listed")),
    responses((status = 200, body = EventShown), Problems))]
pub(super) async fn show(
    State(desk): State<Desk>,
    At(event): At<u32>,
) -> Result<Json<EventShown>, Problem> {
    Ok(Json(desk.event(false, event).await?))
}

/// Its banner, once it is here.
#[utoipa::path(get, path = "/events/joined/{event}/banner", tag = "joined",
    params(("event" = u32, Path, description = "as listed")), responses(Image, Problems))]
pub(super) async fn banner(State(desk): State<Desk>, At(event): At<u32>) -> Result<Image, Problem> {
    Image::of(desk.ask(Ask::Banner { hosted: false, event }).await?)
}

/// Say whether reports of high risk may carry the own name there.
#[utoipa::path(put, path = "/events/joined/{event}/consent", tag = "joined",
    params(("event" = u32, Path, description = "as listed")),
    request_body = Consent, responses((status = 200, body = EventShown), Problems))]
pub(super) async fn consent(
    State(desk): State<Desk>,
    At(event): At<u32>,
    Body(Consent { given }): Body<Consent>,
) -> Result<Json<EventShown>, Problem> {
    desk.done(Ask::Consent { event, given }).await?;
    Ok(Json(desk.event(false, event).await?))
}
