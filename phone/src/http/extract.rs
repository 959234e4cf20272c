//! What handlers take, and how it is refused.

use super::problem::Problem;
use crate::clock::from_rfc3339;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::timeout;
use utoipa::IntoParams;

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait for other phones and the network if nobody says, seconds.
const USUAL_WAIT: u64 = 60;
/// Longest wait, seconds: a day.
const LONGEST_WAIT: u64 = 86_400;

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

/// Part of a path.
pub(super) struct At<T>(pub(super) T);

/// A query.
pub(super) struct Given<T>(pub(super) T);

/// A body as it is, with its type.
pub(super) struct Raw(pub(super) Bytes);

/// How long to wait for other phones and the network.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Patience {
    /// Seconds, at most 86400.
    #[param(minimum = 0, maximum = 86_400)]
    patience: Option<u64>,
}

impl Patience {
    /// As given in another query.
    pub(super) const fn of(patience: Option<u64>) -> Self {
        Self { patience }
    }
    /// As questions carry it.
    pub(super) fn millis(&self) -> u64 {
        self.patience.unwrap_or(USUAL_WAIT).min(LONGEST_WAIT) * 1000
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let media_type = media_type(request.headers());
        if media_type != "application/json" {
            return Err(Problem::of_status(
                StatusCode::BAD_REQUEST,
                "send JSON, and say so: `Content-Type: application/json`".to_owned(),
            ));
        }
        let bytes = read(request, state).await?;
        // What is quoted of it goes back to whoever sent it, and nowhere else.
        serde_json::from_slice(&bytes).map(Self).map_err(|e| Problem::malformed(e.to_string()))
    }
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        read(request, state).await.map(Self)
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    match timeout(PATIENCE, Bytes::from_request(request, state)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(rejection)) => Err(too_much(&rejection)),
        Err(_) => Err(Problem::malformed("the body did not arrive in time: send it at once")),
    }
}

fn too_much(rejection: &BytesRejection) -> Problem {
    Problem::malformed(format!("{}: send less at once", rejection.body_text()))
}

/// Without parameters such as a character set.
pub(super) fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.split(';').next()).unwrap_or_default().trim()
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(at)) => Ok(Self(at)),
            Err(rejection) => Err(no_such_place(&rejection)),
        }
    }
}

fn no_such_place(rejection: &PathRejection) -> Problem {
    Problem::malformed(rejection.body_text())
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Given<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(given)) => Ok(Self(given)),
            Err(rejection) => Err(no_such_query(&rejection)),
        }
    }
}

fn no_such_query(rejection: &QueryRejection) -> Problem {
    Problem::malformed(rejection.body_text())
}

/// Milliseconds since the epoch of a time that was given as text.
pub(super) fn millis(field: &str, text: &str) -> Result<i64, Problem> {
    from_rfc3339(text).map(corona_core::time::Timestamp::as_millis).ok_or_else(|| {
        Problem::malformed(format!("{field}: {text:?} is no time; write 2020-04-12T18:00:00Z"))
    })
}
