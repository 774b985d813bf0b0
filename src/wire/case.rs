//! Golden cases: `cases/<trigger>.json`, an object with a list `cases`, or the bare list.

use super::field::{Reader, ToJson, Writer};
use crate::diag::{Diagnostic, Place, Severity, nearest};
use crate::json::{Json, Object, pointer_push};
use crate::model::{CaseContext, Expectations, GoldenCase, StepExpectations};
use std::collections::BTreeSet;

/// How a run may be expected to end.
const OUTCOMES: [&str; 5] = ["fired", "stopped", "failed", "inactive", "other_event"];

const CASE_KEYS: [&str; 5] = ["name", "context", "now", "timezone", "expect"];
const EXPECT_KEYS: [&str; 4] = ["outcome", "stopped_at", "actions", "steps"];
const STEP_KEYS: [&str; 6] = ["action", "arguments", "exact", "payload", "payload_text", "ignore"];

/// How alike a key must be to be what was meant.
const NEAR_ENOUGH: f64 = 0.8;

/// Reads a file of cases. Odd shapes become findings, errors where a case does not say what it means to; nothing is lost.
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
        let before = findings.len();
        let case = read_case(item, pointer.clone(), &mut findings);
        // What is left out of an expectation would pass unseen.
        findings.iter_mut().skip(before).for_each(|finding| finding.severity = Severity::Error);
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
    reader.misspelt(&CASE_KEYS);
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
    let before = findings.len();
    let mut reader = Reader { json, pointer, findings };
    if json.as_object().is_none() {
        let message = format!("`expect` should be an object, but is {}", json.kind());
        let place = Place::pointer(reader.pointer.clone());
        reader.findings.push(Diagnostic::new(Severity::Error, "wire/shape", message, place));
    }
    reader.unknown(&EXPECT_KEYS);
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
    let read = Expectations { outcome, stopped_at, actions, steps, source: json.clone() };
    if read.is_empty() && reader.findings.len() == before {
        let message = "`expect` expects nothing, so the case proves nothing";
        let place = Place::pointer(reader.pointer);
        findings.push(Diagnostic::new(Severity::Error, "case/empty", message, place));
    }
    read
}

fn read_step(json: &Json, pointer: String, findings: &mut Vec<Diagnostic>) -> StepExpectations {
    let mut reader = Reader { json, pointer, findings };
    reader.unknown(&STEP_KEYS);
    StepExpectations {
        action: reader.required_text("action", "it says which action is meant"),
        arguments: reader.value("arguments").cloned(),
        is_exact: reader.flag("exact").unwrap_or_default(),
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
    writer.set("exact", &before.is_exact, &step.is_exact);
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

impl Reader<'_, '_> {
    /// Reports every key that nobody knows: what it expects is not looked at.
    fn unknown(&mut self, known: &[&'static str]) {
        for key in self.strange_keys(known) {
            let near = nearest(&key, known.iter().copied(), NEAR_ENOUGH);
            let way_out = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known are {}; a note belongs beside `expect`", known.join(", ")),
            };
            self.report_key(&key, &format!("`{key}` is nothing that can be expected; {way_out}"));
        }
    }

    /// Reports keys that look like a known one that is not there. Others are notes.
    fn misspelt(&mut self, known: &[&'static str]) {
        for key in self.strange_keys(known) {
            let absent = known.iter().copied().filter(|known| self.json.get(known).is_none());
            if let Some(near) = nearest(&key, absent, NEAR_ENOUGH) {
                self.report_key(&key, &format!("`{key}` is not known; did you mean `{near}`?"));
            }
        }
    }

    fn strange_keys(&self, known: &[&str]) -> Vec<String> {
        let keys = self.json.as_object().into_iter().flat_map(Object::iter);
        keys.map(|(key, _)| key).filter(|key| !known.contains(key)).map(str::to_owned).collect()
    }

    fn report_key(&mut self, key: &str, message: &str) {
        let mut pointer = self.pointer.clone();
        pointer_push(&mut pointer, key);
        self.findings.push(Diagnostic::new(
            Severity::Error,
            "case/unknown-key",
            message,
            Place::pointer(pointer),
        ));
    }
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
