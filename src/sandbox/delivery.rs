//! A payload on its way, and what became of it.

use crate::json::Json;
use serde_json::json;

/// A payload to post.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    /// The action history that hears of it, and the position of the item in that.
    pub(super) noted: Option<(i64, usize)>,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    /// Whether it is posted once more if it is answered with 4xx or 5xx.
    pub(super) is_repeated: bool,
}

/// What became of a payload.
#[derive(Clone, Debug)]
pub(super) enum Posted {
    /// The other side answered, whatever it said.
    Answered { status: u16, body: String },
    /// It may not leave this machine.
    Blocked(String),
    /// Nobody answered.
    Failed(String),
}

impl Posted {
    /// The status of the item. Assumption: the words are our own; Omneo's are not documented.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Answered { status: 200..=299, .. } => "sent",
            Self::Answered { .. } | Self::Failed(_) => "failed",
            Self::Blocked(_) => "blocked",
        }
    }

    /// The result of the item.
    pub(super) fn result(&self, delivery: &Delivery) -> Json {
        let url = &delivery.url;
        match self {
            Self::Answered { status, body } => {
                json!({"url": url, "payload": delivery.body, "status": status, "answer": body})
            }
            Self::Blocked(reason) | Self::Failed(reason) => {
                json!({"url": url, "payload": delivery.body, "error": reason})
            }
        }
        .into()
    }
}
