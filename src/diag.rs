//! Problems found in a user's files: data, not errors. Parsing and checking return them and never fail.

use serde::Serialize;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Probably not what was meant, or a documented trap.
    Warning,
    /// It cannot work as written.
    Error,
}

impl Severity {
    /// The word shown to users.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A range of bytes in a source text, with the line and column (both from 1, columns in characters) where it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line of the first byte, from 1.
    pub line: u32,
    /// Column of the first byte in characters, from 1.
    pub column: u32,
}

/// Where a finding is: a file, a JSON Pointer into it, a span of its text; each as far as known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Path of the file as the user named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// JSON Pointer (RFC 6901) into the file or the rule; empty for the whole.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pointer: String,
    /// The text range, where the source text is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

impl Place {
    /// A place inside JSON.
    pub fn pointer(pointer: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), ..Self::default() }
    }

    /// A place inside a text.
    pub fn span(span: Span) -> Self {
        Self { span: Some(span), ..Self::default() }
    }
}

/// One problem with a stable code, a sentence for people, a place and ways out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Stable code, `area/what`.
    pub code: &'static str,
    /// What is the matter, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to do about it, most useful first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A finding without hints.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>, place: Place) -> Self {
        Self { severity, code, message: message.into(), place, hints: Vec::new() }
    }

    /// Adds a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}
