//! `reagent preview`: the tenant's rendering of a template beside Reagent's.

use super::calibrate::{Compared, Comparison};
use super::error::{CliError, Done};
use super::run::find_context;
use super::sync_args::PreviewArguments;
use super::tenant::{Site, write};
use super::terminal::Terminal;
use crate::engine::{Preview, preview_resource};
use crate::io::text_if_there;
use crate::json::{Json, Style, to_text};
use crate::wire::{SETTINGS_FILE, with_profile};

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
    let by_event = context.event.as_deref().and_then(preview_resource);
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
    let comparison = Comparison {
        template: &target.template,
        preview: &preview,
        profile: &site.workspace.profile,
        clock: &arguments.clock,
    };
    let (better, is_exact) = match comparison.show(terminal)? {
        Compared::Equal => return Ok(Done::Fine),
        Compared::Different => return Ok(Done::Findings),
        Compared::Better(better, is_exact) => (better, is_exact),
    };
    if !arguments.calibrate {
        terminal.line("--calibrate writes these settings into reagent.toml")?;
        return Ok(Done::Findings);
    }
    let path = site.folder.join(SETTINGS_FILE);
    let text = text_if_there(&path)?.unwrap_or_default();
    write(&path, &with_profile(&text, &better))?;
    terminal.line("written into reagent.toml; every result in this workspace now follows them")?;
    Ok(if is_exact { Done::Fine } else { Done::Findings })
}
