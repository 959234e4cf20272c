//! Events hosted here.

use super::desk::Desk;
use super::extract::{At, Body, Given, Patience};
use super::picture::Image;
use super::problem::{Problem, Problems};
use crate::api::{Ask, EventShown, Octets, Outcome};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An event that begins now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEvent {
    /// 1–64 bytes.
    name: String,
    /// Its picture in base64: PNG, JPEG or WebP, at most 256 KiB.
    #[schema(value_type = Option<String>, content_encoding = "base64")]
    banner: Option<Octets>,
}

/// A code for one guest.
#[derive(Serialize, ToSchema)]
pub(super) struct Code {
    /// To be shown, as text or QR code.
    code: String,
    /// It admits nobody after this.
    expires: String,
}

/// How many guests there are.
#[derive(Serialize, ToSchema)]
pub(super) struct Guests {
    /// The organizer not counted.
    guests: u32,
}

/// How many guests are known.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// Answer once there are more than these.
    more_than: Option<u32>,
    /// Seconds to wait, at most 86400.
    patience: Option<u64>,
}

/// A word on a guest's report.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decided {
    /// Which way.
    decision: Which,
}

/// Confirm or reject.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Which {
    /// They told it in person, or it is plausible.
    Confirm,
    /// It is wrong.
    Reject,
}

/// All events hosted here.
#[utoipa::path(get, path = "/events/hosted", tag = "hosted",
    responses((status = 200, body = Vec<EventShown>), Problems))]
pub(super) async fn list(State(desk): State<Desk>) -> Result<Json<Vec<EventShown>>, Problem> {
    let Outcome::Status(status) = desk.ask(Ask::Status).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(status.hosted))
}

/// Host an event, beginning now; answers once guests can reach it, or when patience ends.
#[utoipa::path(post, path = "/events/hosted", tag = "hosted", params(Patience),
    request_body = NewEvent, responses((status = 201, body = EventShown), Problems))]
pub(super) async fn make(
    State(desk): State<Desk>,
    Given(patience): Given<Patience>,
    Body(NewEvent { name, banner }): Body<NewEvent>,
) -> Result<(StatusCode, Json<EventShown>), Problem> {
    let ask = Ask::CreateEvent { name, banner, patience: patience.millis() };
    let Outcome::Hosted { event, .. } = desk.ask(ask).await? else {
        return Err(Problem::unexpected());
    };
    Ok((StatusCode::CREATED, Json(desk.event(true, event).await?)))
}

/// One event, with what its guests have reported under their names.
#[utoipa::path(get, path = "/events/hosted/{event}", tag = "hosted",
    params(("event" = u32, Path, description = "as listed")),
    responses((status = 200, body = EventShown), Problems))]
pub(super) async fn show(
    State(desk): State<Desk>,
    At(event): At<u32>,
) -> Result<Json<EventShown>, Problem> {
    Ok(Json(desk.event(true, event).await?))
}

/// End check-in. Reports and counts go on for weeks.
#[utoipa::path(delete, path = "/events/hosted/{event}", tag = "hosted",
    params(("event" = u32, Path, description = "as listed")),
    responses((status = 204), Problems))]
pub(super) async fn close(
    State(desk): State<Desk>,
    At(event): At<u32>,
) -> Result<StatusCode, Problem> {
    desk.done(Ask::CloseEvent { event }).await
}

/// Its banner.
#[utoipa::path(get, path = "/events/hosted/{event}/banner", tag = "hosted",
    params(("event" = u32, Path, description = "as listed")), responses(Image, Problems))]
pub(super) async fn banner(State(desk): State<Desk>, At(event): At<u32>) -> Result<Image, Problem> {
    Image::of(desk.ask(Ask::Banner { hosted: true, event }).await?)
}

/// A fresh code, which admits one guest.
#[utoipa::path(post, path = "/events/hosted/{event}/codes", tag = "hosted",
    params(("event" = u32, Path, description = "as listed")),
    responses((status = 201, body = Code), Problems))]
pub(super) async fn code(
    State(desk): State<Desk>,
    At(event): At<u32>,
) -> Result<(StatusCode, Json<Code>), Problem> {
    let Outcome::Code { code, expires } = desk.ask(Ask::ShowCode { event }).await? else {
        return Err(Problem::unexpected());
    };
    Ok((StatusCode::CREATED, Json(Code { code, expires })))
}

/// Wait until somebody has checked in; answers with how many there are, be it as many as
/// before when patience ends.
#[utoipa::path(get, path = "/events/hosted/{event}/guests", tag = "hosted",
    params(("event" = u32, Path, description = "as listed"), Known),
    responses((status = 200, body = Guests), Problems))]
pub(super) async fn guests(
    State(desk): State<Desk>,
    At(event): At<u32>,
    Given(Known { more_than, patience }): Given<Known>,
) -> Result<Json<Guests>, Problem> {
    // Whoever names no number wants to know it now.
    let patience = if more_than.is_some() { Patience::of(patience).millis() } else { 0 };
    let ask = Ask::AwaitGuests { event, more_than: more_than.unwrap_or(u32::MAX), patience };
    let Outcome::Guests { guests } = desk.ask(ask).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(Guests { guests }))
}

/// Confirm or reject what a guest has reported.
#[utoipa::path(put, path = "/events/hosted/{event}/reports/{slot}", tag = "hosted",
    params(("event" = u32, Path, description = "as listed"),
        ("slot" = u32, Path, description = "the guest, as shown with the report")),
    request_body = Decided, responses((status = 200, body = EventShown), Problems))]
pub(super) async fn decide(
    State(desk): State<Desk>,
    At((event, slot)): At<(u32, u32)>,
    Body(Decided { decision }): Body<Decided>,
) -> Result<Json<EventShown>, Problem> {
    let confirm = decision == Which::Confirm;
    desk.done(Ask::Decide { event, slot, confirm }).await?;
    Ok(Json(desk.event(true, event).await?))
}
