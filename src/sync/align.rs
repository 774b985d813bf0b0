//! Which action of one version is which action of another: files have no ids for them.

use super::same::same_value;
use crate::json::{Json, Object};
use std::borrow::Cow;

/// The positions of one action in the versions that have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) base: Option<usize>,
    pub(super) ours: Option<usize>,
    pub(super) theirs: Option<usize>,
}

/// The actions of three versions side by side, in our order, then those that only others have.
pub(super) fn slots(base: &[Json], ours: &[Json], theirs: &[Json]) -> Vec<Slot> {
    let ours_in_base = pair(base, ours);
    let theirs_in_base = pair(base, theirs);
    let mut slots: Vec<Slot> = ours_in_base
        .iter()
        .enumerate()
        .map(|(position, base)| Slot { base: *base, ours: Some(position), theirs: None })
        .collect();
    for position in 0..base.len() {
        if !ours_in_base.contains(&Some(position)) {
            slots.push(Slot { base: Some(position), ..Slot::default() });
        }
    }
    let mut unmatched = Vec::new();
    for (position, base) in theirs_in_base.iter().enumerate() {
        match slots.iter_mut().find(|slot| base.is_some() && slot.base == *base) {
            Some(slot) => slot.theirs = Some(position),
            None => unmatched.push(position),
        }
    }
    // Actions that both sides have and the base has not.
    let new_ours: Vec<usize> =
        slots.iter().filter(|slot| slot.base.is_none()).filter_map(|slot| slot.ours).collect();
    let pick = |from: &[Json], positions: &[usize]| -> Vec<Json> {
        positions.iter().filter_map(|position| from.get(*position).cloned()).collect()
    };
    let paired = pair(&pick(ours, &new_ours), &pick(theirs, &unmatched));
    for (position, twin) in unmatched.into_iter().zip(paired) {
        let twin = twin.and_then(|twin| new_ours.get(twin).copied());
        match slots.iter_mut().find(|slot| twin.is_some() && slot.ours == twin) {
            Some(slot) => slot.theirs = Some(position),
            None => slots.push(Slot { theirs: Some(position), ..Slot::default() }),
        }
    }
    slots
}

type Rule<'a> = &'a dyn Fn(&Json, &Json) -> bool;

/// For each action of `later` the one of `earlier` that it was: an equal one, else one of its type at the same place in
/// the chain, else the next one of its type.
fn pair(earlier: &[Json], later: &[Json]) -> Vec<Option<usize>> {
    let mut paired = vec![None; later.len()];
    let mut is_taken = vec![false; earlier.len()];
    let is_place = |a: &Json, b: &Json| same_value(a.get("sort_order"), b.get("sort_order"));
    let rules: [Rule<'_>; 3] =
        [&is_same_action, &|a, b| kind_of(a) == kind_of(b) && is_place(a, b), &|a, b| {
            kind_of(a) == kind_of(b)
        }];
    for is_match in rules {
        for (slot, action) in paired.iter_mut().zip(later).filter(|(slot, _)| slot.is_none()) {
            let mut free =
                earlier.iter().enumerate().filter(|(position, _)| is_taken.get(*position) == Some(&false));
            let found = free.find(|(_, other)| is_match(other, action)).map(|(position, _)| position);
            if let Some(flag) = found.and_then(|position| is_taken.get_mut(position)) {
                *flag = true;
                *slot = found;
            }
        }
    }
    paired
}

/// True if two actions mean the same.
pub(super) fn is_same_action(left: &Json, right: &Json) -> bool {
    let (left, right) = (fields(left), fields(right));
    let keys = left.iter().chain(right.iter()).map(|(key, _)| key);
    keys.into_iter().all(|key| match key {
        "arguments" => is_same_list(left.get(key), right.get(key)),
        key => same_value(left.get(key), right.get(key)),
    })
}

fn is_same_list(left: Option<&Json>, right: Option<&Json>) -> bool {
    let items = |list: Option<&Json>| list.and_then(Json::as_array).unwrap_or_default().to_vec();
    let (left, right) = (items(left), items(right));
    left.len() == right.len() && left.iter().zip(&right).all(|(left, right)| is_same_argument(left, right))
}

fn is_same_argument(left: &Json, right: &Json) -> bool {
    let (left, right) = (fields(left), fields(right));
    left.iter().chain(right.iter()).all(|(key, _)| same_value(left.get(key), right.get(key)))
}

/// An action's type. Source: requests put it in `name`, the newer reference in `uuid`.
pub(super) fn kind_of(action: &Json) -> &str {
    let text = |key: &str| action.get(key).and_then(Json::as_str).unwrap_or_default();
    let is_in_uuid = matches!(action, Json::Object(action) if has_kind_in_uuid(action));
    if is_in_uuid { text("uuid") } else { text("name") }
}

/// True if an object or an action has a uuid that is the server's own, and not the action's type.
pub(super) fn has_server_uuid(object: &Object) -> bool {
    object.get("uuid").is_some() && object.get("value").is_none() && !has_kind_in_uuid(object)
}

fn has_kind_in_uuid(action: &Object) -> bool {
    let text = |key: &str| action.get(key).and_then(Json::as_str).unwrap_or_default();
    let is_kind = |text: &str| text == "filter" || text.contains('.') && !text.contains(char::is_whitespace);
    !is_kind(text("name")) && is_kind(text("uuid"))
}

/// The fields of an action or an argument that count: a uuid that is not the type is the server's own, and an argument
/// that is not dynamic is static, however that is written.
///
/// Source: `is_dynamic` false and null are both documented as static.
pub(super) fn fields(json: &Json) -> Cow<'_, Object> {
    let Json::Object(object) = json else { return Cow::Owned(Object::new()) };
    let is_static = matches!(object.get("is_dynamic"), Some(Json::Bool(false)));
    let has_server_uuid = has_server_uuid(object);
    if !is_static && !has_server_uuid {
        return Cow::Borrowed(object);
    }
    let mut counted = object.clone();
    if is_static {
        counted.remove("is_dynamic");
    }
    if has_server_uuid {
        counted.remove("uuid");
    }
    Cow::Owned(counted)
}
