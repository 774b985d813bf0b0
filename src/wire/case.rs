//! Golden cases: `cases/<trigger>.json`, an object with a list `cases`, or the bare list.

use super::field::{Reader, ToJson, Writer};
use crate::diag::{Diagnostic, Place, Severity};
use crate::json::{Json, pointer_push};
use crate::model::{CaseContext, Expectations, GoldenCase, StepExpectations};
use std::collections::BTreeSet;

/// How a run may be expected to end.
const OUTCOMES: [&str; 5] = ["fired", "stopped", "failed", "inactive", "other_event"];

/// Reads a file of cases. Odd shapes become findings; nothing is lost.
///
/// ```
/// use reagent::{json, wire};
/// let text = r#"{"cases": [{"name": "gold", "context": "gold-612", "now": "2026-03-02T09:00:00Z",
///     "expect": {"outcome": "fired", "actions": ["reward.create"]}}]}"#;
/// let (cases, findings) = wire::read_cases(&json::parse(text, json::Limits::default()).unwrap());
/// assert_eq!(cases[0].expect.outcome.as_deref(), Some("fired"));
/// assert!(findings.is_empty());
/// ```
pub fn read_cases(json: &Json) -> (Vec<GoldenCase>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let items: Vec<(&Json, String)> = match json {
        Json::Array(items) => items.iter().enumerate().map(|(at, item)| (item, format!("/{at}"))).collect(),
        other => {
            let mut reader = Reader { json: other, pointer: String::new(), findings: &mut findings };
            if other.get("cases").is_none() {
                reader.missing("cases", "it lists the cases");
            }
            reader.items("cases")
        }
    };
    let mut names = BTreeSet::new();
    let mut cases = Vec::with_capacity(items.len());
    for (item, pointer) in items {
        let case = read_case(item, pointer.clone(), &mut findings);
        if !names.insert(case.name.clone()) && !case.name.is_empty() {
            let message = format!("two cases are called '{}'", case.name);
            findings.push(Diagnostic::new(
                Severity::Warning,
                "case/same-name",
                message,
                Place::pointer(format!("{pointer}/name")),
            ));
        }
        cases.push(case);
    }
    (cases, findings)
}

/// Writes a file of cases: what it was read from, with the changed values replaced.
pub fn write_cases(source: &Json, cases: &[GoldenCase]) -> Json {
    let (before, _) = read_cases(source);
    if before == cases {
        return source.clone();
    }
    let written = Json::Array(cases.iter().map(write_case).collect());
    if matches!(source, Json::Array(_)) {
        return written;
    }
    let mut writer = Writer::new(source);
    writer.replace("cases", written);
    writer.finish()
}

fn read_case(json: &Json, pointer: String, findings: &mut Vec<Diagnostic>) -> GoldenCase {
    if json.as_object().is_none() {
        let message = format!("A case should be an object, but is {}", json.kind());
        findings.push(Diagnostic::new(Severity::Error, "wire/shape", message, Place::pointer(pointer)));
        return GoldenCase { source: json.clone(), ..GoldenCase::default() };
    }
    let mut reader = Reader { json, pointer, findings };
    let name = reader.required_text("name", "reports name the case by it");
    let context = match reader.value("context") {
        None => {
            reader.missing("context", "the name of a sample, or the event's own JSON");
            CaseContext::Missing
        }
        Some(Json::String(name)) => CaseContext::Sample(name.clone()),
        Some(object @ Json::Object(_)) => CaseContext::Inline(object.clone()),
        Some(other) => {
            reader.odd("context", "the name of a sample or an object", other);
            CaseContext::Missing
        }
    };
    let now = reader.text("now");
    let timezone = reader.text("timezone");
    let expect = match reader.value("expect") {
        None => {
            reader.missing("expect", "without it the case proves nothing");
            Expectations::default()
        }
        Some(json) => {
            let mut pointer = reader.pointer.clone();
            pointer_push(&mut pointer, "expect");
            read_expectations(json, pointer, reader.findings)
        }
    };
    GoldenCase { name, context, now, timezone, expect, source: json.clone() }
}

fn read_expectations(json: &Json, pointer: String, findings: &mut Vec<Diagnostic>) -> Expectations {
    let mut reader = Reader { json, pointer, findings };
    let outcome = reader.text("outcome");
    if let Some(word) = outcome.as_deref().filter(|word| !OUTCOMES.contains(word)) {
        let message = format!("'{word}' is no outcome; one of {}", OUTCOMES.join(", "));
        let place = Place::pointer(format!("{}/outcome", reader.pointer));
        reader.findings.push(Diagnostic::new(Severity::Error, "case/outcome", message, place));
    }
    let stopped_at = reader.int("stopped_at");
    let actions = reader.value("actions").is_some().then(|| reader.texts("actions"));
    let steps = reader.items("steps");
    let steps = steps.into_iter().map(|(json, pointer)| read_step(json, pointer, reader.findings)).collect();
    Expectations { outcome, stopped_at, actions, steps, source: json.clone() }
}

fn read_step(json: &Json, pointer: String, findings: &mut Vec<Diagnostic>) -> StepExpectations {
    let mut reader = Reader { json, pointer, findings };
    StepExpectations {
        action: reader.required_text("action", "it says which action is meant"),
        arguments: reader.value("arguments").cloned(),
        // A payload may be null, so that only an absent one does not matter.
        payload: json.get("payload").cloned(),
        payload_text: reader.text("payload_text"),
        ignore: reader.texts("ignore"),
        source: json.clone(),
    }
}

fn write_case(case: &GoldenCase) -> Json {
    let before = read_case(&case.source, String::new(), &mut Vec::new());
    let mut writer = Writer::new(&case.source);
    writer.set("name", &before.name, &case.name);
    if before.context != case.context {
        match &case.context {
            CaseContext::Missing => writer.remove("context"),
            CaseContext::Sample(name) => writer.replace("context", Json::str(name)),
            CaseContext::Inline(json) => writer.replace("context", json.clone()),
        }
    }
    writer.set_or_remove("now", before.now.as_ref(), case.now.as_ref());
    writer.set_or_remove("timezone", before.timezone.as_ref(), case.timezone.as_ref());
    if before.expect != case.expect || case.source == Json::Null {
        writer.replace("expect", write_expectations(&case.expect));
    }
    writer.finish()
}

fn write_expectations(expect: &Expectations) -> Json {
    let before = read_expectations(&expect.source, String::new(), &mut Vec::new());
    let mut writer = Writer::new(&expect.source);
    writer.set_or_remove("outcome", before.outcome.as_ref(), expect.outcome.as_ref());
    writer.set_or_remove("stopped_at", before.stopped_at.as_ref(), expect.stopped_at.as_ref());
    let texts = |names: &Vec<String>| names.iter().map(Json::str).collect::<Vec<Json>>();
    let (old, new) = (before.actions.as_ref().map(texts), expect.actions.as_ref().map(texts));
    writer.set_or_remove("actions", old.as_ref(), new.as_ref());
    if before.steps != expect.steps {
        writer.set_or_remove("steps", Some(&Vec::new()), list(&expect.steps, write_step).as_ref());
    }
    writer.finish()
}

fn write_step(step: &StepExpectations) -> Json {
    let before = read_step(&step.source, String::new(), &mut Vec::new());
    let mut writer = Writer::new(&step.source);
    writer.set("action", &before.action, &step.action);
    writer.set_or_remove("arguments", before.arguments.as_ref(), step.arguments.as_ref());
    writer.set_or_remove("payload", before.payload.as_ref(), step.payload.as_ref());
    writer.set_or_remove("payload_text", before.payload_text.as_ref(), step.payload_text.as_ref());
    if before.ignore != step.ignore {
        let ignore = list(&step.ignore, |pointer| Json::str(pointer));
        writer.set_or_remove("ignore", Some(&Vec::new()), ignore.as_ref());
    }
    writer.finish()
}

/// A list, or nothing where it is empty.
fn list<T>(items: &[T], json: impl Fn(&T) -> Json) -> Option<Vec<Json>> {
    (!items.is_empty()).then(|| items.iter().map(json).collect())
}

impl Writer {
    /// Sets a key whose value is no longer the one that was read; takes the key away where there is none.
    fn set_or_remove<T: PartialEq + ToJson>(&mut self, key: &str, before: Option<&T>, now: Option<&T>) {
        match now {
            Some(value) if before != now => self.replace(key, value.to_json()),
            None if before.is_some() => self.remove(key),
            _ => {}
        }
    }
}
