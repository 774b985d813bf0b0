//! What is known of the fields of an event: from its samples and from the catalogue.

use super::{Condition, Shape, set_field, set_value};
use crate::catalog::{Field as ContextField, FieldType, catalog};
use crate::json::Json;
use crate::model::Workspace;
use indexmap::IndexMap;

/// Deepest level of a sample whose fields are listed.
const MAX_DEPTH: usize = 12;
/// Most fields that are listed.
pub(super) const MAX_FIELDS: usize = 2_000;

/// A field that a condition may ask about.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownField {
    /// Dotted path
    pub path: String,
    /// What it holds
    pub kind: FieldType,
    /// A value from the first sample that has one
    pub example: Option<Json>,
    /// Different values of the samples, in their order, at most eight
    pub values: Vec<Json>,
    /// In how many samples it is there and not null
    pub seen: usize,
    /// How many samples there are
    pub samples: usize,
    /// Whether the catalogue lists it for the event
    pub is_listed: bool,
    /// What the catalogue says of it
    pub doc: Option<String>,
    /// Whether it is a field of a list's items: then these are counted, and not samples
    pub is_of_item: bool,
}

/// Most values of a field that are offered.
const MAX_VALUES: usize = 8;

impl KnownField {
    pub(super) fn new(path: &str, samples: usize) -> Self {
        Self {
            path: path.to_owned(),
            kind: FieldType::Any,
            example: None,
            values: Vec::new(),
            seen: 0,
            samples,
            is_listed: false,
            doc: None,
            is_of_item: false,
        }
    }

    /// How often the samples have it: "in 2 of 3 samples".
    pub fn presence(&self) -> String {
        let one = if self.is_of_item { "item" } else { "sample" };
        match (self.seen, self.samples) {
            (_, 0) => format!("no {one} yet"),
            (0, _) => format!("in no {one}"),
            (seen, all) => format!("in {seen} of {all} {one}{}", if all == 1 { "" } else { "s" }),
        }
    }

    /// Takes from the catalogue what samples do not tell.
    pub(super) fn refine(&mut self, listed: &ContextField) {
        self.is_listed = true;
        self.doc.clone_from(&listed.doc);
        // A sample shows text; the catalogue knows that it is a date.
        let is_refined = matches!(
            (self.kind, listed.kind),
            (FieldType::Text, FieldType::Date | FieldType::Datetime) | (FieldType::Any, _)
        );
        if is_refined {
            self.kind = listed.kind;
        }
    }

    pub(super) fn note(&mut self, value: &Json) {
        self.seen += 1;
        if self.kind == FieldType::Any {
            self.kind = kind_of(value);
        }
        let is_scalar = !matches!(value, Json::Array(_) | Json::Object(_));
        if is_scalar && self.values.len() < MAX_VALUES && !self.values.contains(value) {
            self.values.push(value.clone());
        }
        if self.example.is_none() {
            self.example = Some(value.clone());
        }
    }
}

/// The fields of an event: those of its samples in their order, then those that only the catalogue knows. Fields of
/// list items are left out: a condition asks about them with `some`, `all` or `none`.
pub fn known_fields(workspace: &Workspace, event: &str) -> Vec<KnownField> {
    let samples: Vec<&Json> = workspace.contexts_of(event).map(|context| &context.data).collect();
    let mut fields = IndexMap::new();
    for sample in &samples {
        let mut path = String::new();
        walk(sample, &mut path, 0, &mut |path, value| {
            if fields.len() < MAX_FIELDS {
                let field =
                    fields.entry(path.to_owned()).or_insert_with(|| KnownField::new(path, samples.len()));
                if *value != Json::Null {
                    field.note(value);
                }
            }
        });
    }
    for listed in catalog().context_for_event(event).into_iter().flat_map(|family| &family.fields) {
        if listed.path.split('.').any(|segment| segment == "*") {
            continue;
        }
        let field =
            fields.entry(listed.path.clone()).or_insert_with(|| KnownField::new(&listed.path, samples.len()));
        field.refine(listed);
    }
    fields.into_values().collect()
}

pub(super) fn walk(json: &Json, path: &mut String, depth: usize, found: &mut impl FnMut(&str, &Json)) {
    match json {
        Json::Object(object) if !object.is_empty() && depth < MAX_DEPTH => {
            // A dot in a key is a step of the path to JSON Logic: such a field cannot be named.
            for (key, value) in object.iter().filter(|(key, _)| !key.is_empty() && !key.contains('.')) {
                let len = path.len();
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
                walk(value, path, depth + 1, found);
                path.truncate(len);
            }
        }
        leaf if !path.is_empty() => found(path, leaf),
        _ => {}
    }
}

fn kind_of(value: &Json) -> FieldType {
    match value {
        Json::Null => FieldType::Any,
        Json::Bool(_) => FieldType::Boolean,
        Json::Number(number) if number.as_i64().is_some() => FieldType::Integer,
        Json::Number(_) => FieldType::Number,
        Json::String(_) => FieldType::Text,
        Json::Array(_) => FieldType::List,
        Json::Object(_) => FieldType::Object,
    }
}

/// A value that a field can be compared with: `old` if it fits the field, else one of the samples, else an empty one
/// of the field's type.
pub fn fitting_value(known: Option<&KnownField>, old: Option<&Json>) -> Json {
    let kind = known.map_or(FieldType::Any, |known| known.kind);
    if let Some(old) = old.filter(|old| fits(kind, old)) {
        return old.clone();
    }
    // What was typed stays if it can be read as the new type.
    if let (FieldType::Integer | FieldType::Number, Some(number)) =
        (kind, old.and_then(Json::as_str).and_then(Json::number))
    {
        return number;
    }
    match known.and_then(|known| known.values.first()) {
        Some(value) => value.clone(),
        None => match kind {
            FieldType::Integer | FieldType::Number => Json::int(0),
            FieldType::Boolean => Json::Bool(true),
            _ => Json::str(""),
        },
    }
}

fn fits(kind: FieldType, value: &Json) -> bool {
    match value {
        Json::String(text) => {
            !text.is_empty() && !matches!(kind, FieldType::Integer | FieldType::Number | FieldType::Boolean)
        }
        Json::Number(_) => matches!(kind, FieldType::Integer | FieldType::Number | FieldType::Any),
        Json::Bool(_) => matches!(kind, FieldType::Boolean | FieldType::Any),
        // Nothing, other fields and computed values fit anywhere.
        Json::Null | Json::Array(_) | Json::Object(_) => true,
    }
}

/// The rule with a row about another field, and its values fitted to it.
pub fn choose_field(rule: &Json, at: &str, path: &str, known: Option<&KnownField>) -> Option<Json> {
    let mut new = set_field(rule, at, path)?;
    let condition = Condition::read(&new);
    let row = condition.find(at)?.row()?.clone();
    for operand in &row.values {
        // A tag to look for has its own type, whatever the field's is.
        if operand.is_literal() && row.relation.shape() != Shape::Needle {
            let fitted = match &operand.json {
                Json::Array(items) => {
                    let mut items: Vec<Json> =
                        items.iter().map(|item| fitting_value(known, Some(item))).collect();
                    items.dedup();
                    Json::Array(items)
                }
                old => fitting_value(known, Some(old)),
            };
            new = set_value(&new, &operand.pointer, fitted)?;
        }
    }
    Some(new)
}
