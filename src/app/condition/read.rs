//! From a rule's JSON to groups and rows.

use super::block::{block, inner_conditions, is_function};
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
        scope(rule, String::new(), 0)
    }
}

/// A whole rule, or a whole condition about the items of a list: only these can be empty.
pub(super) fn scope(json: &Json, pointer: String, depth: usize) -> Condition {
    if is_empty(json) {
        return Condition { pointer, part: Part::Empty, inner: Vec::new() };
    }
    node(json, pointer, depth)
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
    if depth >= MAX_DEPTH {
        let part = row(json, &pointer).map_or(Part::Raw, Part::Row);
        return Condition { pointer, part, inner: Vec::new() };
    }
    let part = row(json, &pointer).map(Part::Row);
    let part = part.or_else(|| block(json, &pointer).map(Part::Block));
    let part = part.or_else(|| group(json, &pointer, depth + 1).map(Part::Group)).unwrap_or(Part::Raw);
    let inner = match &part {
        Part::Row(_) | Part::Block(_) => inner_conditions(json, &pointer, depth + 1),
        _ => Vec::new(),
    };
    Condition { pointer, part, inner }
}

/// The operation that an object is: its only key and its arguments.
pub(super) fn operation(json: &Json) -> Option<(&str, &Json)> {
    let object = json.as_object().filter(|object| object.len() == 1)?;
    object.iter().next()
}

pub(super) fn below(pointer: &str, segment: &str) -> String {
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

/// What a row asks about: a field, or what a function gives.
struct Subject {
    field: FieldRef,
    computed: Option<Operand>,
}

fn field_subject(json: &Json, pointer: &str) -> Option<Subject> {
    Some(Subject { field: field(json, pointer)?, computed: None })
}

fn subject(json: &Json, pointer: &str) -> Option<Subject> {
    if let Some(subject) = field_subject(json, pointer) {
        return Some(subject);
    }
    operation(json).filter(|(name, _)| is_function(name))?;
    let pointer = pointer.to_owned();
    let field = FieldRef { path: String::new(), pointer: pointer.clone(), node: Some(pointer.clone()) };
    Some(Subject { field, computed: Some(Operand { pointer, json: json.clone() }) })
}

impl Subject {
    fn asked(self, relation: Relation, values: Vec<Operand>) -> Row {
        Row { relation, field: self.field, computed: self.computed, values, is_mirrored: false }
    }

    fn mirrored(self, relation: Relation, values: Vec<Operand>) -> Row {
        Row { is_mirrored: true, ..self.asked(relation.mirrored(), values) }
    }
}

fn row(json: &Json, pointer: &str) -> Option<Row> {
    let (name, args) = operation(json)?;
    let at = below(pointer, name);
    match name {
        "var" => Some(field_subject(json, pointer)?.asked(Relation::IsSet, Vec::new())),
        "!!" => {
            let (inner, at) = only(args, &at)?;
            Some(subject(inner, &at)?.asked(Relation::IsSet, Vec::new()))
        }
        "missing" => {
            let (inner, at) = only(args, &at)?;
            let path = inner.as_str()?.to_owned();
            let field = FieldRef { path, pointer: at, node: None };
            Some(Subject { field, computed: None }.asked(Relation::IsMissing, Vec::new()))
        }
        "!" => {
            let (inner, at) = only(args, &at)?;
            if let Some(subject) = subject(inner, &at) {
                return Some(subject.asked(Relation::IsEmpty, Vec::new()));
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
    if let Some(subject) = subject(haystack, &below(at, "1")) {
        return Some(subject.asked(Relation::Contains, vec![operand(needle, at, 0)]));
    }
    let subject = subject(needle, &below(at, "0"))?;
    let list = operand(haystack, at, 1);
    if !matches!(haystack, Json::Array(_)) || !list.is_literal() {
        return None;
    }
    Some(subject.asked(Relation::OneOf, vec![list]))
}

fn comparison(name: &str, args: &Json, at: &str) -> Option<Row> {
    match args.as_array()? {
        [left, right] => {
            let relation = Relation::of_comparison(name)?;
            let (left_at, right_at) = (below(at, "0"), below(at, "1"));
            let (on_left, on_right) = (|| vec![operand(left, at, 0)], || vec![operand(right, at, 1)]);
            // A field is what a row is about, on whichever side it stands; else the function is.
            if let Some(field) = field_subject(left, &left_at) {
                return Some(field.asked(relation, on_right()));
            }
            if let Some(field) = field_subject(right, &right_at) {
                return Some(field.mirrored(relation, on_left()));
            }
            if let Some(computed) = subject(left, &left_at) {
                return Some(computed.asked(relation, on_right()));
            }
            Some(subject(right, &right_at)?.mirrored(relation, on_left()))
        }
        [low, middle, high] => {
            let relation = match name {
                "<=" => Relation::Between,
                "<" => Relation::StrictlyBetween,
                _ => return None,
            };
            let subject = subject(middle, &below(at, "1"))?;
            Some(subject.asked(relation, vec![operand(low, at, 0), operand(high, at, 2)]))
        }
        _ => None,
    }
}
