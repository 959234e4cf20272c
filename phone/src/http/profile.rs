//! The own profile: made, shown, changed, deleted, restored.

use super::desk::Desk;
use super::extract::{Body, Raw};
use super::picture::{Image, media};
use super::problem::{Problem, Problems};
use crate::api::{Ask, Octets, Outcome, ProfileShown, Secret};
use crate::home::PolicyPreset;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// A profile to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewProfile {
    /// What contacts, and organizers you report to, see of you: 1–64 bytes.
    name: String,
    /// `graded` (if nothing is said) or `whitepaper`: how warnings travel, the same for
    /// everybody in a network, fixed for the phone's life.
    #[schema(value_type = Option<String>)]
    policy: Option<PolicyPreset>,
}

/// A profile to be changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedProfile {
    /// 1–64 bytes.
    name: String,
}

/// A backup and what opens it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Restoring {
    /// The file, in base64.
    #[schema(value_type = String, content_encoding = "base64")]
    backup: Octets,
    /// By which it was encrypted.
    #[schema(value_type = String, format = Password)]
    passphrase: Secret,
}

/// The own profile.
#[utoipa::path(get, path = "/profile", tag = "profile",
    responses((status = 200, body = ProfileShown), Problems))]
pub(super) async fn show(State(desk): State<Desk>) -> Result<Json<ProfileShown>, Problem> {
    profile(desk.ask(Ask::Profile).await?)
}

/// Make a profile, where there is none.
#[utoipa::path(post, path = "/profile", tag = "profile", request_body = NewProfile,
    responses((status = 201, body = ProfileShown), Problems))]
pub(super) async fn make(
    State(desk): State<Desk>,
    Body(NewProfile { name, policy }): Body<NewProfile>,
) -> Result<(StatusCode, Json<ProfileShown>), Problem> {
    let policy = policy.unwrap_or(PolicyPreset::Graded);
    let made = profile(desk.ask(Ask::CreateProfile { name, policy }).await?)?;
    Ok((StatusCode::CREATED, made))
}

/// Change the own name. Contacts are told, each at their own time.
#[utoipa::path(put, path = "/profile", tag = "profile", request_body = ChangedProfile,
    responses((status = 200, body = ProfileShown), Problems))]
pub(super) async fn change(
    State(desk): State<Desk>,
    Body(ChangedProfile { name }): Body<ChangedProfile>,
) -> Result<Json<ProfileShown>, Problem> {
    desk.done(Ask::ChangeName { name }).await?;
    profile(desk.ask(Ask::Profile).await?)
}

/// Delete the profile. Nothing of it can be recovered, and nobody is told.
#[utoipa::path(delete, path = "/profile", tag = "profile",
    responses((status = 204), Problems))]
pub(super) async fn delete(State(desk): State<Desk>) -> Result<StatusCode, Problem> {
    desk.done(Ask::DeleteProfile).await
}

/// The own picture.
#[utoipa::path(get, path = "/profile/avatar", tag = "profile", responses(Image, Problems))]
pub(super) async fn avatar(State(desk): State<Desk>) -> Result<Image, Problem> {
    Image::of(desk.ask(Ask::Avatar).await?)
}

/// Change the own picture: at most 256 KiB.
#[utoipa::path(put, path = "/profile/avatar", tag = "profile",
    request_body(content(
        (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/webp"),
    )),
    responses((status = 204), Problems))]
pub(super) async fn change_avatar(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Raw(bytes): Raw,
) -> Result<StatusCode, Problem> {
    let avatar = Some(media(&headers, &bytes)?);
    desk.done(Ask::ChangeAvatar { avatar }).await
}

/// Take the own picture away.
#[utoipa::path(delete, path = "/profile/avatar", tag = "profile",
    responses((status = 204), Problems))]
pub(super) async fn remove_avatar(State(desk): State<Desk>) -> Result<StatusCode, Problem> {
    desk.done(Ask::ChangeAvatar { avatar: None }).await
}

/// Make the profile that a backup holds, where there is none.
#[utoipa::path(post, path = "/profile/restore", tag = "profile", request_body = Restoring,
    responses((status = 201, body = ProfileShown), Problems))]
pub(super) async fn restore(
    State(desk): State<Desk>,
    Body(Restoring { backup, passphrase }): Body<Restoring>,
) -> Result<(StatusCode, Json<ProfileShown>), Problem> {
    let restored = profile(desk.ask(Ask::RestoreProfile { backup, passphrase }).await?)?;
    Ok((StatusCode::CREATED, restored))
}

fn profile(outcome: Outcome) -> Result<Json<ProfileShown>, Problem> {
    let Outcome::Profile(shown) = outcome else {
        return Err(Problem::unexpected());
    };
    Ok(Json(shown))
}
