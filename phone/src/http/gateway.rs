//! The gateway, and what is to be spared.

use super::desk::Desk;
use super::extract::Body;
use super::problem::{Problem, Problems};
use crate::api::{Ask, ConditionsAsked, ConditionsShown, GatewayShown, Outcome};
use axum::Json;
use axum::extract::State;

/// Whether the phone is on the network, and what that has cost.
#[utoipa::path(get, path = "/gateway", tag = "gateway",
    responses((status = 200, body = GatewayShown), Problems))]
pub(super) async fn show(State(desk): State<Desk>) -> Result<Json<GatewayShown>, Problem> {
    ask(&desk, Ask::Gateway).await
}

/// Switch the gateway on. It stays so over a restart.
#[utoipa::path(put, path = "/gateway", tag = "gateway",
    responses((status = 200, body = GatewayShown), Problems))]
pub(super) async fn switch_on(State(desk): State<Desk>) -> Result<Json<GatewayShown>, Problem> {
    ask(&desk, Ask::SwitchGateway { on: true }).await
}

/// Switch the gateway off. It stays so over a restart.
#[utoipa::path(delete, path = "/gateway", tag = "gateway",
    responses((status = 200, body = GatewayShown), Problems))]
pub(super) async fn switch_off(State(desk): State<Desk>) -> Result<Json<GatewayShown>, Problem> {
    ask(&desk, Ask::SwitchGateway { on: false }).await
}

async fn ask(desk: &Desk, ask: Ask) -> Result<Json<GatewayShown>, Problem> {
    let Outcome::Gateway(shown) = desk.ask(ask).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(shown))
}

/// What is to be spared, as told last.
#[utoipa::path(get, path = "/conditions", tag = "gateway",
    responses((status = 200, body = ConditionsShown), Problems))]
pub(super) async fn conditions(State(desk): State<Desk>) -> Result<Json<ConditionsShown>, Problem> {
    spare(&desk, Ask::ShowConditions).await
}

/// Tell the phone what is to be spared. Kept until the program ends; `heeded`, the person's
/// switch, stays over a restart.
#[utoipa::path(put, path = "/conditions", tag = "gateway", request_body = ConditionsAsked,
    responses((status = 200, body = ConditionsShown), Problems))]
pub(super) async fn change_conditions(
    State(desk): State<Desk>,
    Body(ConditionsAsked { metered, battery_saver, heeded }): Body<ConditionsAsked>,
) -> Result<Json<ConditionsShown>, Problem> {
    if let Some(heed) = heeded {
        let _switched = spare(&desk, Ask::HeedConditions { heed }).await?;
    }
    spare(&desk, Ask::Conditions { metered, battery_saver }).await
}

async fn spare(desk: &Desk, ask: Ask) -> Result<Json<ConditionsShown>, Problem> {
    let Outcome::Conditions(shown) = desk.ask(ask).await? else {
        return Err(Problem::unexpected());
    };
    Ok(Json(shown))
}
