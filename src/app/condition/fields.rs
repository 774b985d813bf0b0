//! What is known of the fields of an event: from its samples and from the catalogue.

use super::{Condition, Shape, set_field, set_value};
use crate::catalog::{Field as ContextField, FieldType, catalog};
use crate::contexts::{ContextSchema, FieldSchema, infer, kind_of};
use crate::json::Json;
use crate::model::Workspace;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Most fields that are listed.
const MAX_FIELDS: usize = 2_000;

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
    /// Whether these look like all there are: a few words that come again and again
    pub is_choice: bool,
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
            is_choice: false,
            seen: 0,
            samples,
            is_listed: false,
            doc: None,
            is_of_item: false,
        }
    }

    fn of(field: &FieldSchema, samples: usize) -> Self {
        Self {
            kind: field.kind(),
            example: field.example().cloned(),
            values: field.values.iter().take(MAX_VALUES).map(|(value, _)| value.clone()).collect(),
            is_choice: field.enumeration().is_some(),
            seen: field.filled,
            ..Self::new(&field.path(), samples)
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
    let schema = infer(workspace.contexts_of(event).map(|context| &context.data));
    let mut fields = fields_of(&schema);
    for listed in catalog().context_for_event(event).into_iter().flat_map(|family| &family.fields) {
        if listed.path.split('.').any(|segment| segment == "*") {
            continue;
        }
        let fresh = || KnownField::new(&listed.path, schema.samples);
        fields.entry(listed.path.clone()).or_insert_with(fresh).refine(listed);
    }
    fields.into_values().collect()
}

/// The fields of a schema that a condition can name: leaves, lists, and what is null here and an object there.
pub(super) fn fields_of(schema: &ContextSchema) -> IndexMap<String, KnownField> {
    // A dot in a key is a step of the path to JSON Logic: such a field cannot be named.
    let is_name = |segment: &String| !segment.is_empty() && !segment.contains('.') && segment != "*";
    let nameable: Vec<&FieldSchema> =
        schema.fields().filter(|field| field.segments.iter().all(is_name)).collect();
    let parents: BTreeSet<&[String]> =
        nameable.iter().filter_map(|field| Some(field.segments.split_last()?.1)).collect();
    let leaves =
        nameable.into_iter().filter(|field| field.nulls > 0 || !parents.contains(field.segments.as_slice()));
    leaves.take(MAX_FIELDS).map(|field| (field.path(), KnownField::of(field, schema.samples))).collect()
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
