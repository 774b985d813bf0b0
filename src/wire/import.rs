//! Import: JSON in any shape that the API or a colleague hands over.

use super::field::Ids;
use super::{read_automation, read_target, read_trigger};
use crate::diag::{Diagnostic, Place, Severity};
use crate::json::Json;
use crate::model::{Automation, Target, Trigger};

/// An object found in imported JSON.
#[derive(Clone, Debug)]
pub enum ImportedObject {
    /// A trigger
    Trigger(Box<Trigger>),
    /// A target
    Target(Box<Target>),
    /// An automation
    Automation(Box<Automation>),
}

/// What was found in imported JSON.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The objects in order, each with what needs attention; pointers are into the object.
    pub objects: Vec<(ImportedObject, Vec<Diagnostic>)>,
    /// What was not recognised; pointers are into the whole.
    pub findings: Vec<Diagnostic>,
}

/// Takes a trigger, a target or an automation, a list of them, or the API's envelope (`{"data": …}`) around either.
///
/// ```
/// use reagent::{json, wire};
/// let text = r#"{"data": [{"name": "Welcome", "trigger": "profile.created", "actions": []}]}"#;
/// let imported = wire::import(&json::parse(text, json::Limits::default()).unwrap(), &mut wire::Ids::default());
/// assert_eq!(imported.objects.len(), 1);
/// ```
pub fn import(json: &Json, ids: &mut Ids) -> Imported {
    let (json, prefix) = unwrap_envelope(json);
    let mut imported = Imported::default();
    match json {
        Json::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                import_one(item, &format!("{prefix}/{position}"), ids, &mut imported);
            }
            if items.is_empty() {
                let place = Place::pointer(prefix);
                imported.findings.push(Diagnostic::new(
                    Severity::Info,
                    "import/empty",
                    "The list is empty",
                    place,
                ));
            }
        }
        other => import_one(other, prefix, ids, &mut imported),
    }
    imported
}

/// Source: Omneo wraps an entity and a list alike in `data`, a list with `links` and `meta` beside it.
fn unwrap_envelope(json: &Json) -> (&Json, &'static str) {
    let data = json.get("data").filter(|data| matches!(data, Json::Array(_) | Json::Object(_)));
    match data {
        // A reaction has no `data` key, but a webhook body may: only an object that is nothing else is an envelope.
        Some(data) if shape_of(json) == Shape::Unknown => (data, "/data"),
        _ => (json, ""),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Trigger,
    Target,
    Automation,
    Unknown,
}

fn shape_of(json: &Json) -> Shape {
    let has = |key: &str| json.get(key).is_some();
    let is_schedule = |event: &str| event.split_whitespace().count() >= 5;
    let event = json.get("trigger").and_then(Json::as_str);
    if has("template") && (has("url") || has("handle")) {
        Shape::Target
    } else if has("actions") && ["slot", "frequency", "query", "run_at"].into_iter().any(has)
        || event.is_some_and(is_schedule)
    {
        Shape::Automation
    } else if event.is_some() || has("actions") {
        Shape::Trigger
    } else {
        Shape::Unknown
    }
}

fn import_one(json: &Json, pointer: &str, ids: &mut Ids, imported: &mut Imported) {
    let object = match shape_of(json) {
        Shape::Trigger => {
            let (trigger, findings) = read_trigger(json, ids);
            (ImportedObject::Trigger(Box::new(trigger)), findings)
        }
        Shape::Target => {
            let (target, findings) = read_target(json, None, ids);
            (ImportedObject::Target(Box::new(target)), findings)
        }
        Shape::Automation => {
            let (automation, findings) = read_automation(json, ids);
            (ImportedObject::Automation(Box::new(automation)), findings)
        }
        Shape::Unknown => {
            let message = format!("Not recognised: {} that is no trigger, target or automation", json.kind());
            let finding =
                Diagnostic::new(Severity::Error, "import/unknown", message, Place::pointer(pointer));
            imported.findings.push(finding.hint(
                "A trigger has `name`, `trigger` and `actions`; a target has `handle`, `url` and `template`; an \
                 automation has `actions` and a `query` or `frequency`",
            ));
            return;
        }
    };
    imported.objects.push(object);
}
