//! Between PHP values and JSON.

use super::{Array, Key, Value, format_float};
use crate::json::Json;
use serde_json::{Map, Number};
use std::sync::Arc;

impl From<&serde_json::Value> for Value {
    /// As `json_decode($text, true)`: objects become arrays, integers beyond 64 bits become doubles.
    fn from(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(flag) => Self::Bool(*flag),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(int) => Self::Int(int),
                None => Self::Float(number.as_f64().unwrap_or(0.0)),
            },
            serde_json::Value::String(text) => Self::str(text.as_str()),
            serde_json::Value::Array(items) => Self::list(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(entries) => array_from(
                entries.len(),
                entries.iter().map(|(key, value)| (key.as_str(), Self::from(value))),
            ),
        }
    }
}

impl From<&Json> for Value {
    /// As `json_decode($text, true)`.
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(flag) => Self::Bool(*flag),
            Json::Number(number) => match number.as_i64() {
                Some(int) => Self::Int(int),
                None => Self::Float(number.as_f64()),
            },
            Json::String(text) => Self::str(text.as_str()),
            Json::Array(items) => Self::list(items.iter().map(Self::from).collect()),
            Json::Object(entries) => {
                array_from(entries.len(), entries.iter().map(|(key, value)| (key, Self::from(value))))
            }
        }
    }
}

fn array_from<'a>(len: usize, entries: impl Iterator<Item = (&'a str, Value)>) -> Value {
    if len == 0 {
        return Value::array(Array::new());
    }
    let mut array = Array::map_with_capacity(len);
    for (key, value) in entries {
        array.insert(Key::from_shared(key.into()), value);
    }
    Value::array(array)
}

impl From<&Value> for serde_json::Value {
    /// As `json_encode`: a list becomes an array, any other PHP array an object, so `{}` comes back as `[]`.
    /// NaN and infinities, which JSON cannot hold, become the text that PHP prints for them.
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(*flag),
            Value::Int(int) => Self::from(*int),
            Value::Float(float) => {
                Number::from_f64(*float).map_or_else(|| Self::String(format_float(*float)), Self::Number)
            }
            Value::Str(text) => Self::String(text.to_string()),
            Value::Array(array) => json_from_array(array),
            Value::Object(object) => Self::String(object.class_name().to_owned()),
        }
    }
}

fn json_from_array(array: &Arc<Array>) -> serde_json::Value {
    if array.is_list() {
        return serde_json::Value::Array(array.values().map(serde_json::Value::from).collect());
    }
    let entries = array.iter().map(|(key, value)| {
        let key = match key {
            super::KeyRef::Int(int) => int.to_string(),
            super::KeyRef::Str(text) => text.to_owned(),
        };
        (key, serde_json::Value::from(value))
    });
    serde_json::Value::Object(entries.collect::<Map<_, _>>())
}
