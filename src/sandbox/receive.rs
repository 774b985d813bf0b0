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
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use std::sync::{Arc, Mutex};

const TOO_SLOW: StatusCode = StatusCode::REQUEST_TIMEOUT;
/// Also where it broke off: nobody is there to read the answer then.
const TOO_LONG: StatusCode = StatusCode::PAYLOAD_TOO_LARGE;

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
    /// Why it was not taken, if it was not read to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
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
    /// Checks signatures, too, and refuses nothing.
    other: Mutex<Option<Secret>>,
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
        let shared = Shared {
            secret: options.secret,
            other: Mutex::default(),
            now: options.now,
            ring: Mutex::default(),
        };
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

    /// Another secret that signatures may be made with from now on, such as that of a practice server. What is not
    /// signed with it is not refused for that.
    pub fn also_check(&self, secret: Option<Secret>) {
        *locked(&self.shared.other) = secret;
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
    let (body, refused) = match tokio::time::timeout(BODY_LIMIT, to_bytes(body, MAX_BODY_BYTES)).await {
        Err(_) => (Bytes::new(), Some(TOO_SLOW)),
        Ok(Err(_)) => (Bytes::new(), Some(TOO_LONG)),
        Ok(Ok(body)) => (body, None),
    };
    let now = shared.now.unwrap_or_else(Timestamp::now);
    let signature = match refused {
        None => checked(&shared, &parts, &body, now),
        Some(_) => None,
    };
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
        refused: refused.map(|status| refusal(status, &parts.headers)),
    };
    let is_trusted = signature.is_some_and(|signature| signature.verdict == Verdict::Valid);
    let is_open = shared.secret.is_none() || is_trusted;
    let status = refused.unwrap_or(if is_open { StatusCode::OK } else { StatusCode::UNAUTHORIZED });
    locked(&shared.ring).add(received);
    answer(status)
}

/// Whoever looks for a post that did not come has to see that it was refused.
fn refusal(status: StatusCode, headers: &HeaderMap) -> String {
    let code = status.as_u16();
    if status == TOO_SLOW {
        return format!("refused with {code}: its body did not come within {} s", BODY_LIMIT.as_secs());
    }
    let length = text(headers, "content-length").and_then(|length| length.parse::<usize>().ok());
    match length.filter(|length| *length > MAX_BODY_BYTES) {
        Some(length) => {
            format!("refused with {code}: too large, {length} bytes; the limit is {MAX_BODY_BYTES}")
        }
        None => {
            format!("refused with {code}: its body is longer than {MAX_BODY_BYTES} bytes, or it broke off")
        }
    }
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

/// The signature, checked with the listener's own secret, and with the other one if that tells more.
fn checked(shared: &Shared, parts: &Parts, body: &[u8], now: Timestamp) -> Option<Signature> {
    let own = signature_of(parts, body, shared.secret.as_ref(), now)?;
    let other = locked(&shared.other).clone();
    let other = other.and_then(|secret| signature_of(parts, body, Some(&secret), now));
    let is_better = |other: &Signature| other.verdict != Verdict::Invalid && own.verdict != Verdict::Valid;
    Some(other.filter(is_better).unwrap_or(own))
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
