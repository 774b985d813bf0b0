//! A fired event: every active trigger of it runs in the local engine, every webhook of it is notified.

use super::call::Call;
use super::delivery::Delivery;
use super::history::{self, Item};
use super::kind::{AUTOMATIONS, TARGETS, TRIGGERS, WEBHOOKS};
use super::reply::object;
use super::store::Store;
use crate::engine::{Outcome, RunEnv, RunReport, run, sign};
use crate::io::IoError;
use crate::json::{Json, Limits, Object, Style, parse, to_text};
use crate::model::{Action, Argument, Context, Trigger, TriggerId, Workspace};
use crate::php;
use crate::twig::Template;
use crate::wire::{Ids, read_automation, read_target, read_trigger};
use std::sync::Arc;

/// The event that an automation's actions see. Assumption: what Omneo calls it is not documented.
const AUTOMATION_EVENT: &str = "automation";

/// Runs an event and gives what is to be posted.
///
/// Source: actions run in ascending order and a filter stops them; the engine lists what is assumed beyond that.
/// Assumption: triggers of one event run in the order of their ids, webhooks after them.
pub(super) fn fire(
    store: &mut Store,
    event: &str,
    data: &Json,
    call: &Call,
) -> Result<Vec<Delivery>, IoError> {
    let workspace = workspace(store);
    let context = Context {
        name: event.to_owned(),
        event: Some(event.to_owned()),
        data: data.clone(),
        ..Context::default()
    };
    let env = environment(&workspace, call);
    let mut deliveries = Vec::new();
    let active = |trigger: &&Arc<Trigger>| trigger.event == event && trigger.is_active != Some(false);
    for trigger in workspace.triggers.iter().filter(active) {
        let Some(report) = run(&workspace, trigger.id, &context, &env) else { continue };
        let id = trigger.remote_id.map_or(0, |id| id.0);
        deliveries.extend(record(store, ("trigger", id), &report, data, call)?);
    }
    deliveries.extend(webhooks(store, &context, &env, call)?);
    Ok(deliveries)
}

/// Runs the actions of an automation for one profile.
pub(super) fn run_automation(
    store: &mut Store,
    row: &Json,
    data: &Json,
    call: &Call,
) -> Result<Vec<Delivery>, IoError> {
    let mut workspace = workspace(store);
    let (automation, _) = read_automation(row, &mut Ids::default());
    let id = automation.remote_id.map_or(0, |id| id.0);
    let trigger = Trigger {
        id: TriggerId(u32::MAX),
        name: automation.name,
        event: AUTOMATION_EVENT.to_owned(),
        actions: automation.actions,
        ..Trigger::default()
    };
    workspace.triggers = vec![Arc::new(trigger)];
    let event = Some(AUTOMATION_EVENT.to_owned());
    let context =
        Context { name: AUTOMATION_EVENT.to_owned(), event, data: data.clone(), ..Context::default() };
    let env = environment(&workspace, call);
    match run(&workspace, TriggerId(u32::MAX), &context, &env) {
        Some(report) => record(store, ("automation", id), &report, data, call),
        None => Ok(Vec::new()),
    }
}

/// The objects of the store as the engine takes them.
pub(super) fn workspace(store: &Store) -> Workspace {
    let mut ids = Ids::default();
    let mut workspace = store.base.clone();
    workspace.triggers = store.rows(&TRIGGERS).map(|row| Arc::new(read_trigger(row, &mut ids).0)).collect();
    workspace.targets =
        store.rows(&TARGETS).map(|row| Arc::new(read_target(row, None, &mut ids).0)).collect();
    workspace.automations =
        store.rows(&AUTOMATIONS).map(|row| Arc::new(read_automation(row, &mut ids).0)).collect();
    workspace
}

fn environment(workspace: &Workspace, call: &Call) -> RunEnv {
    let mut env = RunEnv::new(call.now, workspace.profile.clone());
    env.secret = Some(call.secret.clone());
    env
}

/// Writes what a run did, and gives the payloads of its targets.
fn record(
    store: &mut Store,
    of: (&'static str, i64),
    report: &RunReport,
    data: &Json,
    call: &Call,
) -> Result<Vec<Delivery>, IoError> {
    let items: Vec<Item> = report.steps.iter().filter_map(history::item_of).collect();
    let requests = report.steps.iter().filter(|step| step.error.is_none());
    let history = history::add(store, of, items, data, &call.stamp())?;
    let deliveries = requests.enumerate().filter_map(|(item, step)| {
        let request = step.request.as_ref()?;
        let headers =
            request.headers.iter().map(|header| (header.name.to_owned(), header.value.clone())).collect();
        let (url, body) = (request.url.clone(), request.body.clone());
        Some(Delivery { noted: Some((history, item)), url, headers, body, is_repeated: false })
    });
    Ok(deliveries.collect())
}

fn webhooks(
    store: &mut Store,
    context: &Context,
    env: &RunEnv,
    call: &Call,
) -> Result<Vec<Delivery>, IoError> {
    let event = context.event.as_deref().unwrap_or_default();
    let is_off = |row: &Json| matches!(row.get("is_active"), Some(Json::Bool(false)));
    let matching = |row: &&Json| row.get("trigger").and_then(Json::as_str) == Some(event) && !is_off(row);
    let rows: Vec<Json> = store.rows(&WEBHOOKS).filter(matching).cloned().collect();
    let mut deliveries = Vec::new();
    for row in rows {
        let url = row.get("url").and_then(Json::as_str).unwrap_or_default().to_owned();
        let arguments = object([("url", Json::str(&url))]);
        let payload = condition_of(&row, context, env).and_then(|()| payload_of(&row, context, env));
        let (status, result) = match &payload {
            Ok(_) => ("pending", Json::Null),
            Err((status, reason)) => (*status, object([("error", Json::str(reason))])),
        };
        let item = Item { handler: "webhook".to_owned(), status, arguments, result };
        let id = row.get("id").and_then(wire_id).unwrap_or_default();
        let history = history::add(store, ("webhook", id), vec![item], &context.data, &call.stamp())?;
        let Ok(body) = payload else { continue };
        // Source: both headers, and the raw context as the body.
        let headers = [
            ("Content-Type", "application/json".to_owned()),
            ("x-omneo-event", event.to_owned()),
            ("x-omneo-hmac-sha256", sign(body.as_bytes(), &call.secret)),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).into();
        deliveries.push(Delivery { noted: Some((history, 0)), url, headers, body, is_repeated: false });
    }
    Ok(deliveries)
}

fn wire_id(value: &Json) -> Option<i64> {
    match value {
        Json::Number(number) => number.as_i64(),
        _ => None,
    }
}

/// Source: a webhook with a condition fires only when it is true. A filter decides that.
fn condition_of(row: &Json, context: &Context, env: &RunEnv) -> Result<(), (&'static str, String)> {
    let Some(rule) = row.get("condition").filter(|rule| **rule != Json::Null) else { return Ok(()) };
    let condition = Argument { name: "condition".to_owned(), value: rule.clone(), ..Argument::default() };
    let filter = Action { kind: "filter".to_owned(), arguments: vec![condition], ..Action::default() };
    let event = context.event.clone().unwrap_or_default();
    let trigger = Trigger { event, actions: vec![filter], ..Trigger::default() };
    let id = trigger.id;
    let workspace = Workspace { triggers: vec![Arc::new(trigger)], ..Workspace::default() };
    match run(&workspace, id, context, env) {
        Some(report) if report.outcome == Outcome::Fired => Ok(()),
        Some(report) if report.outcome == Outcome::Stopped => Err(("stopped", report.summary)),
        report => Err(("failed", report.map(|report| report.summary).unwrap_or_default())),
    }
}

/// Source: the body is the context; the keys of `extra_data_template` are merged into it.
fn payload_of(row: &Json, context: &Context, env: &RunEnv) -> Result<String, (&'static str, String)> {
    let template = row.get("extra_data_template").and_then(Json::as_str).unwrap_or_default();
    if template.trim().is_empty() {
        return Ok(to_text(&context.data, &Style::compact()));
    }
    let failed = |reason: String| ("failed", format!("extra_data_template: {reason}"));
    let extra = rendered(template, &context.data, env).map_err(failed)?;
    let mut merged = context.data.as_object().cloned().unwrap_or_default();
    for (key, value) in extra.as_object().into_iter().flat_map(Object::iter) {
        merged.set(key, value.clone());
    }
    Ok(to_text(&Json::Object(merged), &Style::compact()))
}

/// A rendered template, decoded.
pub(super) fn rendered(template: &str, data: &Json, env: &RunEnv) -> Result<Json, String> {
    let settings = env.twig_settings();
    let output = Template::compile(template, &settings)
        .and_then(|template| template.render(&php::Value::from(data), &settings))
        .map_err(|error| format!("line {}, column {}: {}", error.line, error.column, error.message))?;
    parse(&output.output, Limits::default())
        .map_err(|error| format!("the rendered text is not JSON: {error}"))
}
