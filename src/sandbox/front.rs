//! Between HTTP and the routes: the token, bodies, faults, payloads on their way, the log.

use super::call::{Call, read_query};
use super::courier::Courier;
use super::delivery::Posted;
use super::fault::{Fault, FaultKind, Faults};
use super::history::note_posted;
use super::log::Logged;
use super::reply::{Refusal, Reply};
use super::response::{broken, json, no_answer, slow, text};
use super::ring::Ring;
use super::routes::{Method, Route, routes};
use super::store::Store;
use super::token::Token;
use crate::engine::Secret;
use crate::json::{Json, Limits, parse};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{MethodFilter, get, on};
use jiff::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

/// Longest body that is read.
pub(super) const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;
/// How long a body may take.
pub(super) const BODY_LIMIT: Duration = Duration::from_secs(15);
/// Where Omneo's routes begin.
pub(super) const API: &str = "/api/v3";

/// What every request shares.
#[derive(Debug)]
pub(super) struct Shared {
    /// `http://127.0.0.1:8377`
    pub(super) origin: String,
    pub(super) token: Token,
    pub(super) secret: Secret,
    pub(super) store: Mutex<Store>,
    pub(super) faults: Arc<Mutex<Faults>>,
    pub(super) log: Mutex<Ring<Logged>>,
    pub(super) courier: Courier,
    /// A fixed clock, for tests.
    pub(super) now: Option<Timestamp>,
}

/// What a mutex guards, even after a panic: every change is whole before the lock is given back.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The server's routes, and answers to what is none.
pub(super) fn router(shared: &Arc<Shared>) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let shared = Arc::clone(shared);
        let answer = move |params: RawPathParams, request: Request| take(shared, route, params, request);
        let filter = match route.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Delete => MethodFilter::DELETE,
        };
        router = router.route(route.path, on(filter, answer));
    }
    let home = Arc::clone(shared);
    let show_home = move || async move {
        let base = locked(&home.store).base.clone();
        text(super::about::home(&home.origin, &base))
    };
    router = router.route("/", get(show_home));
    let refuse = |status: u16, words: &'static str| {
        let shared = Arc::clone(shared);
        move |request: Request| async move {
            let (parts, _) = request.into_parts();
            locked(&shared.log).add(Logged { status, ..logged(&parts) });
            json(Refusal::Other(status, words.to_owned()).reply())
        }
    };
    let router = router.method_not_allowed_fallback(refuse(405, "This route does not have this method."));
    router.fallback(refuse(404, "The practice server does not have this route; GET / lists those it has."))
}

fn logged(parts: &Parts) -> Logged {
    Logged {
        method: parts.method.to_string(),
        path: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        body: String::new(),
        status: 0,
        fault: None,
    }
}

/// A request of a route.
async fn take(
    shared: Arc<Shared>,
    route: &'static Route,
    params: RawPathParams,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let mut logged = logged(&parts);
    let answer = match body_of(&parts, body, &shared.token).await {
        Err(refusal) => Err(refusal),
        Ok(bytes) => {
            logged.body = String::from_utf8_lossy(&bytes).into_owned();
            let call = read(&shared, &parts, &params, &bytes);
            let fault = fault_of(&shared, &parts);
            match (call, fault) {
                (_, Err(refusal)) | (Err(refusal), Ok(None)) => Err(refusal),
                (call, Ok(fault)) => {
                    logged.fault = fault.as_ref().map(FaultKind::word);
                    answer(Arc::clone(&shared), route, call, fault).await
                }
            }
        }
    };
    let response = answer.unwrap_or_else(|refusal| json(refusal.reply()));
    logged.status = response.status().as_u16();
    locked(&shared.log).add(logged);
    response
}

/// The answer with its fault.
async fn answer(
    shared: Arc<Shared>,
    route: &'static Route,
    call: Result<Call, Refusal>,
    fault: Option<FaultKind>,
) -> Result<Response, Refusal> {
    match &fault {
        Some(FaultKind::Delay { millis }) => sleep(Duration::from_millis(*millis)).await,
        Some(FaultKind::Refuse) => return Ok(no_answer()),
        Some(FaultKind::Status { status, retry_after }) => {
            let refusal = Refusal::Other(*status, "A fault on purpose of the practice server.".to_owned());
            let headers = retry_after.iter().map(|after| ("retry-after", after.clone())).collect();
            return Ok(json(Reply { headers, ..refusal.reply() }));
        }
        _ => {}
    }
    let mut call = call?;
    if let (Some(FaultKind::Change { field, value }), Json::Object(body)) = (&fault, &mut call.body) {
        body.set(field, value.clone());
    }
    // On a task of its own: a client that goes away does not stop what has begun.
    let reply = tokio::spawn(perform(shared, route, call)).await.map_err(|_| broken_inside())?;
    let reply = reply.unwrap_or_else(Refusal::reply);
    Ok(match fault {
        Some(FaultKind::NoAnswer) => no_answer(),
        Some(FaultKind::CutBody) => broken(reply),
        Some(FaultKind::Truncate) => super::response::truncated(reply),
        Some(FaultKind::SlowBody { millis }) => slow(reply, Duration::from_millis(millis)),
        _ => json(reply),
    })
}

/// Does what a request asks for, and posts what comes of it, one after the other.
async fn perform(shared: Arc<Shared>, route: &'static Route, call: Call) -> Result<Reply, Refusal> {
    let stamp = call.stamp();
    let store = Arc::clone(&shared);
    // Files are written and engines run on a thread that may block.
    let work = spawn_blocking(move || (route.answer)(&mut locked(&store.store), &call));
    let reply = work.await.map_err(|_| broken_inside())??;
    for delivery in reply.deliveries.clone() {
        let mut posted = shared.courier.post(&delivery).await;
        if delivery.is_repeated && matches!(posted, Posted::Answered { status: 400.., .. }) {
            posted = shared.courier.post(&delivery).await;
        }
        let (store, stamp) = (Arc::clone(&shared), stamp.clone());
        let work = spawn_blocking(move || note_posted(&mut locked(&store.store), &delivery, &posted, &stamp));
        work.await.map_err(|_| broken_inside())??;
    }
    Ok(reply)
}

fn broken_inside() -> Refusal {
    Refusal::Other(500, "The practice server failed inside; this is a bug of Reagent.".to_owned())
}

/// The fault of a request to the API: in its own header, or the oldest that waits for such a request.
fn fault_of(shared: &Shared, parts: &Parts) -> Result<Option<FaultKind>, Refusal> {
    let Some(path) = parts.uri.path().strip_prefix(API) else { return Ok(None) };
    match parts.headers.get("x-reagent-fault") {
        None => Ok(locked(&shared.faults).take(parts.method.as_str(), path)),
        Some(value) => {
            let text = value.to_str().unwrap_or_default();
            let json = parse(text, Limits::default());
            let wrong = |_| Refusal::Other(400, "The header X-Reagent-Fault is not JSON.".to_owned());
            Ok(Some(Fault::read(&json.map_err(wrong)?)?.kind))
        }
    }
}

/// The body of a request with the right token.
async fn body_of(parts: &Parts, body: Body, token: &Token) -> Result<Bytes, Refusal> {
    let given = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = given("authorization")
        .and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")));
    // Source: Open Loyalty takes a permanent token in a header of its own.
    let is_open_loyalty = parts.uri.path().contains("/webhook/");
    let given = bearer.or_else(|| given("x-auth-token").filter(|_| is_open_loyalty));
    if !given.is_some_and(|given| token.is(given.trim())) {
        return Err(Refusal::Unauthenticated);
    }
    match timeout(BODY_LIMIT, to_bytes(body, MAX_BODY_BYTES)).await {
        Err(_) => Err(Refusal::Other(408, "The body did not come in time.".to_owned())),
        Ok(Err(_)) => Err(Refusal::Other(
            413,
            format!("The body is longer than {MAX_BODY_BYTES} bytes, or it broke off."),
        )),
        Ok(Ok(bytes)) => Ok(bytes),
    }
}

/// Assumption: a body that is not JSON, or does not say that it is, is refused; Laravel would see no keys in it.
fn read(shared: &Shared, parts: &Parts, params: &RawPathParams, bytes: &Bytes) -> Result<Call, Refusal> {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let body = if bytes.is_empty() {
        Json::Null
    } else if !kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("json")) {
        let words = "The body needs the header Content-Type: application/json.";
        return Err(Refusal::Other(415, words.to_owned()));
    } else {
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string());
        let parsed = text.and_then(|text| parse(text, Limits::default()).map_err(|error| error.to_string()));
        parsed.map_err(|error| Refusal::Other(400, format!("The body is not JSON: {error}")))?
    };
    Ok(Call {
        url: format!("{}{}", shared.origin, parts.uri.path()),
        params: params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        query: read_query(parts.uri.query().unwrap_or_default()),
        body,
        now: shared.now.unwrap_or_else(Timestamp::now),
        secret: shared.secret.clone(),
        faults: Arc::clone(&shared.faults),
    })
}
