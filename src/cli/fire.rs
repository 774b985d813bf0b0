//! `reagent fire` and `reagent preview`: asking the tenant itself, after a look at what it should do.

use super::calibrate;
use super::error::{CliError, Done};
use super::run::{environment, find_context};
use super::sync_args::{FireArguments, PreviewArguments, Shape};
use super::tenant::{Site, text_of, write};
use super::terminal::Terminal;
use crate::api::Firing;
use crate::engine::{self, Preview, RunEnv, RunReport};
use crate::json::{Json, Style, to_text};
use crate::model::{Context, Workspace};
use std::sync::Arc;

pub(super) fn fire(arguments: &FireArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if let Some(reason) = Firing::refusal(&arguments.event) {
        return Err(CliError::Usage(reason));
    }
    let site = Site::of(&arguments.tenant, None)?;
    let context = find_context(&site.workspace, &arguments.event, &arguments.context)?;
    let firing = firing(arguments, &context.data)?;
    let env = environment(&site.workspace.profile, &arguments.clock);
    dry_run(&site.workspace, &arguments.event, &seen(&firing, &context), &env, terminal)?;
    let (path, body) = firing.request();
    terminal.line(&format!(
        "\nPOST {}/{path}\n{}",
        site.address.text(),
        to_text(&body, &Style::default())
    ))?;
    if !arguments.yes {
        terminal.line("dry run only, nothing was sent; --yes fires it")?;
        return Ok(Done::Fine);
    }
    if site.tenant.is_production {
        let why = format!("'{}' is a production tenant: its live reactions would run", site.tenant.name);
        site.confirm(arguments.confirm.as_deref(), &why, terminal)?;
    }
    let client = site.client(&arguments.tenant, terminal)?;
    terminal.line(&format!("LIVE: firing {} on {}", arguments.event, site.tenant.name))?;
    terminal.flush()?;
    let answer = client.fire(&firing)?;
    terminal.line("the tenant took it; what its reactions did is in its action history")?;
    terminal.write(&to_text(&answer, &Style::default()))?;
    Ok(Done::Fine)
}

fn firing(arguments: &FireArguments, data: &Json) -> Result<Firing, CliError> {
    let event = arguments.event.clone();
    let profile_id = arguments.profile_id.clone().or_else(|| text_of(data, "profile_id").map(str::to_owned));
    let needed = || {
        CliError::Usage(
            "this shape needs a profile: give --profile-id, or `profile_id` in the context".into(),
        )
    };
    Ok(match arguments.shape {
        Shape::Tenant => Firing::Tenant { event, context: data.clone() },
        Shape::Profile => {
            Firing::Profile { event, profile_id: profile_id.ok_or_else(needed)?, context: data.clone() }
        }
        Shape::Events => {
            // A context as this call makes it has what was sent under `data`.
            let sent = data.get("data").unwrap_or(data).clone();
            Firing::Events { event, profile_id: profile_id.ok_or_else(needed)?, data: sent }
        }
    })
}

/// The context that the reactions are expected to see.
///
/// Source: the guide's filter for `POST /events` reads `data.score` and `profile_id`.
fn seen(firing: &Firing, context: &Arc<Context>) -> Arc<Context> {
    let Firing::Events { .. } = firing else { return Arc::clone(context) };
    let (_, body) = firing.request();
    Arc::new(Context { data: body, ..Context::clone(context) })
}

fn dry_run(
    workspace: &Workspace,
    event: &str,
    context: &Arc<Context>,
    env: &RunEnv,
    terminal: &mut Terminal,
) -> Result<(), CliError> {
    let triggers = workspace.triggers.iter().filter(|trigger| trigger.event == event);
    let reports: Vec<RunReport> =
        triggers.filter_map(|trigger| engine::run(workspace, trigger.id, context, env)).collect();
    terminal.line(&format!("triggers of this workspace on {event}: {}", reports.len()))?;
    for report in &reports {
        terminal.line(&format!("  {}: {}", report.trigger.name, report.summary))?;
    }
    Ok(())
}

pub(super) fn preview(arguments: &PreviewArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let site = Site::of(&arguments.tenant, None)?;
    let handles: Vec<&str> = site.workspace.targets.iter().map(|target| target.handle.as_str()).collect();
    let target = site.workspace.target(&arguments.target).ok_or_else(|| {
        CliError::Usage(format!(
            "there is no target '{}'; there are {}",
            arguments.target,
            handles.join(", ")
        ))
    })?;
    let context = find_context(&site.workspace, "", &arguments.context)?;
    let by_event = context.event.as_deref().and_then(resource_of);
    let resource = arguments.resource.as_deref().or(by_event).ok_or_else(|| {
        CliError::Usage("the context's event does not say what to render; give --resource".to_owned())
    })?;
    let id = match context.data.get("id") {
        Some(Json::Number(id)) => Some(id.as_text().to_owned()),
        Some(Json::String(id)) => Some(id.clone()),
        _ => None,
    };
    let id = arguments.resource_id.clone().or(id).ok_or_else(|| {
        CliError::Usage("the context has no `id`; give --resource-id, an id on the tenant".to_owned())
    })?;
    let client = site.client(&arguments.tenant, terminal)?;
    let answer = client.preview(resource, &id, &target.template)?;
    if let Some(out) = &arguments.out {
        write(out, &to_text(&answer, &Style::default()))?;
    }
    let preview = Preview::from_answer(&answer)
        .ok_or_else(|| CliError::Usage("the tenant's answer has no `result` and `context`".to_owned()))?;
    calibrate::compare(&target.template, &preview, &site.workspace.profile, &arguments.clock, terminal)
}

/// What `/targets/preview` calls the object that an event is about.
///
/// Source: its `resource` is one of profile, transaction, `transaction_item`, order, `order_item`, reward.
fn resource_of(event: &str) -> Option<&'static str> {
    let known = [
        ("transaction-item.", "transaction_item"),
        ("transaction.", "transaction"),
        ("order-item.", "order_item"),
        ("order.", "order"),
        ("profile.", "profile"),
        ("reward.", "reward"),
    ];
    known.into_iter().find(|(prefix, _)| event.starts_with(prefix)).map(|(_, resource)| resource)
}
