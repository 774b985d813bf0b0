//! What a request is answered with.

use super::delivery::Delivery;
use super::validate::Errors;
use crate::io::IoError;
use crate::json::{Json, Object};

/// An answer that is not an error.
#[derive(Debug, Default)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Option<Json>,
    pub(super) headers: Vec<(&'static str, String)>,
    /// What is posted before the answer.
    pub(super) deliveries: Vec<Delivery>,
}

impl Reply {
    /// A body and nothing else.
    pub(super) fn of(status: u16, body: Json) -> Self {
        Self { status, body: Some(body), ..Self::default() }
    }

    /// `{"data": …}`
    pub(super) fn entity(status: u16, data: Json) -> Self {
        Self::of(status, object([("data", data)]))
    }

    /// Source: a delete is answered with 204 and no body.
    pub(super) fn no_content() -> Self {
        Self { status: 204, ..Self::default() }
    }
}

/// Why a request is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// 401
    Unauthenticated,
    /// 404: no such route or object
    NotFound(String),
    /// 422: keys that are wrong
    Invalid(Errors),
    /// Anything else, with a sentence
    Other(u16, String),
}

impl From<IoError> for Refusal {
    fn from(error: IoError) -> Self {
        Self::Other(500, format!("the practice server cannot keep its data: {error}"))
    }
}

impl Refusal {
    /// The answer. Source: 401 has exactly this body; 422 has `errors` with a list of texts by key. Assumption: every
    /// error has a `message`, as Laravel's have.
    pub(super) fn reply(self) -> Reply {
        let message = |status, text: &str| Reply::of(status, object([("message", Json::str(text))]));
        match self {
            Self::Unauthenticated => message(401, "Unauthenticated."),
            Self::NotFound(text) => message(404, &text),
            Self::Other(status, text) => message(status, &text),
            Self::Invalid(errors) => {
                let body = object([("message", Json::str(errors.message())), ("errors", errors.into_json())]);
                Reply::of(422, body)
            }
        }
    }
}

/// An object of some keys.
pub(super) fn object<const N: usize>(entries: [(&str, Json); N]) -> Json {
    Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Object>())
}
