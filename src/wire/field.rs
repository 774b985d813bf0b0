//! Reading one key of an object, with a finding where its shape is not the documented one.

use crate::diag::{Diagnostic, Place, Severity};
use crate::json::{Json, pointer_push};
use crate::model::{ActionId, AutomationId, ContextId, RemoteId, TargetId, TriggerId};

/// Makes local ids, unique in a workspace.
#[derive(Debug, Default)]
pub struct Ids {
    next: u32,
}

impl Ids {
    fn take(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// A new trigger id.
    pub fn trigger(&mut self) -> TriggerId {
        TriggerId(self.take())
    }

    /// A new action id.
    pub fn action(&mut self) -> ActionId {
        ActionId(self.take())
    }

    /// A new target id.
    pub fn target(&mut self) -> TargetId {
        TargetId(self.take())
    }

    /// A new automation id.
    pub fn automation(&mut self) -> AutomationId {
        AutomationId(self.take())
    }

    /// A new context id.
    pub fn context(&mut self) -> ContextId {
        ContextId(self.take())
    }
}

/// One object being read: its JSON, where it is, and the findings so far.
pub(super) struct Reader<'a, 'f> {
    pub(super) json: &'a Json,
    pub(super) pointer: String,
    pub(super) findings: &'f mut Vec<Diagnostic>,
}

impl<'a> Reader<'a, '_> {
    /// The value of a key; `null` counts as absent.
    pub(super) fn value(&self, key: &str) -> Option<&'a Json> {
        self.json.get(key).filter(|value| **value != Json::Null)
    }

    /// Reports a shape that is not the documented one.
    pub(super) fn odd(&mut self, key: &str, expected: &str, found: &Json) {
        let mut pointer = self.pointer.clone();
        pointer_push(&mut pointer, key);
        let found = match found {
            Json::Number(number) => number.as_text(),
            other => other.kind(),
        };
        let message = format!("`{key}` should be {expected}, but is {found}");
        self.findings.push(Diagnostic::new(
            Severity::Warning,
            "wire/shape",
            message,
            Place::pointer(pointer),
        ));
    }

    /// Text, or nothing.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let value = self.value(key)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.odd(key, "text", value);
        }
        text
    }

    /// Text that the API requires.
    pub(super) fn required_text(&mut self, key: &str, what: &str) -> String {
        if self.value(key).is_none() {
            self.missing(key, what);
        }
        self.text(key).unwrap_or_default()
    }

    /// Reports a key that is not there but must be.
    pub(super) fn missing(&mut self, key: &str, what: &str) {
        let message = format!("`{key}` is missing: {what}");
        let place = Place::pointer(self.pointer.clone());
        self.findings.push(Diagnostic::new(Severity::Error, "wire/missing", message, place));
    }

    /// The texts of a list; anything else in it is reported and left out.
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (item, _) in self.items(key) {
            match item.as_str() {
                Some(text) => texts.push(text.to_owned()),
                None => self.odd(key, "a list of texts", item),
            }
        }
        texts
    }

    /// True, false, or nothing. The API's filters also spell booleans 0 and 1.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = flag_of(value);
        if flag.is_none() {
            self.odd(key, "true, false or null", value);
        }
        flag
    }

    /// An integer, or nothing.
    pub(super) fn int(&mut self, key: &str) -> Option<i64> {
        let value = self.value(key)?;
        let int = int_of(value);
        if int.is_none() {
            self.odd(key, "a whole number", value);
        }
        int
    }

    /// The server's id. Text ids are left alone: they belong to other systems.
    pub(super) fn remote_id(&mut self) -> Option<RemoteId> {
        self.value("id").and_then(int_of).map(RemoteId)
    }

    /// The items of a list, each with its pointer; nothing if the key is absent or null.
    pub(super) fn items(&mut self, key: &str) -> Vec<(&'a Json, String)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            self.odd(key, "a list", value);
            return Vec::new();
        };
        let mut base = self.pointer.clone();
        pointer_push(&mut base, key);
        items.iter().enumerate().map(|(position, item)| (item, format!("{base}/{position}"))).collect()
    }
}

pub(super) fn flag_of(value: &Json) -> Option<bool> {
    match value {
        Json::Bool(flag) => Some(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn int_of(value: &Json) -> Option<i64> {
    match value {
        Json::Number(number) => number.as_i64(),
        _ => None,
    }
}

/// An object being written: keys are replaced only where the value that they were read as has changed.
pub(super) struct Writer {
    json: Json,
}

impl Writer {
    /// Starts from what was read, or from an empty object.
    pub(super) fn new(source: &Json) -> Self {
        let json =
            if *source == Json::Null { Json::Object(crate::json::Object::new()) } else { source.clone() };
        Self { json }
    }

    /// Sets a key if the model's value is no longer the one that was read.
    pub(super) fn set<T: PartialEq + ToJson>(&mut self, key: &str, before: &T, now: &T) {
        if before != now {
            self.replace(key, now.to_json());
        }
    }

    /// Sets a key.
    pub(super) fn replace(&mut self, key: &str, value: Json) {
        if !matches!(self.json, Json::Object(_)) {
            self.json = Json::Object(crate::json::Object::new());
        }
        if let Json::Object(object) = &mut self.json {
            object.set(key, value);
        }
    }

    /// Takes a key away.
    pub(super) fn remove(&mut self, key: &str) {
        if let Json::Object(object) = &mut self.json {
            object.remove(key);
        }
    }

    pub(super) fn finish(self) -> Json {
        self.json
    }
}

/// A model value that is written as JSON.
pub(super) trait ToJson {
    fn to_json(&self) -> Json;
}

impl ToJson for Json {
    fn to_json(&self) -> Json {
        self.clone()
    }
}

impl ToJson for Vec<Json> {
    fn to_json(&self) -> Json {
        Json::Array(self.clone())
    }
}

impl ToJson for String {
    fn to_json(&self) -> Json {
        Json::str(self)
    }
}

impl ToJson for bool {
    fn to_json(&self) -> Json {
        Json::Bool(*self)
    }
}

impl ToJson for i64 {
    fn to_json(&self) -> Json {
        Json::int(*self)
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Json {
        self.as_ref().map_or(Json::Null, T::to_json)
    }
}
