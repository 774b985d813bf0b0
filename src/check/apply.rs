//! Applying fixes: as many at once as do not touch each other.

use crate::diag::{Diagnostic, Severity};
use std::ops::Range;

/// A text with fixes applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The text.
    pub text: String,
    /// Which findings were fixed, by their place in the list.
    pub fixed: Vec<usize>,
}

/// Applies the first fix of each finding that is more than a note, leaving out those that touch an earlier one. Check
/// again afterwards: what was left out may still be there.
pub fn apply_fixes(text: &str, findings: &[&Diagnostic]) -> Applied {
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut edits = Vec::new();
    let mut fixed = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        let Some(fix) = finding.fixes.first().filter(|_| finding.severity > Severity::Info) else { continue };
        let ranges = || fix.edits.iter().map(|edit| edit.start..edit.end);
        let (Some(start), Some(end)) =
            (ranges().map(|range| range.start).min(), ranges().map(|range| range.end).max())
        else {
            continue;
        };
        let is_free = taken.iter().all(|other| end < other.start || other.end < start);
        if is_free && fix.apply(text).is_some() {
            taken.push(start..end);
            edits.extend(fix.edits.iter().cloned());
            fixed.push(index);
        }
    }
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let all = crate::diag::Fix { title: String::new(), edits };
    match all.apply(text) {
        Some(text) => Applied { text, fixed },
        None => Applied { text: text.to_owned(), fixed: Vec::new() },
    }
}
