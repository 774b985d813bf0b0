//! Paths that an event does not have, and where it has them.

use super::reach::Reach;
use crate::diag::{Diagnostic, Fix, Place, Severity, TextEdit};
use crate::model::Target;
use crate::twig::Read;
use std::cmp::Ordering;

/// Names that guides use for fields that are called otherwise.
/// Source: `reward.amount` in two guide pages; no version of the vendor's SDK has it, a reward has `value_initial`.
const SYNONYMS: &[(&str, &str)] =
    &[("amount", "value_initial"), ("value", "value_initial"), ("balance", "combined_balance_dollars")];

/// Past this similarity two paths look alike.
const ALIKE: f64 = 0.78;
/// Comparing costs the product of the lengths.
const LONGEST: usize = 80;

/// What is wrong with the paths that a template reads, on the events that reach it.
pub(super) fn findings(target: &Target, reaches: &[&Reach<'_>], reads: &[Read]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for read in reads {
        let lacking: Vec<&Reach<'_>> =
            reaches.iter().copied().filter(|reach| reach.is_known() && !reach.has(&read.path)).collect();
        let Some(first) = lacking.first() else { continue };
        let known = reaches.iter().filter(|reach| reach.is_known()).count();
        let finding = match elsewhere(first, &read.path) {
            Some(elsewhere) => wrong_root(read, first, &elsewhere),
            // A template that provides for absence may well be right.
            None if read.is_optional => continue,
            None => undefined(read, &lacking),
        };
        let mut finding = with_fix(finding, target, read, &first.paths());
        if lacking.len() < known {
            // Other events have it there, so neither path is right for all.
            finding.severity = finding.severity.min(Severity::Warning);
            finding.fixes.clear();
            finding
                .hints
                .push("other events that send this target have it: give each its own target".to_owned());
        }
        findings.push(finding);
    }
    findings
}

/// Why a path is at the wrong root, and the path that exists, if one does.
pub(super) struct Elsewhere {
    pub(super) why: String,
    pub(super) path: Option<String>,
}

pub(super) fn elsewhere(reach: &Reach<'_>, path: &str) -> Option<Elsewhere> {
    let family = reach.family?;
    let (root, rest) = path.split_once('.').unwrap_or(("", path));
    let prefix = family.profile_prefix.as_deref();
    if root == "profile" && prefix == Some("") {
        let path = reach.has(rest).then(|| rest.to_owned());
        return Some(Elsewhere { why: "the profile's fields are at the root".to_owned(), path });
    }
    if let Some(prefix) = prefix.filter(|prefix| !prefix.is_empty()) {
        let inside = format!("{prefix}.{path}");
        if reach.has(&inside) {
            return Some(Elsewhere {
                why: format!("the profile's fields are under `{prefix}`"),
                path: Some(inside),
            });
        }
    }
    let is_own = root == family.id.replace('-', "_") && !root.is_empty();
    is_own.then(|| Elsewhere {
        why: format!("the {}'s fields are at the root", family.title.to_lowercase()),
        path: reach.has(rest).then(|| rest.to_owned()).or_else(|| synonym(reach, rest)),
    })
}

fn synonym(reach: &Reach<'_>, name: &str) -> Option<String> {
    let last = name.rsplit('.').next()?;
    let (_, other) = SYNONYMS.iter().find(|(known, _)| *known == last)?;
    let head = name.strip_suffix(last).unwrap_or_default();
    let candidates = [format!("{head}{other}"), (*other).to_owned(), format!("profile.{other}")];
    candidates.into_iter().find(|path| reach.has(path))
}

fn wrong_root(read: &Read, reach: &Reach<'_>, elsewhere: &Elsewhere) -> Diagnostic {
    let path = &read.path;
    let message = match &elsewhere.path {
        Some(better) => format!(
            "`{path}` is not in the context of {}: {}, so it is `{better}`",
            reach.event, elsewhere.why
        ),
        None => format!("`{path}` is not in the context of {}: {}", reach.event, elsewhere.why),
    };
    let finding = Diagnostic::new(Severity::Error, "payload/wrong-root", message, Place::span(read.span));
    match &elsewhere.path {
        Some(better) => finding.hint(format!("did you mean `{better}`?")),
        None => finding,
    }
}

fn undefined(read: &Read, lacking: &[&Reach<'_>]) -> Diagnostic {
    let events: Vec<&str> = lacking.iter().map(|reach| reach.event).collect();
    let events = events.join(" and ");
    let message = if lacking.iter().all(|reach| reach.samples.is_empty()) {
        format!("`{}` is no known field of {events}", read.path)
    } else {
        format!("`{}` is in no sample of {events}, nor a known field", read.path)
    };
    Diagnostic::new(Severity::Warning, "payload/undefined-path", message, Place::span(read.span))
}

/// Adds what the path may have meant, and the edit that writes it, where the template names it in full.
fn with_fix(mut finding: Diagnostic, target: &Target, read: &Read, known: &[String]) -> Diagnostic {
    let hinted = finding.hints.first().and_then(|hint| hint.split('`').nth(1)).map(str::to_owned);
    let better = match hinted {
        Some(better) => better,
        None => match nearest(&read.path, known) {
            Some(near) => {
                finding.hints.push(format!("did you mean `{near}`?"));
                near
            }
            None => return finding,
        },
    };
    let written = target.template.get(read.span.start..read.span.end);
    if written != Some(read.path.as_str()) || better.contains('*') {
        return finding;
    }
    let edit = TextEdit { start: read.span.start, end: read.span.end, new_text: better.clone() };
    finding.fix(Fix { title: format!("write `{better}`"), edits: vec![edit] })
}

pub(super) fn nearest(path: &str, known: &[String]) -> Option<String> {
    if path.len() > LONGEST {
        return None;
    }
    let last = path.rsplit('.').next()?;
    let likeness = |other: &String| {
        let same_name = other.rsplit('.').next() == Some(last);
        let score = strsim::normalized_damerau_levenshtein(path, other);
        if same_name { score.max(ALIKE) + 0.1 } else { score }
    };
    let scored = known.iter().filter(|other| other.len() <= LONGEST).map(|other| (likeness(other), other));
    let best = scored.filter(|(score, _)| *score >= ALIKE).max_by(|a, b| {
        a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal).then_with(|| b.1.len().cmp(&a.1.len()))
    });
    best.map(|(_, other)| other.clone())
}
