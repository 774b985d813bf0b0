//! From a rule's JSON to groups and rows.

use super::relation::Relation;
use super::{Condition, FieldRef, Group, Join, Operand, Part, Row};
use crate::json::{Json, pointer_push};

/// Deepest groups that are shown as such; what is deeper is kept as it is. Rules that people write have less than ten.
const MAX_DEPTH: usize = 24;

impl Condition {
    /// Reads a rule; never fails.
    ///
    /// ```
    /// use reagent::{app::condition::{Condition, Relation}, json};
    /// let rule = json::parse(r#"{">=": [{"var": "spend"}, 500]}"#, json::Limits::default()).unwrap();
    /// let condition = Condition::read(&rule);
    /// let row = condition.row().unwrap();
    /// assert_eq!((row.field.path.as_str(), row.relation), ("spend", Relation::AtLeast));
    /// ```
    pub fn read(rule: &Json) -> Self {
        if is_empty(rule) {
            return Self { pointer: String::new(), part: Part::Empty };
        }
        node(rule, String::new(), 0)
    }
}

fn is_empty(rule: &Json) -> bool {
    match rule {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(object) => object.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

fn node(json: &Json, pointer: String, depth: usize) -> Condition {
    let part = match row(json, &pointer) {
        Some(row) => Part::Row(row),
        None if depth < MAX_DEPTH => group(json, &pointer, depth + 1).map_or(Part::Raw, Part::Group),
        None => Part::Raw,
    };
    Condition { pointer, part }
}

/// The operation that an object is: its only key and its arguments.
fn operation(json: &Json) -> Option<(&str, &Json)> {
    let object = json.as_object().filter(|object| object.len() == 1)?;
    object.iter().next()
}

fn below(pointer: &str, segment: &str) -> String {
    let mut pointer = pointer.to_owned();
    pointer_push(&mut pointer, segment);
    pointer
}

/// The only argument, whether it is in a list or not.
fn only<'a>(args: &'a Json, pointer: &str) -> Option<(&'a Json, String)> {
    match args {
        Json::Array(items) => match items.as_slice() {
            [item] => Some((item, below(pointer, "0"))),
            _ => None,
        },
        arg => Some((arg, pointer.to_owned())),
    }
}

fn group(json: &Json, pointer: &str, depth: usize) -> Option<Group> {
    let (name, args) = operation(json)?;
    let at = below(pointer, name);
    match name {
        "and" => Some(members(Join::All, args, at, depth)),
        "or" => Some(members(Join::Any, args, at, depth)),
        "!" => {
            let (inner, at) = only(args, &at)?;
            if let Some(("or", alternatives @ Json::Array(_))) = operation(inner) {
                return Some(members(Join::None, alternatives, below(&at, "or"), depth));
            }
            inner.as_object()?;
            Some(Group { join: Join::None, list: None, items: vec![node(inner, at, depth)] })
        }
        _ => None,
    }
}

fn members(join: Join, args: &Json, at: String, depth: usize) -> Group {
    let Some(items) = args.as_array() else {
        return Group { join, list: None, items: vec![node(args, at, depth)] };
    };
    let numbered = items.iter().enumerate();
    let items = numbered.map(|(position, item)| node(item, below(&at, &position.to_string()), depth));
    Group { join, items: items.collect(), list: Some(at) }
}

/// The field that a `var` reads; also one with a default.
pub(super) fn field(json: &Json, pointer: &str) -> Option<FieldRef> {
    let ("var", args) = operation(json)? else { return None };
    let at = below(pointer, "var");
    let (path, at) = match args {
        Json::String(path) => (path, at),
        Json::Array(items) => match items.as_slice() {
            [Json::String(path)] | [Json::String(path), _] => (path, below(&at, "0")),
            _ => return None,
        },
        _ => return None,
    };
    Some(FieldRef { path: path.clone(), pointer: at, node: Some(pointer.to_owned()) })
}

fn row(json: &Json, pointer: &str) -> Option<Row> {
    let alone =
        |relation: Relation, field: FieldRef| Row { relation, field, values: Vec::new(), is_mirrored: false };
    let (name, args) = operation(json)?;
    let at = below(pointer, name);
    match name {
        "var" => Some(alone(Relation::IsSet, field(json, pointer)?)),
        "!!" => {
            let (inner, at) = only(args, &at)?;
            Some(alone(Relation::IsSet, field(inner, &at)?))
        }
        "missing" => {
            let (inner, at) = only(args, &at)?;
            let path = inner.as_str()?.to_owned();
            Some(alone(Relation::IsMissing, FieldRef { path, pointer: at, node: None }))
        }
        "!" => {
            let (inner, at) = only(args, &at)?;
            if let Some(field) = field(inner, &at) {
                return Some(alone(Relation::IsEmpty, field));
            }
            let ("in", args) = operation(inner)? else { return None };
            let row = membership(args, &below(&at, "in"))?;
            let relation =
                if row.relation == Relation::OneOf { Relation::NoneOf } else { Relation::ContainsNot };
            Some(Row { relation, ..row })
        }
        "in" => membership(args, &at),
        _ => comparison(name, args, &at),
    }
}

fn operand(json: &Json, list: &str, position: usize) -> Operand {
    Operand { pointer: below(list, &position.to_string()), json: json.clone() }
}

/// `{"in": [field, list]}` or `{"in": [needle, field]}`.
fn membership(args: &Json, at: &str) -> Option<Row> {
    let [needle, haystack] = args.as_array()? else { return None };
    if let Some(field) = field(haystack, &below(at, "1")) {
        let values = vec![operand(needle, at, 0)];
        return Some(Row { relation: Relation::Contains, field, values, is_mirrored: false });
    }
    let field = field(needle, &below(at, "0"))?;
    let list = operand(haystack, at, 1);
    if !matches!(haystack, Json::Array(_)) || !list.is_literal() {
        return None;
    }
    Some(Row { relation: Relation::OneOf, field, values: vec![list], is_mirrored: false })
}

fn comparison(name: &str, args: &Json, at: &str) -> Option<Row> {
    match args.as_array()? {
        [left, right] => {
            let relation = Relation::of_comparison(name)?;
            if let Some(field) = field(left, &below(at, "0")) {
                return Some(Row {
                    relation,
                    field,
                    values: vec![operand(right, at, 1)],
                    is_mirrored: false,
                });
            }
            let field = field(right, &below(at, "1"))?;
            let values = vec![operand(left, at, 0)];
            Some(Row { relation: relation.mirrored(), field, values, is_mirrored: true })
        }
        [low, middle, high] => {
            let relation = match name {
                "<=" => Relation::Between,
                "<" => Relation::StrictlyBetween,
                _ => return None,
            };
            let field = field(middle, &below(at, "1"))?;
            Some(Row {
                relation,
                field,
                values: vec![operand(low, at, 0), operand(high, at, 2)],
                is_mirrored: false,
            })
        }
        _ => None,
    }
}
