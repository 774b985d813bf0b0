//! The actions of a reaction: inside of it, and as objects of their own.

use super::call::Call;
use super::kind::{ACTION_FIELDS, HISTORY, Kind, READ_ONLY};
use super::list::list;
use super::objects::{fill, found, refuse_if};
use super::reply::{Refusal, Reply};
use super::store::Store;
use super::validate::check_action;
use crate::json::{Json, Object};

/// The actions that a create or an update leaves. One with the `id` of an old action keeps it and when it was made.
pub(super) fn kept_actions(sent: &[Json], old: &[Json], store: &mut Store, stamp: &str) -> Vec<Json> {
    let mut kept: Vec<Json> = Vec::new();
    for body in sent {
        let same = |action: &&Json| action.get("id").is_some() && action.get("id") == body.get("id");
        let is_taken = kept.iter().any(|action| same(&action));
        let before = old.iter().find(same).filter(|_| !is_taken);
        kept.push(kept_action(body, before, store, stamp));
    }
    kept
}

fn kept_action(body: &Json, before: Option<&Json>, store: &mut Store, stamp: &str) -> Json {
    let old = |key: &str| before.and_then(|before| before.get(key)).cloned();
    let mut action = Object::new();
    action.set("id", old("id").unwrap_or_else(|| Json::int(store.take_action_id())));
    take_keys(&mut action, body);
    fill(ACTION_FIELDS, &mut action);
    name_uuid(&mut action, before);
    if action.get("references_id").is_none() {
        action.set("references_id", Json::Null);
    }
    action.set("created_at", old("created_at").unwrap_or_else(|| Json::str(stamp)));
    action.set("updated_at", Json::str(stamp));
    Json::Object(action)
}

/// Assumption: an action's `uuid` is its type unless something else is sent; the references disagree on what it is.
fn name_uuid(action: &mut Object, before: Option<&Json>) {
    let was_type = || action.get("uuid") == before.and_then(|before| before.get("name"));
    if (action.get("uuid").is_none() || was_type())
        && let Some(name) = action.get("name").cloned()
    {
        action.set("uuid", name);
    }
}

fn take_keys(action: &mut Object, body: &Json) {
    let entries = body.as_object().into_iter().flat_map(Object::iter);
    for (key, value) in entries.filter(|(key, _)| !READ_ONLY.contains(key)) {
        action.set(key, value.clone());
    }
}

pub(super) fn index(kind: &Kind, store: &Store, call: &Call) -> Result<Reply, Refusal> {
    let reaction = found(kind, store, call.id("id")?)?;
    list(&HISTORY, actions_of(reaction).iter().collect(), call)
}

pub(super) fn show(kind: &Kind, store: &Store, call: &Call) -> Result<Reply, Refusal> {
    let (reaction, position) = action(kind, store, call)?;
    Ok(Reply::entity(200, actions_of(reaction).get(position).cloned().unwrap_or_default()))
}

pub(super) fn create(kind: &Kind, store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let id = call.id("id")?;
    let mut actions = actions_of(found(kind, store, id)?).to_vec();
    refuse_if(check_action(&call.body, None))?;
    let made = kept_action(&call.body, None, store, &call.stamp());
    actions.push(made.clone());
    keep(kind, store, call, actions)?;
    Ok(Reply::entity(201, made))
}

pub(super) fn update(kind: &Kind, store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let (reaction, position) = action(kind, store, call)?;
    let mut actions = actions_of(reaction).to_vec();
    let Some(slot) = actions.get_mut(position) else { return Err(no_action(call)) };
    refuse_if(check_action(&call.body, Some(slot)))?;
    let mut changed = slot.as_object().cloned().unwrap_or_default();
    take_keys(&mut changed, &call.body);
    name_uuid(&mut changed, Some(slot));
    changed.set("updated_at", Json::str(call.stamp()));
    *slot = Json::Object(changed);
    let answer = slot.clone();
    keep(kind, store, call, actions)?;
    Ok(Reply::entity(200, answer))
}

pub(super) fn delete(kind: &Kind, store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let (reaction, position) = action(kind, store, call)?;
    let mut actions = actions_of(reaction).to_vec();
    actions.remove(position);
    keep(kind, store, call, actions)?;
    Ok(Reply::no_content())
}

fn actions_of(reaction: &Json) -> &[Json] {
    reaction.get("actions").and_then(Json::as_array).unwrap_or_default()
}

/// The reaction, and where the action is in it.
fn action<'a>(kind: &Kind, store: &'a Store, call: &Call) -> Result<(&'a Json, usize), Refusal> {
    let reaction = found(kind, store, call.id("id")?)?;
    let wanted = Json::int(call.id("action_id")?);
    let position = actions_of(reaction).iter().position(|action| action.get("id") == Some(&wanted));
    Ok((reaction, position.ok_or_else(|| no_action(call))?))
}

fn no_action(call: &Call) -> Refusal {
    let wanted = call.params.get("action_id").map_or("", String::as_str);
    Refusal::NotFound(format!("There is no action with the id {wanted} in this reaction."))
}

fn keep(kind: &Kind, store: &mut Store, call: &Call, actions: Vec<Json>) -> Result<(), Refusal> {
    let id = call.id("id")?;
    let mut reaction = found(kind, store, id)?.as_object().cloned().unwrap_or_default();
    reaction.set("actions", Json::Array(actions));
    reaction.set("updated_at", Json::str(call.stamp()));
    Ok(store.put(kind, id, Json::Object(reaction))?)
}
