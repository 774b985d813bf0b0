//! Calls to one tenant: one host, bounded in time and size, repeated only where that is safe.

use super::ApiError;
use super::address::{Address, redirect_target};
use super::answer::{self, Answer, Bounds};
use super::field_error::read_errors;
use super::retry::{Retries, Verdict};
use super::tls;
use crate::json::{Json, Style, to_text};
use crate::secret::Secret;
use reqwest::blocking::Client as Http;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode, Url};
use std::time::{Duration, Instant};

/// How long is waited, how much is read, how often is tried.
#[derive(Clone, Debug)]
pub struct Options {
    /// For a connection.
    pub connect: Duration,
    /// For the next piece of an answer.
    pub read: Duration,
    /// For a whole answer.
    pub total: Duration,
    /// Longest answer in bytes.
    pub max_bytes: usize,
    /// How often a safe call is repeated.
    pub retries: u32,
    /// The first wait before a repetition; each further one is twice as long.
    pub first_wait: Duration,
    /// Longest wait that a server may ask for.
    pub longest_wait: Duration,
    /// Certificates, as PEM, of authorities that are trusted besides the system's own.
    pub authorities: Option<Vec<u8>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            total: Duration::from_mins(2),
            max_bytes: 32 * 1024 * 1024,
            retries: 3,
            first_wait: Duration::from_millis(400),
            longest_wait: Duration::from_secs(30),
            authorities: None,
        }
    }
}

/// Where Open Loyalty takes a permanent token.
const PERMANENT: HeaderName = HeaderName::from_static("x-auth-token");

/// One call.
#[derive(Clone, Debug)]
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Option<&'a Json>,
    /// Whether doing it twice is the same as doing it once.
    pub(super) is_repeatable: bool,
    /// The scope that it needs, for the message of a refusal.
    pub(super) scope: String,
}

impl<'a> Call<'a> {
    /// A call that only reads.
    pub(super) fn get(path: &[&str], scope: &str) -> Self {
        let path = path.iter().map(|&segment| segment.to_owned()).collect();
        let scope = scope.to_owned();
        Self { method: Method::GET, path, query: Vec::new(), body: None, is_repeatable: true, scope }
    }

    /// A call that sends something.
    pub(super) fn send(method: Method, path: &[&str], body: Option<&'a Json>, scope: &str) -> Self {
        let is_repeatable = method != Method::POST;
        Self { method, body, is_repeatable, ..Self::get(path, scope) }
    }
}

/// A tenant that can be called. It keeps the token; `Debug` shows only the address.
pub struct Client {
    http: Http,
    address: Address,
    token: Secret,
    /// Whether the token goes bare into `X-AUTH-TOKEN` instead of as a bearer.
    is_permanent: bool,
    options: Options,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("address", &self.address.text()).finish_non_exhaustive()
    }
}

impl Client {
    /// Prepares calls; nothing is sent yet.
    pub fn new(address: Address, token: Secret, options: Options) -> Result<Self, ApiError> {
        header(&token, false)?;
        let mut builder = Http::builder()
            .user_agent(concat!("reagent/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(options.connect)
            .timeout(options.read)
            .https_only(!address.is_loopback());
        if address.is_loopback() {
            // A proxy would see the token of an unencrypted call, and cannot reach this machine's loopback anyway.
            builder = builder.no_proxy();
        }
        let http = tls::configured(builder, options.authorities.as_deref(), address.text())?;
        Ok(Self { http, address, token, is_permanent: false, options })
    }

    /// The same client, with its token in `X-AUTH-TOKEN`. Source: Open Loyalty's permanent tokens.
    pub(super) fn with_permanent_token(self) -> Self {
        Self { is_permanent: true, ..self }
    }

    /// The tenant's address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Whether the other side is Reagent's practice server, which only this machine can have.
    pub fn is_practice_server(&self) -> bool {
        let own = self.address.beside("/_sandbox").filter(Address::is_loopback);
        let Some(address) = own else { return false };
        let Ok(client) = Self::new(address, self.token.clone(), self.options.clone()) else { return false };
        let answer = client.call(&Call::get(&["about"], "of the practice server"));
        answer.is_ok_and(|answer| answer.pointer("/data/is_practice_server") == Some(&Json::Bool(true)))
    }

    /// Does a call and gives back its JSON; `Null` where the answer has none.
    pub(super) fn call(&self, call: &Call<'_>) -> Result<Json, ApiError> {
        let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
        let url = self.address.url(&path, &call.query);
        let place = format!("{} {}", call.method, readable(&url));
        let mut retries = Retries::new(&self.options, call.is_repeatable);
        loop {
            let answered = self.once(call, &url, &place);
            let is_again = retries.attempts() > 0;
            match retries.verdict(&answered) {
                Verdict::Again(wait) => std::thread::sleep(wait),
                Verdict::Done => return self.judge(call, answered, &url, &place, is_again),
            }
        }
    }

    fn once(&self, call: &Call<'_>, url: &Url, place: &str) -> Result<Answer, ApiError> {
        let deadline = Instant::now() + self.options.total;
        let bounds = Bounds { max_bytes: self.options.max_bytes, deadline, total: self.options.total };
        let mut request = self.http.request(call.method.clone(), url.clone());
        let name = if self.is_permanent { PERMANENT } else { AUTHORIZATION };
        request = request.header(name, header(&self.token, self.is_permanent)?);
        request = request.header(ACCEPT, "application/json");
        if let Some(body) = call.body {
            let text = to_text(body, &Style::compact());
            request = request.header(CONTENT_TYPE, "application/json").body(text);
        }
        let response = request.send().map_err(|error| self.send_error(&error, place))?;
        if response.status().is_redirection() {
            let to = redirect_target(url, response.headers().get(LOCATION));
            let to = self.token.scrubbed(&to);
            return Err(ApiError::Redirected { place: place.to_owned(), to });
        }
        answer::read(response, place, &bounds)
    }

    fn send_error(&self, error: &reqwest::Error, place: &str) -> ApiError {
        let host = self.address.host();
        if let Some(reason) = tls::certificate_problem(error) {
            return ApiError::Certificate { host, reason };
        }
        if error.is_timeout() {
            let seconds = if error.is_connect() { self.options.connect } else { self.options.read }.as_secs();
            return ApiError::Timeout { place: place.to_owned(), seconds };
        }
        let reason = self.token.scrubbed(&innermost(error));
        if error.is_connect() {
            return ApiError::Unreachable { host, reason };
        }
        ApiError::Dropped { place: place.to_owned(), reason }
    }

    /// What an answer means.
    fn judge(
        &self,
        call: &Call<'_>,
        answered: Result<Answer, ApiError>,
        url: &Url,
        place: &str,
        is_again: bool,
    ) -> Result<Json, ApiError> {
        let answer = answered?;
        if answer.status.is_success() {
            return answer.content.map_err(|error| self.scrub(error));
        }
        // A repeated deletion whose first answer was lost finds nothing left: that is what was wanted.
        if is_again && call.method == Method::DELETE && answer.status == StatusCode::NOT_FOUND {
            return Ok(Json::Null);
        }
        let body = answer.content.unwrap_or_default();
        let (message, mut fields) = read_errors(&body);
        for text in fields.iter_mut().flat_map(|field| field.messages.iter_mut()) {
            *text = self.token.scrubbed(text);
        }
        let message: String = self.token.scrubbed(&message).chars().take(300).collect();
        let place = self.token.scrubbed(&if place.is_empty() { url.to_string() } else { place.to_owned() });
        Err(match answer.status.as_u16() {
            401 => ApiError::Unauthorized { place },
            403 => ApiError::Forbidden { place, scope: call.scope.clone() },
            404 => ApiError::NotFound { place },
            422 => ApiError::Invalid { place, message, fields },
            status @ (429 | 503) if status == 429 || answer.retry_after.is_some() => {
                ApiError::Limited { place, status, seconds: answer.retry_after }
            }
            status => ApiError::Status { place, status, message },
        })
    }

    /// True if a value has the token in it. A short one, as for practice, may be a word like any other.
    pub(super) fn is_leaking(&self, value: &Json) -> bool {
        const SHORTEST: usize = 16;
        self.token.expose().len() >= SHORTEST && self.scrubbed(value) != *value
    }

    /// A text without the token.
    pub(super) fn scrubbed_text(&self, text: &str) -> String {
        self.token.scrubbed(text)
    }

    /// An answer that is shown or saved as it is, without the token, should a server give that back.
    pub(super) fn scrubbed(&self, answer: &Json) -> Json {
        match answer {
            Json::String(text) => Json::str(self.token.scrubbed(text)),
            Json::Array(items) => Json::Array(items.iter().map(|item| self.scrubbed(item)).collect()),
            Json::Object(object) => {
                let entries = object.iter();
                let entries = entries.map(|(key, value)| (self.token.scrubbed(key), self.scrubbed(value)));
                Json::Object(entries.collect())
            }
            other => other.clone(),
        }
    }

    fn scrub(&self, error: ApiError) -> ApiError {
        match error {
            ApiError::Malformed { place, reason } => {
                ApiError::Malformed { place, reason: self.token.scrubbed(&reason) }
            }
            other => other,
        }
    }
}

/// The header of the token, which no log shows.
fn header(token: &Secret, is_bare: bool) -> Result<HeaderValue, ApiError> {
    let scheme = if is_bare { "" } else { "Bearer " };
    let text = zeroize::Zeroizing::new(format!("{scheme}{}", token.expose()));
    let mut value = HeaderValue::from_str(&text).map_err(|_| {
        ApiError::Token("the token has characters that no token has, such as a line break".into())
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// A URL for people: brackets of `page[number]` as they are.
fn readable(url: &Url) -> String {
    url.as_str().replace("%5B", "[").replace("%5D", "]")
}

/// The innermost cause: the outer ones only say that something failed.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
