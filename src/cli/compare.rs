//! `reagent compare`: two versions of a trigger over all contexts of its event; the older one from a file, a git
//! revision or a tenant.

use super::args::{CompareArguments, Format};
use super::error::{CliError, Done};
use super::run::{environment, no_trigger, trigger_in, workspace_around};
use super::sync_args::TenantArguments;
use super::tenant::Site;
use super::terminal::Terminal;
use crate::api::read_tenant;
use crate::engine::{TriggerComparison, compare as compare_versions};
use crate::io::load_revision;
use crate::model::{Trigger, Workspace};
use crate::report::comparison_text;
use crate::sync::{Kind, remote_workspace};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An older and a newer version, each in its workspace.
struct Pair {
    old: Arc<Trigger>,
    new: Arc<Trigger>,
}

pub(super) fn compare(arguments: &CompareArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let anchor = arguments.triggers.last().map_or("", String::as_str);
    let (mut workspace, folder) = workspace_around(arguments.workspace.as_ref(), anchor, terminal)?;
    let mut older = workspace.clone();
    let here = || folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let pairs = match (&arguments.rev, &arguments.tenant, arguments.triggers.as_slice()) {
        (_, Some(tenant), triggers) => {
            older = of_tenant(tenant, &here(), arguments.token_file.clone(), terminal)?;
            since(&mut workspace, (&older, "on the tenant"), triggers.first(), &here(), terminal)?
        }
        (Some(rev), None, triggers) => {
            older = load_revision(&here(), rev)?.workspace;
            since(&mut workspace, (&older, "in that revision"), triggers.first(), &here(), terminal)?
        }
        (None, None, [old, new]) => {
            let old = trigger_in(&mut older, old, folder.as_deref(), 1)?;
            let new = trigger_in(&mut workspace, new, folder.as_deref(), 0)?;
            vec![Pair { old, new }]
        }
        (None, None, _) => {
            let message = "name two trigger files, or one trigger with --rev REVISION or --tenant NAME";
            return Err(CliError::Usage(message.to_owned()));
        }
    };
    let env = environment(&workspace.profile, &arguments.clock);
    let compared: Vec<TriggerComparison> = pairs
        .iter()
        .filter_map(|Pair { old, new }| {
            let contexts = workspace.contexts_of(&new.event).map(AsRef::as_ref);
            compare_versions((&older, old.id), (&workspace, new.id), contexts, &env)
        })
        .collect();
    match arguments.format {
        Format::Json => terminal.json(&compared, true)?,
        Format::Text => {
            for comparison in &compared {
                terminal.write(&comparison_text(comparison, terminal.paint))?;
            }
        }
    }
    let is_unchanged = compared.iter().all(TriggerComparison::is_unchanged);
    Ok(if is_unchanged { Done::Fine } else { Done::Findings })
}

/// The tenant's triggers and targets. Nothing is written there or here.
fn of_tenant(
    tenant: &str,
    folder: &Path,
    token_file: Option<PathBuf>,
    terminal: &mut Terminal,
) -> Result<Workspace, CliError> {
    let (workspace, tenant) = (folder.to_path_buf(), Some(tenant.to_owned()));
    let arguments = TenantArguments { tenant, workspace, token_file };
    let site = Site::of(&arguments, None)?;
    let client = site.client(&arguments, terminal)?;
    let remote = read_tenant(&client, &[Kind::Target, Kind::Trigger])?;
    Ok(remote_workspace(&site.local()?, &remote, &site.state()?, &site.workspace))
}

/// Triggers that both the older version and the folder have, by file.
fn since(
    workspace: &mut Workspace,
    (older, place): (&Workspace, &str),
    wanted: Option<&String>,
    folder: &Path,
    terminal: &mut Terminal,
) -> Result<Vec<Pair>, CliError> {
    let newer = match wanted {
        Some(wanted) => vec![trigger_in(workspace, wanted, Some(folder), 0)?],
        None => workspace.triggers.clone(),
    };
    let mut pairs = Vec::new();
    for new in newer {
        let same = |old: &&Arc<Trigger>| old.file == new.file;
        match older.triggers.iter().find(same) {
            Some(old) => pairs.push(Pair { old: Arc::clone(old), new }),
            None if wanted.is_some() => {
                return Err(no_trigger(older, new.file.as_deref().unwrap_or(&new.name)));
            }
            None => terminal.complain(&format!("left out: '{}' is not {place}", new.name)),
        }
    }
    Ok(pairs)
}
