//! A finding on its way: what it is about, and how its JSON could be repaired, until the file's text is known.

use crate::diag::{Diagnostic, Fix, TextEdit};
use crate::json::{Json, Style, locate, to_text};
use crate::model::{AutomationId, ContextId, TargetId, TriggerId};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A trigger
    Trigger(TriggerId),
    /// A target or its template
    Target(TargetId),
    /// An automation
    Automation(AutomationId),
    /// A sample context
    Context(ContextId),
    /// The definitions
    Definitions,
}

/// A finding and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is about
    pub subject: Subject,
    /// What was found; its place names the file, if there is one, and the JSON Pointer in it
    pub finding: Diagnostic,
    pub(super) repair: Option<Repair>,
}

impl Found {
    /// Whether its JSON can be repaired, once its text is known.
    pub fn is_repairable(&self) -> bool {
        self.repair.is_some()
    }

    /// What mends it in a text of its file: of a template, its own fixes; of JSON, its repair.
    pub fn fixes_in(&self, text: &str) -> Vec<Fix> {
        let own = self.finding.fixes.iter().cloned();
        own.chain(self.repair.as_ref().and_then(|repair| repair.fix(text))).collect()
    }
}

/// A change of JSON that removes a problem.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Repair {
    pub(super) title: String,
    pub(super) changes: Vec<Change>,
}

/// A change of the JSON text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// Gives a key of an object a value, appending it if it is not there
    Set { object: String, key: &'static str, value: Json },
    /// Renames the only key of an object
    Rename { object: String, from: &'static str, to: &'static str },
    /// Puts another value in its place
    Replace { value: String, json: Json },
    /// Puts text before and after a value
    Surround { value: String, before: String, after: &'static str },
}

impl Repair {
    /// The repair as edits of a text; `None` if the text is another one than that which was checked.
    pub(super) fn fix(&self, text: &str) -> Option<Fix> {
        let edits: Option<Vec<Vec<TextEdit>>> =
            self.changes.iter().map(|change| change.edits(text)).collect();
        let mut edits = edits?.concat();
        edits.sort_by_key(|edit| (edit.start, edit.end));
        let fix = Fix { title: self.title.clone(), edits };
        fix.apply(text).map(|_| fix)
    }
}

impl Change {
    fn edits(&self, text: &str) -> Option<Vec<TextEdit>> {
        match self {
            Self::Set { object, key, value } => set(text, object, key, value).map(|edit| vec![edit]),
            Self::Rename { object, from, to } => {
                let span = locate(text, object)?;
                let quoted = format!("\"{from}\"");
                let start = span.start + text.get(span.start..span.end)?.find(&quoted)?;
                Some(vec![TextEdit { start, end: start + quoted.len(), new_text: format!("\"{to}\"") }])
            }
            Self::Replace { value, json } => {
                let span = locate(text, value)?;
                let new_text = to_text(json, &Style::compact()).trim_end().to_owned();
                Some(vec![TextEdit { start: span.start, end: span.end, new_text }])
            }
            Self::Surround { value, before, after } => {
                let span = locate(text, value)?;
                let insert = |at, new_text: &str| TextEdit { start: at, end: at, new_text: new_text.into() };
                Some(vec![insert(span.start, before), insert(span.end, after)])
            }
        }
    }
}

fn set(text: &str, object: &str, key: &str, value: &Json) -> Option<TextEdit> {
    let around = locate(text, object)?;
    let inside = locate(text, &format!("{object}/{key}"))?;
    let new_text = to_text(value, &Style::compact());
    if inside != around {
        return Some(TextEdit { start: inside.start, end: inside.end, new_text });
    }
    // Behind the last value, on a line of its own if the object has such.
    let body = text.get(around.start..around.end)?;
    let inner = body.strip_prefix('{')?.strip_suffix('}')?;
    let last = inner.trim_end();
    let at = around.start + 1 + last.len();
    let indent = match inner.rfind('\n').filter(|_| last.contains('\n')) {
        Some(_) => {
            let first = inner.find(|c: char| !c.is_whitespace())?;
            inner.get(..first)?.to_owned()
        }
        None => " ".to_owned(),
    };
    let comma = if last.is_empty() { "" } else { "," };
    Some(TextEdit { start: at, end: at, new_text: format!("{comma}{indent}\"{key}\": {new_text}") })
}
