//! Findings while a template is walked: each once per place, with edits in the text that the user wrote.

use crate::diag::{Diagnostic, Fix, Place, Severity, TextEdit};
use crate::twig::source::{Pos, Source};
use std::collections::BTreeSet;

/// An edit of the normalised source.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub start: u32,
    pub end: u32,
    pub text: String,
}

impl Edit {
    pub(super) fn insert(at: u32, text: impl Into<String>) -> Self {
        Self { start: at, end: at, text: text.into() }
    }

    pub(super) fn remove(start: u32, end: u32) -> Self {
        Self { start, end, text: String::new() }
    }
}

/// A finding about a range of the normalised source.
pub(super) struct Finding {
    pub severity: Severity,
    pub code: &'static str,
    pub pos: Pos,
    pub message: String,
    pub hint: Option<&'static str>,
    pub fixes: Vec<(String, Vec<Edit>)>,
}

impl Finding {
    pub(super) fn new(severity: Severity, code: &'static str, pos: Pos, message: String) -> Self {
        Self { severity, code, pos, message, hint: None, fixes: Vec::new() }
    }

    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    pub(super) fn fix(mut self, title: impl Into<String>, edits: Option<Vec<Edit>>) -> Self {
        self.fixes.extend(edits.map(|edits| (title.into(), edits)));
        self
    }
}

/// Findings so far.
pub(super) struct Findings<'s> {
    source: &'s Source,
    seen: BTreeSet<(u32, &'static str)>,
    list: Vec<Diagnostic>,
}

impl<'s> Findings<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, seen: BTreeSet::new(), list: Vec::new() }
    }

    /// Adds a finding, unless the same was found at the same place.
    pub(super) fn add(&mut self, finding: Finding) {
        if !self.seen.insert((finding.pos.start, finding.code)) {
            return;
        }
        let place = Place::span(self.source.span(finding.pos));
        let mut diagnostic = Diagnostic::new(finding.severity, finding.code, finding.message, place);
        diagnostic.hints.extend(finding.hint.map(str::to_owned));
        for (title, mut edits) in finding.fixes {
            edits.sort_by_key(|edit| (edit.start, edit.end));
            let edits = edits.into_iter().map(|edit| self.original(edit)).collect();
            diagnostic.fixes.push(Fix { title, edits });
        }
        self.list.push(diagnostic);
    }

    fn original(&self, edit: Edit) -> TextEdit {
        let span = self.source.span(Pos { start: edit.start, end: edit.end, line: 1 });
        TextEdit { start: span.start, end: span.end, new_text: edit.text }
    }

    /// All findings in the order of the text.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|finding| finding.place.span.map_or(0, |span| span.start));
        self.list
    }
}
