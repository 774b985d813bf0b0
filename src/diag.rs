//! Problems found in a user's files: data, not errors. Parsing and checking return them and never fail.

mod words;

pub use words::{lower_first, nearest, upper_first};

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
    /// Changes of the text that remove the problem, the most careful one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
}

/// A change of a text that a program can make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// The edits, which do not overlap, in order.
    pub edits: Vec<TextEdit>,
}

/// Replaces the bytes from `start` to `end` of the text that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextEdit {
    /// First byte that goes.
    pub start: usize,
    /// One past the last byte that goes; `start` for a mere insertion.
    pub end: usize,
    /// What comes instead.
    pub new_text: String,
}

impl Fix {
    /// The text after the edits; `None` if an edit is outside the text, cuts a character or overlaps another one.
    ///
    /// ```
    /// use reagent::diag::{Fix, TextEdit};
    /// let edit = TextEdit { start: 5, end: 6, new_text: String::new() };
    /// let fix = Fix { title: "remove the comma".into(), edits: vec![edit] };
    /// assert_eq!(fix.apply("[1, 2,]").as_deref(), Some("[1, 2]"));
    /// ```
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut fixed = String::with_capacity(text.len() + 32);
        let mut from = 0;
        for edit in &self.edits {
            fixed.push_str(text.get(from..edit.start)?);
            text.get(edit.start..edit.end)?;
            fixed.push_str(&edit.new_text);
            from = edit.end;
        }
        fixed.push_str(text.get(from..)?);
        Some(fixed)
    }
}

impl Diagnostic {
    /// A finding without hints.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>, place: Place) -> Self {
        Self { severity, code, message: message.into(), place, hints: Vec::new(), fixes: Vec::new() }
    }

    /// Adds a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a change that removes the problem.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }
}
