//! Templates: what is wrong with the payload that they make, on the contexts of the events that reach them.

use super::reach::{Reach, reaches};
use super::scene::Scene;
use super::{root, schema_findings};
use crate::diag::{Diagnostic, Place, Severity, Span};
use crate::json::{Json, Limits, line_column, parse, pointer_push};
use crate::model::Target;
use crate::php::Value;
use crate::twig::provenance::{JsonOrigin, json_map};
use crate::twig::{FieldKind, Read, Settings, Template, adversarial, lint_fields, reads};
use std::collections::BTreeSet;

/// What is said of a payload that is empty on a sample.
const EMPTY: &str = "nothing is printed, and an empty payload is not JSON";

/// Everything that is found about a target's payload.
pub(super) fn findings(scene: &Scene<'_>, target: &Target) -> Vec<Diagnostic> {
    let settings = &scene.settings;
    // Assumption: an empty template passes the context on, which is always JSON.
    if target.template.trim().is_empty() {
        return Vec::new();
    }
    let reaches = reaches(scene, target);
    let kinds = |path: &str| kind_of(&reaches, path);
    let read = reads(&target.template, settings);
    let mut found = root::findings(target, &reaches, &read);
    found.extend(lint_fields(&target.template, settings, &kinds));
    for finding in &mut found {
        raise_null_date(finding, &reaches, &read);
    }
    if let Ok(template) = Template::compile(&target.template, settings) {
        let contexts: Vec<Value> =
            reaches.iter().flat_map(|reach| reach.samples.iter().map(|(_, value)| value.clone())).collect();
        for seen in adversarial(&template, &contexts, settings) {
            fold(&mut found, seen);
        }
        let is_broken = found.iter().any(|finding| finding.severity == Severity::Error);
        let seen = on_samples(target, &reaches, &template, settings).into_iter();
        for finding in seen.filter(|finding| !is_broken || finding.code.contains("schema")) {
            fold_empty(&mut found, finding);
        }
    }
    found.sort_by_key(|finding| {
        let start = finding.place.span.map_or(0, |span| span.start);
        (start, std::cmp::Reverse(finding.severity))
    });
    found.into_iter().map(|finding| placed(finding, target)).collect()
}

/// What the events that reach a template agree on.
fn kind_of(reaches: &[&Reach<'_>], path: &str) -> Option<FieldKind> {
    let mut kinds = reaches.iter().filter_map(|reach| reach.kind(path));
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// A date that a sample does not have is sent as today's: more than a possibility.
fn raise_null_date(finding: &mut Diagnostic, reaches: &[&Reach<'_>], read: &[Read]) {
    let Some(span) = finding.place.span.filter(|_| finding.code == "payload/null-date") else { return };
    let inside = read.iter().filter(|read| span.start <= read.span.start && read.span.end <= span.end);
    for path in inside.map(|read| &read.path) {
        if let Some(name) = reaches.iter().find_map(|reach| reach.sample_without(path)) {
            finding.severity = Severity::Warning;
            finding.hints.push(format!("{name} has no `{path}`"));
            return;
        }
    }
}

/// Adds what a re-render showed: as a hint to what is known of the same expression, else as a finding of its own.
fn fold(found: &mut Vec<Diagnostic>, seen: Diagnostic) {
    let overlaps = |a: Span, b: Span| a.start < b.end && b.start < a.end;
    let is_same = |known: &&mut Diagnostic| {
        let is_cause = known.severity >= Severity::Warning && known.code.starts_with("payload/");
        is_cause
            && !matches!(known.code, "payload/wrong-root" | "payload/undefined-path" | "payload/data-changed")
            && matches!((known.place.span, seen.place.span), (Some(a), Some(b)) if overlaps(a, b))
    };
    match found.iter_mut().find(is_same) {
        Some(known) => known.hints.push(format!("seen on the samples: {}", seen.message)),
        None => found.push(seen),
    }
}

/// A payload that is empty on a sample is what may be empty, and worse than a possibility.
fn fold_empty(found: &mut Vec<Diagnostic>, seen: Diagnostic) {
    let is_empty = seen.code == "payload/not-json" && seen.message == EMPTY;
    let known = found.iter_mut().find(|known| is_empty && known.code == "payload/may-be-empty");
    match known {
        Some(known) => {
            known.severity = Severity::Error;
            known.hints.extend(seen.hints);
        }
        None => found.push(seen),
    }
}

/// What happens on the samples as they are, and what the partner's schema says of the payloads.
fn on_samples(
    target: &Target,
    reaches: &[&Reach<'_>],
    template: &Template,
    settings: &Settings,
) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for (context, value) in reaches.iter().flat_map(|reach| &reach.samples) {
        for finding in on_sample(target, value, template, settings) {
            let is_same = |known: &&mut Diagnostic| {
                known.code == finding.code && known.place == finding.place && known.code != "payload/schema"
                    || known.message == finding.message
            };
            match found.iter_mut().find(is_same) {
                Some(known) => {
                    for hint in &mut known.hints {
                        *hint = format!("{hint}, {}", context.name);
                    }
                }
                None => found.push(finding.hint(format!("seen on {}", context.name))),
            }
        }
    }
    found
}

fn on_sample(target: &Target, context: &Value, template: &Template, settings: &Settings) -> Vec<Diagnostic> {
    let start = Span { start: 0, end: 1, line: 1, column: 1 };
    let error =
        |code, message, span| vec![Diagnostic::new(Severity::Error, code, message, Place::span(span))];
    let render = match template.render_traced(context, settings) {
        Ok(render) => render,
        Err(failed) => {
            let message = format!("the render fails: {}", failed.message.trim_end_matches('.'));
            return error("payload/render-error", message, failed.span);
        }
    };
    if render.output.trim().is_empty() {
        return error("payload/not-json", EMPTY.to_owned(), start);
    }
    let payload = match parse(&render.output, Limits::default()) {
        Ok(payload) => payload,
        Err(fault) => {
            let message = format!("the payload is not JSON: {fault}, in the rendered text");
            return error("payload/not-json", message, start);
        }
    };
    let origins = json_map(&render);
    let mut repeated = Vec::new();
    written_twice(&payload, "", &mut repeated);
    let place = |(pointer, key): &(String, String)| key_span(&target.template, &origins, pointer, key);
    let mut twice: Vec<Diagnostic> = repeated
        .iter()
        .map(|one| {
            let message = format!("the key \"{}\" is written twice; only the last one counts", one.1);
            let place = Place::span(place(one).unwrap_or(start));
            Diagnostic::new(Severity::Warning, "payload/duplicate-key", message, place)
        })
        .collect();
    let Some(schema) = &target.schema else { return twice };
    let mut found = schema_findings(schema, &payload.to_value());
    for finding in found.iter_mut().filter(|finding| finding.code == "payload/schema") {
        let pointer = std::mem::take(&mut finding.place.pointer);
        let inside = format!("{pointer}/");
        let exact = origins.iter().find(|origin| origin.pointer == pointer);
        let within =
            || origins.iter().find(|origin| !pointer.is_empty() && origin.pointer.starts_with(&inside));
        let origin = exact.or_else(within);
        finding.place.span = origin.and_then(|origin| origin.spans.first().copied()).or(Some(start));
    }
    twice.extend(found);
    twice
}

/// The keys that an object has more than once, with the pointer of their values.
fn written_twice(payload: &Json, pointer: &str, found: &mut Vec<(String, String)>) {
    let inside = |key: &str| {
        let mut inside = pointer.to_owned();
        pointer_push(&mut inside, key);
        inside
    };
    match payload {
        Json::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(at, item)| written_twice(item, &inside(&at.to_string()), found));
        }
        Json::Object(object) => {
            let mut seen = BTreeSet::new();
            for (key, value) in object.iter() {
                let one = (inside(key), key.to_owned());
                if !seen.insert(key) && !found.contains(&one) {
                    found.push(one);
                }
                written_twice(value, &inside(key), found);
            }
        }
        _ => {}
    }
}

/// The last place in the template where a key is written, in the part that its value comes from.
fn key_span(template: &str, origins: &[JsonOrigin], pointer: &str, key: &str) -> Option<Span> {
    let origin = origins.iter().rev().find(|origin| origin.pointer == pointer)?;
    let part = *origin.spans.last()?;
    let quoted = format!("\"{key}\"");
    let until = template.get(..part.end)?;
    let Some(start) = until.rfind(&quoted) else { return Some(part) };
    let crate::json::Line { line, column } = line_column(template, start);
    Some(Span { start, end: start + quoted.len(), line, column })
}

/// Names the file. Where the template is a string in the target's JSON, spans are lines of that string, and no edit can
/// be made from here.
fn placed(mut finding: Diagnostic, target: &Target) -> Diagnostic {
    if finding.code == "schema/broken" {
        finding.place.file = target.file.as_ref().map(|file| file.replace(".json", ".schema.json"));
    } else if target.template_file.is_some() {
        finding.place.file.clone_from(&target.template_file);
    } else {
        finding.place.file.clone_from(&target.file);
        "/template".clone_into(&mut finding.place.pointer);
        finding.fixes.clear();
    }
    finding
}
