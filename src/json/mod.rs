//! JSON that survives open and save: key order, number spelling and duplicate keys are kept as written.
//!
//! Not for evaluation: the engines turn it into [`crate::php::Value`]. Start at [`parse()`] and [`Json`].

mod parse;
mod place;
mod write;

pub use parse::{JsonError, Limits, MAX_DEPTH, parse};
pub use place::{Line, Places, line_column, locate, pointer_push, pointer_segments};
pub use write::{Style, to_text};

use std::fmt;

/// A JSON value as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, with its spelling
    Number(Number),
    /// Text
    String(String),
    /// A list
    Array(Vec<Json>),
    /// Keys and values in order
    Object(Object),
}

/// A number with its spelling: `1`, `1.0` and `1e0` are three numbers, as they are to PHP's `===` and to a reader.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// The spelling.
    pub fn as_text(&self) -> &str {
        &self.0
    }

    /// The value if it is spelled as an integer that fits in 64 bits; PHP reads any other number as a double.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The nearest double.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(0.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An object: entries in order. Lookup takes the last of equal keys, as PHP and JavaScript do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    entries: Vec<(String, Json)>,
}

impl Object {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of entries as written.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True without entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Entries in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.entries.iter().rev().find(|(other, _)| other == key).map(|(_, value)| value)
    }

    /// Sets a key in its place, or appends it.
    pub fn set(&mut self, key: &str, value: Json) {
        match self.entries.iter_mut().rev().find(|(other, _)| other == key) {
            Some((_, slot)) => *slot = value,
            None => self.entries.push((key.to_owned(), value)),
        }
    }

    /// Removes a key, every time it is written.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        let value = self.get(key).cloned();
        self.entries.retain(|(other, _)| other != key);
        value
    }

    /// Appends an entry as written, even if the key is there already.
    pub fn push(&mut self, key: String, value: Json) {
        self.entries.push((key, value));
    }
}

impl FromIterator<(String, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(entries: I) -> Self {
        Self { entries: entries.into_iter().collect() }
    }
}

impl Json {
    /// A number from an integer.
    pub fn int(int: i64) -> Self {
        Self::Number(Number(int.to_string().into()))
    }

    /// A number from its spelling, or `None` if that is not a JSON number.
    pub fn number(spelling: &str) -> Option<Self> {
        let is_number =
            serde_json::from_str::<serde_json::Number>(spelling).is_ok() && spelling.trim() == spelling;
        is_number.then(|| Self::Number(Number(spelling.into())))
    }

    /// Text.
    pub fn str(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The value of a key, if it is an object with that key.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.as_object()?.get(key)
    }

    /// The value at a JSON Pointer (RFC 6901).
    pub fn pointer(&self, pointer: &str) -> Option<&Json> {
        place::pointer_segments(pointer).try_fold(self, |json, segment| match json {
            Self::Object(object) => object.get(&segment),
            Self::Array(items) => items.get(segment.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// What kind of value it is, for messages: `an object`, `text`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::String(_) => "text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The value without its spelling.
    pub fn to_value(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(flag) => serde_json::Value::Bool(*flag),
            Self::Number(number) => match number.as_i64() {
                Some(int) => int.into(),
                None => serde_json::from_str(number.as_text()).unwrap_or_default(),
            },
            Self::String(text) => serde_json::Value::String(text.clone()),
            Self::Array(items) => serde_json::Value::Array(items.iter().map(Self::to_value).collect()),
            Self::Object(object) => serde_json::Value::Object(
                object.iter().map(|(key, value)| (key.to_owned(), value.to_value())).collect(),
            ),
        }
    }
}

impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(flag) => Self::Bool(*flag),
            serde_json::Value::Number(number) => Self::Number(Number(number.to_string().into())),
            serde_json::Value::String(text) => Self::String(text.clone()),
            serde_json::Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(entries) => {
                Self::Object(entries.iter().map(|(key, value)| (key.clone(), Self::from(value))).collect())
            }
        }
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self::from(&value)
    }
}
