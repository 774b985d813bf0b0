//! Faults on purpose: what a client must bear from a real server.

use super::reply::{Refusal, object};
use super::validate::Errors;
use crate::json::{Json, Object};
use serde_json::json;

/// Something that goes wrong with some requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Only requests of this method.
    pub method: Option<String>,
    /// Only requests of this path under `/api/v3`; a `*` at the end stands for the rest.
    pub path: Option<String>,
    /// How many requests it hits.
    pub times: u32,
    /// What goes wrong.
    pub kind: FaultKind,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultKind {
    /// The request is answered later.
    Delay {
        /// Milliseconds
        millis: u64,
    },
    /// Nothing is done, and the answer has this status.
    Status {
        /// 429, 500, 503, …
        status: u16,
        /// The `Retry-After` header: seconds, or a date.
        retry_after: Option<String>,
    },
    /// Nothing is done, and the connection is closed without an answer.
    Refuse,
    /// The request is done, and the connection is closed without an answer.
    NoAnswer,
    /// The request is done, and the connection breaks in the middle of the body.
    CutBody,
    /// The request is done, and the body is the first half of its JSON.
    Truncate,
    /// The request is done, and the body comes in pieces.
    SlowBody {
        /// Milliseconds before each of eight pieces
        millis: u64,
    },
    /// The request is done with another value in a key of its body.
    Change {
        /// A key of the body
        field: String,
        /// The value that it gets
        value: Json,
    },
}

/// The words of [`FaultKind`] in JSON, what each can be told besides, and what it does.
const KINDS: [(&str, &[&str], &str); 8] = [
    ("delay", &["millis"], "answers later, 1000 ms if nothing is said"),
    ("status", &["status", "retry_after"], "does nothing and answers with a status, 500 if nothing is said"),
    ("refuse", &[], "does nothing and closes the connection"),
    ("no_answer", &[], "does it and closes the connection"),
    ("cut_body", &[], "does it and closes the connection in the middle of the answer"),
    ("truncate", &[], "does it and answers with the first half of the JSON"),
    ("slow_body", &["millis"], "does it and answers in eight pieces, 200 ms apart if nothing is said"),
    ("change", &["field", "value"], "does it with another value in a field of the body"),
];

/// What any fault can be told.
const COMMON: [&str; 4] = ["kind", "method", "path", "times"];

/// The kinds of faults, a line each.
pub(super) fn fault_lines() -> String {
    let lines = KINDS.iter().map(|(kind, settings, about)| {
        let settings = settings.join(", ");
        format!("  {kind:<10} {settings:<20} {about}\n")
    });
    lines.collect()
}

/// Most faults that wait.
const MAX_FAULTS: usize = 1_000;

impl Fault {
    /// A fault of the next request.
    pub fn once(kind: FaultKind) -> Self {
        Self { method: None, path: None, times: 1, kind }
    }

    /// A fault of the next request of a method and path.
    pub fn of(method: &str, path: &str, kind: FaultKind) -> Self {
        Self { method: Some(method.to_owned()), path: Some(path.to_owned()), ..Self::once(kind) }
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        let is_path = |wanted: &str| match wanted.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == wanted,
        };
        let is_method = self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        is_method && self.path.as_deref().is_none_or(is_path)
    }

    /// Reads `{"kind": "status", "status": 429, "retry_after": 1, "method": "POST", "path": "/triggers", "times": 2}`.
    pub(super) fn read(json: &Json) -> Result<Self, Refusal> {
        let text = |key: &str| match json.get(key) {
            Some(Json::String(text)) => Some(text.clone()),
            Some(Json::Number(number)) => Some(number.as_text().to_owned()),
            _ => None,
        };
        let number = |key: &str, default: u64| {
            let wrong = || invalid(key, &format!("The {key} field must be a whole number."));
            text(key).map_or(Ok(default), |text| text.parse::<u64>().map_err(|_| wrong()))
        };
        let word = text("kind").unwrap_or_default();
        let known = KINDS.iter().find(|(kind, ..)| *kind == word);
        let Some((_, settings, _)) = known else {
            let kinds = KINDS.map(|(kind, ..)| kind).join(", ");
            return Err(invalid("kind", &format!("The kind field must be one of {kinds}.")));
        };
        let keys: Vec<&str> = COMMON.iter().chain(*settings).copied().collect();
        let mut given = json.as_object().into_iter().flat_map(Object::iter);
        if let Some((key, _)) = given.find(|(key, _)| !keys.contains(key)) {
            let known = keys.join(", ");
            return Err(invalid(key, &format!("The {key} field is not known; a {word} fault has {known}.")));
        }
        let kind = match word.as_str() {
            "delay" => FaultKind::Delay { millis: number("millis", 1_000)?.min(60_000) },
            "status" => {
                let status =
                    u16::try_from(number("status", 500)?).ok().filter(|status| (200..600).contains(status));
                let status =
                    status.ok_or_else(|| invalid("status", "The status field must be from 200 to 599."))?;
                FaultKind::Status { status, retry_after: text("retry_after") }
            }
            "refuse" => FaultKind::Refuse,
            "no_answer" => FaultKind::NoAnswer,
            "cut_body" => FaultKind::CutBody,
            "truncate" => FaultKind::Truncate,
            "slow_body" => FaultKind::SlowBody { millis: number("millis", 200)?.min(60_000) },
            _ => {
                let field = text("field").ok_or_else(|| invalid("field", "The field field is required."))?;
                FaultKind::Change { field, value: json.get("value").cloned().unwrap_or_default() }
            }
        };
        let times = u32::try_from(number("times", 1)?).unwrap_or(u32::MAX);
        Ok(Self { method: text("method"), path: text("path"), times, kind })
    }

    fn to_json(&self) -> Json {
        let details = match &self.kind {
            FaultKind::Delay { millis } => json!({"kind": "delay", "millis": millis}),
            FaultKind::Status { status, retry_after } => {
                json!({"kind": "status", "status": status, "retry_after": retry_after})
            }
            FaultKind::SlowBody { millis } => json!({"kind": "slow_body", "millis": millis}),
            FaultKind::Change { field, value } => {
                json!({"kind": "change", "field": field, "value": value.to_value()})
            }
            kind => json!({"kind": kind.word()}),
        };
        let mut fault = Json::from(details).as_object().cloned().unwrap_or_default();
        fault.set("method", self.method.as_deref().map_or(Json::Null, Json::str));
        fault.set("path", self.path.as_deref().map_or(Json::Null, Json::str));
        fault.set("times", Json::int(self.times.into()));
        Json::Object(fault)
    }
}

impl FaultKind {
    /// Its word in JSON and in the log.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::Status { .. } => "status",
            Self::Refuse => "refuse",
            Self::NoAnswer => "no_answer",
            Self::CutBody => "cut_body",
            Self::Truncate => "truncate",
            Self::SlowBody { .. } => "slow_body",
            Self::Change { .. } => "change",
        }
    }
}

/// The faults that wait, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Faults {
    waiting: Vec<Fault>,
}

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        if fault.times > 0 && self.waiting.len() < MAX_FAULTS {
            self.waiting.push(fault);
        }
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The fault of a request, which counts down.
    pub(super) fn take(&mut self, method: &str, path: &str) -> Option<FaultKind> {
        let position = self.waiting.iter().position(|fault| fault.matches(method, path))?;
        let fault = self.waiting.get_mut(position)?;
        fault.times -= 1;
        let kind = fault.kind.clone();
        if fault.times == 0 {
            self.waiting.remove(position);
        }
        Some(kind)
    }

    pub(super) fn to_json(&self) -> Json {
        object([("data", Json::Array(self.waiting.iter().map(Fault::to_json).collect()))])
    }
}

fn invalid(key: &str, sentence: &str) -> Refusal {
    Refusal::Invalid(Errors::of(key, sentence))
}
