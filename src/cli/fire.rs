//! `reagent fire`: a custom event on a tenant, after a dry run.

use super::error::{CliError, Done};
use super::live::{Shot, firing};
use super::run::{environment, find_context};
use super::sync_args::FireArguments;
use super::tenant::{Site, text_of};
use super::terminal::Terminal;
use crate::engine::Firing;
use std::time::Duration;

pub(super) fn fire(arguments: &FireArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if let Some(reason) = Firing::refusal(&arguments.event) {
        return Err(CliError::Usage(reason));
    }
    let site = Site::of(&arguments.tenant, None)?;
    let context = find_context(&site.workspace, &arguments.event, &arguments.context)?;
    let named = &arguments.profile_id;
    let profile_id = named.as_deref().or_else(|| text_of(&context.data, "profile_id"));
    let firing = firing(arguments.shape, &arguments.event, profile_id, &context.data)?;
    let wait = Duration::from_secs(arguments.wait);
    let shot = Shot { site: &site, event: &arguments.event, firing: &firing, wait };
    let env = environment(&site.workspace.profile, &arguments.clock);
    let reports = shot.dry_run(&context, &env, terminal)?;
    if !arguments.yes {
        terminal.line("dry run only, nothing was sent; --yes fires it")?;
        return Ok(Done::Fine);
    }
    shot.confirm(arguments.confirm.as_deref(), terminal)?;
    let client = site.client(&arguments.tenant, terminal)?;
    shot.fire(&client, &reports, terminal)
}
