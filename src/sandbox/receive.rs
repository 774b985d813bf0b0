//! A listener for what targets and webhooks post: it keeps the newest, with a check of their signatures.
//!
//! Main entry: [`Receiver::start`].

use super::SandboxError;
use super::front::{BODY_LIMIT, MAX_BODY_BYTES, locked};
use super::listener::Listening;
use super::news::News;
use super::ring::{Entry, Ring};
use super::watch::Watch;
use crate::engine::{Secret, SignedRequest, is_signed};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use std::sync::{Arc, Mutex};

/// Headers that are kept; any other may be a secret.
const KEPT: [&str; 3] = ["content-type", "user-agent", "x-request-id"];
/// As above, by how they begin.
const KEPT_FAMILIES: [&str; 2] = ["x-omneo-", "x-webhook-"];

/// How the listener runs.
#[derive(Debug, Default)]
pub struct ReceiverOptions {
    /// The port on 127.0.0.1; 0 for a free one.
    pub port: u16,
    /// Checks signatures; without it they are only shown.
    pub secret: Option<Secret>,
    /// A clock that stands still, for tests.
    pub now: Option<Timestamp>,
}

/// Whose signature it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// HMAC-SHA256 over the body, as the vendor's own clients check it.
    Omneo,
    /// Second-hand: what a public repository that is not the vendor's checks.
    OpenLoyalty,
}

/// What a signature is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is there, but there is no secret to check it with.
    Unchecked,
    /// It is right.
    Valid,
    /// It is wrong.
    Invalid,
    /// It is right, but too old or of the future.
    Expired,
}

/// A signature and what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Whose it is.
    pub scheme: Scheme,
    /// What it is worth.
    pub verdict: Verdict,
}

impl Signature {
    /// In words.
    pub fn sentence(self) -> String {
        let scheme = match self.scheme {
            Scheme::Omneo => "Omneo's scheme",
            Scheme::OpenLoyalty => "Open Loyalty's scheme, known second-hand",
        };
        match self.verdict {
            Verdict::Unchecked => format!("signed, not checked: no --secret-file ({scheme})"),
            Verdict::Valid => format!("signature is valid ({scheme})"),
            Verdict::Invalid => format!("signature is WRONG ({scheme})"),
            Verdict::Expired => {
                format!("signature is valid, but its time is not within 5 minutes ({scheme})")
            }
        }
    }
}

/// A request that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Received {
    /// When, in UTC.
    pub at: String,
    /// `POST`, most often.
    pub method: String,
    /// The path with the query.
    pub path: String,
    /// The event that it says it is of.
    pub event: Option<String>,
    /// Its signature, if it has one.
    pub signature: Option<Signature>,
    /// Headers that say something of the event.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Entry for Received {
    fn bytes(&self) -> usize {
        self.body.len()
            + self.path.len()
            + self.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>()
    }
}

struct Shared {
    secret: Option<Secret>,
    now: Option<Timestamp>,
    ring: Mutex<Ring<Received>>,
}

/// A listener that runs until it is stopped or dropped.
pub struct Receiver {
    listening: Listening,
    shared: Arc<Shared>,
}

impl Receiver {
    /// Starts a listener.
    pub fn start(options: ReceiverOptions) -> Result<Self, SandboxError> {
        let shared = Shared { secret: options.secret, now: options.now, ring: Mutex::default() };
        let shared = Arc::new(shared);
        let for_routes = Arc::clone(&shared);
        let (listening, ()) = Listening::start(options.port, move |_| {
            let take = move |request: Request| receive(Arc::clone(&for_routes), request);
            (Router::new().fallback(take), ())
        })?;
        Ok(Self { listening, shared })
    }

    /// Where to post: `http://127.0.0.1:8899`. Every path is taken.
    pub fn url(&self) -> String {
        format!("http://{}", self.listening.address)
    }

    /// What came so far, the newest last.
    pub fn received(&self) -> Vec<Received> {
        locked(&self.shared.ring).entries()
    }

    /// Everything that comes from now on, until it stops.
    pub fn news(&self) -> News<Received> {
        News(locked(&self.shared.ring).watch())
    }

    /// Waits for what comes, until Ctrl-C.
    pub fn watch(&self) -> Watch<'_, Received> {
        let news = locked(&self.shared.ring).watch();
        Watch::new(&self.listening, news)
    }

    /// Stops it; dropping it does the same.
    pub fn stop(mut self) {
        self.listening.stop();
    }
}

/// Source: a receiver answers 200 quickly, and 401 to a wrong signature.
async fn receive(shared: Arc<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(BODY_LIMIT, to_bytes(body, MAX_BODY_BYTES)).await {
        Err(_) => return answer(StatusCode::REQUEST_TIMEOUT),
        Ok(Err(_)) => return answer(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Ok(body)) => body,
    };
    let now = shared.now.unwrap_or_else(Timestamp::now);
    let signature = signature_of(&parts, &body, shared.secret.as_ref(), now);
    let text = String::from_utf8_lossy(&body).into_owned();
    let kept = parts.headers.iter().filter(|(name, _)| is_kept(name.as_str()));
    let headers = kept
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into()));
    let received = Received {
        at: now.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        method: parts.method.to_string(),
        path: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        event: event_of(&parts.headers, &text),
        signature,
        headers: headers.collect(),
        body: text,
    };
    let is_trusted = signature.is_some_and(|signature| signature.verdict == Verdict::Valid);
    let status =
        if shared.secret.is_some() && !is_trusted { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    locked(&shared.ring).add(received);
    answer(status)
}

fn answer(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn is_kept(name: &str) -> bool {
    KEPT.contains(&name) || KEPT_FAMILIES.iter().any(|family| name.starts_with(family))
}

/// Source: Omneo's `x-omneo-event`; Open Loyalty's body has a `type`, or second-hand an `eventName`.
fn event_of(headers: &HeaderMap, body: &str) -> Option<String> {
    if let Some(event) = text(headers, "x-omneo-event") {
        return Some(event.to_owned());
    }
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    let name = body.get("type").or_else(|| body.get("eventName"))?;
    name.as_str().map(str::to_owned)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn signature_of(parts: &Parts, body: &[u8], secret: Option<&Secret>, now: Timestamp) -> Option<Signature> {
    let headers = &parts.headers;
    if let Some(signature) = text(headers, "x-omneo-hmac-sha256") {
        let verdict = match secret {
            None => Verdict::Unchecked,
            Some(secret) if is_signed(body, signature, secret) => Verdict::Valid,
            Some(_) => Verdict::Invalid,
        };
        return Some(Signature { scheme: Scheme::Omneo, verdict });
    }
    let signature = text(headers, "x-webhook-signature")?;
    // Assumption: no source names the header of the request's id.
    let id =
        ["x-webhook-request-id", "x-webhook-id", "x-request-id"].iter().find_map(|name| text(headers, name));
    let request = SignedRequest {
        method: parts.method.as_str(),
        host: text(headers, "host").unwrap_or_default(),
        path: parts.uri.path(),
        body,
        timestamp: text(headers, "x-webhook-timestamp").unwrap_or_default(),
        request_id: id.unwrap_or_default(),
    };
    let verdict = match secret {
        None => Verdict::Unchecked,
        Some(secret) if !request.is_signed(signature, secret) => Verdict::Invalid,
        Some(_) if !request.is_recent(now) => Verdict::Expired,
        Some(_) => Verdict::Valid,
    };
    Some(Signature { scheme: Scheme::OpenLoyalty, verdict })
}
