//! Create, read, update and delete of every kind of object.

use super::actions::kept_actions;
use super::call::Call;
use super::kind::{Field, Fill, Kind, READ_ONLY, Shape};
use super::list::list;
use super::reply::{Refusal, Reply};
use super::store::Store;
use super::validate::{Errors, check};
use crate::json::{Json, Object};

pub(super) fn index(kind: &Kind, store: &Store, call: &Call) -> Result<Reply, Refusal> {
    list(kind, store.rows(kind).collect(), call)
}

pub(super) fn show(kind: &Kind, store: &Store, call: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::entity(200, found(kind, store, call.id("id")?)?.clone()))
}

/// Assumption: 201; whether a create is answered with 200 or 201 is not documented.
pub(super) fn create(kind: &Kind, store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let row = created(kind, store, &call.body, &call.stamp())?;
    Ok(Reply::entity(201, row))
}

/// Checks and keeps a new object.
pub(super) fn created(kind: &Kind, store: &mut Store, body: &Json, stamp: &str) -> Result<Json, Refusal> {
    refuse_if(check(kind, body, None))?;
    refuse_taken(kind, store, body, None)?;
    let id = store.next_id(kind);
    let mut row = Object::new();
    row.set("id", Json::int(id));
    take_keys(kind, &mut row, body);
    fill(kind.fields, &mut row);
    if let Some(actions) = row.get("actions") {
        let actions = kept_actions(actions.as_array().unwrap_or_default(), &[], store, stamp);
        row.set("actions", Json::Array(actions));
    }
    for key in ["created_at", "updated_at"] {
        row.set(key, Json::str(stamp));
    }
    let row = Json::Object(row);
    store.put(kind, id, row.clone())?;
    Ok(row)
}

/// Assumption: keys that are left out stay as they were; `actions` that are sent replace all of them, and one with a
/// known `id` keeps it. The vendor's types let every key be left out; what a PUT means is not documented.
pub(super) fn update(kind: &Kind, store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let id = call.id("id")?;
    let before = found(kind, store, id)?.clone();
    refuse_if(check(kind, &call.body, Some(&before)))?;
    refuse_taken(kind, store, &call.body, Some(&before))?;
    let mut row = before.as_object().cloned().unwrap_or_default();
    take_keys(kind, &mut row, &call.body);
    if let Some(actions) = call.body.get("actions") {
        let old = before.get("actions").and_then(Json::as_array).unwrap_or_default();
        let actions = kept_actions(actions.as_array().unwrap_or_default(), old, store, &call.stamp());
        row.set("actions", Json::Array(actions));
    }
    row.set("updated_at", Json::str(call.stamp()));
    let row = Json::Object(row);
    store.put(kind, id, row.clone())?;
    Ok(Reply::entity(200, row))
}

pub(super) fn delete(kind: &Kind, store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let id = call.id("id")?;
    found(kind, store, id)?;
    store.delete(kind, id)?;
    Ok(Reply::no_content())
}

/// The object of an id, or 404.
pub(super) fn found<'a>(kind: &Kind, store: &'a Store, id: i64) -> Result<&'a Json, Refusal> {
    let missing = || Refusal::NotFound(format!("There is no object with the id {id} in {}.", kind.table));
    store.row(kind, id).ok_or_else(missing)
}

pub(super) fn refuse_if(errors: Errors) -> Result<(), Refusal> {
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

/// Sets the keys that a create left out.
pub(super) fn fill(fields: &[Field], row: &mut Object) {
    for field in fields {
        let is_there = row.get(field.name).is_some();
        match field.fill {
            Fill::Null if !is_there => row.set(field.name, Json::Null),
            Fill::True if !is_there => row.set(field.name, Json::Bool(true)),
            Fill::Empty if !is_there => row.set(field.name, Json::Array(Vec::new())),
            _ => {}
        }
    }
}

/// Sets every key of the body, in the body's order, but those that a client cannot set.
pub(super) fn take_keys(kind: &Kind, row: &mut Object, body: &Json) {
    let Some(body) = body.as_object() else { return };
    for (key, value) in body.iter().filter(|(key, _)| !READ_ONLY.contains(key)) {
        let field = kind.fields.iter().find(|field| field.name == key);
        row.set(key, field.map_or_else(|| value.clone(), |field| accepted(field.shape, value)));
    }
}

/// Source: an unknown `queue` becomes `low`. Assumption: a flag that is sent as 0 or 1 comes back as false or true.
fn accepted(shape: Shape, value: &Json) -> Json {
    match shape {
        Shape::OneOfOrLast(words) if *value != Json::Null => {
            let is_known = value.as_str().is_some_and(|text| words.contains(&text));
            let last = || words.last().map_or(Json::Null, |word| Json::str(*word));
            if is_known { value.clone() } else { last() }
        }
        Shape::Flag => match value {
            Json::Number(number) => Json::Bool(number.as_i64() == Some(1)),
            value => value.clone(),
        },
        _ => value.clone(),
    }
}

/// Refuses an object whose unique keys are those of another.
fn refuse_taken(kind: &Kind, store: &Store, body: &Json, before: Option<&Json>) -> Result<(), Refusal> {
    let Some(last) = kind.unique.last() else { return Ok(()) };
    let wanted = |key: &str| body.get(key).or_else(|| before?.get(key));
    let own = before.and_then(|row| row.get("id"));
    let is_same = |row: &&Json| kind.unique.iter().all(|key| row.get(key) == wanted(key));
    let taken = store.rows(kind).filter(|row| row.get("id") != own).any(|row| is_same(&row));
    if taken {
        return Err(Refusal::Invalid(Errors::of(last, &format!("The {last} has already been taken."))));
    }
    Ok(())
}
