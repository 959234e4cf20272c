//! The own status: shown, explained, reported.

use super::desk::Desk;
use super::extract::{Body, millis};
use super::problem::{Problem, Problems};
use crate::api::{
    Ask, DisclosureShown, ExposureShown, Outcome, ReportAsked, StatusChangeShown, StatusShown,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

/// What a test or symptoms say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    /// Which.
    status: Reported,
    /// First infectious day, if known: RFC 3339, or a day. For `suspected` and `positive`.
    infectious_from: Option<String>,
    /// For organizers, at most 140 bytes. For `suspected` and `positive`.
    note: Option<String>,
    /// When the sample was taken: RFC 3339, or a day. For `negative`, which needs it.
    sampled: Option<String>,
}

/// What can be reported.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reported {
    /// Symptoms.
    Suspected,
    /// A positive test.
    Positive,
    /// A negative test.
    Negative,
    /// The positive test was a mistake. To be previewed; it is told as `/status/correction`.
    Correction,
}

impl Report {
    fn checked(self) -> Result<ReportAsked, Problem> {
        let Self { status, infectious_from, note, sampled } = self;
        match (status, infectious_from, note, sampled) {
            (Reported::Suspected | Reported::Positive, from, note, None) => {
                let word = if status == Reported::Positive { "positive" } else { "suspected" };
                let from = from.map(|from| millis("infectious_from", &from)).transpose()?;
                Ok(ReportAsked::Infection {
                    status: word.to_owned(),
                    infectious_from: from,
                    note: note.unwrap_or_default(),
                })
            }
            (Reported::Negative, None, None, Some(sampled)) => {
                Ok(ReportAsked::Negative { sampled: millis("sampled", &sampled)? })
            }
            (Reported::Correction, None, None, None) => Ok(ReportAsked::Correction),
            (Reported::Suspected | Reported::Positive, ..) => {
                Err(Problem::malformed("sampled is for negative tests: leave it out"))
            }
            (Reported::Negative, ..) => Err(Problem::malformed(
                "a negative test is reported with `sampled` alone: when the sample was taken",
            )),
            (Reported::Correction, ..) => {
                Err(Problem::malformed("a correction has nothing else to it: leave it out"))
            }
        }
    }
}

/// The own status, the warning felt, all events, and how the network stands.
#[utoipa::path(get, path = "/status", tag = "status",
    responses((status = 200, body = StatusShown), Problems))]
pub(super) async fn show(State(desk): State<Desk>) -> Result<Json<StatusShown>, Problem> {
    let Outcome::Status(shown) = desk.ask(Ask::Status).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(shown))
}

/// How the own status changed, oldest first.
#[utoipa::path(get, path = "/status/history", tag = "status",
    responses((status = 200, body = Vec<StatusChangeShown>), Problems))]
pub(super) async fn history(
    State(desk): State<Desk>,
) -> Result<Json<Vec<StatusChangeShown>>, Problem> {
    let Outcome::History { changes } = desk.ask(Ask::History).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(changes))
}

/// What put the owner at risk, the strongest first.
#[utoipa::path(get, path = "/status/cascade", tag = "status",
    responses((status = 200, body = Vec<ExposureShown>), Problems))]
pub(super) async fn cascade(State(desk): State<Desk>) -> Result<Json<Vec<ExposureShown>>, Problem> {
    let Outcome::Cascade { exposures } = desk.ask(Ask::Cascade).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(exposures))
}

/// Who would learn what by a report. Nothing is sent.
#[utoipa::path(post, path = "/status/preview", tag = "status", request_body = Report,
    responses((status = 200, body = Vec<DisclosureShown>), Problems))]
pub(super) async fn preview(
    State(desk): State<Desk>,
    Body(report): Body<Report>,
) -> Result<Json<Vec<DisclosureShown>>, Problem> {
    let Outcome::Preview { disclosures } =
        desk.ask(Ask::Preview { report: report.checked()? }).await?
    else {
        return Err(Problem::unexpected());
    };
    Ok(Json(disclosures))
}

/// Report symptoms or a test. It is stored when this answers, and delivered from then on.
#[utoipa::path(post, path = "/status/reports", tag = "status", request_body = Report,
    responses((status = 202), Problems))]
pub(super) async fn report(
    State(desk): State<Desk>,
    Body(report): Body<Report>,
) -> Result<StatusCode, Problem> {
    let ask = match report.checked()? {
        ReportAsked::Infection { status, infectious_from, note } => {
            Ask::ReportInfection { status, infectious_from, note }
        }
        ReportAsked::Negative { sampled } => Ask::ReportNegative { sampled },
        ReportAsked::Correction => {
            return Err(Problem::malformed("a correction is told as POST /status/correction"));
        }
    };
    desk.done(ask).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Take a mistaken positive back: within 48 hours, and unless an organizer has confirmed it.
#[utoipa::path(post, path = "/status/correction", tag = "status",
    responses((status = 202), Problems))]
pub(super) async fn correct(State(desk): State<Desk>) -> Result<StatusCode, Problem> {
    desk.done(Ask::Correct).await?;
    Ok(StatusCode::ACCEPTED)
}
