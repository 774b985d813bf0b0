//! Moving a part to another place of its rule: into another group by a drag, and step by step with keys.

use super::edit::{items_of, set_value, with_items};
use super::relation::single;
use super::{Condition, Direction, remove};
use crate::json::{Json, pointer_push};

/// A rule with a part in another place, and where it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The rule
    pub rule: Json,
    /// JSON Pointer of the part
    pub pointer: String,
}

/// Stands where the part was until its group has been mended.
const LEFT_BEHIND: &str = "\u{0}left behind";

/// Moves a part into a group, before the part that is at a position now. `None` where it cannot go: into itself, into
/// what is no group, or to where fields mean something else.
pub fn move_into(rule: &Json, from: &str, group_at: &str, position: usize) -> Option<Moved> {
    let condition = Condition::read(rule);
    condition.find(from)?;
    let group = condition.find(group_at)?.group()?;
    let is_inside = group_at.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if is_inside || condition.scope_of(from) != condition.scope_of(group_at) {
        return None;
    }
    let part = rule.pointer(from)?.clone();
    let held = set_value(rule, from, single(LEFT_BEHIND, Json::Null))?;
    let mut items = items_of(&held, group);
    items.insert(position.min(items.len()), single(ARRIVED, part));
    let marked = with_items(&held, group_at, group, items)?;
    let left = find(&marked, LEFT_BEHIND, &mut String::new())?;
    let rule = remove(&marked, &left)?;
    let pointer = find(&rule, ARRIVED, &mut String::new())?;
    let part = rule.pointer(&pointer)?.get(ARRIVED)?.clone();
    let rule = set_value(&rule, &pointer, part)?;
    Some(Moved { rule, pointer })
}

/// Marks the part in its new place until its old place is mended.
const ARRIVED: &str = "\u{0}arrived";

/// Where the object with a mark is.
fn find(json: &Json, mark: &str, at: &mut String) -> Option<String> {
    let mut children: Vec<(String, &Json)> = Vec::new();
    match json {
        Json::Object(object) if object.get(mark).is_some() => return Some(at.clone()),
        Json::Object(object) => children.extend(object.iter().map(|(key, value)| (key.to_owned(), value))),
        Json::Array(items) => {
            children.extend(items.iter().enumerate().map(|(index, item)| (index.to_string(), item)));
        }
        _ => {}
    }
    for (key, value) in children {
        let len = at.len();
        pointer_push(at, &key);
        if let Some(found) = find(value, mark, at) {
            return Some(found);
        }
        at.truncate(len);
    }
    None
}

/// Moves a part one place up or down as it is read: past its neighbour, into a group that is its neighbour, and out of
/// its own group at the end of it.
pub fn step(rule: &Json, from: &str, direction: Direction) -> Option<Moved> {
    let condition = Condition::read(rule);
    let (parent, position) = condition.parent_of(from)?;
    let group = parent.group()?;
    let next = match direction {
        Direction::Up => position.checked_sub(1),
        Direction::Down => Some(position + 1).filter(|next| *next < group.items.len()),
    };
    if let Some(neighbour) = next.and_then(|next| group.items.get(next)) {
        if let Some(inner) = neighbour.group() {
            let end = if direction == Direction::Up { inner.items.len() } else { 0 };
            return move_into(rule, from, &neighbour.pointer, end);
        }
        let place = if direction == Direction::Up { position - 1 } else { position + 2 };
        return move_into(rule, from, &parent.pointer, place);
    }
    let (outer, own) = condition.parent_of(&parent.pointer)?;
    let place = if direction == Direction::Up { own } else { own + 1 };
    move_into(rule, from, &outer.pointer, place)
}
