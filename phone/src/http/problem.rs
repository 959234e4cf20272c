//! Failures as `application/problem+json` (RFC 9457), each reason with a status of its own.

use crate::api::{FailureKind, Reason};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::{self, Ref, RefOr};
use utoipa::{IntoResponses, ToSchema};

/// Something was not done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// `about:blank`: the reason says more than a page would.
    #[serde(rename = "type")]
    kind_of_problem: &'static str,
    /// The status in words.
    title: &'static str,
    /// As in the answer's first line.
    status: u16,
    /// What is wrong and what to do.
    detail: String,
    /// Why, as a stable word; `token` and `foreign` are the local API's own.
    reason: &'static str,
    /// Whose move it is.
    kind: FailureKind,
}

impl Problem {
    pub(super) fn new(kind: FailureKind, reason: Reason, detail: String) -> Self {
        Self::of(status(reason), reason.word(), kind, detail)
    }

    /// The question itself makes no sense.
    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(FailureKind::Refused, Reason::Malformed, detail.into())
    }

    /// There is nothing there.
    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(FailureKind::Refused, Reason::NotFound, detail.into())
    }

    /// Whoever asks has no token, or another one.
    pub(super) fn token() -> Self {
        let detail = "send the token that the program printed at its start, as \
             `Authorization: Bearer TOKEN`";
        Self::of(StatusCode::UNAUTHORIZED, "token", FailureKind::Refused, detail.to_owned())
    }

    /// A page of somebody else's asks.
    pub(super) fn foreign(detail: impl Into<String>) -> Self {
        Self::of(StatusCode::FORBIDDEN, "foreign", FailureKind::Refused, detail.into())
    }

    /// An answer to another question.
    pub(super) fn unexpected() -> Self {
        let detail = "the phone gave no answer to this question: see its log";
        Self::new(FailureKind::Phone, Reason::Store, detail.to_owned())
    }

    /// As frameworks refuse what never reached a handler.
    pub(super) fn of_status(status: StatusCode, detail: String) -> Self {
        let reason =
            if status == StatusCode::NOT_FOUND { Reason::NotFound } else { Reason::Malformed };
        Self::of(status, reason.word(), FailureKind::Refused, detail)
    }

    fn of(status: StatusCode, reason: &'static str, kind: FailureKind, detail: String) -> Self {
        Self {
            kind_of_problem: "about:blank",
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            detail,
            reason,
            kind,
        }
    }
}

/// Each reason's own.
pub(super) const fn status(reason: Reason) -> StatusCode {
    match reason {
        Reason::Malformed => StatusCode::BAD_REQUEST,
        Reason::NotFound => StatusCode::NOT_FOUND,
        Reason::Duplicate => StatusCode::CONFLICT,
        Reason::Finished => StatusCode::GONE,
        Reason::NoProfile => StatusCode::PRECONDITION_FAILED,
        Reason::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Reason::Busy => StatusCode::TOO_MANY_REQUESTS,
        Reason::Offline => StatusCode::SERVICE_UNAVAILABLE,
        Reason::Unanswered => StatusCode::GATEWAY_TIMEOUT,
        Reason::Store => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// How any question may be refused, for the description.
pub(super) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let documented = [
            (400, "`malformed`: the question itself makes no sense"),
            (401, "`token`: no token, or another one"),
            (403, "`foreign`: another host was asked, or a page of another origin asks"),
            (404, "`not-found`: there is nothing of that number"),
            (405, "`malformed`: the path takes another method"),
            (409, "`duplicate`: it is there, or under way, already"),
            (410, "`finished`: closed, used or expired"),
            (412, "`no-profile`: nobody lives here yet"),
            (422, "`refused`: the rules, or the other side, say no"),
            (429, "`busy`: too much of it at once"),
            (500, "`store`: the phone's folder, disk or clock"),
            (503, "`offline`: the gateway is off, and this needs the network"),
            (504, "`unanswered`: the other phone, or the network, did not answer in time"),
        ];
        let problem = || {
            let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
            openapi::ContentBuilder::new().schema(Some(schema)).build()
        };
        let response = |(status, description): (u16, &str)| {
            let response = openapi::ResponseBuilder::new()
                .description(description)
                .content("application/problem+json", problem())
                .build();
            (status.to_string(), RefOr::T(response))
        };
        documented.into_iter().map(response).collect()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let media_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_reasons_share_a_status() {
        for (i, reason) in Reason::ALL.into_iter().enumerate() {
            let others = &Reason::ALL[..i];
            assert!(others.iter().all(|other| status(*other) != status(reason)), "{reason:?}");
            assert!(status(reason).is_client_error() || status(reason).is_server_error());
        }
        for own in [Problem::token().status, Problem::foreign("").status] {
            assert!(Reason::ALL.iter().all(|reason| status(*reason).as_u16() != own));
        }
    }
}
