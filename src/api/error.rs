//! What can go wrong with a tenant: what, where, and what to do about it.

use super::FieldError;

/// A call that did not work. No message holds a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// The tenant's address cannot be used.
    #[error("the address {given} cannot be used: {reason}")]
    Address {
        /// As it was written
        given: String,
        /// Why, and what to write instead
        reason: String,
    },
    /// The server did not prove who it is.
    #[error("{host} did not prove who it is: {reason}. Nothing was sent")]
    Certificate {
        /// The host
        host: String,
        /// What is wrong with its certificate, and what to do
        reason: String,
    },
    /// No connection.
    #[error("cannot reach {host}: {reason}. Check the address and the network")]
    Unreachable {
        /// The host
        host: String,
        /// The system's words
        reason: String,
    },
    /// The server took too long.
    #[error("{place}: no complete answer within {seconds} s. Try again later")]
    Timeout {
        /// Method and URL
        place: String,
        /// How long was waited
        seconds: u64,
    },
    /// The connection ended in the middle.
    #[error("{place}: the connection ended before the answer did ({reason})")]
    Dropped {
        /// Method and URL
        place: String,
        /// The system's words
        reason: String,
    },
    /// The server points elsewhere. A token is sent to no other address than the one that was configured.
    #[error(
        "{place}: the server redirects to {to}; if that is right, write it as the tenant's url in reagent.toml"
    )]
    Redirected {
        /// Method and URL
        place: String,
        /// Where to, without query
        to: String,
    },
    /// The answer is longer than the limit.
    #[error("{place}: the answer is longer than {limit} bytes and was not read")]
    TooLarge {
        /// Method and URL
        place: String,
        /// The limit
        limit: usize,
    },
    /// The answer is not what the API sends.
    #[error("{place}: the answer is not what the API sends: {reason}")]
    Malformed {
        /// Method and URL
        place: String,
        /// What is wrong with it
        reason: String,
    },
    /// 401
    #[error(
        "{place}: the token was not accepted (401). It may have expired; `reagent login TENANT` stores a new one"
    )]
    Unauthorized {
        /// Method and URL
        place: String,
    },
    /// 403
    ///
    /// Assumption: what a 403 means, and which scope which route asks for, is not documented; the scopes are named after
    /// reactions, targets and webhooks.
    #[error("{place}: the token is not allowed to do this (403). It probably needs the scope {scope}")]
    Forbidden {
        /// Method and URL
        place: String,
        /// The scope that most likely is missing
        scope: String,
    },
    /// 404
    #[error("{place}: not found (404)")]
    NotFound {
        /// Method and URL
        place: String,
    },
    /// 422
    #[error("{place}: the tenant refused the values (422): {}", summary(message, fields))]
    Invalid {
        /// Method and URL
        place: String,
        /// The server's summary
        message: String,
        /// What is wrong with which field
        fields: Vec<FieldError>,
    },
    /// 429, or 503 with a time to wait, after all retries.
    #[error("{place}: the tenant asks to slow down ({status}){}. Try again later", wait(*seconds))]
    Limited {
        /// Method and URL
        place: String,
        /// 429 or 503
        status: u16,
        /// How long it wants us to wait
        seconds: Option<u64>,
    },
    /// Any other status.
    #[error("{place}: the tenant answered {status}{}", after_colon(message))]
    Status {
        /// Method and URL
        place: String,
        /// The status
        status: u16,
        /// The server's words
        message: String,
    },
    /// No token, or none that can be used.
    #[error("{0}")]
    Token(String),
}

fn summary(message: &str, fields: &[FieldError]) -> String {
    let mut parts: Vec<String> = fields.iter().map(ToString::to_string).collect();
    if parts.is_empty() {
        parts.push(if message.is_empty() { "it does not say why".to_owned() } else { message.to_owned() });
    }
    parts.join("; ")
}

fn wait(seconds: Option<u64>) -> String {
    seconds.map(|seconds| format!(" and to wait {seconds} s")).unwrap_or_default()
}

fn after_colon(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(": {message}") }
}

impl ApiError {
    /// True if the call may have taken effect although it failed: look before calling again.
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Timeout { .. }
            | Self::Dropped { .. }
            | Self::TooLarge { .. }
            | Self::Malformed { .. }
            | Self::Redirected { .. } => true,
            Self::Status { status, .. } => *status >= 500,
            _ => false,
        }
    }

    /// True if only this object was refused, and others may still be accepted.
    pub fn is_about_one_object(&self) -> bool {
        match self {
            Self::Invalid { .. } | Self::NotFound { .. } => true,
            Self::Status { status, .. } => (400..500).contains(status),
            _ => false,
        }
    }
}
