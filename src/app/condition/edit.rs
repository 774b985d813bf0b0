//! Edits of a rule: each gives the rule with one part changed, or `None` where there is no such part.
//!
//! What an edit does not touch keeps its spelling: it is copied, never written anew.

use super::relation::{Relation, call, single};
use super::{Condition, Group, Join, Row, Shape};
use crate::json::{Json, Object};

/// Where a part moves in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the one above
    Up,
    /// After the one below
    Down,
}

/// The rule with another value at a pointer.
pub fn set_value(rule: &Json, pointer: &str, value: Json) -> Option<Json> {
    let segments: Vec<String> =
        pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect();
    replaced(rule, &segments, value)
}

fn replaced(json: &Json, path: &[String], value: Json) -> Option<Json> {
    let Some((segment, rest)) = path.split_first() else { return Some(value) };
    match json {
        Json::Object(object) => {
            let child = replaced(object.get(segment)?, rest, value)?;
            let mut object = object.clone();
            object.set(segment, child);
            Some(Json::Object(object))
        }
        Json::Array(items) => {
            let position: usize = segment.parse().ok()?;
            let child = replaced(items.get(position)?, rest, value)?;
            let mut items = items.clone();
            *items.get_mut(position)? = child;
            Some(Json::Array(items))
        }
        _ => None,
    }
}

fn row_at(rule: &Json, at: &str) -> Option<Row> {
    Condition::read(rule).find(at)?.row().cloned()
}

/// Lets a row ask about another field.
pub fn set_field(rule: &Json, at: &str, path: &str) -> Option<Json> {
    let row = row_at(rule, at)?;
    match row.computed {
        Some(computed) => set_value(rule, &computed.pointer, single("var", Json::str(path))),
        None => set_value(rule, &row.field.pointer, Json::str(path)),
    }
}

/// Lets a row ask something else of its field. Its values stay as far as they fit; `fallback` stands in for a value
/// that is not there yet.
pub fn set_relation(rule: &Json, at: &str, relation: Relation, fallback: &Json) -> Option<Json> {
    let row = row_at(rule, at)?;
    if row.relation == relation {
        return Some(rule.clone());
    }
    let is_plain = |relation: Relation| matches!(relation.shape(), Shape::Value | Shape::Range);
    if is_plain(relation) && row.relation.shape() == relation.shape() {
        let (_, args) = rule.pointer(at)?.as_object()?.iter().next()?;
        let written = if row.is_mirrored { relation.mirrored() } else { relation };
        return set_value(rule, at, single(written.words().name, args.clone()));
    }
    let path = row.field.path.as_str();
    let field = row.field.node.as_deref().and_then(|node| rule.pointer(node)).cloned();
    let values: Vec<Json> = row
        .values
        .iter()
        .flat_map(|operand| match &operand.json {
            Json::Array(items) if row.relation.shape() == Shape::List => items.clone(),
            json => vec![json.clone()],
        })
        .collect();
    let field = field.unwrap_or_else(|| single("var", Json::str(path)));
    set_value(rule, at, relation.build(field, path, &values, fallback))
}

/// Adds a part to a group. A rule that is empty becomes the part; beside a part that is no group, both become a group
/// of all.
pub fn add(rule: &Json, at: &str, part: Json) -> Option<Json> {
    let condition = Condition::read(rule);
    let found = condition.find(at)?;
    match &found.part {
        super::Part::Empty => set_value(rule, at, part),
        super::Part::Group(group) => {
            let mut items = items_of(rule, group);
            items.push(part);
            with_items(rule, at, group, items)
        }
        _ => set_value(rule, at, call("and", vec![rule.pointer(at)?.clone(), part])),
    }
}

pub(super) fn items_of(rule: &Json, group: &Group) -> Vec<Json> {
    group.items.iter().filter_map(|item| rule.pointer(&item.pointer)).cloned().collect()
}

/// The rule with other items in a group, whose list is kept where there is one.
pub(super) fn with_items(rule: &Json, at: &str, group: &Group, items: Vec<Json>) -> Option<Json> {
    match &group.list {
        Some(list) => set_value(rule, list, Json::Array(items)),
        None => set_value(rule, at, joined(group.join, items)),
    }
}

fn joined(join: Join, items: Vec<Json>) -> Json {
    match join {
        Join::All => call("and", items),
        Join::Any => call("or", items),
        Join::None => single("!", call("or", items)),
    }
}

/// Removes a part, and with it groups that it leaves empty. Without its last part a rule is null.
pub fn remove(rule: &Json, at: &str) -> Option<Json> {
    let condition = Condition::read(rule);
    condition.find(at)?;
    let mut at = at;
    loop {
        // The whole rule, or all that is asked of a list's items
        let Some((parent, position)) = condition.parent_of(at) else {
            return set_value(rule, at, Json::Null);
        };
        let group = parent.group()?;
        if group.items.len() > 1 {
            let mut items = items_of(rule, group);
            items.remove(position);
            return with_items(rule, &parent.pointer, group, items);
        }
        at = &parent.pointer;
    }
}

/// Moves a part within its group; `None` at the end of it.
pub fn move_item(rule: &Json, at: &str, direction: Direction) -> Option<Json> {
    let condition = Condition::read(rule);
    let (parent, position) = condition.parent_of(at)?;
    let group = parent.group()?;
    let other = match direction {
        Direction::Up => position.checked_sub(1)?,
        Direction::Down => Some(position + 1).filter(|next| *next < group.items.len())?,
    };
    let mut items = items_of(rule, group);
    items.swap(position, other);
    with_items(rule, &parent.pointer, group, items)
}

/// Puts a part into a group of its own.
pub fn wrap(rule: &Json, at: &str, join: Join) -> Option<Json> {
    set_value(rule, at, joined(join, vec![rule.pointer(at)?.clone()]))
}

/// Puts the parts of a group in its place. `None` where there is no place for several.
pub fn unwrap(rule: &Json, at: &str) -> Option<Json> {
    let condition = Condition::read(rule);
    let group = condition.find(at)?.group()?;
    let inner = items_of(rule, group);
    if let [item] = inner.as_slice() {
        return set_value(rule, at, item.clone());
    }
    let (parent, position) = condition.parent_of(at)?;
    let outer = parent.group()?;
    let mut items = items_of(rule, outer);
    items.splice(position..=position, inner);
    with_items(rule, &parent.pointer, outer, items)
}

/// Joins the parts of a group in another way; all of them stay.
pub fn set_join(rule: &Json, at: &str, join: Join) -> Option<Json> {
    let condition = Condition::read(rule);
    let group = condition.find(at)?.group()?;
    if group.join == join {
        return Some(rule.clone());
    }
    let is_renamed = group.join != Join::None && join != Join::None;
    let args = rule.pointer(at)?.as_object().and_then(|object: &Object| object.iter().next())?.1;
    let new = if is_renamed {
        single(if join == Join::All { "and" } else { "or" }, args.clone())
    } else {
        joined(join, items_of(rule, group))
    };
    set_value(rule, at, new)
}
