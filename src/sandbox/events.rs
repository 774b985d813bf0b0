//! The routes that fire something, and the preview of a target.

use super::call::Call;
use super::fire::{fire, rendered, run_automation, workspace};
use super::kind::{AUTOMATIONS, TARGETS};
use super::objects::found;
use super::reply::{Refusal, Reply, object};
use super::samples::{RESOURCES, profiles, resource};
use super::store::Store;
use super::validate::Errors;
use crate::engine::RunEnv;
use crate::json::{Json, Object};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Source: names that a custom event may not have.
const RESERVED: [&str; 5] =
    ["aggregation.updated", "profile.created", "profile.deleted", "profile.merged", "profile.updated"];

/// Source: the guide's `{event, profile_id, data}`. Assumption: that is the context, and the answer.
pub(super) fn event(store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let name = event_name(call)?;
    let body = call.body.as_object().cloned().unwrap_or_default();
    if !matches!(body.get("data"), None | Some(Json::Object(_) | Json::Null)) {
        return Err(invalid("data", "The data field must be an array."));
    }
    let context = Json::Object(body);
    let deliveries = fire(store, &name, &context, call)?;
    Ok(Reply { deliveries, ..Reply::entity(200, context) })
}

/// Source: the SDK's `{event, context}`, answered with the profile. Assumption: the context is the root, with the
/// profile's id as `profile_id` where it has none.
pub(super) fn profile_event(store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let id = call.params.get("id").cloned().unwrap_or_default();
    let profile = profiles(&store.base).remove(&id);
    let profile = profile.ok_or_else(|| Refusal::NotFound(format!("No context is of a profile '{id}'.")))?;
    let name = event_name(call)?;
    let mut context = context_of(call)?;
    if context.get("profile_id").is_none() {
        context.set("profile_id", Json::String(id));
    }
    let deliveries = fire(store, &name, &Json::Object(context), call)?;
    Ok(Reply { deliveries, ..Reply::entity(200, profile) })
}

/// Source: the SDK's `{event, context}`, answered with the context.
pub(super) fn tenant_event(store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let name = event_name(call)?;
    let context = Json::Object(context_of(call)?);
    let deliveries = fire(store, &name, &context, call)?;
    Ok(Reply { deliveries, ..Reply::entity(200, context) })
}

fn event_name(call: &Call) -> Result<String, Refusal> {
    let name = required_text(call, "event")?;
    if RESERVED.contains(&name.as_str()) {
        return Err(invalid("event", "The selected event is reserved."));
    }
    Ok(name)
}

/// Text of the body that must be there.
pub(super) fn required_text(call: &Call, key: &str) -> Result<String, Refusal> {
    match call.body.get(key) {
        Some(Json::String(text)) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        None | Some(Json::Null | Json::String(_)) => {
            Err(invalid(key, &format!("The {key} field is required.")))
        }
        Some(_) => Err(invalid(key, &format!("The {key} field must be a string."))),
    }
}

/// The context of the body; an empty one without.
pub(super) fn context_of(call: &Call) -> Result<Object, Refusal> {
    match call.body.get("context") {
        None | Some(Json::Null) => Ok(Object::new()),
        Some(Json::Object(context)) => Ok(context.clone()),
        Some(_) => Err(invalid("context", "The context field must be an array.")),
    }
}

/// Source: the body `{force, now}`. Assumption: the query is not asked; the actions run for every sample profile.
pub(super) fn trigger_automation(store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let id = call.id("id")?;
    let automation = found(&AUTOMATIONS, store, id)?.clone();
    let is_forced = match call.body.get("force") {
        None | Some(Json::Null) => false,
        Some(Json::Bool(is_forced)) => *is_forced,
        Some(Json::Number(number)) if matches!(number.as_i64(), Some(0 | 1)) => number.as_i64() == Some(1),
        Some(_) => return Err(invalid("force", "The force field must be true or false.")),
    };
    if !is_forced && matches!(automation.get("is_active"), Some(Json::Bool(false))) {
        return Err(invalid("force", "The automation is not active; force runs it all the same."));
    }
    let now = match call.body.get("now").filter(|now| **now != Json::Null) {
        None => call.now,
        Some(text) => text
            .as_str()
            .and_then(time)
            .ok_or_else(|| invalid("now", "The now field must be a valid date."))?,
    };
    let mut at = call.clone();
    at.now = now;
    let mut deliveries = Vec::new();
    for profile in profiles(&store.base).into_values() {
        deliveries.extend(run_automation(store, &automation, &profile, &at)?);
    }
    let mut row = automation.as_object().cloned().unwrap_or_default();
    row.set("last_run_at", Json::String(at.stamp()));
    let row = Json::Object(row);
    store.put(&AUTOMATIONS, id, row.clone())?;
    Ok(Reply { deliveries, ..Reply::entity(200, row) })
}

/// A time with a zone, or one of UTC.
fn time(text: &str) -> Option<Timestamp> {
    let with_zone = text.parse::<Timestamp>().ok();
    with_zone.or_else(|| Some(text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp()))
}

/// Source: `{resource, resource_id, template | target_id}` gives the rendered template decoded, and the context; a
/// template beside a target wins. Assumption: a template that fails is answered with 422.
pub(super) fn preview(store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let (kind, id) = (required_text(call, "resource")?, required_text(call, "resource_id")?);
    if !RESOURCES.contains(&kind.as_str()) {
        return Err(invalid("resource", "The selected resource is invalid."));
    }
    let template = match (call.body.get("template").and_then(Json::as_str), call.body.get("target_id")) {
        (Some(template), _) => template.to_owned(),
        (None, Some(Json::Number(id))) => {
            let target = found(&TARGETS, store, id.as_i64().unwrap_or_default())?;
            target.get("template").and_then(Json::as_str).unwrap_or_default().to_owned()
        }
        (None, _) => {
            return Err(invalid("template", "The template field is required when target_id is not present."));
        }
    };
    let missing = || Refusal::NotFound(format!("No context is of a {kind} '{id}'."));
    let context = resource(&store.base, &kind, &id).ok_or_else(missing)?;
    let env = RunEnv::new(call.now, workspace(store).profile);
    let result =
        if template.trim().is_empty() { Ok(context.clone()) } else { rendered(&template, &context, &env) };
    let result = result.map_err(|reason| invalid("template", &reason))?;
    Ok(Reply::entity(200, object([("result", result), ("context", context)])))
}

fn invalid(key: &str, sentence: &str) -> Refusal {
    Refusal::Invalid(Errors::of(key, sentence))
}
