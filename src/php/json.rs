//! Between PHP values and JSON.

use super::{Array, Key, Value, format_float};
use crate::json::Json;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde_json::{Map, Number};
use std::sync::Arc;

impl From<&serde_json::Value> for Value {
    /// As `json_decode($text, true)`: objects become arrays, integers beyond 64 bits become doubles.
    fn from(json: &serde_json::Value) -> Self {
        Decoder::default().decode_serde(json)
    }
}

impl From<&Json> for Value {
    /// As `json_decode($text, true)`.
    fn from(json: &Json) -> Self {
        Decoder::default().decode_json(json)
    }
}

/// Makes values and shares the text of keys that come again, as they do in every list of objects.
#[derive(Default)]
struct Decoder<'j> {
    keys: IndexMap<&'j str, Key, FxBuildHasher>,
}

impl<'j> Decoder<'j> {
    fn decode_serde(&mut self, json: &'j serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(flag) => Value::Bool(*flag),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(int) => Value::Int(int),
                None => Value::Float(number.as_f64().unwrap_or(0.0)),
            },
            serde_json::Value::String(text) => Value::str(text.as_str()),
            serde_json::Value::Array(items) => {
                Value::list(items.iter().map(|item| self.decode_serde(item)).collect())
            }
            serde_json::Value::Object(entries) => {
                let mut array = room_for(entries.len());
                for (key, value) in entries {
                    array.insert(self.key(key), self.decode_serde(value));
                }
                Value::array(array)
            }
        }
    }

    fn decode_json(&mut self, json: &'j Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(*flag),
            Json::Number(number) => match number.as_i64() {
                Some(int) => Value::Int(int),
                None => Value::Float(number.as_f64()),
            },
            Json::String(text) => Value::str(text.as_str()),
            Json::Array(items) => Value::list(items.iter().map(|item| self.decode_json(item)).collect()),
            Json::Object(entries) => {
                let mut array = room_for(entries.len());
                for (key, value) in entries.iter() {
                    array.insert(self.key(key), self.decode_json(value));
                }
                Value::array(array)
            }
        }
    }

    fn key(&mut self, text: &'j str) -> Key {
        self.keys.entry(text).or_insert_with(|| Key::from_shared(text.into())).clone()
    }
}

fn room_for(entries: usize) -> Array {
    if entries == 0 { Array::new() } else { Array::map_with_capacity(entries) }
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
