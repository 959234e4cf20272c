//! Updates as server-sent events.

use super::desk::Desk;
use super::problem::{Problem, Problems};
use crate::api::{Outcome, UpdateShown};
use crate::host::Replies;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, Stream};
use std::convert::Infallible;

/// Everything that happens from now on, as server-sent events: `id` is the update's sequence
/// number, `data` the update. Whoever comes back with `Last-Event-ID` hears what was missed,
/// as far as the program remembers (the last 200 since it started).
#[utoipa::path(get, path = "/updates", tag = "updates",
    params(("Last-Event-ID" = Option<String>, Header, description = "the last `id` heard")),
    responses((status = 200, body = UpdateShown, content_type = "text/event-stream"), Problems))]
pub(super) async fn follow(
    State(desk): State<Desk>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let last = headers.get("last-event-id").map(|id| id.to_str().unwrap_or_default());
    let after = match last {
        None | Some("") => None,
        Some(id) => Some(id.parse().map_err(|_| {
            Problem::malformed("Last-Event-ID: give the `id` of an update, or leave it out")
        })?),
    };
    let updates = stream::unfold(desk.follow(after), next);
    Ok(Sse::new(updates).keep_alive(KeepAlive::default()))
}

/// Ends with the phone.
async fn next(mut replies: Replies) -> Option<(Result<Event, Infallible>, Replies)> {
    loop {
        if let Outcome::Update(update) = replies.next_async().await? {
            return Some((Ok(event(&update)), replies));
        }
    }
}

fn event(update: &UpdateShown) -> Event {
    let data = serde_json::to_string(update).unwrap_or_default();
    Event::default().id(update.sequence.to_string()).data(data)
}
