//! Which question is where, and the description of it all: both from the same handlers.

use super::desk::Desk;
use super::problem::Problem;
use super::{
    contacts, gateway, hosted, joined, keeping, page, pairings, profile, status, tools, updates,
};
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Longest body but that of a backup, bytes: a picture in base64, and room around it.
const BODY_LIMIT: usize = 512 << 10;

/// Longest backup in base64, bytes: pictures of a hundred contacts and events.
const BACKUP_LIMIT: usize = 64 << 20;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Corona phone",
        description = "What a running phone of the Corona Network answers on this computer. \
            Numbers name events, contacts and pairings of this phone. Times are RFC 3339. \
            Failures are application/problem+json; `reason` is a stable word.",
    ),
    components(schemas(Problem)),
    security(("token" = []))
)]
struct Description;

fn questions() -> OpenApiRouter<Desk> {
    let v1 = OpenApiRouter::new()
        .routes(routes!(gateway::show, gateway::switch_on, gateway::switch_off))
        .routes(routes!(gateway::conditions, gateway::change_conditions))
        .routes(routes!(profile::show, profile::make, profile::change, profile::delete))
        .routes(routes!(profile::avatar, profile::change_avatar, profile::remove_avatar))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(profile::restore))
                .layer(DefaultBodyLimit::max(BACKUP_LIMIT)),
        )
        .routes(routes!(pairings::invite))
        .routes(routes!(pairings::join))
        .routes(routes!(pairings::wait, pairings::cancel))
        .routes(routes!(pairings::confirm))
        .routes(routes!(contacts::list))
        .routes(routes!(contacts::show, contacts::change, contacts::remove))
        .routes(routes!(contacts::avatar))
        .routes(routes!(hosted::list, hosted::make))
        .routes(routes!(hosted::show, hosted::close))
        .routes(routes!(hosted::banner))
        .routes(routes!(hosted::code))
        .routes(routes!(hosted::guests))
        .routes(routes!(hosted::decide))
        .routes(routes!(joined::list, joined::check_in))
        .routes(routes!(joined::show))
        .routes(routes!(joined::banner))
        .routes(routes!(joined::consent))
        .routes(routes!(status::show))
        .routes(routes!(status::history))
        .routes(routes!(status::cascade))
        .routes(routes!(status::preview))
        .routes(routes!(status::report))
        .routes(routes!(status::correct))
        .routes(routes!(keeping::backup))
        .routes(routes!(keeping::panic))
        .routes(routes!(updates::follow))
        .routes(routes!(tools::qr));
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", v1)
}

/// The description of the local API, OpenAPI 3.1.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    let mut description = questions().into_openapi();
    // Functions are named within their noun; programs need one name for each.
    for (path, item) in &mut description.paths.paths {
        let place = path.trim_start_matches("/api/v1/").replace(['{', '}'], "").replace('/', "_");
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{place}"));
            }
        }
    }
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    let scheme = scheme.description(Some("printed by the program at its start")).build();
    let components = description.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(scheme));
    description
}

/// Everything that is answered.
pub(super) fn router(desk: Desk) -> Router {
    let (questions, _) = questions().split_for_parts();
    let described = Arc::new(description());
    let describe = move || {
        let described = described.clone();
        async move { Json(&*described).into_response() }
    };
    questions
        .with_state(desk)
        .route("/api/v1/openapi.json", axum::routing::get(describe))
        .fallback(page_or_nothing)
        .method_not_allowed_fallback(not_that_way)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// The page, or nothing.
async fn page_or_nothing(method: Method, uri: Uri) -> Response {
    match page::file(uri.path()) {
        Some(file) if method == Method::GET || method == Method::HEAD => {
            ([(header::CONTENT_TYPE, file.media_type)], file.bytes).into_response()
        }
        Some(_) => not_that_way(uri).await.into_response(),
        None => {
            let detail = format!("there is nothing at {}: see /api/v1/openapi.json", uri.path());
            Problem::not_found(detail).into_response()
        }
    }
}

async fn not_that_way(uri: Uri) -> Problem {
    let detail = format!("{} takes other methods: see /api/v1/openapi.json", uri.path());
    Problem::of_status(StatusCode::METHOD_NOT_ALLOWED, detail)
}
