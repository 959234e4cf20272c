//! Contacts: listed, renamed, shared with, deleted.

use super::desk::Desk;
use super::extract::{At, Body};
use super::picture::Image;
use super::problem::{Problem, Problems};
use crate::api::{Ask, ContactShown, Outcome};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// What is to be changed about a contact; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedContact {
    /// What the owner calls them, 1–64 bytes; `null` for their own name.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    alias: Option<Option<String>>,
    /// Whether they may see the own status.
    share_status: Option<bool>,
}

/// Tells `null` from nothing.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// All contacts, by number.
#[utoipa::path(get, path = "/contacts", tag = "contacts",
    responses((status = 200, body = Vec<ContactShown>), Problems))]
pub(super) async fn list(State(desk): State<Desk>) -> Result<Json<Vec<ContactShown>>, Problem> {
    let Outcome::Contacts { contacts } = desk.ask(Ask::Contacts).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(contacts))
}

/// One contact.
#[utoipa::path(get, path = "/contacts/{contact}", tag = "contacts",
    params(("contact" = u32, Path, description = "as listed")),
    responses((status = 200, body = ContactShown), Problems))]
pub(super) async fn show(
    State(desk): State<Desk>,
    At(contact): At<u32>,
) -> Result<Json<ContactShown>, Problem> {
    let Outcome::Contact(shown) = desk.ask(Ask::Contact { contact }).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(shown))
}

/// Rename a contact, which nobody else learns, or let them see the own status.
#[utoipa::path(put, path = "/contacts/{contact}", tag = "contacts",
    params(("contact" = u32, Path, description = "as listed")),
    request_body = ChangedContact, responses((status = 200, body = ContactShown), Problems))]
pub(super) async fn change(
    State(desk): State<Desk>,
    At(contact): At<u32>,
    Body(ChangedContact { alias, share_status }): Body<ChangedContact>,
) -> Result<Json<ContactShown>, Problem> {
    if let Some(alias) = alias {
        desk.done(Ask::Rename { contact, alias }).await?;
    }
    if let Some(share) = share_status {
        desk.done(Ask::ShareStatus { contact, share }).await?;
    }
    show(State(desk), At(contact)).await
}

/// Forget a contact, and move to an address they don't know.
#[utoipa::path(delete, path = "/contacts/{contact}", tag = "contacts",
    params(("contact" = u32, Path, description = "as listed")),
    responses((status = 204), Problems))]
pub(super) async fn remove(
    State(desk): State<Desk>,
    At(contact): At<u32>,
) -> Result<StatusCode, Problem> {
    desk.done(Ask::RemoveContact { contact }).await
}

/// A contact's picture.
#[utoipa::path(get, path = "/contacts/{contact}/avatar", tag = "contacts",
    params(("contact" = u32, Path, description = "as listed")), responses(Image, Problems))]
pub(super) async fn avatar(
    State(desk): State<Desk>,
    At(contact): At<u32>,
) -> Result<Image, Problem> {
    Image::of(desk.ask(Ask::ContactAvatar { contact }).await?)
}
