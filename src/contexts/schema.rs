//! What the fields of an event are, inferred from its samples.

use super::leaf::MAX_DEPTH;
use crate::catalog::FieldType;
use crate::json::Json;
use indexmap::IndexMap;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;

/// Most fields that are kept.
const MAX_FIELDS: usize = 5_000;
/// Most different values of a field that are kept.
const MAX_VALUES: usize = 16;
/// Most items of one list that are looked at; a big order has hundreds.
const MAX_ITEMS: usize = 200;
/// Longest text that is kept as a value, in bytes.
const LONGEST_VALUE: usize = 200;

/// The fields of an event's samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContextSchema {
    /// How many samples there are.
    pub samples: usize,
    fields: IndexMap<String, FieldSchema>,
}

/// What the samples say of one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldSchema {
    /// The keys from the root; `*` stands for every item of a list.
    pub segments: Vec<String>,
    /// In how many samples it is, null or not.
    pub present: usize,
    /// In how many samples it is and not null.
    pub filled: usize,
    /// How often it is null.
    pub nulls: usize,
    /// How often it has a type.
    pub kinds: BTreeMap<FieldType, usize>,
    /// Different scalar values in the order of the samples, with how often each is there.
    pub values: Vec<(Json, usize)>,
    /// Whether there are more different values than are kept.
    pub has_more_values: bool,
    /// The sample that was counted last, so that list items count once.
    last: (usize, usize),
}

impl ContextSchema {
    /// The fields in the order in which the samples have them; objects and lists before what is in them.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = &FieldSchema> {
        self.fields.values()
    }

    /// The field at a dotted path; numbers in it stand for any item.
    pub fn field(&self, path: &str) -> Option<&FieldSchema> {
        let is_index =
            |segment: &str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
        self.fields.get(path).or_else(|| {
            let segments = path.split('.').map(|segment| if is_index(segment) { "*" } else { segment });
            self.fields.get(&segments.collect::<Vec<_>>().join("."))
        })
    }
}

impl FieldSchema {
    /// The dotted path, `items.*.sku`.
    pub fn path(&self) -> String {
        self.segments.join(".")
    }

    /// The type that all values have; a whole number counts as a number beside others. `Any` if types differ or no
    /// sample has a value.
    pub fn kind(&self) -> FieldType {
        let kinds: Vec<FieldType> = self.kinds.keys().copied().collect();
        match kinds.as_slice() {
            [one] => *one,
            [FieldType::Integer, FieldType::Number] => FieldType::Number,
            // An empty text or a word among dates makes it text.
            many if !many.is_empty() && many.iter().all(|kind| is_text(*kind)) => FieldType::Text,
            _ => FieldType::Any,
        }
    }

    /// The first value that says something.
    pub fn example(&self) -> Option<&Json> {
        self.values.iter().map(|(value, _)| value).find(|value| **value != Json::str(""))
    }

    /// The values, if they look like one of a few words: texts or flags that come again and again.
    pub fn enumeration(&self) -> Option<Vec<&Json>> {
        let times: usize = self.values.iter().map(|(_, times)| times).sum();
        let is_repeated = times >= 2 * self.values.len() && self.values.len() > 1;
        let is_word = matches!(self.kind(), FieldType::Text | FieldType::Boolean);
        (is_word && is_repeated && !self.has_more_values)
            .then(|| self.values.iter().map(|(value, _)| value).collect())
    }

    /// True if it is inside a list.
    pub fn is_in_list(&self) -> bool {
        self.segments.iter().any(|segment| segment == "*")
    }

    fn note(&mut self, value: &Json, sample: usize) {
        self.present += usize::from(self.last.0 != sample);
        self.last.0 = sample;
        if *value == Json::Null {
            self.nulls += 1;
            return;
        }
        self.filled += usize::from(self.last.1 != sample);
        self.last.1 = sample;
        *self.kinds.entry(kind_of(value)).or_default() += 1;
        let is_kept = match value {
            Json::Array(_) | Json::Object(_) => return,
            Json::String(text) => text.len() <= LONGEST_VALUE,
            _ => true,
        };
        let has_room = self.values.len() < MAX_VALUES;
        match self.values.iter_mut().find(|(known, _)| known == value) {
            Some((_, times)) => *times += 1,
            None if is_kept && has_room => self.values.push((value.clone(), 1)),
            None => self.has_more_values = true,
        }
    }
}

fn is_text(kind: FieldType) -> bool {
    matches!(kind, FieldType::Text | FieldType::Date | FieldType::Datetime)
}

/// The type of a value; texts that are dates are told from others.
pub fn kind_of(value: &Json) -> FieldType {
    match value {
        Json::Null => FieldType::Any,
        Json::Bool(_) => FieldType::Boolean,
        Json::Number(number) if number.as_i64().is_some() => FieldType::Integer,
        Json::Number(_) => FieldType::Number,
        Json::String(text) => text_kind(text),
        Json::Array(_) => FieldType::List,
        Json::Object(_) => FieldType::Object,
    }
}

fn text_kind(text: &str) -> FieldType {
    // The shape first: parsing every text would be slow, and would take `20260302` for a date.
    let bytes = text.as_bytes();
    let is_dated = bytes.len() >= 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    if !is_dated {
        return FieldType::Text;
    }
    if bytes.len() == 10 {
        return if text.parse::<Date>().is_ok() { FieldType::Date } else { FieldType::Text };
    }
    let is_time = text.parse::<DateTime>().is_ok() || text.parse::<jiff::Timestamp>().is_ok();
    if is_time { FieldType::Datetime } else { FieldType::Text }
}

/// Infers the fields from samples.
///
/// ```
/// use reagent::{catalog::FieldType, contexts::infer, json};
/// let read = |text| json::parse(text, json::Limits::default()).unwrap();
/// let samples = [read(r#"{"tier": "gold", "items": [{"qty": 1}]}"#), read(r#"{"tier": null}"#)];
/// let schema = infer(&samples);
/// let tier = schema.field("tier").unwrap();
/// assert_eq!((tier.present, tier.filled, schema.samples), (2, 1, 2));
/// assert_eq!(schema.field("items.0.qty").unwrap().kind(), FieldType::Integer);
/// ```
pub fn infer<'j>(samples: impl IntoIterator<Item = &'j Json>) -> ContextSchema {
    let mut schema = ContextSchema::default();
    for sample in samples {
        schema.samples += 1;
        let mut path = Vec::new();
        walk(sample, &mut path, &mut schema);
    }
    schema
}

fn walk(json: &Json, path: &mut Vec<String>, schema: &mut ContextSchema) {
    let mut child = |key: &str, value: &Json| {
        path.push(key.to_owned());
        let name = path.join(".");
        let number = schema.samples;
        if schema.fields.len() < MAX_FIELDS || schema.fields.contains_key(&name) {
            let fresh = || FieldSchema { segments: path.clone(), ..FieldSchema::default() };
            schema.fields.entry(name).or_insert_with(fresh).note(value, number);
        }
        if path.len() <= MAX_DEPTH {
            walk(value, path, schema);
        }
        path.pop();
    };
    match json {
        Json::Object(object) => object.iter().for_each(|(key, value)| child(key, value)),
        Json::Array(items) => items.iter().take(MAX_ITEMS).for_each(|item| child("*", item)),
        _ => {}
    }
}
