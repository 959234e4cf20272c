//! Becoming contacts with somebody who is beside you.

use super::desk::Desk;
use super::extract::{At, Body, Given, Patience};
use super::problem::{Problem, Problems};
use crate::api::{Ask, Outcome, Reason};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An invitation on the screen.
#[derive(Serialize, ToSchema)]
pub(super) struct Invited {
    /// Names the pairing.
    pairing: u32,
    /// To be shown to one person, as text or QR code.
    invitation: String,
    /// It can be scanned now.
    reachable: bool,
    /// Nobody can join it after this.
    expires: String,
}

/// Somebody else's invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Joining {
    /// As scanned.
    invitation: String,
}

/// Digits to compare.
#[derive(Serialize, ToSchema)]
pub(super) struct Comparing {
    /// Names the pairing.
    pairing: u32,
    /// Six: both screens must show the same.
    digits: String,
    /// What the other side calls itself.
    name: String,
}

/// What the person sees on both screens.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    /// The digits are the same.
    matches: bool,
}

/// A pairing that has ended well.
#[derive(Serialize, ToSchema)]
pub(super) struct Paired {
    /// The new contact; `null` if the digits differed and nobody is.
    contact: Option<u32>,
    /// What they call themselves.
    name: Option<String>,
}

/// Show an invitation; answers once it can be scanned, or when patience ends. One at a time.
#[utoipa::path(post, path = "/pairings", tag = "pairings", params(Patience),
    responses((status = 201, body = Invited), Problems))]
pub(super) async fn invite(
    State(desk): State<Desk>,
    Given(patience): Given<Patience>,
) -> Result<(StatusCode, Json<Invited>), Problem> {
    let Outcome::Invitation { pairing, invitation, reachable, expires } =
        desk.ask(Ask::Invite { alone: true, patience: patience.millis() }).await?
    else {
        return Err(Problem::unexpected());
    };
    let invited = Invited { pairing, invitation, reachable, expires };
    Ok((StatusCode::CREATED, Json(invited)))
}

/// Join an invitation; answers with the digits to compare.
#[utoipa::path(post, path = "/pairings/join", tag = "pairings", params(Patience),
    request_body = Joining, responses((status = 200, body = Comparing), Problems))]
pub(super) async fn join(
    State(desk): State<Desk>,
    Given(patience): Given<Patience>,
    Body(Joining { invitation }): Body<Joining>,
) -> Result<Json<Comparing>, Problem> {
    let patience = patience.millis();
    digits(desk.ask(Ask::Join { invitation, patience }).await?)
}

/// Wait until somebody has joined; answers with the digits to compare.
#[utoipa::path(get, path = "/pairings/{pairing}", tag = "pairings",
    params(("pairing" = u32, Path, description = "as answered"), Patience),
    responses((status = 200, body = Comparing), Problems))]
pub(super) async fn wait(
    State(desk): State<Desk>,
    At(pairing): At<u32>,
    Given(patience): Given<Patience>,
) -> Result<Json<Comparing>, Problem> {
    digits(desk.ask(Ask::Digits { pairing, patience: patience.millis() }).await?)
}

fn digits(outcome: Outcome) -> Result<Json<Comparing>, Problem> {
    if let Outcome::Paired { .. } = outcome {
        let detail = "this pairing has ended well: see the contacts".to_owned();
        return Err(Problem::new(Reason::Finished.kind(), Reason::Finished, detail));
    }
    let Outcome::Digits { pairing, digits, name } = outcome else {
        return Err(Problem::unexpected());
    };
    Ok(Json(Comparing { pairing, digits, name }))
}

/// Say whether both screens show the same digits; answers when the pairing has ended.
#[utoipa::path(post, path = "/pairings/{pairing}/confirm", tag = "pairings",
    params(("pairing" = u32, Path, description = "as answered"), Patience),
    request_body = Word, responses((status = 200, body = Paired), Problems))]
pub(super) async fn confirm(
    State(desk): State<Desk>,
    At(pairing): At<u32>,
    Given(patience): Given<Patience>,
    Body(Word { matches }): Body<Word>,
) -> Result<Json<Paired>, Problem> {
    let patience = patience.millis();
    let ended = desk.ask(Ask::ConfirmPairing { pairing, matches, patience }).await?;
    if let Outcome::Done = ended {
        return Ok(Json(Paired { contact: None, name: None }));
    }
    let Outcome::Paired { contact, name } = ended else {
        return Err(Problem::unexpected());
    };
    Ok(Json(Paired { contact: Some(contact), name: Some(name) }))
}

/// Take an invitation off the screen, or end a pairing not yet confirmed.
#[utoipa::path(delete, path = "/pairings/{pairing}", tag = "pairings",
    params(("pairing" = u32, Path, description = "as answered")),
    responses((status = 204), Problems))]
pub(super) async fn cancel(
    State(desk): State<Desk>,
    At(pairing): At<u32>,
) -> Result<StatusCode, Problem> {
    desk.done(Ask::CancelPairing { pairing }).await
}
