//! What is remembered of a request.

use super::ring::Entry;

/// A request. Headers are left out: one of them is the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path with the query.
    pub path: String,
    /// The body as text.
    pub body: String,
    /// The status of the answer, sent or not.
    pub status: u16,
    /// The fault that hit it.
    pub fault: Option<&'static str>,
}

impl Entry for Logged {
    fn bytes(&self) -> usize {
        self.path.len() + self.body.len()
    }
}
