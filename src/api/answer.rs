//! Reading an answer: bounded in size and time, and never trusted.

use super::ApiError;
use crate::json::{Json, Limits, parse};
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

/// How much is read, and for how long.
pub(super) struct Bounds {
    pub(super) max_bytes: usize,
    pub(super) deadline: Instant,
    pub(super) total: Duration,
}

/// An answer's status, what matters of its head, and its JSON if it has any.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) retry_after: Option<u64>,
    pub(super) content: Result<Json, ApiError>,
}

pub(super) fn read(response: Response, place: &str, bounds: &Bounds) -> Result<Answer, ApiError> {
    let status = response.status();
    let retry_after = retry_after(response.headers());
    let content_type = header_text(response.headers());
    let bytes = read_body(response, place, bounds)?;
    let content = match bytes.as_slice() {
        [] => Ok(Json::Null),
        bytes => json_of(bytes, &content_type, place),
    };
    Ok(Answer { status, retry_after, content })
}

fn header_text(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or("no content type").chars().take(80).collect()
}

fn read_body(mut response: Response, place: &str, bounds: &Bounds) -> Result<Vec<u8>, ApiError> {
    let too_large = || ApiError::TooLarge { place: place.to_owned(), limit: bounds.max_bytes };
    let length = response.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length > bounds.max_bytes) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        // One slow read has a time-out of its own; many that are each just quick enough end here.
        if Instant::now() >= bounds.deadline {
            return Err(ApiError::Timeout { place: place.to_owned(), seconds: bounds.total.as_secs() });
        }
        match response.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
            Err(error) => return Err(read_error(&error, place, bounds)),
        }
        if bytes.len() > bounds.max_bytes {
            return Err(too_large());
        }
    }
}

fn read_error(error: &std::io::Error, place: &str, bounds: &Bounds) -> ApiError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    let is_timeout = error.kind() == ErrorKind::TimedOut || inner.is_some_and(reqwest::Error::is_timeout);
    if is_timeout {
        return ApiError::Timeout { place: place.to_owned(), seconds: bounds.total.as_secs() };
    }
    ApiError::Dropped { place: place.to_owned(), reason: "incomplete body".to_owned() }
}

fn json_of(bytes: &[u8], content_type: &str, place: &str) -> Result<Json, ApiError> {
    let malformed = |reason: String| ApiError::Malformed { place: place.to_owned(), reason };
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence != "application/json" && !essence.ends_with("+json") {
        let reason = format!("{content_type} instead of JSON; is the address that of the API?");
        return Err(malformed(reason));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| malformed("it is not UTF-8 text".to_owned()))?;
    parse(text, Limits { max_bytes: bytes.len(), ..Limits::default() })
        .map_err(|error| malformed(format!("not JSON, {error}; it may be cut off")))
}

/// Seconds to wait, from a number or a date.
fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    let seconds = date.as_second().saturating_sub(jiff::Timestamp::now().as_second());
    Some(u64::try_from(seconds).unwrap_or(0))
}
