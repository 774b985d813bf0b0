//! Rules over a workspace: what is wrong or risky, before anything is pushed.
//!
//! ```text
//!  Workspace ─► Scene (chains in order, events with samples) ─► chain · argument · condition · together
//!            └► targets ─► reference · payload                 ─► Vec<Found> ─► with the texts: spans and fixes
//! ```
//!
//! Checking never fails; it returns findings whose places name the file, the line and the column. Main entries:
//! [`check_files`], and [`check`] for a workspace without texts. What can be found is listed in [`RULES`].

mod apply;
mod argument;
mod arrival;
mod chain;
mod condition;
mod field_type;
mod found;
mod payload;
mod reach;
mod reference;
mod root;
mod rules;
mod sarif;
mod scene;
mod schema;
mod together;

pub use apply::{Applied, apply_fixes};
pub use arrival::arrival_findings;
pub use found::{Found, Subject};
pub use rules::{RULES, Rule, rule, rules_table};
pub use sarif::sarif;
pub use schema::schema_findings;

use crate::diag::{Diagnostic, Place, Severity, Span};
use crate::json::{JsonError, locate};
use crate::model::Workspace;
use crate::wire::{FileError, ReadWorkspace, TextFile};
use jiff::Timestamp;
use scene::Scene;
use std::cmp::Reverse;

/// Everything that is found in a workspace, by object. Findings in JSON have a pointer but no span and no fix, because
/// the text is not known. `now` is what `"now"` means in templates.
pub fn check(workspace: &Workspace, now: Timestamp) -> Vec<Found> {
    let scene = Scene::new(workspace, now);
    let mut found = Vec::new();
    for chain in &scene.chains {
        found.extend(chain::check(&scene, chain));
    }
    together::issued_twice(&scene, &mut found);
    together::circles(&scene, &mut found);
    reference::targets(&scene, &mut found);
    reference::definitions(&scene, &mut found);
    reference::samples(&scene, &mut found);
    found
}

/// Everything that is found in a workspace as it was read, by file and place: files that could not be read, what reading
/// found, and what [`check`] finds, with spans and fixes.
pub fn check_files(read: &ReadWorkspace, files: &[TextFile], now: Timestamp) -> Vec<Diagnostic> {
    let text_of = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let broken_text = |error: &FileError| text_of(error.path()).unwrap_or_default();
    let mut all: Vec<Diagnostic> =
        read.broken.iter().map(|error| broken(error, broken_text(error))).collect();
    all.extend(read.findings.iter().cloned());
    for mut found in check(&read.workspace, now) {
        if let Some(text) = found.finding.place.file.as_deref().and_then(text_of)
            && found.finding.place.span.is_none()
        {
            found.finding.place.span = locate(text, &found.finding.place.pointer);
            found.finding.fixes = found.fixes_in(text);
        }
        all.push(found.finding);
    }
    all.sort_by(|a, b| order_of(a).cmp(&order_of(b)));
    all
}

/// By file, line, column; the worst first.
fn order_of(finding: &Diagnostic) -> (&str, u32, u32, Reverse<Severity>, &str) {
    let span = finding.place.span.unwrap_or_default();
    let file = finding.place.file.as_deref().unwrap_or_default();
    (file, span.line, span.column, Reverse(finding.severity), finding.code)
}

/// A file that could not be read; nothing of it was checked.
fn broken(error: &FileError, text: &str) -> Diagnostic {
    let (path, line, message) = match error {
        FileError::Json { path, source } => match source {
            JsonError::Syntax { line, column, message } => (path, Some((*line, *column)), message.clone()),
            JsonError::TooDeep { line, column, .. } => (path, Some((*line, *column)), source.to_string()),
            JsonError::TooLong { .. } => (path, None, source.to_string()),
        },
        FileError::Settings { path, line, column, message } => {
            (path, Some((*line, *column)), message.clone())
        }
    };
    let span = line.map(|(line, column)| {
        let before =
            text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum::<usize>();
        let rest = text.get(before..).unwrap_or_default();
        let inside = rest.chars().take(column.saturating_sub(1) as usize).map(char::len_utf8).sum::<usize>();
        Span { start: before + inside, end: before + inside, line, column }
    });
    let message = format!("the file cannot be read, and nothing in it was checked: {message}");
    let place = Place { file: Some(path.clone()), span, ..Place::default() };
    Diagnostic::new(Severity::Error, "file/broken", message, place)
}
